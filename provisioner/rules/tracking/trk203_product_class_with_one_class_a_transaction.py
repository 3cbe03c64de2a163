"""Products have a class, but QuickBooks tracks one class for the whole transaction.

## What it finds

A product with `class`, in a file that says `tracking: { classes: per_transaction }`.

## Why it matters

A product's class goes onto the lines that use it. With one class a transaction QuickBooks leaves it out, without a
word, and income by practice area stays empty.

## Example that fails

```yaml
tracking: { classes: per_transaction }
classes:
  litigation: { name: Litigation }
products:
  hourly: { name: Hourly Attorney, income: hourly_fees, class: litigation }
```

## Fix

Track a class a line.

```yaml
tracking: { classes: per_line }
classes:
  litigation: { name: Litigation }
products:
  hourly: { name: Hourly Attorney, income: hourly_fees, class: litigation }
```

## Sources

- Intuit API reference, Item, ClassRef, and Preferences, AccountingInfoPrefs.ClassTrackingPerTxnLine; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import products

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    tracking = firm.config.tracking
    if tracking is None or tracking.classes != "per_transaction":
        return
    for key, product in products(firm).items():
        if product.class_ is not None:
            yield Hit(
                firm.place("products", key, "class"),
                f"{product.name} has a class, but QuickBooks tracks one class for the whole transaction.",
                related=(firm.place("tracking", "classes"),),
            )


RULE = Rule(
    code="TRK203",
    name="product-class-with-one-class-a-transaction",
    level=Level.WARNING,
    why="QuickBooks then leaves the class of a line out, without a word.",
    fix="Write `tracking: { classes: per_line }`, or remove the class from the product.",
    check=_check,
    needs_whole=True,
    catalogue="C18",
)
