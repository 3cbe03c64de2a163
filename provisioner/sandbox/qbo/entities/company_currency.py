"""CompanyCurrency: a currency the company uses beside its own (Intuit API reference, CompanyCurrency; 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import currencies, errors
from provisioner.sandbox.qbo.shape import Draft, Entity, Field, Unique, words

if TYPE_CHECKING:
    from provisioner.sandbox.qbo.shape import Key
    from provisioner.sandbox.qbo.store import Company, Row


def _check(draft: Draft) -> None:
    """The code decides, and is never changed; the name is the system's own, even of an inactive one (sample)."""
    currencies.need_multi(draft.company)
    code = currencies.check_code("Code", str(draft.was("Code") or draft.values["Code"]))
    draft.values |= {"Code": code, "Name": currencies.NAMES[code]}


def _code_key(company: Company, row: Row) -> Key | None:
    del company
    return ("currency", str(row.values["Code"]))


ENTITY = Entity(
    name="CompanyCurrency",
    source="Intuit API reference, CompanyCurrency; read 2026-11",
    gaps={"create": "5030 in a company of one currency, 6240 for a currency it has already (assumptions)"},
    fields=(
        # Neither is marked filterable; filtering by them is an assumption.
        Field("Code", limit=100, required=True, filter=True, sort=True),
        Field("Name", limit=100, filter=True, sort=True),
    ),
    ignored=words("CustomField"),
    check=_check,
    unique=(Unique(_code_key, lambda: errors.duplicate_name("currency")),),
)
