"""What is done with lines of the bank feed: matched with what the sync has made, or added as something new."""

from __future__ import annotations

from provisioner.settings._making import HALF_YEAR, Question, procedure
from provisioner.settings._sources import ARTICLE, QBO_FEEDS, QBO_MATCHED

SETTING = procedure(
    "staff.procedure.feed_matching",
    Question(
        "Matching of bank lines",
        ("sync",),
        {
            "feed_matching": {
                "match_only": "A bank line that belongs to a payment from Clio is matched, never added.",
                "match_or_add": "A bank line may be added as something new though Clio has sent its payment.",
            }
        },
        (
            "QuickBooks has no switch for it: For review offers Match and Add side by side.",
            "Show everyone who works there how to find the match: deposit the payments first, then match the deposit.",
            "Open Transactions, then Bank transactions, then Categorized: look for income that was added.",
            "No line of last month is still waiting for review.",
        ),
        "The list of categorized lines of last month.",
    ),
    valid_days=HALF_YEAR,
    sources=(ARTICLE, QBO_MATCHED, QBO_FEEDS),
    catalogue="B01 B03 T04",
)
