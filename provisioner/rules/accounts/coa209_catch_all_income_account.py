"""All kinds of income are booked to one account.

## What it finds

The only income account of a file, when three or more products are sold to it, or three or more billing categories end
there. Accounts for discounts and unapplied payments do not count as income accounts here, nor do categories that say
`shared: true`. A firm connected through LeanLaw is left alone: LeanLaw knows one income account only.

## Why it matters

An account called "Legal Services" that takes everything tells nobody what the firm earns from hourly work, flat fees
or recovered costs, and it cannot be split afterwards except invoice by invoice.

## Example that fails

```yaml
products:
  hourly: { name: Hourly Attorney, income: hourly_fees }
  flat: { name: Flat Fee, income: hourly_fees }
  copies: { name: Copies, income: hourly_fees }
```

## Fix

Declare an income account for each kind of income, and let the products name them.

```yaml
accounts:
  flat_fees: { name: Flat Fees, type: Income, detail_type: ServiceFeeIncome, number: "4020" }
  recovery: { name: Soft Cost Recovery, type: Income, detail_type: OtherPrimaryIncome, number: "4200" }
products:
  hourly: { name: Hourly Attorney, income: hourly_fees }
  flat: { name: Flat Fee, income: flat_fees }
  copies: { name: Copies, income: recovery }
```

## Sources

- CPA Practice Advisor, law firm chart of accounts, 2019; read 2026-11
- LeanLaw help 636044 (one income account); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, categories, kinds, products, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_MANY = 3
_NOT_EARNED = frozenset({"DiscountsRefundsGiven", "UnappliedCashPaymentIncome"})


def _check(firm: Firm) -> Iterator[Hit]:
    integration = firm.config.systems.integration
    income = _income_accounts(firm)
    if len(income) != 1 or (integration is not None and integration.via == "leanlaw"):
        return
    only = income[0]
    sold = {key for key, product in products(firm).items() if product.income == only}
    ending = [each for each in categories(firm).values() if each.product in sold and not each.shared]
    if len(sold) >= _MANY or len(ending) >= _MANY:
        counted = f"{len(sold)} products" if len(sold) >= _MANY else f"{len(ending)} billing categories"
        yield Hit(
            firm.place("accounts", only),
            f"{title(only, accounts(firm)[only])} is the only income account, and {counted} are booked to it.",
        )


def _income_accounts(firm: Firm) -> list[str]:
    return [key for key, kind in kinds(firm).items() if kind.type == "Income" and kind.detail not in _NOT_EARNED]


RULE = Rule(
    code="COA209",
    name="catch-all-income-account",
    level=Level.WARNING,
    why="Reports then cannot say what the firm earns from which kind of work, and it is hard to split afterwards.",
    fix="Declare an income account for each kind of income, and let the products name them.",
    check=_check,
    needs_whole=True,
    catalogue="C04",
)
