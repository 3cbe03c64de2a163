"""Locations, which QuickBooks lets no program switch on or off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.settings._making import YEAR, Question, switch_setting
from provisioner.settings._sources import QBO_ADVANCED, QBO_PREFERENCES
from provisioner.settings._watching import switch

if TYPE_CHECKING:
    from provisioner.model.firm import Firm


def _declared(firm: Firm) -> str | None:
    return firm.config.tracking.locations if firm.config.tracking is not None else None


SETTING = switch_setting(
    "qbo.setting.locations",
    Question(
        "Locations",
        ("tracking",),
        {
            "locations": {
                "per_transaction": "QuickBooks tracks a location on each transaction.",
                "none": "QuickBooks tracks no locations.",
            }
        },
        (
            "In QuickBooks, open the gear, then Account and settings, then Advanced.",
            "Click the pencil at Categories.",
            "Set Track locations as declared. It needs QuickBooks Online Plus or Advanced.",
            "Click Save, then Done.",
        ),
        "A screenshot of Advanced, Categories.",
    ),
    valid_days=YEAR,
    sources=(QBO_ADVANCED, QBO_PREFERENCES),
    catalogue="C18",
    observable="QuickBooks says whether it tracks locations.",
    contradiction=switch(
        "locations",
        "QuickBooks says that it tracks locations.",
        "QuickBooks says that it does not track locations.",
        _declared,
    ),
    conclusive=True,
)
