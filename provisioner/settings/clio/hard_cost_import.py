"""Whether Clio takes client costs over from QuickBooks."""

from __future__ import annotations

from provisioner.settings._making import YEAR, Question, switch_setting
from provisioner.settings._sources import ARTICLE, CLIO_HARD_COSTS, CLIO_NO_API

SETTING = switch_setting(
    "clio.setting.hard_cost_import",
    Question(
        "Import of hard costs",
        ("sync",),
        {
            "expenses": {
                "none": "Clio imports no hard costs from QuickBooks.",
                "quickbooks_to_clio_hard_costs": "Clio imports hard costs from QuickBooks.",
                "clio_to_quickbooks": "Expenses entered in Clio are sent to QuickBooks as expenses of the firm.",
            }
        },
        (
            "In Clio, open Settings, then Bill Syncing, then QuickBooks Online, then the sync settings.",
            "Look at Import hard costs, and set it as declared.",
            "With it, choose the start date and the account of the client costs in QuickBooks.",
            "It needs QuickBooks Online Plus or Advanced, with Track expenses and items by customer switched on.",
            "Clio's help knows no export of expenses: they travel as lines of a bill. Do not confirm one.",
            "Save the sync settings.",
        ),
        "A screenshot of Import hard costs.",
    ),
    valid_days=YEAR,
    sources=(CLIO_HARD_COSTS, ARTICLE, CLIO_NO_API),
    catalogue="S16",
)
