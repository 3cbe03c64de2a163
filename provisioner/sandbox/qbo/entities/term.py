"""Term: standard (due in days) or date driven (Intuit API reference, Term; read 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.shape import Computed, Draft, Entity, Field, Unique
from provisioner.sandbox.qbo.tree import per_parent

if TYPE_CHECKING:
    from provisioner.sandbox.qbo.store import Company, Row


def _kind(_: Company, row: Row) -> str:
    return "STANDARD" if "DueDays" in row.values else "DATE_DRIVEN"


def _check(draft: Draft) -> None:
    """One of the two ways to be due is needed; that both together are refused is an assumption."""
    in_days, on_day = "DueDays" in draft.values, "DayOfMonthDue" in draft.values
    if not in_days and not on_day:
        raise errors.missing("DueDays")
    if in_days and on_day:
        raise errors.conflict("DueDays", "A term has either DueDays or DayOfMonthDue.")


ENTITY = Entity(
    name="Term",
    source="Intuit API reference, Term; read 2026-11",
    gaps={"create": "a term that is due both ways answers 2600 (assumption)"},
    fields=(
        Field("Name", limit=31, required=True, filter=True, sort=True),
        Field("DueDays", "int", low=0, high=999),
        Field("DiscountDays", "int", low=0, high=999),
        Field("DiscountPercent", "amount", low=0, high=100),
        Field("DayOfMonthDue", "int", low=1, high=31),
        Field("DueNextMonthDays", "int", low=0, high=999),
        Field("DiscountDayOfMonth", "int", low=0, high=31),
    ),
    computed=(Computed("Type", "text", _kind),),
    check=_check,
    unique=(
        Unique(lambda company, row: per_parent(company, row, space="term"), lambda: errors.duplicate_name("term")),
    ),
)
