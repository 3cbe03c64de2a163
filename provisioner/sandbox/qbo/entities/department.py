"""Department: a location (Intuit API reference, Department; read 2026-11). Needs Plus or Advanced, switched on."""

from __future__ import annotations

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.parts import address
from provisioner.sandbox.qbo.shape import Draft, Entity, Field, Unique
from provisioner.sandbox.qbo.tracking import FIRST_ID, check_plan
from provisioner.sandbox.qbo.tree import check_parent, full_name, per_parent, refuse_active_children, sub_mark


def _check(draft: Draft) -> None:
    if draft.values.pop("SubDepartment", False) and "ParentRef" not in draft.values:
        raise errors.no_parent()
    check_plan(draft, "Location", ("TrackDepartments",))
    check_parent(draft)
    refuse_active_children(draft)


ENTITY = Entity(
    name="Department",
    source="Intuit API reference, Department; read 2026-11",
    gaps={"create": "5020 without the plan, 5030 without the setting (assumptions)"},
    fields=(
        # Not marked filterable, yet filtered by everywhere (assumption). A published client's table has sparse updates
        # without it refused; the reference documents full updates only; the twin takes both.
        Field("Name", limit=100, banned=":\t\n", required=True, filter=True, sort=True),
        Field("SubDepartment", "bool"),
        Field("ParentRef", "ref", target="Department", bare=True),
        address("Address"),
    ),
    computed=(full_name("Department"), sub_mark("SubDepartment")),
    check=_check,
    unique=(
        Unique(
            lambda company, row: per_parent(company, row, space="department"),
            lambda: errors.duplicate_name("department"),
        ),
    ),
    first_id=FIRST_ID,
)
