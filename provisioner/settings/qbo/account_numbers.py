"""Account numbers, enabled in QuickBooks: the chart is matched by them. No program can switch them on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.settings._making import YEAR, Question, switch_setting
from provisioner.settings._sources import QBO_ACCOUNT_NUMBERS, QBO_PREFERENCES
from provisioner.settings._watching import switch

if TYPE_CHECKING:
    from provisioner.model.firm import Firm


def _declared(firm: Firm) -> str | None:
    preferences = firm.config.preferences
    return preferences.account_numbers if preferences is not None else None


SETTING = switch_setting(
    "qbo.setting.account_numbers",
    Question(
        "Account numbers",
        ("preferences",),
        {
            "account_numbers": {
                "enabled": "Account numbers are enabled and shown in QuickBooks.",
                "none": "Account numbers are not used in QuickBooks.",
            }
        },
        (
            "In QuickBooks, open the gear, then Account and settings, then Advanced.",
            "Click the pencil at Chart of accounts.",
            "Set Enable account numbers as declared; where it is on, tick Show account numbers too.",
            "Click Save, then Done.",
        ),
        "A screenshot of Advanced, Chart of accounts.",
    ),
    valid_days=YEAR,
    sources=(QBO_ACCOUNT_NUMBERS, QBO_PREFERENCES),
    catalogue="C13",
    observable="QuickBooks says whether account numbers are enabled.",
    contradiction=switch(
        "account_numbers",
        "QuickBooks says that account numbers are enabled.",
        "QuickBooks says that account numbers are not enabled.",
        _declared,
    ),
    conclusive=True,
)
