"""The day on which the choice of the integration is looked at again."""

from __future__ import annotations

from provisioner.settings._making import HALF_YEAR, Question, procedure
from provisioner.settings._sources import ARTICLE

SETTING = procedure(
    "staff.procedure.integration_review",
    Question(
        "Review of the integration",
        ("systems", "integration"),
        {"review_on": lambda day: f"On {day} the firm looks again whether this integration still fits."},
        (
            "Put the day into the firm's calendar.",
            "On the day, count trust accounts, trust entries by hand, and clients who ask for electronic bills.",
            "Decide to stay or to change, and write the next day into the firm file.",
        ),
        "The calendar entry, and after the day the note of what was decided.",
    ),
    valid_days=HALF_YEAR,
    sources=(ARTICLE,),
    catalogue="D01 D02",
)
