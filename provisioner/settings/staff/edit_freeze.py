"""That nobody edits a bill or payment once it has gone to QuickBooks. Clio lets everyone who may bill do so."""

from __future__ import annotations

from provisioner.settings._making import HALF_YEAR, Question, procedure
from provisioner.settings._sources import CLIO_EDITED_PAYMENT, CLIO_SYNC

SETTING = procedure(
    "staff.procedure.edit_freeze",
    Question(
        "No edits after the sync",
        ("sync",),
        {
            "edits_after_approval": {
                "frozen": "An approved bill is not edited: it is voided and written anew.",
                "allowed": "An approved bill may still be edited.",
            },
            "edits_after_deposit": {
                "frozen": "A payment that QuickBooks has deposited is not edited in Clio.",
                "allowed": "A payment that QuickBooks has deposited may still be edited in Clio.",
            },
        },
        (
            "Clio has no switch for it: an edited bill is sent again, and an edited payment can come twice.",
            "Tell everyone who bills in Clio, and show them what to do instead.",
            "Before a payment is corrected in Clio, take it out of its deposit in QuickBooks.",
        ),
        "The instruction to staff, with the date and who has read it.",
    ),
    valid_days=HALF_YEAR,
    sources=(CLIO_SYNC, CLIO_EDITED_PAYMENT),
    catalogue="S02 S06 S29",
)
