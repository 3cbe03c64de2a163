"""Bills may be edited after they are approved.

## What it finds

`sync: { edits_after_approval: allowed }`. A firm that is connected through LeanLaw, or not at all, is left alone.

## Why it matters

A bill goes to QuickBooks when it is approved, and an edit in Clio follows it. Until it arrives the two totals differ;
where it does not arrive they differ for good, because an edit dated in a month that is closed or reconciled in
QuickBooks is not synced. The client then owes one amount in Clio and another in the books.

## Example that fails

```yaml
sync: { edits_after_approval: allowed }
```

## Fix

Leave approved bills as they are. A wrong one is voided in Clio and written anew, or set right with a credit note.

```yaml
sync: { edits_after_approval: frozen }
```

## Sources

- Clio help 203329400 (edits of a bill follow it to QuickBooks); read 2026-11
- Clio help 360000908453 (edits in a closed or reconciled month do not sync); read 2026-11
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
    sync = firm.config.sync
    if sync is not None and sync.edits_after_approval == "allowed" and maybe_native(firm):
        yield Hit(
            firm.place("sync", "edits_after_approval"),
            "Bills may be edited after they are approved, and so after they have gone to QuickBooks.",
        )


RULE = Rule(
    code="INT209",
    name="editable-approved-bills",
    level=Level.WARNING,
    why="The invoice in QuickBooks has another total until the edit arrives; in a closed month it never does.",
    fix="Write `edits_after_approval: frozen`: void the bill in Clio and write it anew, or issue a credit note.",
    check=_check,
    needs_whole=True,
    catalogue="S02 S29",
)
