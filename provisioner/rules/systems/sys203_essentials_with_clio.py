"""Clio's integration is declared for QuickBooks Essentials.

## What it finds

`integration: { via: clio_native }` with `edition: essentials`.

## Why it matters

Clio connects to Essentials, but without class tracking by firm user and without the import of hard costs.

## Example that fails

```yaml
systems:
  quickbooks: { edition: essentials }
  integration: { via: clio_native }
```

## Fix

Move the company to Plus or Advanced, if the firm needs either.

```yaml
systems:
  quickbooks: { edition: plus }
  integration: { via: clio_native }
```

## Sources

- Clio help 9290134235163 (editions of QuickBooks Online) and 360036308814 (importing hard costs); read 2026-11
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
    if systems.quickbooks.edition == "essentials":
        yield Hit(
            firm.place("systems", "quickbooks", "edition"),
            "With QuickBooks Essentials, Clio tracks no firm users by class and imports no hard costs.",
            related=(firm.place("systems", "integration", "via"),),
        )


RULE = Rule(
    code="SYS203",
    name="essentials-with-clio",
    level=Level.WARNING,
    why="Both need Plus or Advanced.",
    fix="Move the company to Plus or Advanced if the firm needs either.",
    check=_check,
    needs_whole=True,
    catalogue="S26",
)
