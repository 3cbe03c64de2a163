"""Expenses are to be synced between Clio and QuickBooks.

## What it finds

`sync: { expenses: clio_to_quickbooks }`: Clio has no such thing, so nobody could confirm that it is so. Also, as a
warning, `expenses: quickbooks_to_clio_hard_costs`. A firm that is connected through LeanLaw, or not at all, is left
alone.

## Why it matters

From Clio to QuickBooks there is nothing to switch on: Clio's expenses reach QuickBooks as lines of invoices, and in
no other way. The other direction exists. The import of hard costs makes an expense in Clio of every QuickBooks
expense or check that has a customer. It reads lines by category only, and fails for lines by item; a transaction that
is deleted in QuickBooks stays in Clio, where it is billed; and whatever it brings belongs to the primary subscriber
until somebody changes that. Costs entered in QuickBooks and by hand in Clio are billed twice.

## Example that fails

```yaml
sync: { expenses: clio_to_quickbooks }
```

## Fix

Enter the firm's expenses in QuickBooks, track the costs of a matter in Clio, and sync neither. Where the import is
meant, ignore this warning and say who looks through what came in.

```yaml
sync: { expenses: none }
```

## Sources

- Clio help 360036308814 (importing hard costs, and what it cannot do); read 2026-11
- Clio help 203329400 (expenses go over as lines of bills); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import maybe_native

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_SAID = {
    "quickbooks_to_clio_hard_costs": "Hard costs are imported from QuickBooks into Clio, but their deletion is not.",
    "clio_to_quickbooks": "Clio sends no expenses to QuickBooks, except as lines of invoices.",
}


def _check(firm: Firm) -> Iterator[Hit]:
    sync = firm.config.sync
    if sync is None or sync.expenses not in _SAID or not maybe_native(firm):
        return
    yield Hit(
        firm.place("sync", "expenses"),
        _SAID[sync.expenses],
        level=Level.WARNING if sync.expenses == "quickbooks_to_clio_hard_costs" else None,
    )


RULE = Rule(
    code="INT207",
    name="synced-expenses",
    level=Level.ERROR,
    why="Costs that stand in both systems are billed twice, and one deleted in QuickBooks is still billed in Clio.",
    fix="Write `expenses: none`: firm expenses in QuickBooks, costs of a matter in Clio.",
    check=_check,
    needs_whole=True,
    catalogue="S16 D05",
)
