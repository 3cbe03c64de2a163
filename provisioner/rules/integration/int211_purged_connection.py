"""The connection is to be ended by revoking and purging it.

## What it finds

`sync: { disconnect: revoke_and_purge }`. A firm that is connected through LeanLaw, or not at all, is left alone.

## Why it matters

Clio ends a connection in two ways. Revoking keeps the links between bills and invoices; purging forgets them. Who
connects again after a purge can get every bill since the start date a second time: for Clio none of them has an
invoice yet.

## Example that fails

```yaml
sync: { disconnect: revoke_and_purge }
```

## Fix

Revoke only. Purge when the firm leaves this QuickBooks company for good, and never before connecting again.

```yaml
sync: { disconnect: revoke }
```

## Sources

- Clio help 206090818 (revoke, or revoke and purge); read 2026-11
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
    if sync is not None and sync.disconnect == "revoke_and_purge" and maybe_native(firm):
        yield Hit(
            firm.place("sync", "disconnect"), "Ending the connection forgets which invoice belongs to which bill."
        )


RULE = Rule(
    code="INT211",
    name="purged-connection",
    level=Level.WARNING,
    why="Connecting again can then make a second invoice of every bill since the start date.",
    fix="Write `disconnect: revoke`.",
    check=_check,
    needs_whole=True,
    catalogue="S22",
)
