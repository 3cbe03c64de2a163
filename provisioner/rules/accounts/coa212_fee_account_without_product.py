"""An income account for fees that no product is sold to.

## What it finds

An account of detail type Service/Fee Income that no product names as `income`, in a file that declares products. An
account that has sub-accounts is a heading and left alone, and so is every other kind of income, which may be booked
by hand.

## Why it matters

Clio's sync books fees by product only. An account that no product leads to stays empty, or fills with what somebody
picked by hand: either the account is left over, or a billing category ends in the wrong place.

## Example that fails

```yaml
accounts:
  flat_fees: { name: Flat Fees, type: Income, detail_type: ServiceFeeIncome, number: "4020" }
products:
  hourly: { name: Hourly Attorney, income: hourly_fees }
```

## Fix

Declare the product whose sales belong there, or leave the account out.

```yaml
accounts:
  flat_fees: { name: Flat Fees, type: Income, detail_type: ServiceFeeIncome, number: "4020" }
products:
  hourly: { name: Hourly Attorney, income: hourly_fees }
  flat: { name: Flat Fee, income: flat_fees }
```

## Sources

- Clio help 360000365874 (the product of a line decides its income account); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, kinds, products, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    if not products(firm):
        return
    sold_to = {product.income for product in products(firm).values()}
    headings = {account.parent for account in accounts(firm).values()}
    for key, kind in kinds(firm).items():
        if kind.detail == "ServiceFeeIncome" and key not in sold_to and key not in headings:
            yield Hit(
                firm.place("accounts", key),
                f"{title(key, accounts(firm)[key])} is an account for fees, but no product is sold to it.",
            )


RULE = Rule(
    code="COA212",
    name="fee-account-without-product",
    level=Level.ADVICE,
    why="Clio's sync books fees by product: an account that no product leads to is left over, or missed by a category.",
    fix="Let a product name it under `income`, or leave the account out.",
    check=_check,
    needs_whole=True,
    catalogue="C05 C06",
)
