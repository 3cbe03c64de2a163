"""Where payments of invoices arrive in QuickBooks, and how soon they are deposited."""

from __future__ import annotations

from provisioner.settings._making import HALF_YEAR, Question, procedure
from provisioner.settings._sources import ARTICLE, CLIO_PAYMENTS

SETTING = procedure(
    "staff.procedure.deposits",
    Question(
        "Deposits of payments",
        ("posting",),
        {
            "deposit_to": {
                "undeposited_funds": "Payments of invoices arrive in Undeposited Funds, and staff make the deposit.",
                "operating": "Payments of invoices are recorded straight on the operating bank account.",
            },
            "undeposited_max_days": lambda days: f"Nothing stays in Undeposited Funds for more than {days} days.",
        },
        (
            "Clio's sync knows no other account than Undeposited Funds.",
            "In QuickBooks, open New, then Bank deposit: the list shows what waits there, and since when.",
            "Deposit what the bank shows as one amount as one deposit, and trust money apart from the firm's.",
            "Look into everything older than declared before the month is closed.",
        ),
        "The list of undeposited payments at the end of last month.",
    ),
    valid_days=HALF_YEAR,
    sources=(CLIO_PAYMENTS, ARTICLE),
    catalogue="T02 C23 S24",
)
