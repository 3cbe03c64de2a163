"""How a wrong transaction is taken back: voided, so that it stays in the records, or deleted."""

from __future__ import annotations

from provisioner.settings._making import HALF_YEAR, Question, procedure
from provisioner.settings._sources import ARTICLE, CLIO_DELETED_BILL

SETTING = procedure(
    "staff.procedure.corrections",
    Question(
        "Corrections",
        ("posting",),
        {
            "corrections": {
                "void": "Wrong transactions are voided, in Clio first, and never deleted.",
                "delete": "Wrong transactions are deleted.",
            }
        },
        (
            "A bill from Clio: void it in Clio, wait for the sync, then look in QuickBooks what became of its payment.",
            "A transaction of QuickBooks alone: open it, then More, then Void; write the reason into the memo.",
            "In QuickBooks, open Reports, then Audit log, and filter by Deleted: there is nothing of last quarter.",
        ),
        "The audit log of last quarter, filtered by Deleted.",
    ),
    valid_days=HALF_YEAR,
    sources=(ARTICLE, CLIO_DELETED_BILL),
    catalogue="D06 S03 S04 S05",
)
