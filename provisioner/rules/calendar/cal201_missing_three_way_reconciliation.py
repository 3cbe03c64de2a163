"""The firm holds client money, and nobody does the three-way reconciliation.

## What it finds

A trust account in a file without `calendar: { three_way: ... }`, or with `every: none`.

## Why it matters

The three-way reconciliation compares the bank, the books and the sum of the clients' ledgers. It is what finds a
trust payment whose trust side was never booked: QuickBooks agrees with itself then, all reports look right, and the
difference to what clients are owed grows by every such payment until somebody puts the three numbers side by side.

## Example that fails

```yaml
calendar: { three_way: null }
```

## Fix

Declare how often it is done, and by which day of the following month.

```yaml
calendar: { three_way: { every: monthly, due_day: 10, compares: [bank, quickbooks, clio], signed: required } }
```

## Sources

- ABA Model Rules for Client Trust Account Records (2010), Rule 1; read 2026-11
- Reconciliation forms of the North Carolina, Washington and Florida bars; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    if not firm.config.trust:
        return
    three_way = firm.config.calendar.three_way if firm.config.calendar is not None else None
    if three_way is None:
        first = next(iter(firm.config.trust))
        yield Hit(
            firm.place("trust", first),
            "The firm holds client money, and the file does not say when the three-way reconciliation is done.",
        )
    elif three_way.every == "none":
        yield Hit(
            firm.place("calendar", "three_way", "every"),
            "The firm holds client money, and the three-way reconciliation is not done.",
        )


RULE = Rule(
    code="CAL201",
    name="missing-three-way-reconciliation",
    level=Level.WARNING,
    why="Only the three numbers side by side show a trust payment whose trust side was never booked.",
    fix="Write `three_way: { every: monthly, due_day: 10, compares: [bank, quickbooks, clio], signed: required }`.",
    check=_check,
    needs_whole=True,
    catalogue="R01 T01",
)
