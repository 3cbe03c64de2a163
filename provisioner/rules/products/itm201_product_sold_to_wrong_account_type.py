"""The income account of a product is not an account that sales can be booked to.

## What it finds

A product whose `income` names an account that is neither Income, Other Income nor Other Current Asset (for client
costs the firm advances), or that QuickBooks makes by itself. Sales tax payable is accepted, since Clio sends sales tax
as an invoice line with a product of its own.

## Why it matters

Every invoice line books its amount to the income account of its product. A bank account, an expense or the trust
liability there makes each invoice wrong, and nobody sees it before the next reconciliation.

## Example that fails

```yaml
products:
  hourly: { name: Hourly Attorney, income: operating }
```

## Fix

Name an income account, or the asset account for advanced client costs.

```yaml
products:
  hourly: { name: Hourly Attorney, income: hourly_fees }
```

## Sources

- Intuit API reference, Item, IncomeAccountRef; read 2026-11
- LeanLaw help, QuickBooks set-up (advanced client costs are an other current asset); read 2026-11
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
    from provisioner.rules._shapes import AccountLike

_TYPES = frozenset({"Income", "Other Income", "Other Current Asset"})
_SALES_TAX = frozenset({"SalesTaxPayable", "GlobalTaxPayable"})


def _check(firm: Firm) -> Iterator[Hit]:
    declared = accounts(firm)
    for key, product in products(firm).items():
        account = declared[product.income]
        if not _takes_sales(account):
            yield Hit(
                firm.place("products", key, "income"),
                f"{product.name} is sold to {title(product.income, account)}, which is of type "
                f"{kind_of(account).type}.",
                related=(firm.place("accounts", product.income),),
            )


def _takes_sales(account: AccountLike) -> bool:
    kind = kind_of(account)
    return account.system is None and (kind.type in _TYPES or kind.detail in _SALES_TAX)


RULE = Rule(
    code="ITM201",
    name="product-sold-to-wrong-account-type",
    level=Level.ERROR,
    why="Every invoice line is booked to the income account of its product.",
    fix="Name an Income or Other Income account, or an Other Current Asset account for advanced client costs.",
    check=_check,
    catalogue="C07",
)
