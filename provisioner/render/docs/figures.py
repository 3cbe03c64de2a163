"""Trust workflows in figures: what is recorded in which order, from one starting position. The sums are computed.

The entries are double entry of our own making; that trust money goes to a client's ledger and never through income
follows ABA Formal Opinion 505 and the American Bar Association's model rules for client trust account records (2010).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from provisioner.render.docs.names import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from provisioner.model.practice import PostingMode

R = Role


class Line(NamedTuple):
    """One line of an entry: a debit of ``amount`` dollars when positive, a credit when negative."""

    role: Role
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Entry:
    """One record: who makes it and where, and its lines, which sum to zero."""

    by: str
    what: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Workflow:
    """One thing that happens to trust money. ``check`` is what must be true before; ``watch`` what to look at after."""

    number: str
    title: str
    entries: tuple[Entry, ...]
    check: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()


START: Mapping[Role, Decimal] = {
    R.OPERATING: Decimal(20_000),
    R.TRUST: Decimal(12_550),
    R.FIRM_FUNDS_ASSET: Decimal(50),
    R.CLIENT_A: Decimal(-5_000),
    R.CLIENT_B: Decimal(-7_500),
    R.FIRM_FUNDS: Decimal(-50),
}
"""Where every example starts, debits positive: A has $5,000 in trust, B $7,500, the firm $50 for bank charges."""

CLIO = "Clio, by its sync"
STAFF = "Staff, in QuickBooks"
BANK = "Staff, at the bank and in QuickBooks"
LEANLAW = "LeanLaw; staff look at what it made"
APPROVED = "The bill is approved, and dated on or before the day the money moves."
"""What is looked at before a fee leaves trust."""


def _entry(by: str, what: str, *lines: tuple[Role, str | int]) -> Entry:
    return Entry(by, what, tuple(Line(role, Decimal(amount)) for role, amount in lines))


def balances(entries: Iterable[Entry], start: Mapping[Role, Decimal] = START) -> dict[Role, Decimal]:
    """The balances after some entries, debits positive; accounts at zero are left out."""
    found = defaultdict(Decimal, start)
    for entry in entries:
        for role, amount in entry.lines:
            found[role] += amount
    return {role: amount for role, amount in found.items() if amount}


def payment_from_trust(mode: PostingMode, client: Role, amount: int, *, split: bool) -> tuple[Entry, ...]:
    """What is recorded when trust money pays an invoice, by posting mode. ``split``: each client has a sub-account."""
    clio = _entry(CLIO, "Payment of the invoice", (R.UNDEPOSITED, amount), (R.RECEIVABLE, -amount))
    out = _entry(STAFF, "Check or expense from trust, on the client's ledger", (client, amount), (R.TRUST, -amount))
    arrival = _entry(BANK, "Deposit of the payment", (R.OPERATING, amount), (R.UNDEPOSITED, -amount))
    if mode == "clio_posts":
        if not split:
            posted = _entry(CLIO, "Journal entry of the trust export", (client, amount), (R.TRUST, -amount))
            return (clio, posted, arrival)
        posted = _entry(CLIO, "Journal entry of the trust export", (R.LIABILITY, amount), (R.TRUST, -amount))
        moved = _entry(STAFF, "Reclassification to the client's ledger", (client, amount), (R.LIABILITY, -amount))
        return (clio, posted, arrival, moved)
    if mode == "journal_pair":
        cash = _entry(STAFF, "Journal entry: money moves", (R.OPERATING, amount), (R.TRUST, -amount))
        applied = _entry(
            STAFF,
            "Journal entry with the customer's name, applied to the invoice by a receipt of $0.00",
            (client, amount),
            (R.RECEIVABLE, -amount),
        )
        return (cash, applied)
    if mode == "leanlaw":
        made = _entry(LEANLAW, "Pay from trust: the sum of what it posts", (client, amount), (R.RECEIVABLE, -amount))
        moved = _entry(BANK, "Transfer of the money", (R.OPERATING, amount), (R.TRUST, -amount))
        return (made, moved)
    return (clio, out, arrival)


def _invoice(client: str, amount: int, income: Role = R.FEES) -> Entry:
    return _entry(CLIO, f"Approved invoice of client {client}", (R.RECEIVABLE, amount), (income, -amount))


def workflows(mode: PostingMode, *, split: bool) -> tuple[Workflow, ...]:
    """All of them in a firm's posting mode, as they are where Clio exports no trust beside payments."""
    has_undeposited = mode in {"clio_posts", "staff_posts"}
    kept = "Nothing stays on the liability account itself, and nothing goes to income."

    def paid(client: Role, amount: int) -> tuple[Entry, ...]:
        return payment_from_trust(mode, client, amount, split=split)

    deposit = _entry(STAFF, "Deposit to trust, on client A's ledger", (R.TRUST, 2_000), (R.CLIENT_A, -2_000))
    return (
        Workflow(
            "W01",
            "Client A pays $2,000 into trust",
            (deposit,),
            (
                "Name and number on the deposit slip are those of the ledger you post to: compare them by letter.",
                "The deposit is one client's, or has one line for each client.",
            ),
            (kept if split else "Nothing goes to income.",),
        ),
        Workflow(
            "W02",
            "An invoice of $1,200 is paid from client A's trust money",
            (_invoice("A", 1_200), *paid(R.CLIENT_A, 1_200)),
            (APPROVED, "The client's ledger holds at least the amount, in collected funds."),
            ("Between the steps Undeposited Funds and the client's ledger are $1,200 too high. That must not last.",)
            if has_undeposited
            else (),
        ),
        Workflow(
            "W03",
            "Refund of $800 to client A by check",
            (_entry(STAFF, "Check to the client by name", (R.CLIENT_A, 800), (R.TRUST, -800)),),
            ("The check names a payee. It is never made out to cash.",),
            ("Until the check clears, the bank shows $800 more than the books: an outstanding check, nothing else.",),
        ),
        Workflow(
            "W04",
            "The bank charges $15 on the trust account",
            (
                _entry(STAFF, "Charge, on the firm's own ledger in trust", (R.FIRM_FUNDS, 15), (R.TRUST, -15)),
                _entry(STAFF, "The firm's expense", (R.BANK_CHARGES, 15), (R.FIRM_FUNDS_ASSET, -15)),
            ),
            watch=("No client's ledger has moved.",),
        ),
        Workflow(
            "W04b",
            "The bank charges $60, more than the firm's own $50 in trust",
            (
                _entry(STAFF, "Charge, on the firm's own ledger in trust", (R.FIRM_FUNDS, 60), (R.TRUST, -60)),
                _entry(STAFF, "The firm's expense", (R.BANK_CHARGES, 60), (R.FIRM_FUNDS_ASSET, -60)),
                _entry(BANK, "The firm makes it good at once", (R.TRUST, 60), (R.FIRM_FUNDS, -60)),
                _entry(STAFF, "The same, seen from the firm", (R.FIRM_FUNDS_ASSET, 60), (R.OPERATING, -60)),
            ),
            watch=("Before the third entry $10 of client money has paid a bank charge. Tell the responsible lawyer.",),
        ),
        Workflow(
            "W05",
            "Client A's deposit of $2,000 is returned unpaid, with a fee of $12",
            (
                deposit,
                _entry(STAFF, "Returned deposit, on the same ledger", (R.CLIENT_A, 2_000), (R.TRUST, -2_000)),
                _entry(STAFF, "Fee, on the firm's own ledger in trust", (R.FIRM_FUNDS, 12), (R.TRUST, -12)),
                _entry(STAFF, "The firm's expense", (R.BANK_CHARGES, 12), (R.FIRM_FUNDS_ASSET, -12)),
            ),
            watch=("Reverse the deposit in Clio on the same day.",),
        ),
        Workflow(
            "W05b",
            "The same, after $6,500 was already paid out for client A",
            (
                deposit,
                _entry(STAFF, "Check for client A", (R.CLIENT_A, 6_500), (R.TRUST, -6_500)),
                _entry(STAFF, "Returned deposit", (R.CLIENT_A, 2_000), (R.TRUST, -2_000)),
                _entry(STAFF, "Fee, on the firm's own ledger in trust", (R.FIRM_FUNDS, 12), (R.TRUST, -12)),
                _entry(STAFF, "The firm's expense", (R.BANK_CHARGES, 12), (R.FIRM_FUNDS_ASSET, -12)),
                _entry(BANK, "The firm makes the shortage good at once", (R.TRUST, 1_500), (R.CLIENT_A, -1_500)),
                _entry(STAFF, "Client A owes the firm", (R.RETURNED, 1_500), (R.OPERATING, -1_500)),
            ),
            watch=("This is what the days of holding a deposit are for. Tell the responsible lawyer the same day.",),
        ),
        Workflow(
            "W06",
            "Client B's card payment of $1,000 into trust is charged back, with a fee of $15",
            (
                _entry(STAFF, "Chargeback, taken from operating", (R.CHARGEBACKS, 1_000), (R.OPERATING, -1_000)),
                _entry(STAFF, "Fee, taken from operating", (R.CHARGEBACK_FEES, 15), (R.OPERATING, -15)),
                _entry(STAFF, "Trust repays, when the lawyer has agreed", (R.CLIENT_B, 1_000), (R.TRUST, -1_000)),
                _entry(BANK, "The money arrives", (R.OPERATING, 1_000), (R.CHARGEBACKS, -1_000)),
            ),
            ("The processor takes chargebacks and fees from the operating account, never from trust.",),
            ("When the client's money is spent already, the firm waits for it; no other client's money is used.",),
        ),
        Workflow(
            "W07",
            "$500 go from client A to client B",
            (_entry(STAFF, "Journal entry between the two ledgers", (R.CLIENT_A, 500), (R.CLIENT_B, -500)),),
            ("Client A has agreed in writing; the paper is on file.",),
            ("Make the same transfer in Clio. The bank shows nothing, which is right.",),
        ),
        Workflow(
            "W08",
            "A court fee of $435 is paid for client A from trust",
            (_entry(STAFF, "Check to the court, on client A's ledger", (R.CLIENT_A, 435), (R.TRUST, -435)),),
            watch=("It is not billed again: in Clio the expense is not billable.",),
        ),
        Workflow(
            "W08b",
            "The firm advances the court fee of $435, bills it, and is repaid from trust",
            (
                _entry(STAFF, "Check from operating", (R.ADVANCED, 435), (R.OPERATING, -435)),
                _entry(CLIO, "Approved invoice with the cost", (R.RECEIVABLE, 435), (R.ADVANCED, -435)),
                *paid(R.CLIENT_A, 435),
            ),
            (APPROVED,),
            ("No income and no expense: the cost was a loan to the client.",),
        ),
        Workflow(
            "W09",
            "An invoice of $3,000 is paid with $2,000 from trust and a check of $1,000",
            (
                _invoice("A", 3_000),
                *paid(R.CLIENT_A, 2_000),
                _entry(CLIO, "Payment by the client's check", (R.UNDEPOSITED, 1_000), (R.RECEIVABLE, -1_000)),
                _entry(BANK, "Deposit of the check", (R.OPERATING, 1_000), (R.UNDEPOSITED, -1_000)),
            ),
            (APPROVED, "In Clio these are two payments: one from trust, one from the client."),
            ("Two deposits as well. One deposit of $3,000 would hide whose money it was.",),
        ),
        Workflow(
            "W10",
            "$1,500 of client B's flat fee are earned",
            (_invoice("B", 1_500, R.FLAT_FEES), *paid(R.CLIENT_B, 1_500)),
            (APPROVED,),
        ),
        Workflow(
            "W11",
            "One bank transfer of $2,000 for client A ($1,200) and client B ($800)",
            (_invoice("A", 1_200), _invoice("B", 800), *paid(R.CLIENT_A, 1_200), *paid(R.CLIENT_B, 800)),
            (APPROVED,),
            ("The bank shows one line. The books show a line for each client, and the two together match it.",),
        ),
        Workflow(
            "W12",
            "A refund of $800 is never cashed, and goes to the state in the end",
            (
                _entry(STAFF, "Check to client A", (R.CLIENT_A, 800), (R.TRUST, -800)),
                _entry(STAFF, "Check stopped and voided", (R.TRUST, 800), (R.UNCLAIMED, -800)),
                _entry(STAFF, "Paid to the state when its time has come", (R.UNCLAIMED, 800), (R.TRUST, -800)),
            ),
            watch=("Keep the letters by which you looked for the client.",),
        ),
        Workflow(
            "W13",
            "$300 arrive by wire without a name, and turn out to be client B's",
            (
                _entry(STAFF, "Deposit to trust, not identified", (R.TRUST, 300), (R.UNIDENTIFIED, -300)),
                _entry(STAFF, "Identified", (R.UNIDENTIFIED, 300), (R.CLIENT_B, -300)),
            ),
            watch=("Clio needs a client for unidentified money too, or the three balances do not agree.",),
        ),
        Workflow(
            "W14",
            "Client A pays an invoice of $1,000 by card; the fee is $29",
            (
                _invoice("A", 1_000),
                _entry(CLIO, "Payment of the invoice", (R.UNDEPOSITED, 1_000), (R.RECEIVABLE, -1_000)),
                _entry(
                    STAFF,
                    "Deposit, less the fee",
                    (R.OPERATING, 971),
                    (R.MERCHANT, 29),
                    (R.UNDEPOSITED, -1_000),
                ),
            ),
            watch=("Income stays at the full amount.",),
        ),
        Workflow(
            "W15",
            "Client A pays $2,000 into trust by card; the fee of $58 is taken from operating",
            (
                deposit,
                _entry(STAFF, "Fee, taken from operating", (R.MERCHANT, 58), (R.OPERATING, -58)),
            ),
            watch=("$2,000 arrive in trust. If $1,942 do, the firm makes up $58 at once and changes the processor.",),
        ),
        Workflow(
            "W16",
            "The bank credits $6.25 of interest on the pooled account and passes it on",
            (
                _entry(STAFF, "Interest, never the firm's", (R.TRUST, "6.25"), (R.INTEREST, "-6.25")),
                _entry(STAFF, "Passed on by the bank", (R.INTEREST, "6.25"), (R.TRUST, "-6.25")),
            ),
            watch=("If it is passed on next month, it is the one reconciling item that may stand.",),
        ),
        Workflow(
            "W17",
            "$5,000 of client B move to an account of B's own, which earns $11",
            (
                _entry(BANK, "Transfer to the client's own account", (R.OWN_INTEREST, 5_000), (R.TRUST, -5_000)),
                _entry(STAFF, "Interest, which is the client's", (R.OWN_INTEREST, 11), (R.CLIENT_B, -11)),
            ),
            ("The account carries the client's tax number.",),
            ("Each trust bank account agrees with its own ledgers.",),
        ),
        Workflow(
            "W18",
            "A retainer of $2,000 went to the operating account by mistake",
            (
                _entry(
                    STAFF, "Deposit as it happened, on the client's ledger", (R.OPERATING, 2_000), (R.CLIENT_A, -2_000)
                ),
                _entry(BANK, "Moved to trust the same day", (R.TRUST, 2_000), (R.OPERATING, -2_000)),
            ),
            watch=("Write down both dates and who found it. Tell the responsible lawyer.",),
        ),
        Workflow(
            "W19",
            "Settlement of $90,000 for client B: fee $30,000, costs $2,000, lien $8,000, client $50,000",
            (
                _entry(STAFF, "Costs the firm had advanced", (R.ADVANCED, 2_000), (R.OPERATING, -2_000)),
                _entry(STAFF, "Settlement check, whole", (R.TRUST, 90_000), (R.CLIENT_B, -90_000)),
                _entry(
                    CLIO,
                    "Approved invoice for fee and costs",
                    (R.RECEIVABLE, 32_000),
                    (R.CONTINGENCY, -30_000),
                    (R.ADVANCED, -2_000),
                ),
                *paid(R.CLIENT_B, 32_000),
                _entry(STAFF, "Check to the lienholder", (R.CLIENT_B, 8_000), (R.TRUST, -8_000)),
                _entry(STAFF, "Check to client B", (R.CLIENT_B, 50_000), (R.TRUST, -50_000)),
            ),
            (
                "The closing statement is signed, and its parts add up to the settlement.",
                "The settlement check is collected: the days of holding have passed.",
            ),
            ("Client B's ledger is back where it was before. What is left over needs a reason in writing.",),
        ),
    )
