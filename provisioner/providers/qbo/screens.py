"""Where the company's settings are on screen, and how class tracking is named, for all types that speak of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.address import Address

if TYPE_CHECKING:
    from collections.abc import Mapping

SETTINGS = Address("qbo", "preferences", "company")
CLASS_TRACKING = (SETTINGS, "classes")
"""The field without which QuickBooks takes no class."""
GEAR = "In QuickBooks, open the gear, then Account and settings, then {}."
UPGRADE = (
    "Class tracking needs QuickBooks Online Plus or Advanced. Change the company's plan first, under Account and "
    "settings, Billing & subscription."
)
CHOICES: Mapping[str, str] = {
    "per_line": "switch on Track classes and choose One to each row in transaction",
    "per_transaction": "switch on Track classes and choose One to entire transaction",
    "none": "switch off Track classes, if that is meant: new transactions get no class, the classes of old ones stay",
}
