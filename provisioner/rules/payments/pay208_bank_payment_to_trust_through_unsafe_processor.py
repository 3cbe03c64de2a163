"""Payments by ACH go to a trust account through a processor that is not known to be safe for trust money.

## What it finds

A payment method that is no card, is routed to a trust account or its bank account, and has a `processor` that does not
say `trust_safe: true`. Cards are PAY204.

## Why it matters

An eCheck or ACH payment has a fee as well, and can be taken back for days after it was paid in. A processor that takes
both out of the account the money went to, takes them from other clients there.

## Example that fails

```yaml
accounts:
  merchant_fees: { name: Merchant Fees, type: Expense, detail_type: BankCharges }
processors:
  plain: { fees_from: operating, fee_account: merchant_fees }
payments:
  ach: { name: ACH to Trust, kind: other, route: iolta, processor: plain }
  applied: { name: Applied from Trust, route: trust_transfer, from: iolta, to: operating }
```

## Fix

Use a processor that takes fees and returns from operating, and say so.

```yaml
accounts:
  merchant_fees: { name: Merchant Fees, type: Expense, detail_type: BankCharges }
processors:
  plain: { fees_from: operating, fee_account: merchant_fees, trust_safe: true }
payments:
  ach: { name: ACH to Trust, kind: other, route: iolta, processor: plain }
  applied: { name: Applied from Trust, route: trust_transfer, from: iolta, to: operating }
```

## Sources

- North Carolina State Bar, RPC 247 (card fees and chargebacks on a trust account); read 2026-11
- ABA Model Rule 1.15(a) and (b); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._trust_handling import to_trust_unsafely

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    for key, payment, processor in to_trust_unsafely(firm, card=False):
        yield Hit(
            firm.place("payments", key, "processor"),
            f"{payment.name} goes to the trust account through `{processor}`, which does not say `trust_safe: true`.",
            related=(firm.place("processors", processor),),
        )


RULE = Rule(
    code="PAY208",
    name="bank-payment-to-trust-through-unsafe-processor",
    level=Level.WARNING,
    why="Fees and returned payments would be taken out of the trust account, and so from other clients.",
    fix="Use a processor that takes fees and returns from operating, and say so with `trust_safe: true`.",
    check=_check,
    catalogue="T15",
)
