"""Clio's expense categories (Clio OpenAPI 2026-04-08, ExpenseCategory)."""

from __future__ import annotations

from provisioner.sandbox.clio.models.activity_descriptions import is_accessible
from provisioner.sandbox.clio.models.tax_rate_configurations import checked_taxes, tax_settings
from provisioner.sandbox.clio.shape import (
    ACTIVITIES,
    ID,
    STAMPS,
    Field,
    Filter,
    Kind,
    Record,
    Resource,
    View,
    same,
    strings,
)

ENTRY_TYPES = ("hard_cost", "soft_cost", "unassociated")


def _name_contains(_view: View, record: Record, value: str) -> bool:
    return value.casefold() in record["name"].casefold()


EXPENSE_CATEGORIES = Resource(
    name="expense_categories",
    permission=ACTIVITIES,
    actions="list show create update delete",
    has_ids=False,
    first_id=61001,
    fields=(
        *ID,
        Field("name", Kind.STRING, write="cu", required=True),
        # Written as a double and read as int32; how Clio rounds is unknown, we round half up and keep what was written.
        Field("rate", Kind.WHOLE, write="cu"),
        Field("entry_type", Kind.STRING, write="cu", values=ENTRY_TYPES, default="unassociated"),
        *strings("xero_expense_code"),
        Field("accessible_to_user", Kind.BOOLEAN, compute=lambda view, row: is_accessible(view, row, view.user["id"])),
        Field("currency", Kind.RECORD, write="cu", of="currencies", in_base=True),
        tax_settings("cu"),
        Field("tax_setting", Kind.STRING, default="no_tax"),  # the word is the one of Activity.tax_setting
        Field("groups", Kind.RECORDS, write="cu", of="groups", removable="cu", default=[]),
        Field("utbms_code", Kind.RECORD, write="cu", of="utbms/codes"),
        *STAMPS,
    ),
    filters=(
        same("entry_type", Kind.STRING, ENTRY_TYPES),
        Filter("query", Kind.STRING, _name_contains),
    ),
    order=("id", "name", "rate", "entry_type"),
    complete=lambda view, _before, after: checked_taxes(view, after),
    source="Clio OpenAPI 2026-04-08, ExpenseCategory; its tax_settings of mid-2026",
    gaps={"create": "how Clio rounds a rate that it shows as a whole number is assumed"},
)
RESOURCES = [EXPENSE_CATEGORIES]
