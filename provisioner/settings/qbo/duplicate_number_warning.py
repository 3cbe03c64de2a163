"""The warning of QuickBooks when a bill number is used twice, which Clio's help asks for before the connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.settings._making import YEAR, Question, switch_setting
from provisioner.settings._sources import CLIO_DUPLICATE_NUMBER, CLIO_QUICKBOOKS, QBO_PREFERENCES
from provisioner.settings._watching import switch

if TYPE_CHECKING:
    from provisioner.model.firm import Firm


def _declared(firm: Firm) -> str | None:
    preferences = firm.config.preferences
    return preferences.duplicate_number_warning if preferences is not None else None


SETTING = switch_setting(
    "qbo.setting.duplicate_number_warning",
    Question(
        "Warning of duplicate numbers",
        ("preferences",),
        {
            "duplicate_number_warning": {
                "enabled": "QuickBooks warns when a bill number is used twice.",
                "none": "QuickBooks does not warn when a bill number is used twice.",
            }
        },
        (
            "In QuickBooks, open the gear, then Account and settings, then Advanced.",
            "Click the pencil at Other preferences.",
            "Set the warning of a bill number that was already used for the supplier as declared.",
            "Click Save, then Done.",
        ),
        "A screenshot of Advanced, Other preferences.",
    ),
    valid_days=YEAR,
    sources=(CLIO_QUICKBOOKS, CLIO_DUPLICATE_NUMBER, QBO_PREFERENCES),
    catalogue="S10",
    observable="QuickBooks says whether it warns of a bill number that is used twice.",
    contradiction=switch(
        "duplicate_number_warning",
        "QuickBooks says that it warns of duplicate bill numbers.",
        "QuickBooks says that it does not warn of duplicate bill numbers.",
        _declared,
    ),
    conclusive=True,
)
