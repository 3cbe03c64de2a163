"""The file wants classes, locations or projects of a QuickBooks edition that has none.

## What it finds

`tracking` with classes, locations or projects switched on, where the edition is Simple Start or Essentials. Where
classes are declared too, CLS201 says it of them.

## Why it matters

Only Plus and Advanced have them. Nobody can switch them on, so reports by practice area or by matter will not come.

## Example that fails

```yaml
systems: { quickbooks: { edition: essentials }, integration: { via: none } }
tracking: { projects: enabled }
```

## Fix

Move the company to Plus or Advanced, or do without.

```yaml
systems: { quickbooks: { edition: plus } }
tracking: { projects: enabled }
```

## Sources

- QuickBooks help L6THMltE4 (usage limits: classes, locations and projects by edition); read 2026-11
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
    edition, tracking = without_tracking(firm), firm.config.tracking
    if edition is None or tracking is None:
        return
    for name in ("classes", "locations", "projects"):
        is_told = name == "classes" and classes(firm)
        if getattr(tracking, name) not in (None, "none") and not is_told:
            yield Hit(
                firm.place("tracking", name),
                f"QuickBooks {edition} has no {name}.",
                related=(firm.place("systems", "quickbooks", "edition"),),
            )


RULE = Rule(
    code="TRK201",
    name="tracking-the-edition-lacks",
    level=Level.ERROR,
    why="Only Plus and Advanced have them, and nobody can switch them on.",
    fix="Write `none`, or move the company to Plus or Advanced.",
    check=_check,
    needs_whole=True,
    catalogue="C18",
)
