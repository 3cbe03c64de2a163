"""A sub-account has another account type than its parent.

## What it finds

An account with `parent:` whose `type` is not the type of that parent. The detail types may differ.

## Why it matters

QuickBooks refuses the pair: a sub-account is part of its parent's balance, and so belongs to the same part of the
books.

## Example that fails

```yaml
accounts:
  costs: { name: Client Costs, type: Expense, detail_type: OtherBusinessExpenses }
  advanced: { name: Advanced Costs, type: Other Current Asset, detail_type: OtherCurrentAssets, parent: costs }
```

## Fix

Choose a parent of the same type, or leave `parent` out.

```yaml
accounts:
  costs: { name: Client Costs, type: Expense, detail_type: OtherBusinessExpenses }
  advanced: { name: Advanced Costs, type: Other Current Asset, detail_type: OtherCurrentAssets }
```

## Sources

- QuickBooks help 261563 (sub-accounts); Intuit API reference, Account, ParentRef; read 2026-11
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
        own, above = kinds(firm)[key], kinds(firm)[account.parent]
        if own.type != above.type and above.detail not in WITHOUT_SUB_ACCOUNTS:  # COA205 says more about those
            yield Hit(
                firm.place("accounts", key, "parent"),
                f"{title(key, account)} is of type {own.type}, its parent {title(account.parent, parent)} of type "
                f"{above.type}.",
                related=(firm.place("accounts", account.parent),),
            )


RULE = Rule(
    code="COA203",
    name="parent-of-another-account-type",
    level=Level.ERROR,
    why="QuickBooks takes a sub-account only below a parent of the same account type.",
    fix="Choose a parent of the same type, or leave `parent` out.",
    check=_check,
    catalogue="V01",
)
