"""The closing date of the books, which QuickBooks lets no program set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.settings._making import Question, switch_setting
from provisioner.settings._sources import QBO_CLOSING, QBO_PREFERENCES
from provisioner.settings._watching import QBO, fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.model.firm import Firm
    from provisioner.model.resource import Snapshot
    from provisioner.model.setting import Asked

MONTHLY = 35
"""A month and some days: the books are closed once a month, so that is how often somebody should look."""


def _otherwise(_: Asked, firm: Firm, snapshots: Mapping[str, Snapshot]) -> str | None:
    """The books may be closed through a later day than the file says: they are closed through that day too."""
    if QBO not in snapshots or firm.config.close is None or firm.config.close.locked_through is None:
        return None
    wanted, live = str(firm.config.close.locked_through), fact(snapshots, "closed_through")
    if live is None:
        return "QuickBooks has no closing date."
    return f"The closing date in QuickBooks is {live}, earlier than {wanted}." if str(live) < wanted else ""


SETTING = switch_setting(
    "qbo.setting.closing_date",
    Question(
        "Closing date",
        ("close",),
        {"locked_through": lambda day: f"The books in QuickBooks are closed through {day}."},
        (
            "Check that the month's reconciliations are signed: what is dated before the closing date stays as it is.",
            "In QuickBooks, open the gear, then Account and settings, then Advanced.",
            "Click the pencil at Accounting and tick Close the books.",
            "Enter the declared day as the closing date.",
            "Click Save, then Done.",
        ),
        "A screenshot of Advanced, Accounting, with the closing date.",
    ),
    valid_days=MONTHLY,
    sources=(QBO_CLOSING, QBO_PREFERENCES),
    catalogue="C17 S05 S29",
    observable="QuickBooks says through which day the books are closed.",
    contradiction=_otherwise,
    conclusive=True,
)
