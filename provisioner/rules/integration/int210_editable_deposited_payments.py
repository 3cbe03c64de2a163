"""Payments may be edited in Clio after they are deposited in QuickBooks.

## What it finds

`sync: { edits_after_deposit: allowed }`. A firm that is connected through LeanLaw, or not at all, is left alone.

## Why it matters

Clio edits a payment in QuickBooks by deleting it and making another. QuickBooks refuses to delete one that is part of
a deposit (error 6540), but the other is made: the invoice has two payments, the client a credit, and undeposited
funds money that never came in.

## Example that fails

```yaml
sync: { edits_after_deposit: allowed }
```

## Fix

Leave deposited payments as they are. To change one, take it out of its deposit in QuickBooks first, edit it in Clio,
wait until the new one has arrived, and put that into the deposit.

```yaml
sync: { edits_after_deposit: frozen }
```

## Sources

- Clio help 4403878865435 (error 6540: an edited payment stands twice); read 2026-11
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
    if sync is not None and sync.edits_after_deposit == "allowed" and maybe_native(firm):
        yield Hit(
            firm.place("sync", "edits_after_deposit"),
            "Payments may be edited in Clio after they are deposited in QuickBooks.",
        )


RULE = Rule(
    code="INT210",
    name="editable-deposited-payments",
    level=Level.WARNING,
    why="QuickBooks keeps the deposited payment (error 6540) and Clio makes another: the invoice is paid twice.",
    fix="Write `edits_after_deposit: frozen`: take a payment out of its deposit before it is edited in Clio.",
    check=_check,
    needs_whole=True,
    catalogue="S06",
)
