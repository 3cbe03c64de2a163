"""The three-way reconciliation is due later than the tenth of the month.

## What it finds

`three_way: { due_day: ... }` above 10, in a file with a trust account.

## Why it matters

Until the reconciliation of a month is done, everybody works on balances nobody has proved, and pays out of them. The
bank's statement is there on the first days of the next month. The tenth leaves a week for the work and for the
lawyer's signature. No bar we know of names this day: it is a habit of good bookkeepers.

## Example that fails

```yaml
calendar: { three_way: { every: monthly, due_day: 25 } }
```

## Fix

Have it done by the tenth.

```yaml
calendar: { three_way: { every: monthly, due_day: 10 } }
```

## Sources

- The tenth as a firm's own standard: our assumption, after the practice of law-firm bookkeepers
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_LATEST = 10


def _check(firm: Firm) -> Iterator[Hit]:
    three_way = firm.config.calendar.three_way if firm.config.calendar is not None else None
    if firm.config.trust and three_way is not None and (three_way.due_day or 0) > _LATEST:
        yield Hit(
            firm.place("calendar", "three_way", "due_day"),
            f"The three-way reconciliation is due on day {three_way.due_day} of the month that follows.",
        )


RULE = Rule(
    code="CAL205",
    name="reconciliation-due-late-in-the-month",
    level=Level.ADVICE,
    why="Until then client money is paid out of balances that nobody has proved.",
    fix="Write `due_day: 10`, or an earlier day.",
    check=_check,
    needs_whole=True,
    catalogue="R01 D04",
)
