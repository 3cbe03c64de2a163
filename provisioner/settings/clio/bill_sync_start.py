"""The day from which Clio's bills go to QuickBooks: bills issued earlier never do."""

from __future__ import annotations

from provisioner.settings._asking import is_clio
from provisioner.settings._making import YEAR, Question, switch_setting
from provisioner.settings._sources import CLIO_NO_API, CLIO_START

SETTING = switch_setting(
    "clio.setting.bill_sync_start",
    Question(
        "Start of the bill sync",
        ("systems", "integration"),
        {"bills_from": lambda day: f"Clio sends bills issued on or after {day} to QuickBooks, and none before."},
        (
            "In Clio, open Settings, then Bill Syncing, then QuickBooks Online, then the sync settings.",
            "Look at Sync bills issued on or after, and set the declared day.",
            "Bills issued before that day and still unpaid: enter each once by hand, or choose an earlier day.",
            "Save the sync settings.",
        ),
        "A screenshot of the sync settings with the day.",
        applies=is_clio,
    ),
    valid_days=YEAR,
    sources=(CLIO_START, CLIO_NO_API),
    catalogue="S11 S08",
)
