"""What rules read of the entries that resource types own, as small protocols, and the questions many rules ask."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar
from weakref import ReferenceType, ref

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from provisioner.model.firm import Firm

T = TypeVar("T")


class Named(Protocol):
    """An entry with a name."""

    name: str


class ClioBankLike(Protocol):
    """The bank account in Clio that stands for an account."""

    name: str
    type: str
    default: bool | None


class AccountLike(Protocol):
    """An account of the chart. The two properties are spelt as the API does, and None for ``system:`` accounts."""

    name: str | None
    number: str | None
    parent: str | None
    system: str | None
    clio: ClioBankLike | None

    @property
    def account_type(self) -> str | None: ...

    @property
    def api_detail_type(self) -> str | None: ...


class RetiredAccountLike(Protocol):
    """An account to be made inactive."""

    name: str
    number: str | None


class ClassLike(Protocol):
    """A class."""

    name: str
    parent: str | None


class ProductLike(Protocol):
    """A product or service."""

    name: str
    income: str
    expense: str | None
    class_: str | None


class CategoryLike(Protocol):
    """A billing category or expense category of Clio."""

    name: str
    product: str
    shared: bool | None


class BillingCategoryLike(CategoryLike, Protocol):
    """A billing category of Clio for time or flat fees."""

    billing: str | None


class ExpenseCategoryLike(CategoryLike, Protocol):
    """An expense category of Clio."""

    cost: str | None


class PaymentLike(Protocol):
    """A way clients pay."""

    name: str
    kind: str | None
    route: str | None
    processor: str | None
    from_: str | None
    to: str | None


def lists(firm: Firm, system: str) -> list[str]:
    """The sections that a system keeps as lists of names, the chart of accounts apart."""
    return [name for name in firm.sections_of(system) if name != "accounts"]


def named(firm: Firm, section: str) -> Mapping[str, Named]:
    """The entries of a section that all have names."""
    return firm.section(section)


def retired(firm: Firm, section: str) -> Mapping[str, Named]:
    """The former entries of a section."""
    return firm.retired(section)


def accounts(firm: Firm) -> Mapping[str, AccountLike]:
    """The declared accounts."""
    return firm.section("accounts")


def retired_accounts(firm: Firm) -> Mapping[str, RetiredAccountLike]:
    """The accounts to be made inactive."""
    return firm.retired("accounts")


def classes(firm: Firm) -> Mapping[str, ClassLike]:
    """The declared classes."""
    return firm.section("classes")


def products(firm: Firm) -> Mapping[str, ProductLike]:
    """The declared products and services."""
    return firm.section("products")


def categories(firm: Firm) -> Mapping[str, BillingCategoryLike]:
    """The declared billing categories for time and flat fees."""
    return firm.section("categories")


def expense_categories(firm: Firm) -> Mapping[str, ExpenseCategoryLike]:
    """The declared expense categories."""
    return firm.section("expense_categories")


def payments(firm: Firm) -> Mapping[str, PaymentLike]:
    """The declared ways clients pay."""
    return firm.section("payments")


class Kind(NamedTuple):
    """An account's type and detail type, as the API spells them."""

    type: str
    detail: str


# The kinds of the accounts QuickBooks makes by itself, and the detail types that can neither have nor be sub-accounts.
# Intuit API reference, Account; read 2026-11.
SYSTEM_KINDS = {
    "undeposited_funds": Kind("Other Current Asset", "UndepositedFunds"),
    "accounts_receivable": Kind("Accounts Receivable", "AccountsReceivable"),
    "accounts_payable": Kind("Accounts Payable", "AccountsPayable"),
    "retained_earnings": Kind("Equity", "RetainedEarnings"),
    "opening_balance_equity": Kind("Equity", "OpeningBalanceEquity"),
}
WITHOUT_SUB_ACCOUNTS = frozenset(
    {
        "OpeningBalanceEquity",
        "UndepositedFunds",
        "RetainedEarnings",
        "CashReceiptIncome",
        "CashExpenditureExpense",
        "ExchangeGainOrLoss",
    }
)
EXPENSE_TYPES = frozenset({"Expense", "Cost of Goods Sold", "Other Expense"})

# Detail types of a bank account that holds other people's money. Intuit API reference, Account; read 2026-11.
TRUST_DETAILS = frozenset({"TrustAccounts", "RentsHeldInTrust"})

RECONCILING = frozenset({"prepares", "reconciles"})
"""The duties of whoever makes a reconciliation."""

DEEPEST = 5
"""Levels of accounts or classes in all. Intuit API reference, Account.FullyQualifiedName and Class; read 2026-11."""


def kind_of(account: AccountLike) -> Kind:
    """The type and detail type of an account, whether its own or QuickBooks's."""
    if account.system is not None:
        return SYSTEM_KINDS[account.system]
    return _kind(account.account_type or "", account.api_detail_type or "")


_kind = cache(Kind)


def once_a_firm(ask: Callable[[Firm], T]) -> Callable[[Firm], T]:
    """``ask``, keeping its answer for the firm it was asked about last: many rules ask the same of one firm."""
    last: list[tuple[ReferenceType[Firm], T]] = []

    def answer(firm: Firm) -> T:
        if not last or last[0][0]() is not firm:
            last[:] = [(ref(firm), ask(firm))]
        return last[0][1]

    return answer


@once_a_firm
def kinds(firm: Firm) -> Mapping[str, Kind]:
    """The type and detail type of each declared account."""
    return {key: kind_of(account) for key, account in accounts(firm).items()}


def title(key: str, account: AccountLike) -> str:
    """The account as a person knows it: ``4010 Hourly Fees``; its key where QuickBooks gives the name."""
    return " ".join(part for part in (account.number, account.name) if part) or f"`{key}`"


def folded(name: str) -> str:
    """A name as QuickBooks compares it: without case, or blanks around it."""
    return name.strip().casefold()


@once_a_firm
def trust_banks(firm: Firm) -> frozenset[str]:
    """The accounts that hold client money: banks of trust accounts, and bank accounts of a trust detail type."""
    named = {trust.bank for trust in firm.config.trust.values()}
    typed = {key for key, kind in kinds(firm).items() if kind.detail in TRUST_DETAILS}
    return frozenset(named | typed)


def native(firm: Firm) -> bool:
    """Whether Clio's own integration connects the firm, as the file says."""
    integration = firm.config.systems.integration
    return integration is not None and integration.via == "clio_native"


def maybe_native(firm: Firm) -> bool:
    """The same of a file that declares how the integration is set: true also where it does not say which one it is."""
    return firm.config.systems.integration is None or native(firm)


def repeats(marked: Iterable[tuple[Hashable, T]]) -> Iterator[tuple[T, T]]:
    """The first with a mark, and a later one with the same mark; for each later one."""
    first: dict[Hashable, T] = {}
    for mark, each in marked:
        earlier = first.setdefault(mark, each)
        if earlier is not each:
            yield earlier, each


LISTED = 5
"""So many names are enough to show a reader what is meant."""


def around(names: Sequence[str]) -> str:
    """The way round a circle: ``A is below B, which is below A``; a long one is cut short."""
    first, *others = names[:LISTED]
    gap = f"{len(names) - LISTED:,} more, which are below " if len(names) > LISTED else ""
    return f"{first} is below {''.join(f'{name}, which is below ' for name in others)}{gap}{first}"


@dataclass(frozen=True, slots=True)
class Tree:
    """Who stands below whom. ``levels`` counts from 1 at the top; it leaves out what hangs on a circle."""

    levels: Mapping[str, int]
    circles: Sequence[Sequence[str]]


def tree(parents: Mapping[str, str | None]) -> Tree:
    """The levels of entries, given the parent of each, and the circles among them; in linear time."""
    levels: dict[str, int] = {}
    circles: list[list[str]] = []
    for start in parents:
        way: dict[str, None] = {}
        node: str | None = start
        while node is not None and node not in levels and node not in way:
            way[node] = None
            node = parents.get(node)
        if node in way:
            climbed = list(way)
            circles.append(climbed[climbed.index(str(node)) :])
        above = levels.get(node, 0) if node is not None else 0
        hangs = node is not None and above == 0
        for each in reversed(way):
            above = 0 if hangs else above + 1
            levels[each] = above
    return Tree({node: level for node, level in levels.items() if level}, circles)
