"""A processor takes its fees from a trust account whose state lets the firm's money there pay the bank only.

## What it finds

A processor whose `fees_from` is the bank of a trust account, in a jurisdiction that names what the firm's own money in
trust is for and does not name card fees. Arizona, which allows them, is left alone.

## Why it matters

The processor takes its fee out of whatever is in the account: out of other clients' money, whenever the firm's own is
used up.

## Example that fails

```yaml
accounts:
  merchant_fees: { name: Merchant Fees, type: Expense, detail_type: BankCharges }
processors:
  cards: { fees_from: iolta_bank, fee_account: merchant_fees }
```

## Fix

Let the processor take its fees from the operating account. `provisioner explain US-CA` shows what California says, and
so for every state.

```yaml
accounts:
  merchant_fees: { name: Merchant Fees, type: Expense, detail_type: BankCharges }
processors:
  cards: { fees_from: operating, fee_account: merchant_fees }
```

## Sources

- Texas Lawyers' Insurance Exchange, card and PayPal fees and trust accounts, tlie.org; read 2026-11
- Ariz. R. Sup. Ct. 43 (merchant fees and chargebacks), through casetext.com; read 2026-11
- R. Regulating Fla. Bar 5-1.1; Ga. RPC 1.15(II); Mass. R. Prof. C. 1.15; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.finding import Level
from provisioner.rules._law import Breach, state_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.rules._law import Account


def _check(account: Account) -> Iterator[Breach]:
    cell = account.law.firm_funds
    if cell is None or cell.merchant_fees:
        return
    for key, processor in account.firm.config.processors.items():
        if processor.fees_from == account.trust.bank:
            yield Breach(
                cell,
                account.firm.place("processors", key, "fees_from"),
                f"The processor `{key}` takes its fees from the bank account of `{account.key}`.",
                f"this limit on the firm's own money in trust: {cell.says}",
            )


RULE = state_rule(
    code="JUR210",
    name="merchant-fees-in-trust-outside-the-state-rule",
    level=Level.WARNING,
    why="The fee comes out of other clients' money whenever the firm's own is used up.",
    fix="Let the processor take its fees from the operating account.",
    check=_check,
    catalogue="T15 T13",
)
