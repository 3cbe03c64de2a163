"""The firm file leads to more accounts than the QuickBooks edition takes.

## What it finds

More than 250 accounts in a company below Advanced, counting the declared accounts and every trust ledger the file
names: those of listed clients, and the special ones. Accounts that QuickBooks makes by itself do not count. Ledgers of
clients that come from Clio are not known from the file, so they come on top.

## Why it matters

QuickBooks refuses account 251. With a sub-account for each client a firm meets this limit at some two hundred open
clients, usually in the middle of a deposit.

## Example that fails

```yaml
accounts:
  cost_001: { name: Cost 001, type: Expense, detail_type: Travel } # and 249 more like it
```

## Fix

Move the company to Advanced, close ledgers that are at zero, or tell clients apart by customer (`method: customers`).

```yaml
systems:
  quickbooks: { edition: advanced }
accounts:
  cost_001: { name: Cost 001, type: Expense, detail_type: Travel } # and 249 more like it
```

## Sources

- QuickBooks help L6THMltE4 and 228520 (usage limits: chart of accounts); read 2026-11
- LeanLaw help (client sub-accounts call for Advanced); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._capacity import MOST_ACCOUNTS, client_ledgers, is_limited, planned_accounts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    if is_limited(firm) and (count := planned_accounts(firm)) > MOST_ACCOUNTS:
        edition = firm.config.systems.quickbooks.edition.replace("_", " ").title()
        yield Hit(
            firm.place("systems", "quickbooks", "edition"),
            f"This file leads to {count:,} accounts, client ledgers included; QuickBooks {edition} takes "
            f"{MOST_ACCOUNTS}{_without_ledgers(firm, count)}.",
        )


def _without_ledgers(firm: Firm, count: int) -> str:
    """What another method for the client ledgers would leave; empty where there are none."""
    clients = client_ledgers(firm)
    if not clients:
        return ""
    left = count - clients
    fits = "" if left <= MOST_ACCOUNTS else ", which is still too many"
    return f". {clients:,} of them are client ledgers; with `method: customers` {left:,} accounts would remain{fits}"


RULE = Rule(
    code="SYS202",
    name="more-accounts-than-the-edition-takes",
    level=Level.ERROR,
    why="QuickBooks refuses every account above the limit.",
    fix="Move the company to Advanced, close ledgers that are at zero, or use `method: customers`.",
    check=_check,
    needs_whole=True,
    catalogue="C11",
)
