"""Class (Intuit API reference, Class; read 2026-11). Needs Plus or Advanced and class tracking switched on."""

from __future__ import annotations

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.shape import Draft, Entity, Field, Unique
from provisioner.sandbox.qbo.tree import check_parent, full_name, per_parent, refuse_active_children, sub_mark

# QuickBooks help, usage limits (L6THMltE4): classes and locations together.
MOST = {"simple_start": 0, "essentials": 0, "plus": 40}


def _check(draft: Draft) -> None:
    if draft.values.pop("SubClass", False) and "ParentRef" not in draft.values:
        raise errors.no_parent()
    _check_plan(draft)
    check_parent(draft)
    refuse_active_children(draft)


def _check_plan(draft: Draft) -> None:
    """Which code stands for "not in your plan" and which for "switched off" is an assumption."""
    company = draft.company
    most = MOST.get(company.edition)
    if most == 0:
        raise errors.not_in_plan("Class tracking is not part of this QuickBooks plan.")
    settings = company.tables["Preferences"].rows["1"].values["AccountingInfoPrefs"]
    if not (settings.get("ClassTrackingPerTxn") or settings.get("ClassTrackingPerTxnLine")):
        raise errors.switched_off("Class tracking is switched off.")
    appears = draft.active and (draft.before is None or not draft.before.active)
    if most is not None and appears and sum(row.active for row in company.tables["Class"].rows.values()) >= most:
        raise errors.not_in_plan(f"This QuickBooks plan allows {most} classes and locations together.")


ENTITY = Entity(
    name="Class",
    fields=(
        Field("Name", limit=100, banned=":\t\n", required=True, filter=True, sort=True),
        Field("SubClass", "bool"),
        Field("ParentRef", "ref", target="Class", bare=True),
    ),
    computed=(full_name("Class"), sub_mark("SubClass")),
    check=_check,
    unique=(
        Unique(lambda company, row: per_parent(company, row, space="class"), lambda: errors.duplicate_name("class")),
    ),
    # Ids of classes and locations are longer than any float holds (reference, samples).
    first_id=5000000000000000001,
)
