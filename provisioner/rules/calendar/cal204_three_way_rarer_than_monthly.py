"""The three-way reconciliation is done less often than every month.

## What it finds

`three_way: { every: quarterly }` or `yearly`, in a file with a trust account, where no jurisdiction that we have data
on has a shorter interval; where one has, the rule about it speaks.

## Why it matters

Banks send statements by the month, and books are closed by the month. A difference that is found after four weeks is
one of a few dozen transactions; after a quarter it is one of hundreds, and what was taken from the wrong client has
been spent. Some bars ask for a quarter only: monthly is good practice there, not a rule.

## Example that fails

```yaml
trust: { iolta: { jurisdiction: US-IL } }
firm: { jurisdictions: [US-IL] }
calendar: { three_way: { every: quarterly } }
```

## Fix

Do it every month.

```yaml
trust: { iolta: { jurisdiction: US-IL } }
firm: { jurisdictions: [US-IL] }
calendar: { three_way: { every: monthly } }
```

## Sources

- Monthly as a firm's own standard: our assumption, after the practice of law-firm bookkeepers
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._law import accounts_under_law

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_DAYS = {"quarterly": 92, "yearly": 366}


def _check(firm: Firm) -> Iterator[Hit]:
    three_way = firm.config.calendar.three_way if firm.config.calendar is not None else None
    if not firm.config.trust or three_way is None or three_way.every not in _DAYS:
        return
    if min(_intervals(firm), default=_DAYS["yearly"]) >= _DAYS[three_way.every]:
        yield Hit(
            firm.place("calendar", "three_way", "every"),
            f"The three-way reconciliation is done {three_way.every}, while statements come by the month.",
        )


def _intervals(firm: Firm) -> Iterator[int]:
    """The days of each interval that the jurisdictions of the trust accounts name."""
    for account in accounts_under_law(firm):
        for cell in (account.law.reconciliation, account.law.three_way):
            if cell is not None and cell.three_way:
                yield cell.max_days


RULE = Rule(
    code="CAL204",
    name="three-way-rarer-than-monthly",
    level=Level.ADVICE,
    why="After a month a difference is one of a few dozen transactions, after a quarter one of hundreds.",
    fix="Write `every: monthly`, or oftener.",
    check=_check,
    needs_whole=True,
    catalogue="R01 D04",
)
