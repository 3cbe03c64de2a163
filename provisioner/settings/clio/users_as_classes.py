"""Whether Clio names the timekeeper as a class on the invoices it sends."""

from __future__ import annotations

from provisioner.settings._making import YEAR, Question, switch_setting
from provisioner.settings._sources import CLIO_NO_API, CLIO_QUICKBOOKS, CLIO_REVENUE

SETTING = switch_setting(
    "clio.setting.users_as_classes",
    Question(
        "Firm users as classes",
        ("sync",),
        {
            "users_as_classes": {
                "enabled": "Clio sends the firm user of each time and expense entry to QuickBooks as a class.",
                "none": "Clio does not send firm users to QuickBooks as classes.",
            }
        },
        (
            "In Clio, open Settings, then Bill Syncing, then QuickBooks Online, then the sync settings.",
            "Look at Track firm users on bills, and set its check box as declared.",
            "With it, choose the class below which Clio makes one for each user.",
            "QuickBooks Online Plus takes 40 classes and locations in all, Essentials none.",
            "Save the sync settings.",
        ),
        "A screenshot of Track firm users on bills.",
    ),
    valid_days=YEAR,
    sources=(CLIO_REVENUE, CLIO_QUICKBOOKS, CLIO_NO_API),
    catalogue="C18",
)
