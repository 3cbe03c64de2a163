"""Clients' names and addresses are edited in Clio and in QuickBooks.

## What it finds

`sync: { contacts: both }`. A firm that is connected through LeanLaw, or not at all, is left alone.

## Why it matters

Clio's help pages name no switch for the direction. A client goes to QuickBooks with the first approved bill, and from
then on edits go both ways, whatever anybody prefers. Who edits in both places overwrites one with the other; a name
or an e-mail address that is no longer the same on both sides finds no match, and a second customer is made, with part
of the invoices. One direction is therefore a rule for staff: clients are edited in Clio, and nobody touches them in
QuickBooks.

## Example that fails

```yaml
sync: { contacts: both }
```

## Fix

Edit clients in Clio only, and say so.

```yaml
sync: { contacts: clio_to_quickbooks }
```

## Sources

- Clio help 203329400 and 203329420 (contacts go over with the first bill, later edits both ways); read 2026-11
- Clio help 115004027493 (how contacts are matched, and when a duplicate is made); read 2026-11
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
    if sync is not None and sync.contacts == "both" and maybe_native(firm):
        yield Hit(
            firm.place("sync", "contacts"), "Clients are edited in Clio and in QuickBooks, and edits go both ways."
        )


RULE = Rule(
    code="INT206",
    name="contacts-edited-in-both-systems",
    level=Level.WARNING,
    why="One edit overwrites the other, and a client whose name no longer matches gets a second customer.",
    fix="Edit clients in Clio only, and write `contacts: clio_to_quickbooks`; Clio has no switch for it.",
    check=_check,
    needs_whole=True,
    catalogue="S15 D05",
)
