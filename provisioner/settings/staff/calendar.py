"""The firm's recurring checks: that each is in somebody's calendar, and was done the last time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import asked, listed, says
from provisioner.settings._making import NOT_SEEN, QUARTER
from provisioner.settings._sources import ABA_RECORDS, ARTICLE, STATE_TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked
    from provisioner.settings._asking import Sayings

KIND = "staff.procedure.calendar"
BOOKED = "Put it into the calendar of whoever does it, with a substitute."


@dataclass(frozen=True, slots=True)
class Duty:
    """One recurring check: its name, what is done, how, and what shows that it was done."""

    title: str
    done: str
    how: str
    evidence: str


DUTIES = {
    "invoice_count": Duty(
        "Count of invoices",
        "the bills of Clio and the invoices of QuickBooks are counted and added up, and compared",
        "Compare number and sum of the bills approved in Clio with the invoices in QuickBooks of the same days.",
        "The last count, with both numbers and both sums.",
    ),
    "sync_log": Duty(
        "Sync failures",
        "Clio's table of sync failures is read",
        "In Clio, open Settings, then Bill Syncing, then QuickBooks Online, and read Sync Failures to the end.",
        "A screenshot of the table, with its date.",
    ),
    "trust_monitor": Duty(
        "Watch over trust",
        "the trust account is looked through for new entries, negative ledgers and money without an owner",
        "Look at the bank, at QuickBooks and at Clio for entries since the last time, and for ledgers below zero.",
        "The last list, initialled.",
    ),
    "compliance_review": Duty(
        "Review of compliance",
        "the firm's trust accounting is compared with what its bar asks for",
        "Go through the page of each jurisdiction with the person who reviews.",
        "The last review, signed.",
    ),
    "audit_readiness": Duty(
        "Readiness for an audit",
        "one month is put together as an auditor would ask for it",
        "Choose a month by lot, and find its statements, ledgers, reconciliations, slips and checks.",
        "The list of what was found and what was missing.",
    ),
    "payout_reconciliation": Duty(
        "Payouts of the processor",
        "the processor's payouts are compared with the deposits in QuickBooks",
        "Compare the processor's report of payouts with the deposits, one by one.",
        "The last report, ticked off.",
    ),
    "access_review": Duty(
        "Review of access",
        "it is looked at who can do what in QuickBooks and Clio",
        "Go through Manage users in QuickBooks and Firm users in Clio, and close what nobody needs any more.",
        "Both lists with the date of the last review.",
    ),
}
OFTEN = {
    "daily": "Every business day",
    "weekly": "Every week",
    "monthly": "Every month",
    "quarterly": "Every quarter",
    "yearly": "Every year",
}
THREE_WAY_STEPS = (
    BOOKED,
    "After the month's end, reconcile the trust bank account in QuickBooks with the bank's statement.",
    "Compare the bank's, QuickBooks's and Clio's total as of that day, then QuickBooks and Clio client by client.",
    "Find the cause of any difference before the books are closed; never enter a plug.",
    "Have the reviewer sign and date it.",
)
THREE_WAY_EVIDENCE = "The last three-way reconciliation, signed and dated."


def _often(done: str) -> dict[str, str]:
    return {word: f"{often} {done}." for word, often in OFTEN.items()}


def _compared(parts: list[object]) -> str:
    names = {"bank": "the bank's statement", "quickbooks": "QuickBooks", "clio": "Clio"}
    return f"It compares {listed([names.get(str(each), str(each)) for each in parts])}." if parts else ""


THREE_WAY: Sayings = {
    "three_way.every": _often("the three-way reconciliation of every trust account is made"),
    "three_way.due_day": lambda day: f"It is ready by day {day} of the month after.",
    "three_way.compares": _compared,
    "three_way.signed": {
        "required": "The reviewer signs and dates it.",
        "none": "Nobody has to sign it.",
    },
}


def _asked(firm: Firm) -> Iterator[Asked]:
    said = says(firm, ("calendar",), THREE_WAY)
    title = "Three-way reconciliation"
    yield from asked(firm, KIND, title, said, THREE_WAY_STEPS, THREE_WAY_EVIDENCE, "three_way")
    for key, duty in DUTIES.items():
        said = says(firm, ("calendar",), {key: _often(duty.done)})
        yield from asked(firm, KIND, duty.title, said, (BOOKED, duty.how), duty.evidence, key)


SETTING = Setting(
    kind=KIND,
    noun="Recurring check",
    nature=Nature.PROCEDURE,
    valid_days=QUARTER,
    asked=_asked,
    observable=NOT_SEEN,
    sources=(ABA_RECORDS, STATE_TITLES, ARTICLE),
    catalogue="R01 R02 R03 R11 S12 S13 S14 S23 D04 C22",
    system="staff",
)
