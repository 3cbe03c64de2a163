"""Accounts are each other's parents.

## What it finds

An account that, followed from parent to parent, comes back to itself. A circle is reported once.

## Why it matters

None of these accounts could be made first, and none of them has a place in the balance sheet.

## Example that fails

```yaml
accounts:
  costs: { name: Costs, type: Expense, detail_type: Travel, parent: travel }
  travel: { name: Travel, type: Expense, detail_type: Travel, parent: costs }
```

## Fix

Remove the `parent` of the account that should stand at the top.

```yaml
accounts:
  costs: { name: Costs, type: Expense, detail_type: Travel }
  travel: { name: Travel, type: Expense, detail_type: Travel, parent: costs }
```

## Sources

- Intuit API reference, Account, ParentRef; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import LISTED, accounts, around, title, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    declared = accounts(firm)
    for circle in tree({key: account.parent for key, account in declared.items()}).circles:
        first, *others = circle[:LISTED]
        yield Hit(
            firm.place("accounts", first, "parent"),
            f"{around([title(key, declared[key]) for key in circle])}.",
            related=tuple(firm.place("accounts", key, "parent") for key in others),
        )


RULE = Rule(
    code="COA206",
    name="account-parents-in-a-circle",
    level=Level.ERROR,
    why="None of these accounts could be made first.",
    fix="Remove the `parent` of the one that should stand at the top.",
    check=_check,
    catalogue="V02",
)
