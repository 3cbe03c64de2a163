"""The sales tax on Clio's bills is booked as if it were the firm's own.

## What it finds

A product named by `posting: { sales_tax: ... }` that is booked to another account than one for sales tax payable.

## Why it matters

On accounts of the United States, Clio sends sales tax as a line of the invoice, with a product of its own, and not to
the sales tax center of QuickBooks. The product decides where it is booked. On an income account it counts as earned,
although it is owed to the state.

## Example that fails

```yaml
products:
  sales_tax: { name: Sales Tax, income: hourly_fees }
posting: { trust_payments: staff_posts, sales_tax: sales_tax }
```

## Fix

Let the product book to a liability account of the detail type SalesTaxPayable.

```yaml
accounts:
  tax_payable: { name: Sales Tax on Bills, type: Other Current Liability, detail_type: SalesTaxPayable, number: "2500" }
products:
  sales_tax: { name: Sales Tax, income: tax_payable }
posting: { trust_payments: staff_posts, sales_tax: sales_tax }
```

## Sources

- Clio help 203329400 (sales tax travels as a line with its own product); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, kind_of, products, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_OWED = frozenset({"SalesTaxPayable", "GlobalTaxPayable"})


def _check(firm: Firm) -> Iterator[Hit]:
    posting = firm.config.posting
    if posting is None or posting.sales_tax is None:
        return
    product = products(firm)[posting.sales_tax]
    account = accounts(firm)[product.income]
    if kind_of(account).detail not in _OWED:
        yield Hit(
            firm.place("posting", "sales_tax"),
            f"Sales tax goes to {product.name}, which is booked to {title(product.income, account)}.",
            related=(firm.place("products", posting.sales_tax, "income"),),
        )


RULE = Rule(
    code="INT217",
    name="sales-tax-booked-as-income",
    level=Level.WARNING,
    why="Sales tax is owed to the state; on an income account it counts as earned.",
    fix="Let the product book to a liability account of the detail type SalesTaxPayable.",
    check=_check,
    needs_whole=True,
    catalogue="S28",
)
