"""The password on closed books. QuickBooks never says whether there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.settings._making import HALF_YEAR, Question, switch_setting
from provisioner.settings._sources import QBO_CLOSING, QBO_PREFERENCES
from provisioner.settings._watching import QBO, fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.model.firm import Firm
    from provisioner.model.resource import Snapshot
    from provisioner.model.setting import Asked


def _otherwise(_: Asked, firm: Firm, snapshots: Mapping[str, Snapshot]) -> str | None:
    if QBO not in snapshots:
        return None
    needed = firm.config.close is not None and firm.config.close.password == "required"  # noqa: S105 - a setting's value
    if needed and fact(snapshots, "closed_through") is None:
        return "QuickBooks has no closing date, and a password guards nothing without one."
    return ""


SETTING = switch_setting(
    "qbo.setting.closing_password",
    Question(
        "Password on closed books",
        ("close",),
        {
            "password": {
                "required": "A change to closed books asks for a password.",
                "none": "A change to closed books only shows a warning.",
            }
        },
        (
            "In QuickBooks, open the gear, then Account and settings, then Advanced.",
            "Click the pencil at Accounting; Close the books is ticked.",
            "Choose Allow changes after viewing a warning and entering password, or without, as declared.",
            "Give the password to nobody who enters transactions; the reviewer keeps it.",
            "Click Save, then Done.",
        ),
        "A screenshot of Advanced, Accounting, that shows the choice and not the password.",
    ),
    valid_days=HALF_YEAR,
    sources=(QBO_CLOSING, QBO_PREFERENCES),
    catalogue="C17 S05",
    observable="QuickBooks says whether there is a closing date, without which a password does nothing. "
    "Whether there is a password it does not say.",
    contradiction=_otherwise,
)
