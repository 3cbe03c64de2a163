"""Rules of the bank feed on trust accounts: a rule books a line without asking whose money it is."""

from __future__ import annotations

from provisioner.settings._making import QUARTER, Question, switch_setting
from provisioner.settings._sources import QBO_FEEDS, QBO_RULES

SETTING = switch_setting(
    "qbo.setting.feed_rules",
    Question(
        "Bank rules on trust accounts",
        ("sync",),
        {
            "feed_rules_on_trust": {
                "none": "No bank rule in QuickBooks applies to a trust account.",
                "allowed": "Bank rules in QuickBooks may apply to trust accounts.",
            }
        },
        (
            "In QuickBooks, open Transactions, then Rules.",
            "Look at every rule: which bank accounts it applies to, and whether it adds transactions by itself.",
            "Where it says all bank accounts, name the operating accounts instead.",
            "Delete or disable every rule that applies to a trust account, the suggested ones too.",
        ),
        "A screenshot of the list of rules, or of the page that says there are none.",
    ),
    valid_days=QUARTER,
    sources=(QBO_RULES, QBO_FEEDS),
    catalogue="B02 T04 T07",
)
