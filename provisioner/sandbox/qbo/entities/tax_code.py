"""TaxCode: read only; ``/taxservice/taxcode`` makes them (Intuit API reference, TaxCode; read 2026-11).

A US company has three that stand for no rates, with names for ids, and answers a query with them whatever its limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.shape import Computed, Entity, Field, Unique, words
from provisioner.sandbox.qbo.store import Row, stamp
from provisioner.sandbox.qbo.tree import per_parent

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.store import Company

# name, taxable, stands for a group of rates
PSEUDO_CODES = (("TAX", True, False), ("NON", False, False), ("CustomSalesTax", True, True))
_BY_NAME = {name: (taxable, group) for name, taxable, group in PSEUDO_CODES}
_RATES = Field(
    "TaxRateDetail",
    "list",
    parts=(
        Field("TaxRateRef", "ref", target="TaxRate"),
        Field("TaxTypeApplicable"),
        Field("TaxOrder", "int", high=100),
    ),
)


def add_pseudo_codes(company: Company) -> None:
    """Give a new company the codes that every US company has."""
    now = stamp(company.clock.now())
    for name, _, _ in PSEUDO_CODES:
        company.put(ENTITY, Row(name, 0, now, now, active=True, values={"Name": name, "Description": name}))


def _finish(row: Row, record: Record) -> Record:
    """The answer as in the samples: without a version for a pseudo code, with both lists for the others."""
    if row.id in _BY_NAME:
        return {name: record[name] for name in ("Name", "Description", "Taxable", "TaxGroup", "Id", "MetaData")}
    lists = {name: record.get(name, {"TaxRateDetail": []}) for name in ("SalesTaxRateList", "PurchaseTaxRateList")}
    return record | lists


ENTITY = Entity(
    name="TaxCode",
    source="Intuit API reference, TaxCode; read 2026-11; TAX, NON and CustomSalesTax beyond MAXRESULTS: live tests",
    gaps={"query": "the three pseudo codes come on top of the first page only (assumption)"},
    operations=words("read query"),
    fields=(
        Field("Name", limit=100, required=True, filter=True, sort=True),
        Field("Description", limit=100, filter=True, sort=True),
        Field("SalesTaxRateList", "struct", parts=(_RATES,)),
        Field("PurchaseTaxRateList", "struct", parts=(_RATES,)),
    ),
    computed=(
        Computed("Taxable", "bool", lambda _, row: _BY_NAME.get(row.id, (True, True))[0]),
        Computed("TaxCodeConfigType", "text", lambda _company, _row: "USER_DEFINED"),
        Computed("Hidden", "bool", lambda _company, _row: False),
        Computed("TaxGroup", "bool", lambda _, row: _BY_NAME.get(row.id, (True, True))[1]),
    ),
    unpaged=frozenset(_BY_NAME),
    finish=_finish,
    unique=(
        Unique(
            lambda company, row: per_parent(company, row, space="tax code"), lambda: errors.duplicate_name("tax code")
        ),
    ),
)
