"""Budget: planned amounts per account and month (Intuit API reference, Budget; read 2026-11)."""

from __future__ import annotations

from provisioner.sandbox.qbo.shape import Entity, Field, words

_DETAIL = (
    Field("BudgetDate", "date"),
    Field("Amount", "amount"),
    Field("AccountRef", "ref", target="Account"),
    Field("CustomerRef", "ref", target="Customer"),
    Field("ClassRef", "ref", target="Class"),
    Field("DepartmentRef", "ref", target="Department"),
)

ENTITY = Entity(
    name="Budget",
    source="Intuit API reference, Budget; read 2026-11",
    gaps={"create": "budgets are made in the web screens only; the reference's newer create is left out"},
    operations=words("read query"),
    fields=(
        Field("Name", required=True, filter=True, sort=True),
        Field("StartDate", "date", required=True),
        Field("EndDate", "date", required=True),
        Field("BudgetType", choices=("ProfitAndLoss",), default="ProfitAndLoss", filter=True, sort=True),
        Field("BudgetEntryType", choices=("Monthly", "Quarterly", "Annually"), default="Monthly"),
        Field("BudgetDetail", "list", parts=_DETAIL),
    ),
)
