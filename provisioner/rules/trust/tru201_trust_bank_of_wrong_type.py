"""The bank account of a trust account is not a trust account in QuickBooks.

## What it finds

A trust account whose `bank` is not of type Bank with detail type Trust Accounts.

## Why it matters

The detail type is how QuickBooks, its reports and add-ons know client money from the firm's own. LeanLaw, for one, does
not accept an account of another detail type.

## Example that fails

```yaml
accounts:
  iolta_bank: { name: IOLTA Trust, type: Bank, detail_type: Checking }
```

## Fix

Give the account the detail type Trust Accounts, or name the right account.

```yaml
accounts:
  iolta_bank: { name: IOLTA Trust, type: Bank, detail_type: TrustAccounts }
```

## Sources

- Intuit API reference, Account, AccountSubType TrustAccounts; read 2026-11
- LeanLaw help, trust account set-up; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import Kind, accounts, kind_of, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_WANTED = Kind("Bank", "TrustAccounts")


def _check(firm: Firm) -> Iterator[Hit]:
    for key, trust in firm.config.trust.items():
        account = accounts(firm)[trust.bank]
        kind = kind_of(account)
        if kind != _WANTED:
            yield Hit(
                firm.place("trust", key, "bank"),
                f"The bank account of `{key}`, {title(trust.bank, account)}, is of type {kind.type} with detail type "
                f"{kind.detail}.",
                related=(firm.place("accounts", trust.bank, "detail_type"),),
            )


RULE = Rule(
    code="TRU201",
    name="trust-bank-of-wrong-type",
    level=Level.ERROR,
    why="The detail type is how QuickBooks and its add-ons know client money from the firm's own.",
    fix="Use an account of type Bank with detail type TrustAccounts.",
    check=_check,
    catalogue="C09",
)
