"""An account is called a client trust account, but QuickBooks knows it as an ordinary one.

## What it finds

A bank account, or another current or long-term liability, whose name says that it is about client money - IOLTA, IOLA,
IOTA or COLTAF, Trust Account, Trust Liability, Client Trust, Client Funds, Attorney Escrow - and whose detail type does
not. The bank and the liability of an entry under `trust` are left to TRU201 and TRU202, and interest and firm funds in
trust to their own ledgers. A bank that only has "trust" in its own name is left alone.

## Why it matters

Every look at client money starts from the detail type. An account called IOLTA that is an ordinary checking account is
taken for the firm's own: it may be the operating account with client money in it, and nobody is told.

## Example that fails

```yaml
accounts:
  old_iolta: { name: Operating & IOLTA Checking, type: Bank, detail_type: Checking, number: "1005" }
```

## Fix

Give an account for client money the detail type for it, and an entry under `trust`. QuickBooks keeps the type of an
account for good: the new one is another account, and the old one is retired. An account that holds none of it gets
another name.

```yaml
accounts:
  old_iolta: { name: Business Checking, type: Bank, detail_type: Checking, number: "1005" }
```

## Sources

- Intuit API reference, Account, AccountSubType TrustAccounts and TrustAccountsLiabilities; read 2026-11
- LeanLaw help, trust account set-up (accounts are found by detail type); read 2026-11
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._chart import TRUST_LIABILITY, words
from provisioner.rules._shapes import TRUST_DETAILS, accounts, kinds, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_WANTED = {"Bank": "TrustAccounts", "Other Current Liability": TRUST_LIABILITY, "Long Term Liability": TRUST_LIABILITY}
_TYPED = TRUST_DETAILS | {TRUST_LIABILITY}

# The programs' names, and what bars ask for in an account's title; as _chart.words makes them.
# IOLTA programs of the states (IOLA: New York, IOTA: Florida, COLTAF: Colorado); read 2026-11
_PROGRAMS = frozenset({"iolta", "iola", "iota", "coltaf"})
_PHRASES = (
    ("trust", "account"),
    ("client", "trust"),
    ("client", "fund"),
    ("client", "money"),
    ("client", "escrow"),
    ("client", "deposit"),
    ("attorney", "trust"),
    ("attorney", "special"),
    ("lawyer", "trust"),
    ("attorney", "escrow"),
    ("lawyer", "escrow"),
)
# These say it only where the name begins with them: banks have "trust" in their own names.
_OPENINGS = frozenset(
    ("trust", word) for word in ("bank", "checking", "saving", "fund", "cash", "liability", "payable", "money")
) | {("escrow", word) for word in ("account", "checking", "fund", "liability")}
_RETAINER = ("client", "retainer")  # of which some are the firm's own, and kept in operating
_ALONE = frozenset({("trust",), ("escrow",)})
_FIRMS_OWN = (("firm", "fund"), ("firm", "money"))


def _check(firm: Firm) -> Iterator[Hit]:
    judged = {account for trust in firm.config.trust.values() for account in (trust.bank, trust.liability)}
    for key, kind in kinds(firm).items():
        if kind.type not in _WANTED or kind.detail in _TYPED or key in judged:
            continue
        account = accounts(firm)[key]
        if _says_client_money(words(account.name or "")):
            yield Hit(
                firm.place("accounts", key, "detail_type"),
                f"{title(key, account)} is called an account for client money, but is of detail type {kind.detail}.",
                f"If it holds client money, declare an account of detail type {_WANTED[kind.type]} for it, with an "
                "entry under `trust`, and retire this one; else give it another name.",
                related=(firm.place("accounts", key, "name"),),
            )


def _says_client_money(name: tuple[str, ...]) -> bool:
    pairs = list(pairwise(name))
    if "interest" in name or any(pair in _FIRMS_OWN for pair in pairs):
        return False
    if name in _ALONE or name[:2] in _OPENINGS or not _PROGRAMS.isdisjoint(name):
        return True
    return any(pair in _PHRASES for pair in pairs) or (_RETAINER in pairs and "operating" not in name)


RULE = Rule(
    code="TRU212",
    name="trust-name-on-ordinary-account",
    level=Level.WARNING,
    why="Client money is found by the detail type: this account is taken for the firm's own.",
    fix="If it holds client money, declare an account of a trust detail type for it and retire this one; else give it "
    "another name.",
    check=_check,
    needs_whole=True,
    catalogue="C01 C09",
)
