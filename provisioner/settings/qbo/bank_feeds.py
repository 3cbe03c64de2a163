"""In which program bank accounts are connected to the bank. No program can read or set it."""

from __future__ import annotations

from provisioner.settings._making import QUARTER, Question, switch_setting
from provisioner.settings._sources import ARTICLE, QBO_FEEDS

SETTING = switch_setting(
    "qbo.setting.bank_feeds",
    Question(
        "Bank feeds",
        ("sync",),
        {
            "bank_feeds": {
                "quickbooks": "Bank feeds run in QuickBooks, and in no other program.",
                "clio": "Bank feeds run in Clio Accounting, and not in QuickBooks.",
                "both": "Bank feeds run in QuickBooks and in Clio.",
                "none": "No bank account is connected to its bank in QuickBooks or Clio.",
            }
        },
        (
            "In QuickBooks, open Transactions, then Bank transactions: it shows which accounts are connected.",
            "In Clio, look whether Clio Accounting is used and has accounts connected; Clio Manage alone has none.",
            "Disconnect the feeds that are not declared, first in the program that shall not have them.",
        ),
        "A screenshot of Bank transactions in QuickBooks, and one of Clio's accounts page.",
    ),
    valid_days=QUARTER,
    sources=(ARTICLE, "Clio help 21004158222235 (bank feeds belong to Clio Accounting); read 2026-11", QBO_FEEDS),
    catalogue="C16 B01",
)
