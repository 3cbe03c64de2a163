"""TaxRate: read only; ``/taxservice/taxcode`` makes them (Intuit API reference, TaxRate; read 2026-11)."""

from __future__ import annotations

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.shape import Computed, Entity, Field, Unique, words
from provisioner.sandbox.qbo.tree import per_parent

ENTITY = Entity(
    name="TaxRate",
    source="Intuit API reference, TaxRate; read 2026-11",
    operations=words("read query"),
    fields=(
        Field("Name", limit=100, required=True, filter=True, sort=True),
        Field("Description", limit=100, filter=True, sort=True),
        Field("RateValue", "amount", high=100),
        Field("AgencyRef", "ref", target="TaxAgency", bare=True, filter=True, sort=True),
        Field("SpecialTaxType", default="NONE"),
        Field("DisplayType", default="ReadOnly"),
    ),
    computed=(
        # No sample of a US company has these (assumption: never answered).
        Computed("TaxReturnLineRef", "ref", lambda _company, _row: None, filter=True, sort=True),
    ),
    ignored=words("EffectiveTaxRate OriginalTaxRate"),
    unique=(
        Unique(
            lambda company, row: per_parent(company, row, space="tax rate"), lambda: errors.duplicate_name("tax rate")
        ),
    ),
)
