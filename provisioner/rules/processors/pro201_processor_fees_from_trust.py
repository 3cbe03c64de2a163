"""A processor takes its fees from an account that holds client money.

## What it finds

A processor whose `fees_from` names a trust bank account. A trust account under Arizona's rules is left alone: Arizona
lets a firm keep money of its own there for such fees.

## Why it matters

Fees are the firm's cost. Taken from the trust account, they are paid with clients' money.

## Example that fails

```yaml
accounts:
  merchant_fees: { name: Merchant Fees, type: Expense, detail_type: BankCharges }
processors:
  clio_payments: { fees_from: iolta_bank, fee_account: merchant_fees, trust_safe: true }
```

## Fix

Let the processor take its fees from the operating account.

```yaml
accounts:
  merchant_fees: { name: Merchant Fees, type: Expense, detail_type: BankCharges }
processors:
  clio_payments: { fees_from: operating, fee_account: merchant_fees, trust_safe: true }
```

## Sources

- ABA Model Rule 1.15(a) and (b) (own money only for bank service charges); read 2026-11
- North Carolina State Bar, RPC 247; Ariz. R. Sup. Ct. 43 (text as amended to 2023-12); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, title, trust_banks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

# Arizona alone lets a firm keep card fees, reasonably estimated, in trust: Ariz. R. Sup. Ct. 43, text to 2023-12; read
# 2026-11
_ALLOWED_IN = frozenset({"US-AZ"})


def _check(firm: Firm) -> Iterator[Hit]:
    allowed = {trust.bank for trust in firm.config.trust.values() if trust.jurisdiction in _ALLOWED_IN}
    forbidden = trust_banks(firm) - allowed
    for key, processor in firm.config.processors.items():
        if processor.fees_from in forbidden:
            name = title(processor.fees_from, accounts(firm)[processor.fees_from])
            yield Hit(
                firm.place("processors", key, "fees_from"),
                f"The processor `{key}` takes its fees from {name}, which holds client money.",
                related=(firm.place("accounts", processor.fees_from),),
            )


RULE = Rule(
    code="PRO201",
    name="processor-fees-from-trust",
    level=Level.ERROR,
    why="Fees are the firm's cost; taken from a trust account, they are paid with clients' money.",
    fix="Let the processor take its fees from the operating account.",
    check=_check,
    catalogue="T15",
)
