"""Recovered costs are booked to the income account that fees are booked to.

## What it finds

An expense category, other than `cost: hard`, whose product is sold to an income account that a product of a billing
category for time or flat fees is sold to as well. A firm connected through LeanLaw is left alone: LeanLaw knows one
income account only.

## Why it matters

What clients repay for copies or research is no fee. In the fee account it makes hours look better paid than they are,
and it cannot be compared with what those costs were.

## Example that fails

```yaml
products:
  hourly: { name: Hourly Attorney, income: hourly_fees }
  copies: { name: Copies, income: hourly_fees }
categories:
  attorney_time: { name: Attorney Time, product: hourly }
expense_categories:
  copies: { name: Copies, product: copies, cost: soft }
```

## Fix

Declare an income account for recovered costs.

```yaml
accounts:
  recovery: { name: Soft Cost Recovery, type: Income, detail_type: OtherPrimaryIncome }
products:
  hourly: { name: Hourly Attorney, income: hourly_fees }
  copies: { name: Copies, income: recovery }
categories:
  attorney_time: { name: Attorney Time, product: hourly }
expense_categories:
  copies: { name: Copies, product: copies, cost: soft }
```

## Sources

- CPA Practice Advisor, law firm chart of accounts, 2019; read 2026-11
- LeanLaw help 636044 (one income account); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._chart import fee_and_recovery_accounts
from provisioner.rules._shapes import accounts, categories, expense_categories, products, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    integration = firm.config.systems.integration
    if integration is not None and integration.via == "leanlaw":
        return
    takes_fees = {products(firm)[category.product].income for category in categories(firm).values()}
    takes_fees &= frozenset(fee_and_recovery_accounts(firm))
    for key, category in expense_categories(firm).items():
        product = products(firm)[category.product]
        if category.cost != "hard" and product.income in takes_fees:
            yield Hit(
                firm.place("expense_categories", key, "product"),
                f"{category.name} is a recovered cost, but its product {product.name} is booked to "
                f"{title(product.income, accounts(firm)[product.income])}, where fees are booked.",
                related=(firm.place("products", category.product, "income"),),
            )


RULE = Rule(
    code="ITM206",
    name="recovered-cost-booked-with-fees",
    level=Level.ADVICE,
    why="What clients repay for costs is no fee, and there it cannot be compared with what the costs were.",
    fix="Let the product book to an income account for recovered costs.",
    check=_check,
    needs_whole=True,
    catalogue="C15",
)
