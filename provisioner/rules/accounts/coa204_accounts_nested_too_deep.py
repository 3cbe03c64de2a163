"""A sub-account is more than five levels deep.

## What it finds

An account on the sixth level, counting its topmost parent as the first, and a trust liability on the fifth level whose
client ledgers would stand on the sixth. Accounts further down the same branch are not listed again.

## Why it matters

QuickBooks keeps five levels of accounts and refuses the sixth.

## Example that fails

```yaml
accounts:
  one: { name: One, type: Expense, detail_type: Travel }
  two: { name: Two, type: Expense, detail_type: Travel, parent: one }
  three: { name: Three, type: Expense, detail_type: Travel, parent: two }
  four: { name: Four, type: Expense, detail_type: Travel, parent: three }
  five: { name: Five, type: Expense, detail_type: Travel, parent: four }
  six: { name: Six, type: Expense, detail_type: Travel, parent: five }
```

## Fix

Give it a parent higher up.

```yaml
accounts:
  one: { name: One, type: Expense, detail_type: Travel }
  two: { name: Two, type: Expense, detail_type: Travel, parent: one }
  three: { name: Three, type: Expense, detail_type: Travel, parent: two }
  four: { name: Four, type: Expense, detail_type: Travel, parent: three }
  five: { name: Five, type: Expense, detail_type: Travel, parent: four }
  six: { name: Six, type: Expense, detail_type: Travel, parent: four }
```

## Sources

- Intuit API reference, Account, FullyQualifiedName; Intuit error code 6180 (too many levels); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import DEEPEST, accounts, title, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    declared = accounts(firm)
    levels = tree({key: account.parent for key, account in declared.items()}).levels
    for key, account in declared.items():
        if levels.get(key) == DEEPEST + 1:
            yield Hit(
                firm.place("accounts", key, "parent"), f"{title(key, account)} would stand on level {DEEPEST + 1}."
            )
    for key, trust in firm.config.trust.items():
        if trust.ledgers.method == "sub_accounts" and levels.get(trust.liability) == DEEPEST:
            name = title(trust.liability, declared[trust.liability])
            yield Hit(
                firm.place("trust", key, "liability"),
                f"{name} stands on level {DEEPEST}, so its client ledgers would stand on level {DEEPEST + 1}.",
                related=(firm.place("accounts", trust.liability, "parent"),),
            )


RULE = Rule(
    code="COA204",
    name="accounts-nested-too-deep",
    level=Level.ERROR,
    why="QuickBooks keeps five levels of accounts and refuses the sixth.",
    fix="Give it a parent higher up.",
    check=_check,
    catalogue="V01",
)
