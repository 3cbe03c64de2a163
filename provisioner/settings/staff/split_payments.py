"""How an invoice is booked that is paid partly from trust and partly by the client."""

from __future__ import annotations

from provisioner.settings._making import HALF_YEAR, Question, procedure
from provisioner.settings._sources import ARTICLE, CLIO_PAYMENTS

SETTING = procedure(
    "staff.procedure.split_payments",
    Question(
        "Split payments",
        ("posting",),
        {
            "split_payments": {
                "two_allocations": "An invoice paid from trust and by the client gets two payments and two deposits.",
                "one_path": "An invoice paid from trust and by the client is recorded as one payment.",
            }
        },
        (
            "Neither program has a switch for it.",
            "In Clio, record the part from trust with the trust account as source, and the client's part as a payment.",
            "In QuickBooks, make a deposit for each part; the amounts are never mixed.",
        ),
        "The last split payment, with its two allocations and two deposits.",
    ),
    valid_days=HALF_YEAR,
    sources=(ARTICLE, CLIO_PAYMENTS),
    catalogue="S24",
)
