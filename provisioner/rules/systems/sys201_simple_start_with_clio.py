"""Clio's integration is declared for QuickBooks Simple Start.

## What it finds

`integration: { via: clio_native }` with `edition: simple_start`.

## Why it matters

Clio connects to Essentials, Plus and Advanced only.

## Example that fails

```yaml
systems:
  quickbooks: { edition: simple_start }
  integration: { via: clio_native }
```

## Fix

Move the company to Plus or Advanced.

```yaml
systems:
  quickbooks: { edition: plus }
  integration: { via: clio_native }
```

## Sources

- Clio help 9290134235163 (editions of QuickBooks Online); read 2026-11
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
    if systems.integration is None or systems.integration.via != "clio_native":
        return
    if systems.quickbooks.edition == "simple_start":
        yield Hit(
            firm.place("systems", "quickbooks", "edition"),
            "Clio does not connect to QuickBooks Simple Start.",
            related=(firm.place("systems", "integration", "via"),),
        )


RULE = Rule(
    code="SYS201",
    name="simple-start-with-clio",
    level=Level.ERROR,
    why="Clio's integration needs Essentials, Plus or Advanced.",
    fix="Move the company to Plus or Advanced, or correct `edition`.",
    check=_check,
    needs_whole=True,
    catalogue="S26",
)
