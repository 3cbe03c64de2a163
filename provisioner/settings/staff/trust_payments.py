"""The posting mode: who books the trust side when trust money pays an invoice. Exactly one of four ways."""

from __future__ import annotations

from provisioner.settings._making import HALF_YEAR, Question, procedure
from provisioner.settings._sources import ACCOUNTANTS_LAW_LAB, CLIO_PAYMENTS, CLIO_TRUST, LEANLAW

SETTING = procedure(
    "staff.procedure.trust_payments",
    Question(
        "Posting of trust payments",
        ("posting",),
        {
            "trust_payments": {
                "clio_posts": "Clio books the trust side of a trust payment by its export; staff make the deposit, "
                "and spread what stands on the trust liability itself over the clients' ledgers.",
                "staff_posts": "Clio books only the payment of the invoice; staff take the money off the client's "
                "trust ledger and the trust bank, and make the deposit to the operating bank.",
                "journal_pair": "Payments from trust are not recorded in Clio's sync; staff book the bank transfer, "
                "and the client's trust ledger against accounts receivable.",
                "leanlaw": "LeanLaw books both sides of a trust payment; nobody books it a second time.",
            },
            "parent_reclass": {
                "weekly": "Every week, what stands on the liability itself is spread over the clients' ledgers.",
                "monthly": "Every month, what stands on the liability itself is spread over the clients' ledgers.",
                "none": "Nothing is spread from the trust liability itself over the clients' ledgers.",
            },
        },
        (
            "Read the posting page of this firm with everyone who enters trust transactions.",
            "Take three invoices of last month that trust money paid, and follow each through all its entries.",
            "Each of accounts receivable, trust bank and client's ledger was touched once; nothing stayed undeposited.",
            "No other of the four ways was used beside this one.",
        ),
        "The three invoices with their entries, initialled by the reviewer.",
    ),
    valid_days=HALF_YEAR,
    sources=(CLIO_PAYMENTS, CLIO_TRUST, LEANLAW, ACCOUNTANTS_LAW_LAB),
    catalogue="T01 T03 S17 S19",
)
