"""A cost paid for a client goes out as an expense and comes back from an asset account.

## What it finds

- An expense category with `cost: hard` whose product is sold to an account of type Other Current Asset, in a file that
  says `posting: { hard_costs: expense }`.
- A product of such a category that is sold to an Other Current Asset account (`income`) and bought on an expense
  account (`expense`).

## Why it matters

Either way of booking client costs works alone: paid from an asset account and repaid to it, or paid as an expense and
repaid as income. Mixed, the expense stays with the firm and the asset account falls below zero by what clients repay.

## Example that fails

```yaml
accounts:
  costs_advanced: { name: Advanced Client Costs, type: Other Current Asset, detail_type: OtherCurrentAssets }
  case_costs: { name: Case Costs, type: Cost of Goods Sold, detail_type: OtherCostsOfServiceCos }
products:
  filing: { name: Filing Fees, income: costs_advanced, expense: case_costs }
expense_categories:
  filing_fees: { name: Filing Fees, product: filing, cost: hard }
```

## Fix

Use the asset account on both sides.

```yaml
accounts:
  costs_advanced: { name: Advanced Client Costs, type: Other Current Asset, detail_type: OtherCurrentAssets }
products:
  filing: { name: Filing Fees, income: costs_advanced, expense: costs_advanced }
expense_categories:
  filing_fees: { name: Filing Fees, product: filing, cost: hard }
```

## Sources

- IRS, Attorneys Audit Technique Guide (advanced client costs are loans); read 2026-11
- Clio help 203329720 (a billed expense is booked against advanced client costs); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import EXPENSE_TYPES, accounts, expense_categories, kinds, products, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    posting = firm.config.posting
    is_expensed = posting is not None and posting.hard_costs == "expense"
    advanced = {
        key: category
        for key, category in expense_categories(firm).items()
        if category.cost == "hard"
        and kinds(firm)[products(firm)[category.product].income].type == "Other Current Asset"
    }
    if is_expensed:
        for key, category in advanced.items():
            income = products(firm)[category.product].income
            yield Hit(
                firm.place("expense_categories", key, "product"),
                f"Client costs are booked as expenses, but {category.name} is repaid to the asset account "
                f"{title(income, accounts(firm)[income])}.",
                related=(firm.place("posting", "hard_costs"), firm.place("products", category.product, "income")),
            )
        return
    for key in dict.fromkeys(category.product for category in advanced.values()):
        product = products(firm)[key]
        if product.expense is not None and kinds(firm)[product.expense].type in EXPENSE_TYPES:
            bought, sold = (title(each, accounts(firm)[each]) for each in (product.expense, product.income))
            yield Hit(
                firm.place("products", key, "expense"),
                f"{product.name} is bought on the expense account {bought}, but repaid to the asset account {sold}.",
                related=(firm.place("products", key, "income"),),
            )


RULE = Rule(
    code="ITM205",
    name="hard-cost-methods-mixed",
    level=Level.WARNING,
    why="The expense stays with the firm, and the asset account falls below zero by what clients repay.",
    fix="Use the asset account for advanced client costs on both sides, with `posting: { hard_costs: asset }`.",
    check=_check,
    catalogue="C14",
)
