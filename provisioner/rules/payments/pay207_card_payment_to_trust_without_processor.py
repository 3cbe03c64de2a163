"""Card payments go to a trust account, and nothing says through which processor.

## What it finds

A payment method with `kind: credit_card` that is routed to a trust account, or to the bank account of one, without
`processor`.

## Why it matters

Whether a card payment may go to trust at all depends on the processor: one made for law firms deposits the whole amount
and takes its fee and any chargeback from operating. An ordinary one takes them out of the trust account, and so out of
other clients' money. Where none is named, nobody has looked.

## Example that fails

```yaml
payments:
  trust_card: { name: Trust Card, kind: credit_card, route: iolta }
  applied: { name: Applied from Trust, route: trust_transfer, from: iolta, to: operating }
```

## Fix

Name the processor, and say that it is safe for trust money.

```yaml
accounts:
  merchant_fees: { name: Merchant Fees, type: Expense, detail_type: BankCharges }
processors:
  clio_payments: { fees_from: operating, fee_account: merchant_fees, trust_safe: true }
payments:
  trust_card: { name: Trust Card, kind: credit_card, route: iolta, processor: clio_payments }
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
from provisioner.rules._shapes import payments, trust_banks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    to_trust = trust_banks(firm) | firm.config.trust.keys()
    for key, payment in payments(firm).items():
        if payment.kind == "credit_card" and payment.route in to_trust and payment.processor is None:
            yield Hit(
                firm.place("payments", key, "route"),
                f"{payment.name} brings card payments to the trust account, and no processor is named.",
            )


RULE = Rule(
    code="PAY207",
    name="card-payment-to-trust-without-processor",
    level=Level.WARNING,
    why="An ordinary processor takes fees and chargebacks out of the account, and so out of other clients' money.",
    fix="Name the `processor`, with `trust_safe: true` once it is known to take fees from operating.",
    check=_check,
    catalogue="T15",
)
