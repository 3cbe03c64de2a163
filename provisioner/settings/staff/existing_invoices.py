"""That no invoice written by hand was open for a client of Clio when the connection was made."""

from __future__ import annotations

from provisioner.settings._making import Question, procedure
from provisioner.settings._sources import ARTICLE, CLIO_CONTACTS

SETTING = procedure(
    "staff.procedure.existing_invoices",
    Question(
        "Invoices before the connection",
        ("systems", "integration"),
        {
            "existing_invoices": {
                "none_open": "When Clio was connected, QuickBooks had no open invoice of its own for a client of Clio."
            }
        },
        (
            "In QuickBooks, open Reports, then Open invoices, as of the day before the connection.",
            "Look for clients of Clio in it; void what Clio bills too, and move what was already paid.",
            "Compare the first months' income with what Clio billed: twice as much means that invoices came twice.",
        ),
        "The report of open invoices of that day.",
    ),
    sources=(ARTICLE, CLIO_CONTACTS),
    catalogue="S08",
)
