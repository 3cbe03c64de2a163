"""The liability of a trust account is not a trust liability in QuickBooks.

## What it finds

A trust account whose `liability` is not of type Other Current Liability with detail type Trust Accounts - Liabilities.

## Why it matters

What the firm owes its clients is due at any time. As a loan, a long-term liability or even an asset it stands in the
wrong part of the balance sheet, and add-ons such as LeanLaw do not find it.

## Example that fails

```yaml
accounts:
  iolta_liability: { name: Client Trust Liability, type: Long Term Liability, detail_type: OtherLongTermLiabilities }
```

## Fix

Use an account of the right type.

```yaml
accounts:
  iolta_liability:
    { name: Client Trust Liability, type: Other Current Liability, detail_type: TrustAccountsLiabilities }
```

## Sources

- Intuit API reference, Account, AccountSubType TrustAccountsLiabilities; read 2026-11
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

_WANTED = Kind("Other Current Liability", "TrustAccountsLiabilities")


def _check(firm: Firm) -> Iterator[Hit]:
    for key, trust in firm.config.trust.items():
        account = accounts(firm)[trust.liability]
        kind = kind_of(account)
        if kind != _WANTED:
            yield Hit(
                firm.place("trust", key, "liability"),
                f"The liability of `{key}`, {title(trust.liability, account)}, is of type {kind.type} with detail "
                f"type {kind.detail}.",
                related=(firm.place("accounts", trust.liability, "detail_type"),),
            )


RULE = Rule(
    code="TRU202",
    name="trust-liability-of-wrong-type",
    level=Level.ERROR,
    why="What the firm owes its clients is due at any time, and add-ons find it by its detail type.",
    fix="Use an account of type Other Current Liability with detail type TrustAccountsLiabilities.",
    check=_check,
    catalogue="C09",
)
