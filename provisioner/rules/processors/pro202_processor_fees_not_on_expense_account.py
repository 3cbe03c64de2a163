"""A processor's fees are booked to an account that is no expense.

## What it finds

A processor whose `fee_account` is not of type Expense, Cost of Goods Sold or Other Expense.

## Why it matters

The fee of a card payment is a cost of the firm. Booked anywhere else, income or a balance is off by every fee.

## Example that fails

```yaml
processors:
  clio_payments: { fees_from: operating, fee_account: hourly_fees }
```

## Fix

Name an expense account, such as Merchant Fees.

```yaml
accounts:
  merchant_fees: { name: Merchant Fees, type: Expense, detail_type: BankCharges }
processors:
  clio_payments: { fees_from: operating, fee_account: merchant_fees }
```

## Sources

- Intuit API reference, Account, AccountType; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import EXPENSE_TYPES, accounts, kind_of, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    for key, processor in firm.config.processors.items():
        account = accounts(firm)[processor.fee_account]
        if kind_of(account).type not in EXPENSE_TYPES:
            yield Hit(
                firm.place("processors", key, "fee_account"),
                f"The fees of `{key}` are booked to {title(processor.fee_account, account)}, which is of type "
                f"{kind_of(account).type}.",
                related=(firm.place("accounts", processor.fee_account),),
            )


RULE = Rule(
    code="PRO202",
    name="processor-fees-not-on-expense-account",
    level=Level.ERROR,
    why="The fee of a card payment is a cost of the firm.",
    fix="Name an Expense, Cost of Goods Sold or Other Expense account.",
    check=_check,
    catalogue="C07",
)
