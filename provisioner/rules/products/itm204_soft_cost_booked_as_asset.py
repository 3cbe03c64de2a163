"""A cost of the firm's own is booked to the account for costs advanced for clients when it is billed.

## What it finds

An expense category with `cost: soft` whose product is sold to an account of type Other Current Asset.

## Why it matters

Copies and postage are the firm's own expense when they are paid. Nothing was ever added to the asset account for them,
so each bill lowers it by money that was never in it: it drifts below zero and hides what clients really owe.

## Example that fails

```yaml
accounts:
  costs_advanced: { name: Advanced Client Costs, type: Other Current Asset, detail_type: OtherCurrentAssets }
products:
  copies: { name: Copies, income: costs_advanced }
expense_categories:
  copies: { name: Copies, product: copies, cost: soft }
```

## Fix

Let the product book to an income account for recovered costs. A cost that is paid to somebody else for the client is
`cost: hard`.

```yaml
accounts:
  recovery: { name: Soft Cost Recovery, type: Income, detail_type: OtherPrimaryIncome }
products:
  copies: { name: Copies, income: recovery }
expense_categories:
  copies: { name: Copies, product: copies, cost: soft }
```

## Sources

- IRS, Attorneys Audit Technique Guide (advanced client costs are loans); read 2026-11
- ABA Law Practice, 2022 (hard costs do not pass through the income statement); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, expense_categories, kinds, products, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    for key, category in expense_categories(firm).items():
        product = products(firm)[category.product]
        if category.cost == "soft" and kinds(firm)[product.income].type == "Other Current Asset":
            yield Hit(
                firm.place("expense_categories", key, "product"),
                f"{category.name} is a soft cost, but its product {product.name} is booked to the asset account "
                f"{title(product.income, accounts(firm)[product.income])}.",
                related=(firm.place("products", category.product, "income"),),
            )


RULE = Rule(
    code="ITM204",
    name="soft-cost-booked-as-asset",
    level=Level.WARNING,
    why="The firm's own costs were never added to that account: each bill lowers it by money that was not in it.",
    fix="Let the product book to an income account for recovered costs, or mark the category `cost: hard` if the cost "
    "is paid to somebody else for the client.",
    check=_check,
    catalogue="C14 C15",
)
