"""The three-way reconciliation is not signed.

## What it finds

`three_way: { signed: none }`.

## Why it matters

A reconciliation that carries no name and no date proves neither that it was done in time nor that a lawyer saw it.
The forms of the bars ask for both: preparer and reviewing lawyer, each with a date.

## Example that fails

```yaml
calendar: { three_way: { every: monthly, signed: none } }
```

## Fix

Let the lawyer who reviews it sign and date it.

```yaml
calendar: { three_way: { every: monthly, signed: required } }
```

## Sources

- Reconciliation forms of the North Carolina, Washington and Florida bars (preparer, lawyer, dates); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    three_way = firm.config.calendar.three_way if firm.config.calendar is not None else None
    if three_way is not None and three_way.signed == "none":
        yield Hit(firm.place("calendar", "three_way", "signed"), "Nobody signs and dates the three-way reconciliation.")


RULE = Rule(
    code="CAL203",
    name="unsigned-reconciliation",
    level=Level.WARNING,
    why="Without a name and a date it proves neither that it was done in time nor that a lawyer saw it.",
    fix="Write `signed: required`.",
    check=_check,
    catalogue="R03",
)
