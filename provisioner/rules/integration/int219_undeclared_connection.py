"""QuickBooks and Clio are both declared, and the file does not say whether they are connected.

## What it finds

A file with `systems.clio` and without `systems.integration`. `via: none` says that they are not connected, and is left
alone.

## Why it matters

Whether a bill reaches QuickBooks by itself decides what staff enter there. Without an answer this program cannot tell
a category that nobody has mapped, a trust payment that nobody books, or an invoice that is entered twice: the rules
that look for these ask about the connection first, and stay silent.

## Example that fails

```yaml
systems: { integration: null }
```

## Fix

Say how they are connected: `clio_native`, `leanlaw`, or `none`.

```yaml
systems: { integration: { via: clio_native } }
```

## Sources

- Clio help 115002327994 (Settings, Bill Syncing); read 2026-11
- LeanLaw help, trust account set-up (LeanLaw posts instead of Clio's own integration); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    systems = firm.config.systems
    if systems.clio is not None and systems.integration is None:
        yield Hit(
            firm.place("systems", "clio"),
            "The firm uses QuickBooks and Clio, and the file does not say whether they are connected.",
        )


RULE = Rule(
    code="INT219",
    name="undeclared-connection",
    level=Level.WARNING,
    why="Every rule about the sync, the mapping of categories and trust payments asks about the connection first.",
    fix="Write `integration: { via: clio_native }` under `systems`, or the value that fits: `leanlaw` or `none`.",
    check=_check,
    needs_whole=True,
    catalogue="T01 C06 S17",
)
