"""Bills go to QuickBooks from the middle of a month on.

## What it finds

`bills_from` with another day than the first of a month, in a firm that is connected through Clio's own integration.

## Why it matters

Of the month in which the sync begins, QuickBooks then holds both kinds of invoices: those entered by hand, issued
before that day, and those that came from Clio. This is the month in which invoices are entered twice or not at all,
and no total of it can be compared with Clio's report for the month.

## Example that fails

```yaml
systems: { integration: { via: clio_native, bills_from: 2026-01-15 } }
```

## Fix

Begin with the first of a month, and enter the bills of the months before by hand. Where the connection is long made,
check that one month invoice by invoice, and ignore this advice with the reason that it was done.

```yaml
systems: { integration: { via: clio_native, bills_from: 2026-02-01 } }
```

## Sources

- Clio help 115002327994 (the date from which bills are synced); read 2026-11
- Books are compared and closed by the month: our assumption
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import native

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    integration = firm.config.systems.integration
    first = integration.bills_from if integration is not None and native(firm) else None
    if first is not None and first.day != 1:
        yield Hit(
            firm.place("systems", "integration", "bills_from"),
            f"Bills go to QuickBooks from {first} on, so that month holds invoices entered by hand and synced ones.",
        )


RULE = Rule(
    code="INT203",
    name="bills-synced-from-mid-month",
    level=Level.ADVICE,
    why="In a month that holds both kinds, invoices are entered twice or not at all, and totals cannot be compared.",
    fix="Begin with the first of a month, or check that month invoice by invoice.",
    check=_check,
    needs_whole=True,
    catalogue="S08 S11",
)
