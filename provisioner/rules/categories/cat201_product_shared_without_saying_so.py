"""Two billing categories lead to the same product, and neither says that this is meant.

## What it finds

A billing or expense category whose product an earlier category uses too, when neither it nor that one says
`shared: true`. One category of those that share a product needs no mark.

## Why it matters

In QuickBooks the two cannot be told apart: their lines carry the same product and are booked to the same account. That
is often meant, and just as often a slip of copying.

## Example that fails

```yaml
products:
  hourly: { name: Hourly Attorney, income: hourly_fees }
categories:
  attorney_time: { name: Attorney Time, product: hourly }
  court_appearance: { name: Court Appearance, product: hourly }
```

## Fix

Write `shared: true` where it is meant; else name another product.

```yaml
products:
  hourly: { name: Hourly Attorney, income: hourly_fees }
categories:
  attorney_time: { name: Attorney Time, product: hourly }
  court_appearance: { name: Court Appearance, product: hourly, shared: true }
```

## Sources

- Clio help 360000365874 (time and expense lines are linked to QuickBooks products and services); read 2026-11
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import categories, expense_categories, products, repeats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    entries = chain(
        ((("categories", key), each) for key, each in categories(firm).items()),
        ((("expense_categories", key), each) for key, each in expense_categories(firm).items()),
    )
    unmarked = ((each.product, (path, each)) for path, each in entries if not each.shared)
    for (first, earlier), (path, each) in repeats(unmarked):
        yield Hit(
            firm.place(*path, "product"),
            f"{each.name} leads to the same product as {earlier.name}: {products(firm)[each.product].name}.",
            related=(firm.place(*first, "product"),),
        )


RULE = Rule(
    code="CAT201",
    name="product-shared-without-saying-so",
    level=Level.ADVICE,
    why="In QuickBooks the lines of the two cannot be told apart.",
    fix="Write `shared: true` if this is meant; else name another product.",
    check=_check,
    catalogue="C08",
)
