"""Bills are said to go over in batches, but not on which days they are approved.

## What it finds

`timing: batch` without `schedule`, or with `schedule: weekly` and no `day`.

## Why it matters

Clio has no batches. Bills go over a few minutes after they are approved, so the batch is nothing but the days on
which the firm approves bills. Without those days in the file nobody can keep to them, and nobody can notice a bill
that was approved on another day.

## Example that fails

```yaml
sync: { invoices: { timing: batch, schedule: null, day: null } }
```

## Fix

Write on which days bills are approved.

```yaml
sync: { invoices: { timing: batch, schedule: weekly, day: friday } }
```

## Sources

- Clio help 115002327994 and 203329420 (approved bills go over in a cycle of about five minutes); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import maybe_native

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    invoices = firm.config.sync.invoices if firm.config.sync is not None else None
    if invoices is None or invoices.timing != "batch" or not maybe_native(firm):
        return
    if invoices.schedule is None:
        yield Hit(
            firm.place("sync", "invoices", "timing"),
            "The file does not say how often bills are approved for the batch.",
        )
    elif invoices.schedule == "weekly" and invoices.day is None:
        yield Hit(
            firm.place("sync", "invoices", "schedule"),
            "The file does not say on which day of the week bills are approved.",
        )


RULE = Rule(
    code="INT205",
    name="batch-without-approval-days",
    level=Level.ADVICE,
    why="Clio has no batches: the days on which bills are approved are the only thing that makes one.",
    fix="Write `schedule`, and `day` for a weekly one.",
    check=_check,
    needs_whole=True,
    catalogue="S01",
)
