"""The calendar: what is looked at how often, by whom, and what the bar wants to hear in the course of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.render.docs.blocks import Block, Document, Heading, PageKind, Subject, Table, Text, Warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.jurisdictions.model import Duty, Jurisdiction
    from provisioner.model.firm import Firm

DAILY = {
    "trust_monitor": (
        "Look for a trust ledger below zero, and for payments from trust without their trust entry",
        "prepares",
    ),
    "invoice_count": (
        "Count the bills approved in Clio and the invoices in QuickBooks: the two agree, and their sums",
        "prepares",
    ),
    "payout_reconciliation": (
        "Compare the processor's payouts with the deposits in QuickBooks, gross and fees",
        "prepares",
    ),
    "sync_log": ("Read the list of failed syncs in Clio, and the day of the last good one", "prepares"),
    "three_way": ("Three-way reconciliation: bank statement, QuickBooks, sum of Clio's client balances", "reviews"),
    "compliance_review": ("Go through the state's rules with the responsible lawyer", "reviews"),
    "access_review": ("Look at who can do what in QuickBooks and Clio", "administers"),
    "audit_readiness": ("Put together what an auditor would ask for, and see whether it is all there", "reviews"),
}
"""What each key of ``calendar`` means, and whose duty it usually is."""
EVERY = {
    "monthly": "every month",
    "60_days": "every 60 days",
    "quarterly": "every quarter",
    "yearly": "every year",
    "two_years": "every two years",
}
SURE = {True: "confirmed", False: "not confirmed: ask the bar"}
OFTEN = ("daily", "weekly", "monthly", "quarterly", "yearly")


def make(subject: Subject) -> list[Document]:
    """One document: the firm's own rhythm, then the duties to the bar."""
    return [
        Document(
            "calendar",
            "What is looked at, and when",
            "Most trouble with trust money was there for months before anybody looked.",
            tuple(_blocks(subject)),
        )
    ]


def _blocks(subject: Subject) -> Iterator[Block]:
    firm = subject.firm
    rows = _own(firm)
    yield Heading("The firm's own rhythm")
    if rows:
        yield Table(("How often", "What", "Who"), tuple(rows))
    else:
        yield Warn("The firm's file has no calendar.")
    for each in subject.jurisdictions:
        yield from _duties(each)


def _own(firm: Firm) -> list[tuple[str, str, str]]:
    found: list[tuple[int, str, str, str]] = []
    for key, (what, duty) in DAILY.items():
        value = getattr(firm.config.calendar, key, None)
        every = getattr(value, "every", value)
        if every not in OFTEN:
            continue
        due = getattr(value, "due_day", None)
        when = f"{every}, done by the {_ordinal(due)}" if due else str(every)
        found.append((OFTEN.index(every), when, what, _who(firm, duty)))
    return [(when, what, who) for _, when, what, who in sorted(found, key=lambda each: each[0])]


def _who(firm: Firm, duty: str) -> str:
    return ", ".join(each.name for each in firm.config.people.values() if duty in each.does) or "nobody is named"


def _ordinal(day: int) -> str:
    teens = range(11, 14)
    return f"{day}{'th' if day in teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def _duties(each: Jurisdiction) -> Iterator[Block]:
    yield Heading(f"{each.name}: duties to the bar")
    yield Text(f"{each.citation}. As of {each.as_of}; not legal advice.")
    if not each.duties:
        yield Text("We know of no periodic report. Ask the bar.")
        return
    yield Table(
        ("What", "When", "How sure we are"),
        tuple((f"{duty.name}: {duty.says}", _when(duty), SURE[duty.verified]) for duty in each.duties),
    )


def _when(duty: Duty) -> str:
    days = " to ".join(filter(None, (duty.opens, duty.due)))
    often = EVERY[duty.every]
    return f"{often}, {days} (month-day)" if days else often


PAGE = PageKind("calendar", "What is looked at, and when", make, catalogue="R01 R02 R03 R11 S12 S13 S14 S23 D04")
