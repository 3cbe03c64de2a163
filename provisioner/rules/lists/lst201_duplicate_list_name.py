"""Two entries of one QuickBooks list have the same name.

## What it finds

A product, class, term or payment method whose name an earlier entry of the same section has already. Capitals make no
difference. Classes may share a name below different parents.

## Why it matters

QuickBooks refuses the second one, so only the first could be made.

## Example that fails

```yaml
terms:
  net_30: { name: Net 30, due_days: 30 }
  thirty_days: { name: NET 30, due_days: 30 }
```

## Fix

Rename one of them, or remove it.

```yaml
terms:
  net_30: { name: Net 30, due_days: 30 }
```

## Sources

- Intuit API reference, Item, Class, Term and PaymentMethod, Name; Intuit error code 6240 (duplicate name); read 2026-11
- That capitals make no difference is our assumption, on the safe side
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import folded, lists, named, repeats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    for section in lists(firm, "qbo"):
        entries = named(firm, section)
        marked = (((getattr(each, "parent", None), folded(each.name)), key) for key, each in entries.items())
        for first, key in repeats(marked):
            yield Hit(
                firm.place(section, key, "name"),
                f"{section}.{key} has the name of {section}.{first}: {entries[first].name}.",
                related=(firm.place(section, first, "name"),),
            )


RULE = Rule(
    code="LST201",
    name="duplicate-list-name",
    level=Level.ERROR,
    why="QuickBooks refuses a second entry of a list with the same name.",
    fix="Rename one of them, or remove it.",
    check=_check,
    catalogue="V01",
)
