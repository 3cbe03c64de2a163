"""Classes are declared, but QuickBooks does not track classes.

## What it finds

A `classes` section in a file that says `tracking: { classes: none }`, or whose QuickBooks edition (Simple Start,
Essentials) has no class tracking.

## Why it matters

QuickBooks refuses to make a class while class tracking is off, and the smaller editions cannot switch it on.

## Example that fails

```yaml
tracking: { classes: none }
classes:
  litigation: { name: Litigation }
```

## Fix

Let QuickBooks track classes, or remove the section.

```yaml
tracking: { classes: per_line }
classes:
  litigation: { name: Litigation }
```

## Sources

- Intuit API reference, Class; QuickBooks help L6THMltE4 (usage limits: classes by edition); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._editions import without_tracking
from provisioner.rules._shapes import classes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    if not classes(firm):
        return
    edition = without_tracking(firm)
    tracking = firm.config.tracking
    if edition is not None:
        yield Hit(
            firm.place("classes"),
            f"Classes are declared, but QuickBooks {edition} has none.",
            "Remove the classes, or move the company to Plus or Advanced.",
            related=(firm.place("systems", "quickbooks", "edition"),),
        )
    elif tracking is not None and tracking.classes == "none":
        yield Hit(
            firm.place("classes"),
            "Classes are declared, but `tracking.classes` is none.",
            related=(firm.place("tracking", "classes"),),
        )


RULE = Rule(
    code="CLS201",
    name="classes-without-class-tracking",
    level=Level.ERROR,
    why="QuickBooks takes no class while class tracking is off.",
    fix="Write `tracking: { classes: per_line }`, or remove the classes.",
    check=_check,
    needs_whole=True,
    catalogue="C18",
)
