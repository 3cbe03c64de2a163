"""Clio is connected, and the file does not say from which day on bills go to QuickBooks.

## What it finds

`integration: { via: clio_native }` without `bills_from`.

## Why it matters

Clio's screen for the connection has a date: a bill issued before it never goes to QuickBooks, and nothing on either
side points out which bills those were. As long as nobody has written the date down, a bill that was left out on
purpose cannot be told from one that got lost, and income is missing from the books without a trace.

## Example that fails

```yaml
systems:
  integration: { via: clio_native, bills_from: null }
```

## Fix

Write the date that stands in Clio under Settings, Bill Syncing, as "Sync bills issued on or after". Bills issued
before it are entered in QuickBooks once, by hand.

```yaml
systems:
  integration: { via: clio_native, bills_from: 2026-01-01 }
```

## Sources

- Clio help 115002327994 (the date from which bills are synced); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import native

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    integration = firm.config.systems.integration
    if integration is not None and native(firm) and integration.bills_from is None:
        yield Hit(
            firm.place("systems", "integration", "via"),
            "Clio is connected to QuickBooks, and the file does not say from which day on bills go over.",
        )


RULE = Rule(
    code="INT201",
    name="connection-without-start-date",
    level=Level.WARNING,
    why="Bills issued before the date set in Clio never reach QuickBooks, and nothing points out which ones.",
    fix="Write `bills_from` with the date set in Clio under Settings, Bill Syncing, and enter older bills once by "
    "hand.",
    check=_check,
    needs_whole=True,
    catalogue="S11",
)
