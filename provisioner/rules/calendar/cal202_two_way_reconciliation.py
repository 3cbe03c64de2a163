"""The three-way reconciliation leaves out one of the three balances.

## What it finds

`three_way: { compares: [...] }` without one of `bank`, `quickbooks` and `clio`. In a firm without Clio only `bank`
and `quickbooks` are asked for, since the clients' ledgers are elsewhere.

## Why it matters

Bank and QuickBooks can agree to the cent while clients are owed less, or more, than both say: a trust payment that
was recorded in Clio and booked nowhere else is missing from both. Clio and QuickBooks can agree while the bank has
less. Each of the three pairs hides what the third balance shows.

## Example that fails

```yaml
calendar: { three_way: { every: monthly, compares: [bank, quickbooks] } }
```

## Fix

Compare all three: the bank statement, the trust bank account in QuickBooks, and the sum of the clients' balances in
Clio.

```yaml
calendar: { three_way: { every: monthly, compares: [bank, quickbooks, clio] } }
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

_BALANCES = {"bank": "the bank statement", "quickbooks": "QuickBooks", "clio": "the clients' balances in Clio"}


def _check(firm: Firm) -> Iterator[Hit]:
    three_way = firm.config.calendar.three_way if firm.config.calendar is not None else None
    if three_way is None or three_way.compares is None:
        return
    asked = [each for each in _BALANCES if each != "clio" or firm.config.systems.clio is not None]
    missing = [_BALANCES[each] for each in asked if each not in three_way.compares]
    if missing:
        yield Hit(
            firm.place("calendar", "three_way", "compares"),
            f"The three-way reconciliation leaves out {' and '.join(missing)}.",
            f"Write `compares: [{', '.join(asked)}]`.",
        )


RULE = Rule(
    code="CAL202",
    name="two-way-reconciliation",
    level=Level.ERROR,
    why="Each pair of balances can agree while the third shows that client money is missing.",
    fix="Compare all three.",
    check=_check,
    needs_whole=True,
    catalogue="R02",
)
