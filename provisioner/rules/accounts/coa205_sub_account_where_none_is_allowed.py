"""A sub-account of a kind, or below a kind, that has no sub-accounts.

## What it finds

An account with `parent:` where the account itself or its parent is of one of these detail types: Opening Balance
Equity, Undeposited Funds, Retained Earnings, Cash Receipt Income, Cash Expenditure Expense, Exchange Gain or Loss. A
parent that is QuickBooks's own account of such a kind (`system:`) counts too.

## Why it matters

QuickBooks refuses it: these accounts stand alone.

## Example that fails

```yaml
accounts:
  undeposited: { system: undeposited_funds }
  checks_held: { name: Checks Held, type: Other Current Asset, detail_type: OtherCurrentAssets, parent: undeposited }
```

## Fix

Leave `parent` out, or choose another parent.

```yaml
accounts:
  undeposited: { system: undeposited_funds }
  checks_held: { name: Checks Held, type: Other Current Asset, detail_type: OtherCurrentAssets }
```

## Sources

- Intuit API reference, Account, AccountSubType; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import WITHOUT_SUB_ACCOUNTS, accounts, kinds, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    declared = accounts(firm)
    for key, account in declared.items():
        if account.parent is None:
            continue
        parent = declared[account.parent]
        own, above = kinds(firm)[key].detail, kinds(firm)[account.parent].detail
        if own in WITHOUT_SUB_ACCOUNTS:
            what = f"{title(key, account)} is of detail type {own}, which cannot be a sub-account."
        elif above in WITHOUT_SUB_ACCOUNTS:
            what = f"{title(account.parent, parent)} is of detail type {above}, which has no sub-accounts."
        else:
            continue
        yield Hit(firm.place("accounts", key, "parent"), what, related=(firm.place("accounts", account.parent),))


RULE = Rule(
    code="COA205",
    name="sub-account-where-none-is-allowed",
    level=Level.ERROR,
    why="QuickBooks refuses it: accounts of this kind stand alone.",
    fix="Leave `parent` out, or choose another parent.",
    check=_check,
    catalogue="V01",
)
