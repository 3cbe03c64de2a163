"""A billing category is for what nobody has sorted, or ends in an account for it.

## What it finds

A billing or expense category whose name begins with Uncategorized, and one whose product is sold to an account with
such a name, like the Uncategorized Income that QuickBooks makes.

## Why it matters

A mapping is there so that every line has a place. A line that is mapped to "uncategorized" counts as booked and is
looked at by nobody, while a line without a mapping would have been asked about.

## Example that fails

```yaml
products:
  hourly: { name: Hourly Attorney, income: hourly_fees }
categories:
  rest: { name: Uncategorized Time, product: hourly }
```

## Fix

Give the work a category that says what it is, and leave what is not sorted without one, so that it is found.

```yaml
products:
  hourly: { name: Hourly Attorney, income: hourly_fees }
categories:
  travel_time: { name: Travel Time, product: hourly }
```

## Sources

- Clio help 360000365874 (lines are linked to QuickBooks products and services); read 2026-11
- Intuit sample company (Uncategorized Income among the accounts QuickBooks makes); read 2026-11
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._chart import words
from provisioner.rules._shapes import accounts, categories, expense_categories, products, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_UNSORTED = frozenset({"uncategorized", "uncategorised"})


def _check(firm: Firm) -> Iterator[Hit]:
    entries = chain(
        ((("categories", key), each) for key, each in categories(firm).items()),
        ((("expense_categories", key), each) for key, each in expense_categories(firm).items()),
    )
    for path, category in entries:
        product = products(firm)[category.product]
        account = accounts(firm)[product.income]
        if _is_unsorted(category.name):
            yield Hit(firm.place(*path, "name"), f"{category.name} is a category for what nobody has sorted.")
        elif _is_unsorted(account.name):
            yield Hit(
                firm.place(*path, "product"),
                f"{category.name} ends in {title(product.income, account)}, by way of {product.name}.",
                related=(firm.place("products", category.product, "income"),),
            )


def _is_unsorted(name: str | None) -> bool:
    return words(name or "")[:1] in {(word,) for word in _UNSORTED}


RULE = Rule(
    code="CAT203",
    name="mapping-to-uncategorized",
    level=Level.ERROR,
    why="The line counts as booked and is looked at by nobody; without a mapping it would have been asked about.",
    fix="Name a category, a product and an income account that say what the work is.",
    check=_check,
    catalogue="C06",
)
