"""The expense account of a product is not an account that purchases can be booked to.

## What it finds

A product whose `expense` names an account that is neither Expense, Cost of Goods Sold, Other Expense nor Other Current
Asset (for client costs the firm advances), or that QuickBooks makes by itself.

## Why it matters

A check or bill that names the product books its amount there. On an income or bank account the cost would lower the
firm's income, or seem to be money in the bank.

## Example that fails

```yaml
products:
  transcripts: { name: Transcripts, income: hourly_fees, expense: hourly_fees }
```

## Fix

Name an expense account, or the asset account for advanced client costs.

```yaml
accounts:
  transcript_costs: { name: Transcript Costs, type: Cost of Goods Sold, detail_type: OtherCostsOfServiceCos }
products:
  transcripts: { name: Transcripts, income: hourly_fees, expense: transcript_costs }
```

## Sources

- Intuit API reference, Item, ExpenseAccountRef; read 2026-11
- LeanLaw help, QuickBooks set-up (advanced client costs are an other current asset); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import EXPENSE_TYPES, accounts, kind_of, products, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_TYPES = EXPENSE_TYPES | {"Other Current Asset"}


def _check(firm: Firm) -> Iterator[Hit]:
    declared = accounts(firm)
    for key, product in products(firm).items():
        if product.expense is None:
            continue
        account = declared[product.expense]
        if account.system is not None or kind_of(account).type not in _TYPES:
            yield Hit(
                firm.place("products", key, "expense"),
                f"{product.name} is bought on {title(product.expense, account)}, which is of type "
                f"{kind_of(account).type}.",
                related=(firm.place("accounts", product.expense),),
            )


RULE = Rule(
    code="ITM202",
    name="product-bought-on-wrong-account-type",
    level=Level.ERROR,
    why="A check or bill that names the product is booked there.",
    fix="Name an Expense, Cost of Goods Sold or Other Expense account, or an Other Current Asset account for advanced "
    "client costs.",
    check=_check,
    catalogue="C07",
)
