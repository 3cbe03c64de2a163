"""Classes are each other's parents, or nested more than five levels deep.

## What it finds

A class that, followed from parent to parent, comes back to itself (reported once a circle), and a class on the sixth
level, counting its topmost parent as the first.

## Why it matters

QuickBooks keeps five levels of classes. Of a circle, no class could be made first.

## Example that fails

```yaml
classes:
  litigation: { name: Litigation, parent: family }
  family: { name: Family Law, parent: litigation }
```

## Fix

Give the class a parent higher up, or remove the `parent` of the one that should stand at the top.

```yaml
classes:
  litigation: { name: Litigation }
  family: { name: Family Law, parent: litigation }
```

## Sources

- Intuit API reference, Class, ParentRef and FullyQualifiedName; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import DEEPEST, LISTED, around, classes, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    declared = classes(firm)
    found = tree({key: each.parent for key, each in declared.items()})
    for circle in found.circles:
        first, *others = circle[:LISTED]
        yield Hit(
            firm.place("classes", first, "parent"),
            f"The class {around([declared[key].name for key in circle])}.",
            related=tuple(firm.place("classes", key, "parent") for key in others),
        )
    for key, level in found.levels.items():
        if level == DEEPEST + 1:
            yield Hit(
                firm.place("classes", key, "parent"), f"The class {declared[key].name} would stand on level {level}."
            )


RULE = Rule(
    code="CLS202",
    name="class-tree-circular-or-too-deep",
    level=Level.ERROR,
    why="QuickBooks keeps five levels of classes, and of a circle no class could be made first.",
    fix="Give the class a parent higher up, or remove the `parent` of the one that should stand at the top.",
    check=_check,
    catalogue="V01",
)
