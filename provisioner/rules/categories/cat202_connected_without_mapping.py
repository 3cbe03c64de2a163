"""Clio is connected to QuickBooks, and the file names no billing category.

## What it finds

`integration: { via: clio_native }` in a file without `categories`.

## Why it matters

Clio's sync sends each line of a bill to a product, and the product decides the income account. Where nothing says which
category goes where, whoever clicks through the set-up chooses, mostly one product for everything, and nobody can check
it afterwards.

## Example that fails

```yaml
categories: null
systems: { integration: { via: clio_native } }
```

## Fix

Write the mapping down before connecting: each billing category of Clio with its product, whose `income` is the account.

```yaml
systems: { integration: { via: clio_native } }
products:
  hourly: { name: Hourly Attorney, income: hourly_fees }
categories:
  attorney_time: { name: Attorney Time, product: hourly }
```

## Sources

- Clio help 360000365874 (time and expense lines are linked to QuickBooks products and services); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import categories, expense_categories, native

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    if native(firm) and not categories(firm):
        none = "only expense categories are" if expense_categories(firm) else "no billing category is"
        yield Hit(
            firm.place("systems", "integration", "via"),
            f"Clio is connected to QuickBooks, but {none} mapped to a product.",
        )


RULE = Rule(
    code="CAT202",
    name="connected-without-mapping",
    level=Level.WARNING,
    why="Whoever sets up the sync then chooses where fees are booked, and nobody can check it afterwards.",
    fix="Declare Clio's billing categories under `categories`, each with its `product`, and the products' `income`.",
    check=_check,
    needs_whole=True,
    catalogue="C06 C19",
)
