"""A processor's fees are taken from an account that is no bank account.

## What it finds

A processor whose `fees_from` is not of type Bank.

## Why it matters

`fees_from` is the account that the processor debits, so that its statement shows the fee. An expense or income account
is where the fee is booked, and belongs under `fee_account`. As long as nobody knows which bank account is debited,
nobody knows that it is not the trust account.

## Example that fails

```yaml
accounts:
  merchant_fees: { name: Merchant Fees, type: Expense, detail_type: BankCharges }
processors:
  clio_payments: { fees_from: merchant_fees, fee_account: merchant_fees }
```

## Fix

Name the firm's own bank account.

```yaml
accounts:
  merchant_fees: { name: Merchant Fees, type: Expense, detail_type: BankCharges }
processors:
  clio_payments: { fees_from: operating, fee_account: merchant_fees }
```

## Sources

- Intuit API reference, Account, AccountType; read 2026-11
- ABA Model Rule 1.15(a) (client money is kept apart from the firm's own); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, kind_of, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    for key, processor in firm.config.processors.items():
        account = accounts(firm)[processor.fees_from]
        if kind_of(account).type != "Bank":
            yield Hit(
                firm.place("processors", key, "fees_from"),
                f"The fees of `{key}` are taken from {title(processor.fees_from, account)}, which is of type "
                f"{kind_of(account).type}.",
                related=(firm.place("accounts", processor.fees_from),),
            )


RULE = Rule(
    code="PRO204",
    name="processor-fees-from-no-bank-account",
    level=Level.ERROR,
    why="The processor debits a bank account; which one it is decides whether client money pays the fee.",
    fix="Name the bank account that the processor debits; where the fee is booked belongs under `fee_account`.",
    check=_check,
    catalogue="T15",
)
