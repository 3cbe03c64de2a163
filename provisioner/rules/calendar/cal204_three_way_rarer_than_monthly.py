"""The three-way reconciliation is done less often than every month.

## What it finds

`three_way: { every: quarterly }` or `yearly`, in a file with a trust account.

## Why it matters

Banks send statements by the month, and books are closed by the month. A difference that is found after four weeks is
one of a few dozen transactions; after a quarter it is one of hundreds, and what was taken from the wrong client has
been spent. Some bars ask for less than a month, and some for no interval at all: monthly is good practice there, not
a rule. What the bar of a trust account asks for is looked at by other rules.

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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_RARE = frozenset({"quarterly", "yearly"})


def _check(firm: Firm) -> Iterator[Hit]:
    three_way = firm.config.calendar.three_way if firm.config.calendar is not None else None
    if firm.config.trust and three_way is not None and three_way.every in _RARE:
        yield Hit(
            firm.place("calendar", "three_way", "every"),
            f"The three-way reconciliation is done {three_way.every}, while statements come by the month.",
        )


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
