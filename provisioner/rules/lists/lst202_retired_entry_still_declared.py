"""An entry under `retired` is also declared in its section.

## What it finds

An entry under `retired`, in any section but `accounts`, with the key or the name of one that is declared in that
section. (Accounts are COA208.)

## Why it matters

Both entries stand for the same thing: the one asks to keep it, the other to take it out of use.

## Example that fails

```yaml
terms:
  net_60: { name: Net 60, due_days: 60 }
retired:
  terms:
    sixty_days: { name: Net 60 }
```

## Fix

Remove one of the two entries.

```yaml
retired:
  terms:
    sixty_days: { name: Net 60 }
```

## Sources

- Intuit API reference, Item, Class, Term and PaymentMethod, Name; read 2026-11
- Clio OpenAPI document of 2026-04-08, activity descriptions and expense categories; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import folded, lists, named, retired

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    quickbooks = lists(firm, "qbo")
    for section in (*quickbooks, *lists(firm, "clio")):
        gone = retired(firm, section)
        if not gone:
            continue
        mark = folded if section in quickbooks else str  # Clio tells capitals apart
        declared = named(firm, section)
        names = {mark(each.name): key for key, each in declared.items() if getattr(each, "parent", None) is None}
        for key, entry in gone.items():
            live = key if key in declared else names.get(mark(entry.name))
            if live is not None:
                yield Hit(
                    firm.place("retired", section, key),
                    f"{entry.name} is to be taken out of use, but {section}.{live} declares it.",
                    related=(firm.place(section, live),),
                )


RULE = Rule(
    code="LST202",
    name="retired-entry-still-declared",
    level=Level.ERROR,
    why="Both entries stand for one thing: the one asks to keep it, the other to take it out of use.",
    fix="Remove one of the two entries.",
    check=_check,
    catalogue="V02",
)
