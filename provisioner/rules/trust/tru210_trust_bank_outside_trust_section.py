"""A bank account holds client money, but no trust account of the file names it.

## What it finds

A bank account of detail type Trust Accounts or Rents Held in Trust, or one that is of type Trust in Clio, which is the
`bank` of no entry under `trust`. Sub-accounts of a trust account's bank are left alone.

## Why it matters

Without an entry under `trust` nothing says what the firm owes for this money, whose it is, or which state's rules it is
kept by. No client ledgers are made, the other rules cannot look at it, and a reconciliation has nothing to compare the
bank with.

## Example that fails

```yaml
trust: null
accounts:
  iolta_bank: { name: IOLTA Trust, type: Bank, detail_type: TrustAccounts, number: "1010" }
```

## Fix

Declare the trust account, with a liability of its own.

```yaml
accounts:
  iolta_bank: { name: IOLTA Trust, type: Bank, detail_type: TrustAccounts, number: "1010" }
trust:
  iolta:
    kind: iolta
    jurisdiction: US-CA
    bank: iolta_bank
    liability: iolta_liability
    ledgers: { method: sub_accounts, from: clio, parent_postable: false }
```

## Sources

- ABA Model Rules for Client Trust Account Records (2010), Rule 1 (a ledger for each client of each trust account); read
  2026-11
- Intuit API reference, Account, AccountSubType TrustAccounts; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._chart import above
from provisioner.rules._shapes import TRUST_DETAILS, accounts, kinds, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    banks = {trust.bank for trust in firm.config.trust.values()}
    for key, account in accounts(firm).items():
        in_clio = account.clio is not None and account.clio.type == "Trust"
        holds_client_money = in_clio or kinds(firm)[key].detail in TRUST_DETAILS
        if holds_client_money and key not in banks and banks.isdisjoint(above(firm, key)):
            yield Hit(
                firm.place("accounts", key),
                f"{title(key, account)} holds client money, but no entry under `trust` names it as its bank.",
            )


RULE = Rule(
    code="TRU210",
    name="trust-bank-outside-trust-section",
    level=Level.WARNING,
    why="Nothing says what the firm owes for this money or whose it is, and no client ledgers are made.",
    fix="Declare a trust account under `trust`, with this account as its `bank` and a `liability` of its own.",
    check=_check,
    needs_whole=True,
    catalogue="C02",
)
