"""The ways in which a law firm's trust books go wrong, by number, and the lines of an article that tell of each.

Rules, settings, pages and findings name the numbers they answer. The article is "Clio and QuickBooks Integration for
Law Firms: Trust Accounting Configuration" by Accounting Atelier; its lines are counted with headings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Waits = Literal["", "audit", "reconcile", "verify"]


@dataclass(frozen=True, slots=True)
class Failure:
    """One way to go wrong.

    ``waits`` names the command that has to look into live transactions for it; what a file can prevent of it, it
    prevents all the same. ``is_live`` says that nothing of it can be declared: only live data shows it.
    ``types`` are resource types that make it right; ``told`` is true of a choice that only the README speaks about.
    """

    number: str
    title: str
    waits: Waits = ""
    is_live: bool = False
    types: tuple[str, ...] = ()
    told: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Some lines of the article: what they say, and the failures and workflows they are about.

    ``jurisdictions`` are pages on states, ``note`` says what we do where nothing else can be named.
    """

    lines: str
    about: str
    failures: str = ""
    workflows: str = ""
    jurisdictions: str = ""
    note: str = ""


def _rows(text: str) -> tuple[Failure, ...]:
    """The failures written one a line: number, how it is looked for, title.

    ``-`` stands for none, ``!audit`` for live data alone, ``told`` for the README alone.
    """
    found: list[Failure] = []
    for line in text.strip().splitlines():
        number, how, title = line.split(maxsplit=2)
        waits: Waits = next((word for word in ("audit", "reconcile", "verify") if how.lstrip("!") == word), "")
        types = ("qbo.account",) if number in {"C01", "C02", "C09", "C10", "T05"} else ()
        found.append(Failure(number, title, waits, how.startswith("!"), types, how == "told"))
    return tuple(found)


FAILURES = _rows("""
T01 audit The trust side of invoice payments is never posted: trust shows money that has left
T02 audit The payment goes straight to operating and a transfer is recorded too: cash that is not there
T03 audit Entries by hand beside the synced payment: receivables are credited twice
T04 audit A deposit from the bank feed is added as income instead of matched
T05 audit Trust deposits are posted to the liability itself, not to a client's ledger
T06 audit A deposit or payment is posted to the wrong client
T07 audit A retainer is booked as income
T08 audit A retainer is deposited in the operating account
T09 audit A check from trust is coded to an expense
T10 audit A client's ledger is below zero
T11 audit A fee is taken before it is earned and billed
T12 audit Earned fees stay in trust
T13 audit The firm's own money in trust is more than needed, or has no ledger
T14 audit A bank fee is paid with client money
T15 audit A card fee or chargeback is taken from trust
T16 audit Money is paid out before the deposit has cleared
T17 audit A returned check is not reversed everywhere
T18 audit Money moves from one client to another without authority, or in one system alone
T19 audit A cost that trust has paid is billed as well
T20 audit A deposit stays unidentified
T21 audit A balance lies dormant, or a closed matter has money
T22 reconcile A check stays outstanding
T23 audit Interest on the pooled account is booked as the firm's income
T24 audit Much money stays in the pooled account that should earn interest for its client
T25 audit One transfer for many clients has no line for each
T26 audit Disputed money is paid out
T27 audit A line on the trust liability names no customer
T28 audit A settlement is not wholly paid out
S01 audit An unfinished invoice reaches QuickBooks
S02 audit Totals differ after an edit
S03 !audit A bill is void in Clio and open in QuickBooks
S04 !audit A void leaves a payment without an invoice
S05 audit An invoice from Clio is deleted in QuickBooks
S06 audit A payment is edited in Clio after its deposit: a second one appears
S07 audit A payment of a Clio bill is recorded in QuickBooks by hand
S08 audit Clio was connected while invoices written by hand were open
S09 audit Invoices go on being written in QuickBooks
S10 - The same number is used twice
S11 audit The first day of the sync leaves a gap
S12 verify The connection has ended, and nobody has noticed
S13 verify Some bills do not arrive, without an error
S14 - Nobody reads the list of failed syncs
S15 audit The same client twice, from edits on both sides
S16 audit Expenses arrive without the detail QuickBooks needs
S17 audit Trust is exported by Clio and entered by hand as well
S18 audit Trust checks are exported by Clio and written in QuickBooks as well
S19 audit The trust export fills the liability itself
S20 audit A second trust account is not covered by the export
S21 audit The trust export began with unequal balances
S22 audit The connection was purged, and made anew
S23 audit A payout of the processor has no record in QuickBooks
S24 audit A payment partly from trust goes one way
S25 audit Matter, payee or check number are lost on the way
S26 - The edition of QuickBooks does not do
S27 told Another practice system, with the same trouble
S28 - Sales tax arrives as a line of the bill
S29 !audit An edit dated in a closed month does not sync
C01 audit Operating and trust money in one bank account
C02 audit No trust bank account, or no trust liability
C03 audit No ledger for each client
C04 audit One income account for everything
C05 audit Many income accounts, half of them the same
C06 audit A billing category without a destination
C07 audit The mapping leads to something inactive or of the wrong type
C08 - Categories share a product by accident
C09 - A wrong detail type
C10 - A ledger below the wrong liability
C11 - More accounts than the edition takes
C12 audit An inactive ledger with a balance
C13 - A ledger that cannot be told to be a client's
C14 audit Advanced costs are booked as expenses
C15 - A repaid cost lands in fee income
C16 audit Bank feeds in both systems
C17 - The books are not closed
C18 - Classes or projects are needed and off
C19 - No mapping document
C20 - The bank account's title, place or approval is not what the state asks for
C21 - Overdraft protection on a trust account
C22 - Somebody can do what somebody else should check
C23 audit Undeposited funds twice, or full of old items
C24 audit Cash and accrual mixed up
B01 audit A line of the bank feed is added instead of matched
B02 - Rules of the bank feed post trust lines by themselves
B03 !verify The bank feed's queue is full
R01 reconcile No three-way reconciliation for the month
R02 reconcile Only two balances are compared
R03 reconcile Nobody signs, or too late
R04 !reconcile A reconciled month is changed later
R05 !reconcile A difference is plugged
R06 !reconcile A difference is carried from month to month
R07 !reconcile Ledgers below zero hide in the sum
R08 !reconcile The balance of the statement is typed wrong
R09 !reconcile A check number is missing or there twice
R10 !reconcile An item counts as outstanding and is not
R11 - A periodic duty to the bar is forgotten
R12 - Records are not kept long enough
R13 - The reviewer is the preparer
D01 audit Middleware would be worth its price, or is not
D02 !audit The firm does by itself what it should not
D03 - The bookkeeper does not know trust accounting
D04 - Nothing has a fixed day
D05 audit Two systems are the master of one thing
D06 audit Something is deleted instead of voided
D07 told Another kind of product would do better
V01 - QuickBooks or Clio would refuse it, or keep something else
V02 - Two lines of the file contradict each other, or one leads nowhere
""")
"""T trust posting, S sync, C chart and set-up, B bank feed, R reconciliation, D decisions, V what vendors refuse."""

BY_NUMBER = {each.number: each for each in FAILURES}

PASSAGES = (
    Passage("2, 57, 79", "$47,000 in trust that was not there, found by a three-way reconciliation", "T01 R01 R02"),
    Passage(
        "3, 15-19, 55-56, 95, 107",
        "What the integration does, and that it leaves trust alone",
        "S17 S18 S19 S20 T10",
        "W01 W02",
        note="Clio has an optional trust export (Clio help 115001166834); the file can declare either world.",
    ),
    Passage("6, 103, 115", "How Clio is connected, and looked after", "S12 S13 S14"),
    Passage("7, 23", "Two bank accounts, a trust liability, a ledger for each client", "C01 C02 C03 C09 C10"),
    Passage("9, 24-27", "Every category has a destination, written down", "C04 C06 C07 C08 C15 C19"),
    Passage("10, 60-61", "Only finished invoices go over", "S01 S02"),
    Passage(
        "11, 38-41, 62",
        "Trust money on the path of operating payments: $23,000 of cash not there",
        "T02 T03 T04",
        "W02",
    ),
    Passage("12, 28, 109", "Bank feeds in QuickBooks alone, matched", "C16 B01 B03"),
    Passage("13, 113", "Which edition of QuickBooks", "S26 C18 C11"),
    Passage("21-22", "What is wrong already before connecting", "C05 S08"),
    Passage("30-32", "What syncs and what does not", "T01", "W01 W02 W07"),
    Passage("33-36", "Deposits to the wrong client, or to no client", "T05 T06", "W01"),
    Passage("42-45", "Voids that leave something behind", "S03 S04 S05 S06 D06"),
    Passage("46-49", "Invoices twice: by hand and by the sync", "S08 S09 D05"),
    Passage("50-53", "The same deposit twice: by the feed and by the sync", "B01 T04 D05"),
    Passage("63", "Contacts, one way", "S15 D05"),
    Passage("64", "Expenses, not at all", "S16 D05 C14"),
    Passage("65, 80", "When the connection breaks", "S12 S13 S14 S22"),
    Passage("66-70", "LeanLaw, or the native integration", "D01"),
    Passage("71-74", "What to look for in a bookkeeper", "D03 D04 R01"),
    Passage(
        "75-78, 81-83",
        "What the integration does not do",
        note="Nor does this program: it categorizes nothing, and a person reviews.",
    ),
    Passage("84", "What four states ask for", "C03 C20 R11 R12", jurisdictions="US-CA US-NY US-TX US-FL"),
    Passage("85-92", "Daily, weekly, monthly, quarterly", "D04 R01"),
    Passage("97, 105", "Other products", "D07"),
    Passage("99", "MyCase", "S27"),
    Passage("101", "Trust beside the integration", "T01 T05", "W01 W02 W07"),
    Passage("111", "A payment that is partly from trust", "S24", "W09"),
    Passage("117", "Doing it oneself", "D02"),
    Passage(
        "1, 4-5, 8, 14, 20, 29, 37, 54, 58-59, 93-94, 96, 98, 100, 102, 104, 106, 108, 110, 112, 114, 116",
        "Headings",
        note="Nothing to do.",
    ),
)
