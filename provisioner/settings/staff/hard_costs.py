"""How money laid out for clients is booked: owed back by the client, or as an expense of the firm."""

from __future__ import annotations

from provisioner.settings._making import Question, procedure
from provisioner.settings._sources import IRS_COSTS, LEANLAW

SETTING = procedure(
    "staff.procedure.hard_costs",
    Question(
        "Costs advanced for clients",
        ("posting",),
        {
            "hard_costs": {
                "asset": "What the firm pays for clients is booked as owed by the client, not as an expense.",
                "expense": "What the firm pays for clients is booked as the firm's own expense.",
            }
        },
        (
            "Tell everyone who pays bills which account costs of a client go to, and that the client is named.",
            "In QuickBooks, look through last month's payments to courts, experts and couriers: where are they booked?",
            "Ask the firm's tax adviser whether the way chosen is right for its return.",
        ),
        "The account's entries of last month, and the adviser's answer.",
    ),
    sources=(IRS_COSTS, LEANLAW),
    catalogue="C14",
)
