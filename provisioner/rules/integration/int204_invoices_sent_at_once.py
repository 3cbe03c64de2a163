"""Bills go to QuickBooks as soon as each is approved, whenever that is.

## What it finds

`sync: { invoices: { timing: real_time } }`: Clio has no such thing, so nobody could confirm that it is so. Also, as a
warning, `timing: as_approved`. A firm that is connected through LeanLaw, or not at all, is left alone.

## Why it matters

In none of Clio's help pages that we read is there a choice between real time and batches. Clio never sends a draft;
it sends every bill about five minutes after it is approved, and sends it again when it is edited later. What a firm
does have in hand is the moment of approval. Where each bill is approved when somebody thinks it is ready, some are
approved too early: an unfinished invoice stands in QuickBooks, payments are matched with it, and the edit that
follows changes it under everybody's hands. Where bills are approved together on fixed days, after a last look at all
of them, only finished invoices go over.

## Example that fails

```yaml
sync: { invoices: { timing: real_time } }
```

## Fix

Approve bills on fixed days. That is a procedure for staff, not a setting: `timing: batch` with the days says so.

```yaml
sync: { invoices: { timing: batch, schedule: weekly, day: friday } }
```

## Sources

- Clio help 115002327994 and 203329400 (approved bills only, drafts never, no choice of timing); read 2026-11
- Clio help 203329420 (a cycle of about five minutes); read 2026-11
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
    "as_approved": "Each bill goes to QuickBooks a few minutes after somebody approves it, on any day.",
    "real_time": "Clio has no real-time sync, nor one in batches: it sends a bill a few minutes after its approval.",
}


def _check(firm: Firm) -> Iterator[Hit]:
    sync = firm.config.sync
    if sync is None or sync.invoices is None or sync.invoices.timing not in _SAID or not maybe_native(firm):
        return
    timing = sync.invoices.timing
    yield Hit(
        firm.place("sync", "invoices", "timing"),
        _SAID[timing],
        level=Level.WARNING if timing == "as_approved" else None,
    )


RULE = Rule(
    code="INT204",
    name="invoices-sent-at-once",
    level=Level.ERROR,
    why="A bill approved too early stands in QuickBooks unfinished, and is edited there after payments are matched "
    "with it.",
    fix="Approve bills together on fixed days, and write `timing: batch` with `schedule` and `day`.",
    check=_check,
    needs_whole=True,
    catalogue="S01",
)
