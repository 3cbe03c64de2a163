"""When bills are approved, and so go to QuickBooks. Clio has no switch for it: it is what staff do."""

from __future__ import annotations

from provisioner.settings._making import HALF_YEAR, Question, procedure
from provisioner.settings._sources import ARTICLE, CLIO_START, CLIO_SYNC

SETTING = procedure(
    "staff.procedure.invoice_timing",
    Question(
        "Timing of invoices",
        ("sync", "invoices"),
        {
            "timing": {
                "batch": "Bills are approved together on fixed days, so that only finished bills reach QuickBooks.",
                "as_approved": "Each bill is approved when it is ready, and reaches QuickBooks minutes later.",
                "real_time": "Bills are sent to QuickBooks while they are written.",
            },
            "schedule": {
                "daily": "That is done every business day.",
                "weekly": "That is done every week.",
                "monthly": "That is done every month.",
            },
            "day": lambda day: f"It is done on a {str(day).capitalize()}.",
        },
        (
            "Clio has no setting for it: it sends a bill about five minutes after it is approved, and never a draft.",
            "Agree who approves bills and on which day; write it into the firm's calendar.",
            "On the day: in Clio, open Bills, then Pending approval, check each draft, and approve them together.",
            "Between these days nobody approves a bill, except for a reason that is written down.",
        ),
        "The calendar entry, and a list of last month's bills with the days they were approved.",
    ),
    valid_days=HALF_YEAR,
    sources=(CLIO_SYNC, CLIO_START, ARTICLE),
    catalogue="S01 S02",
)
