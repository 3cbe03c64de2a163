"""Card payments go to a trust account through a processor that is not known to be safe for trust money.

## What it finds

A payment method with `kind: credit_card` that is routed to a trust account, or to the bank account of one, with a
processor that does not say `trust_safe: true`.

## Why it matters

An ordinary processor takes its fees and chargebacks out of the account the money goes to. On a trust account that pays
the firm's costs with other clients' money. A processor made for law firms takes them from the operating account.

## Example that fails

```yaml
accounts:
  merchant_fees: { name: Merchant Fees, type: Expense, detail_type: BankCharges }
processors:
  card_shop: { fees_from: operating, fee_account: merchant_fees }
payments:
  card_to_trust: { name: Card to Trust, kind: credit_card, route: iolta, processor: card_shop }
```

## Fix

Route the cards to the operating account, or use a processor that takes fees and chargebacks from there, and say so.

```yaml
accounts:
  merchant_fees: { name: Merchant Fees, type: Expense, detail_type: BankCharges }
processors:
  card_shop: { fees_from: operating, fee_account: merchant_fees, trust_safe: true }
payments:
  card_to_trust: { name: Card to Trust, kind: credit_card, route: iolta, processor: card_shop }
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
    for key, payment, processor in to_trust_unsafely(firm, card=True):
        yield Hit(
            firm.place("payments", key, "processor"),
            f"{payment.name} brings card payments to the trust account through `{processor}`, which does not say "
            "`trust_safe: true`.",
            related=(firm.place("processors", processor),),
        )


RULE = Rule(
    code="PAY204",
    name="card-payment-to-trust-through-unsafe-processor",
    level=Level.ERROR,
    why="An ordinary processor takes fees and chargebacks out of the trust account, and so out of clients' money.",
    fix="Route the cards to the operating account, or use a processor that takes fees and chargebacks from there, and "
    "say so with `trust_safe: true`.",
    check=_check,
    catalogue="T15",
)
