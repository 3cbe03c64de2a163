"""TaxAgency: who collects a tax (Intuit API reference, TaxAgency; read 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.shape import Computed, Entity, Field, Unique, words
from provisioner.sandbox.qbo.tree import per_parent

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.store import Row


def _finish(row: Row, record: Record) -> Record:
    """The answer as in the samples: nothing says whether an agency is active."""
    del row
    return {name: value for name, value in record.items() if name != "Active"}


ENTITY = Entity(
    name="TaxAgency",
    source="Intuit API reference, TaxAgency; read 2026-11",
    gaps={
        "create": "a US company takes one too, as in a published client's live test; 6240 for its name (assumption)",
        "update": "not in the reference; two published clients offer it",
    },
    operations=words("create read query update sparse_update"),
    name_field="DisplayName",
    fields=(
        # Marked sortable only; filtering by it is an assumption.
        Field("DisplayName", limit=100, required=True, filter=True, sort=True),
        Field("TaxTrackedOnSales", "bool", default=True),
        Field("TaxTrackedOnPurchases", "bool", default=False),
        Field("TaxRegistrationNumber", limit=100),
    ),
    computed=(Computed("TaxAgencyConfig", "text", lambda _company, _row: "USER_DEFINED"),),
    ignored=words("LastFileDate"),
    finish=_finish,
    unique=(
        Unique(
            lambda company, row: per_parent(company, row, space="tax agency", name_field="DisplayName"),
            lambda: errors.duplicate_name("tax agency"),
        ),
    ),
)
