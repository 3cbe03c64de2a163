"""Classes and locations: what the plan and the company's settings allow of them, together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors

if TYPE_CHECKING:
    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company

# QuickBooks help, usage limits (L6THMltE4; read 2026-11): classes and locations together.
MOST = {"simple_start": 0, "essentials": 0, "plus": 40}
# Their ids are longer than any float holds (reference, samples).
FIRST_ID = 5000000000000000001


def in_use(company: Company) -> int:
    """Active classes and locations."""
    return sum(row.active for name in ("Class", "Department") for row in company.tables[name].rows.values())


def check_plan(draft: Draft, subject: str, settings: tuple[str, ...]) -> None:
    """Refuses what the plan lacks or has no more room for (5020), and what is switched off (5030).

    Which code stands for which is an assumption.
    """
    company = draft.company
    most = MOST.get(company.edition)
    if most == 0:
        raise errors.not_in_plan(f"{subject} tracking is not part of this QuickBooks plan.")
    chosen = company.tables["Preferences"].rows["1"].values["AccountingInfoPrefs"]
    if not any(chosen.get(name) for name in settings):
        raise errors.switched_off(f"{subject} tracking is switched off.")
    appears = draft.active and (draft.before is None or not draft.before.active)
    if most is not None and appears and in_use(company) >= most:
        raise errors.not_in_plan(f"This QuickBooks plan allows {most} classes and locations together.")
