"""Projects, which QuickBooks lets no program switch on or off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.settings._making import YEAR, Question, switch_setting
from provisioner.settings._sources import QBO_ADVANCED, QBO_PREFERENCES
from provisioner.settings._watching import switch

if TYPE_CHECKING:
    from provisioner.model.firm import Firm


def _declared(firm: Firm) -> str | None:
    return firm.config.tracking.projects if firm.config.tracking is not None else None


SETTING = switch_setting(
    "qbo.setting.projects",
    Question(
        "Projects",
        ("tracking",),
        {
            "projects": {
                "enabled": "Projects are switched on in QuickBooks.",
                "none": "Projects are switched off in QuickBooks.",
            }
        },
        (
            "In QuickBooks, open the gear, then Account and settings, then Advanced.",
            "Click the pencil at Projects.",
            "Set Organize all job-related activity in one place as declared. It needs Plus or Advanced.",
            "Click Save, then Done.",
        ),
        "A screenshot of Advanced, Projects.",
    ),
    valid_days=YEAR,
    sources=(QBO_ADVANCED, QBO_PREFERENCES),
    catalogue="C18",
    observable="QuickBooks says whether Projects are switched on.",
    contradiction=switch(
        "projects",
        "QuickBooks says that Projects are switched on.",
        "QuickBooks says that Projects are switched off.",
        _declared,
    ),
    conclusive=True,
)
