"""The firm file leads to almost as many accounts as the QuickBooks edition takes.

## What it finds

225 to 250 accounts, nine tenths of the limit, in a company below Advanced. What counts is the same as in SYS202.

## Why it matters

QuickBooks refuses account 251. With a sub-account for each client, a few new clients are enough, and accounts that the
file does not declare count too.

## Example that fails

```yaml
accounts:
  cost_001: { name: Cost 001, type: Expense, detail_type: Travel } # and 229 more like it
```

## Fix

Move the company to Advanced in time, close ledgers that are at zero, or tell clients apart by customer
(`method: customers`).

```yaml
systems:
  quickbooks: { edition: advanced }
accounts:
  cost_001: { name: Cost 001, type: Expense, detail_type: Travel } # and 229 more like it
```

## Sources

- QuickBooks help L6THMltE4 and 228520 (usage limits: chart of accounts); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._capacity import CLOSE_TO_MOST, MOST_ACCOUNTS, is_limited, planned_accounts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    if is_limited(firm) and CLOSE_TO_MOST <= (count := planned_accounts(firm)) <= MOST_ACCOUNTS:
        yield Hit(
            firm.place("systems", "quickbooks", "edition"),
            f"This file leads to {count} accounts, client ledgers included, of the {MOST_ACCOUNTS} this edition takes.",
        )


RULE = Rule(
    code="SYS204",
    name="accounts-close-to-the-edition-limit",
    level=Level.WARNING,
    why="QuickBooks refuses every account above the limit, and accounts the file does not declare count too.",
    fix="Move the company to Advanced in time, close ledgers that are at zero, or use `method: customers`.",
    check=_check,
    needs_whole=True,
    catalogue="C11",
)
