"""Class (Intuit API reference, Class; read 2026-11). Needs Plus or Advanced and class tracking switched on."""

from __future__ import annotations

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.shape import Draft, Entity, Field, Unique
from provisioner.sandbox.qbo.tracking import FIRST_ID, check_plan
from provisioner.sandbox.qbo.tree import check_parent, full_name, per_parent, refuse_active_children, sub_mark


def _check(draft: Draft) -> None:
    if draft.values.pop("SubClass", False) and "ParentRef" not in draft.values:
        raise errors.no_parent()
    check_plan(draft, "Class", ("ClassTrackingPerTxn", "ClassTrackingPerTxnLine"))
    check_parent(draft)
    refuse_active_children(draft)


ENTITY = Entity(
    name="Class",
    source="Intuit API reference, Class; read 2026-11",
    gaps={"create": "5020 without the plan, 5030 without the setting (assumptions)"},
    fields=(
        # Not marked filterable, yet filtered by everywhere (assumption). A published client's table has sparse updates
        # without it refused; the reference documents full updates only; the twin takes both.
        Field("Name", limit=100, banned=":\t\n", required=True, filter=True, sort=True),
        Field("SubClass", "bool"),
        Field("ParentRef", "ref", target="Class", bare=True),
    ),
    computed=(full_name("Class"), sub_mark("SubClass")),
    check=_check,
    unique=(
        Unique(lambda company, row: per_parent(company, row, space="class"), lambda: errors.duplicate_name("class")),
    ),
    first_id=FIRST_ID,
)
