"""Where invoices are written and payments recorded. Neither program stops anybody from doing it in the other."""

from __future__ import annotations

from provisioner.settings._making import HALF_YEAR, Question, procedure
from provisioner.settings._sources import ARTICLE, CLIO_PAYMENTS_IN_BOTH

SETTING = procedure(
    "staff.procedure.origin",
    Question(
        "Origin of invoices and payments",
        ("posting",),
        {
            "invoices_originate": {
                "clio": "Invoices are written in Clio only.",
                "quickbooks": "Invoices are written in QuickBooks only.",
                "both": "Invoices may be written in Clio and in QuickBooks.",
            },
            "payments_originate": {
                "clio": "Payments of invoices are recorded in Clio only.",
                "quickbooks": "Payments of invoices are recorded in QuickBooks only.",
                "both": "Payments of invoices may be recorded in Clio and in QuickBooks.",
            },
        },
        (
            "Neither program forbids it: a payment recorded in QuickBooks never reaches Clio, and soon is there twice.",
            "Tell everyone who works in QuickBooks where invoices and payments are entered.",
            "In QuickBooks, open Sales, then Invoices: every invoice of last month has a number of Clio's.",
        ),
        "The instruction to staff, with the date and who has read it.",
    ),
    valid_days=HALF_YEAR,
    sources=(ARTICLE, CLIO_PAYMENTS_IN_BOTH),
    catalogue="S07 S09 D05",
)
