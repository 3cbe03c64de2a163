"""That trust in QuickBooks and in Clio agreed before the export of trust transactions was switched on."""

from __future__ import annotations

from provisioner.settings._making import Question, procedure
from provisioner.settings._sources import CLIO_TRUST

SETTING = procedure(
    "staff.procedure.opening_agreement",
    Question(
        "Trust balances at the start",
        ("sync",),
        {
            "trust_opening_agreed_on": lambda day: (
                f"On {day} every client's trust balance was the same in QuickBooks, in Clio and, in all, at the bank."
            )
        },
        (
            "Clio exports what happens from then on: a difference at the start stays for ever.",
            "In Clio, make the trust listing for that day; in QuickBooks, the balance sheet with sub-accounts.",
            "Compare them client by client, and both totals with the bank's statement and what was outstanding.",
        ),
        "The two lists and the statement of that day, signed.",
    ),
    sources=(CLIO_TRUST,),
    catalogue="S21",
)
