"""How long trust records are kept, and that they can be found."""

from __future__ import annotations

from provisioner.settings._making import Question, procedure
from provisioner.settings._sources import ABA_RECORDS, STATE_TITLES

SETTING = procedure(
    "staff.procedure.records",
    Question(
        "Keeping of records",
        ("records",),
        {"keep_years": lambda years: f"Trust records are kept for {years} years from the end of the matter."},
        (
            "Name the place: statements, checks, slips, journals, ledgers, reconciliations and bills, by month.",
            "Check that it is backed up, and that a subscription that ends does not take them along.",
            "Find one month from the oldest year, complete.",
            "Where the end of a matter is not known, keep the records.",
        ),
        "The list of what was found for that month.",
    ),
    sources=(ABA_RECORDS, STATE_TITLES),
    catalogue="R12",
)
