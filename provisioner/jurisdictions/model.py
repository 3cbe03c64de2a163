"""What we hold of one jurisdiction: cells, each with what it says, whether it was confirmed, and what it rests on.

Nobody compares cells, and making what it takes to compare them would cost every start half as much again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

Every = Literal["monthly", "60_days", "quarterly", "yearly", "two_years"]


class Basis(StrEnum):
    """What a cell rests on."""

    RULE = "rule"
    NOT_REREAD = "rule_not_reread"
    """Others report it of the rule; we have not found it in the rule's text."""
    POLICY = "firm_policy"
    """No rule was found: it is what careful firms do."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Cell:
    """One thing a jurisdiction says, in our words.

    ``verified``: confirmed in the rule's text, on an official page or in a solid secondary source. Only such a cell
    with the basis RULE may be called a requirement; ``binds`` says so.
    """

    says: str
    verified: bool
    basis: Basis

    @property
    def binds(self) -> bool:
        """True when it may be called a requirement."""
        return self.verified and self.basis is Basis.RULE


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Interval(Cell):
    """How often something is done. ``three_way``: the bank, the books and the clients' ledgers are compared."""

    every: Every
    max_days: int
    three_way: bool = True


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Retention(Cell):
    """For how many years records are kept."""

    years: int


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Location(Cell):
    """Where the bank is: in the state itself, or where the lawyer's office is. ``consent`` opens another place.

    Given consent need not be written.
    """

    place: Literal["own_state", "office_state", "any"]
    consent: Literal["written", "given", "none"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Title(Cell):
    """Words of which the account's title holds one. ``iolta``: the words for a pooled account, where they differ.

    ``or_similar``: other words of the same meaning do as well. ``pooled`` is False where the words are asked of an
    account outside the pooled program only.
    """

    any_of: tuple[str, ...]
    iolta: tuple[str, ...] = ()
    or_similar: bool = False
    pooled: bool = True

    def words(self, *, pooled: bool) -> tuple[str, ...]:
        """The words for an account of the pooled program, or for another."""
        if not pooled:
            return self.any_of
        return (self.iolta or self.any_of) if self.pooled else ()


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Signatory(Cell):
    """Who signs. ``reconciler`` is False where an employee who reconciles may not."""

    who: Literal["admitted", "admitted_or_supervised", "lawyer", "lawyer_or_employee"]
    reconciler: bool = True


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Cash(Cell):
    """Whether trust money can be taken out as cash."""

    withdrawals: Literal["prohibited", "checks_only"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FirmFunds(Cell):
    """The firm's own money in trust, and whether it may pay for cards and chargebacks; None where we do not know."""

    merchant_fees: bool | None = None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Ceiling(Cell):
    """An amount that is thought enough."""

    amount: Decimal


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Deadline(Cell):
    """Days within which something is done; None where the rule says promptly, or the like."""

    days: int | None = None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Named(Cell):
    """A cell with a name of its own."""

    name: str


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Duty(Named):
    """Something to do again and again, between the days ``opens`` and ``due``, as ``06-01``, where we know them."""

    every: Every
    opens: str = ""
    due: str = ""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Jurisdiction:
    """A state, or the ABA's model rules. A cell that is None is one we know nothing of.

    ``none_found`` names the cells that the text we read has nothing on. ``aliases`` are citations it went by before.
    ``binding`` is False for the model rules: a state has to adopt them first.
    """

    code: str
    name: str
    citation: str
    aliases: tuple[str, ...]
    program: str
    beneficiary: str
    as_of: str
    sources: tuple[str, ...]
    binding: bool
    none_found: tuple[str, ...] = ()
    changes: tuple[Cell, ...] = ()
    duties: tuple[Duty, ...] = ()
    practices: tuple[Named, ...] = ()
    """What some firms do though no rule we found asks for it."""

    client_ledger: Cell | None = None
    ledger_detail: Cell | None = None
    reconciliation: Interval | None = None
    three_way: Interval | None = None
    reconciliation_content: Cell | None = None
    sign_off: Cell | None = None
    retention: Retention | None = None
    retention_from: Cell | None = None
    title: Title | None = None
    business_title: Cell | None = None
    bank_location: Location | None = None
    bank_approval: Cell | None = None
    overdraft_reporting: Cell | None = None
    overdraft_protection: Cell | None = None
    signatory: Signatory | None = None
    cash: Cash | None = None
    electronic_transfer: Cell | None = None
    firm_funds: FirmFunds | None = None
    firm_funds_practice: Ceiling | None = None
    advance_fees: Cell | None = None
    flat_fees: Cell | None = None
    interest: Cell | None = None
    notice: Deadline | None = None
    distribution: Deadline | None = None
    audit: Cell | None = None
    unclaimed: Cell | None = None
    special: Cell | None = None

    def cells(self) -> Iterator[tuple[str, Cell]]:
        """The cells we have, each with its name in ``FIELDS``, in that order."""
        for name in FIELDS:
            if (cell := getattr(self, name)) is not None:
                yield name, cell

    def __str__(self) -> str:
        """As people say it: ``California``, ``the ABA's model rules``."""
        return self.name


LISTS: dict[str, type[Cell]] = {"changes": Cell, "duties": Duty, "practices": Named}
"""The parts that are lists of cells."""

KINDS: dict[str, type[Cell]] = {
    "reconciliation": Interval,
    "three_way": Interval,
    "retention": Retention,
    "title": Title,
    "bank_location": Location,
    "signatory": Signatory,
    "cash": Cash,
    "firm_funds": FirmFunds,
    "firm_funds_practice": Ceiling,
    "notice": Deadline,
    "distribution": Deadline,
}
"""The cells that say more than a text."""

FIELDS = {
    "client_ledger": "Ledger for each client",
    "ledger_detail": "What a ledger shows",
    "reconciliation": "Reconciliation",
    "three_way": "Three-way reconciliation",
    "reconciliation_content": "What is compared",
    "sign_off": "Review and signature",
    "retention": "Records are kept",
    "retention_from": "Counted from",
    "title": "Title of the trust account",
    "business_title": "Title of the business account",
    "bank_location": "Where the bank is",
    "bank_approval": "Approved bank",
    "overdraft_reporting": "Overdrafts reported",
    "overdraft_protection": "Overdraft protection",
    "signatory": "Who signs",
    "cash": "Cash and cash machines",
    "electronic_transfer": "Electronic transfers",
    "firm_funds": "The firm's own money in trust",
    "firm_funds_practice": "How much of it, in practice",
    "advance_fees": "Advance fees",
    "flat_fees": "Flat fees",
    "interest": "Interest",
    "notice": "Notice of a receipt",
    "distribution": "Paying out",
    "audit": "Audits",
    "unclaimed": "Unclaimed and unidentified money",
    "special": "Also",
}
"""Every cell with its heading, in the order of a page."""

EVERY = get_args(Every)
