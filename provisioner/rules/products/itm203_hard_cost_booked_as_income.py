"""A cost paid for a client is booked as the firm's income when it is billed.

## What it finds

An expense category with `cost: hard` whose product is sold to an Income or Other Income account. A firm that books
such costs as its own expense (`posting: { hard_costs: expense }`) needs an income account for the repayment: it is left
alone as long as that is not an account for fees (detail type Service/Fee Income).

## Why it matters

A filing fee that the firm pays for a client is a loan to the client until it is repaid. Booked as income, the repayment
raises the firm's income and its tax by money that was never earned, unless every payment was also booked as an expense.

## Example that fails

```yaml
products:
  filing: { name: Filing Fees, income: hourly_fees }
expense_categories:
  filing_fees: { name: Filing Fees, product: filing, cost: hard }
```

## Fix

Let the product book to an asset account for advanced client costs. Where the cost is the firm's own and only recovered,
such as copies, mark it `cost: soft`.

```yaml
accounts:
  costs_advanced: { name: Advanced Client Costs, type: Other Current Asset, detail_type: OtherCurrentAssets }
products:
  filing: { name: Filing Fees, income: costs_advanced }
expense_categories:
  filing_fees: { name: Filing Fees, product: filing, cost: hard }
```

## Sources

- IRS, Attorneys Audit Technique Guide (advanced client costs are loans); read 2026-11
- ABA Law Practice, 2022 (hard costs do not pass through the income statement); read 2026-11
- LeanLaw help, QuickBooks set-up (advanced client costs are an other current asset); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, expense_categories, kind_of, products, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_INCOME = frozenset({"Income", "Other Income"})
_FEES = "ServiceFeeIncome"


def _check(firm: Firm) -> Iterator[Hit]:
    declared, sold = accounts(firm), products(firm)
    posting = firm.config.posting
    is_expensed = posting is not None and posting.hard_costs == "expense"
    for key, category in expense_categories(firm).items():
        income = sold[category.product].income
        kind = kind_of(declared[income])
        if category.cost != "hard" or (is_expensed and kind.detail != _FEES):
            continue
        if kind.type in _INCOME:
            yield Hit(
                firm.place("expense_categories", key, "product"),
                f"{category.name} is a hard cost, but its product {sold[category.product].name} is booked to the "
                f"income account {title(income, declared[income])}.",
                related=(firm.place("products", category.product, "income"),),
            )


RULE = Rule(
    code="ITM203",
    name="hard-cost-booked-as-income",
    level=Level.WARNING,
    why="A cost paid for a client is a loan to the client; its repayment is not income.",
    fix="Let the product book to an Other Current Asset account for advanced client costs, or mark the category "
    "`cost: soft` if the cost is the firm's own.",
    check=_check,
    needs_whole=True,
    catalogue="C15",
)
