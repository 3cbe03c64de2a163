"""Questions about the chart of accounts that several rules ask: names, what stands above an account, who uses it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provisioner.rules._shapes import (
    DEEPEST,
    accounts,
    categories,
    expense_categories,
    kinds,
    once_a_firm,
    payments,
    products,
    trust_banks,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from provisioner.model.firm import Firm

_BETWEEN_WORDS = re.compile(r"[\W_]+")
_NOT_EARNED = frozenset({"DiscountsRefundsGiven", "UnappliedCashPaymentIncome"})

# Intuit API reference, Account, AccountSubType; read 2026-11
TRUST_LIABILITY = "TrustAccountsLiabilities"

# The names QuickBooks gives in US companies; Undeposited Funds is called Payments to deposit in newer ones.
# QuickBooks help 186401, Intuit sample companies; read 2026-11.
SYSTEM_NAMES = {
    "undeposited funds": "undeposited_funds",
    "payments to deposit": "undeposited_funds",
    "retained earnings": "retained_earnings",
    "opening balance equity": "opening_balance_equity",
    "accounts receivable (a/r)": "accounts_receivable",
    "accounts payable (a/p)": "accounts_payable",
}


def words(name: str) -> tuple[str, ...]:
    """The words of a name in small letters and the singular, without "and": ``Filing Fees & Costs`` as three words."""
    plain = name.casefold().replace("'", "").replace("\u2019", "")
    return tuple(_singular(word) for word in _BETWEEN_WORDS.split(plain) if word and word != "and")


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > len("ties"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def above(firm: Firm, key: str) -> Iterator[str]:
    """The accounts that ``key`` is a sub-account of, the nearest first: no more than QuickBooks has levels."""
    declared = accounts(firm)
    parent = declared[key].parent
    for _ in range(1, DEEPEST):
        if parent is None or parent == key:
            return
        yield parent
        parent = declared[parent].parent


@once_a_firm
def fee_and_recovery_accounts(firm: Firm) -> tuple[str, ...]:
    """The income accounts that hold what clients are billed; those for discounts and unapplied payments do not."""
    return tuple(key for key, kind in kinds(firm).items() if kind.type == "Income" and kind.detail not in _NOT_EARNED)


@once_a_firm
def trust_liabilities(firm: Firm) -> frozenset[str]:
    """The accounts for what the firm owes its clients: those of trust accounts, and those of the trust detail type."""
    named = {trust.liability for trust in firm.config.trust.values()}
    typed = {key for key, kind in kinds(firm).items() if kind.detail == TRUST_LIABILITY}
    return frozenset(named | typed)


@once_a_firm
def operating_banks(firm: Firm) -> frozenset[str]:
    """The bank accounts the file uses for the firm's own money, apart from those that hold client money."""
    declared = accounts(firm)
    used = {key for key, account in declared.items() if account.clio is not None and account.clio.type == "Operating"}
    used |= {processor.fees_from for processor in firm.config.processors.values()}
    for payment in payments(firm).values():
        used |= {end for end in (payment.route, payment.to) if end and end in declared and end not in firm.config.trust}
    return frozenset(key for key in used if kinds(firm)[key].type == "Bank") - trust_banks(firm)


def has_no_trust_bank(firm: Firm) -> bool:
    """True when bank accounts are declared, and none of them is for client money."""
    return not trust_banks(firm) and any(kind.type == "Bank" for kind in kinds(firm).values())


@once_a_firm
def ways_of_billing(firm: Firm) -> Mapping[str, AbstractSet[str]]:
    """By product, what is billed with it: ``hourly`` and ``flat`` where a category says so, ``cost`` for expenses."""
    ways: dict[str, set[str]] = {key: set() for key in products(firm)}
    for category in categories(firm).values():
        ways[category.product] |= {category.billing} if category.billing else set()
    for expense in expense_categories(firm).values():
        ways[expense.product].add("cost")
    return ways
