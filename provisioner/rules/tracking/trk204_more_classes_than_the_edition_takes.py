"""The file declares more classes than QuickBooks Plus takes.

## What it finds

More than 40 classes, where the edition is Plus. Advanced has no limit; the smaller editions have no classes (CLS201).

## Why it matters

QuickBooks refuses the next one. Locations count against the same 40, and so does a class for each firm user where
Clio's sync makes them: with both, less than 40 is left.

## Example that fails

```yaml
tracking: { classes: per_line }
classes:
  area_001: { name: Area 001 } # and 40 more like it
```

## Fix

Declare fewer, or move the company to Advanced.

```yaml
systems: { quickbooks: { edition: advanced } }
tracking: { classes: per_line }
classes:
  area_001: { name: Area 001 } # and 40 more like it
```

## Sources

- QuickBooks help L6THMltE4 and 228520 (usage limits); Clio help 9290134235163 (firm users as classes); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._editions import MOST_CLASSES
from provisioner.rules._shapes import classes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    count = len(classes(firm))
    if firm.config.systems.quickbooks.edition == "plus" and count > MOST_CLASSES:
        yield Hit(
            firm.place("classes"),
            f"The file declares {count:,} classes; QuickBooks Plus takes {MOST_CLASSES}, locations included.",
            related=(firm.place("systems", "quickbooks", "edition"),),
        )


RULE = Rule(
    code="TRK204",
    name="more-classes-than-the-edition-takes",
    level=Level.ERROR,
    why="QuickBooks refuses the next class once the limit is reached.",
    fix="Declare fewer classes, or move the company to Advanced.",
    check=_check,
    needs_whole=True,
    catalogue="C11 C18",
)
