"""A payment goes to one trust account, but its processor pays into another.

## What it finds

A payment method that is routed to a trust account, or its bank account, with a `processor` whose `trust_to` names
another one.

## Why it matters

A processor pays into the account it was set up with, whatever the payment is called. Money for the escrow account
arrives in the pooled account, is recorded in Clio for the one and shows on the bank statement of the other, and both
reconciliations fail by the same amount.

## Example that fails

```yaml
systems: { integration: { via: none } }
accounts:
  merchant_fees: { name: Merchant Fees, type: Expense, detail_type: BankCharges }
  escrow_bank: { name: Escrow, type: Bank, detail_type: TrustAccounts }
  escrow_owed: { name: Escrow Owed, type: Other Current Liability, detail_type: TrustAccountsLiabilities }
trust:
  escrow:
    kind: escrow
    jurisdiction: US-CA
    bank: escrow_bank
    liability: escrow_owed
    ledgers: { method: clio_only, from: clio }
protect: [accounts.iolta_bank, accounts.iolta_liability, accounts.escrow_bank, accounts.escrow_owed]
processors:
  clio_payments: { fees_from: operating, fee_account: merchant_fees, trust_safe: true, trust_to: iolta }
payments:
  escrow_card: { name: Escrow Card, kind: credit_card, route: escrow, processor: clio_payments }
```

## Fix

Route it to the account that the processor pays into, or use another way to pay.

```yaml
systems: { integration: { via: none } }
accounts:
  merchant_fees: { name: Merchant Fees, type: Expense, detail_type: BankCharges }
  escrow_bank: { name: Escrow, type: Bank, detail_type: TrustAccounts }
  escrow_owed: { name: Escrow Owed, type: Other Current Liability, detail_type: TrustAccountsLiabilities }
trust:
  escrow:
    kind: escrow
    jurisdiction: US-CA
    bank: escrow_bank
    liability: escrow_owed
    ledgers: { method: clio_only, from: clio }
protect: [accounts.iolta_bank, accounts.iolta_liability, accounts.escrow_bank, accounts.escrow_owed]
processors:
  clio_payments: { fees_from: operating, fee_account: merchant_fees, trust_safe: true, trust_to: iolta }
payments:
  escrow_card: { name: Escrow Card, kind: credit_card, route: iolta, processor: clio_payments }
```

## Sources

- ABA Model Rule 1.15(a) (client money is kept apart from the firm's own); read 2026-11
- Clio's API description of 2026-04-08, ClioPaymentsPayment.destination_account
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import payments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    owners = {trust.bank: key for key, trust in firm.config.trust.items()}
    for key, payment in payments(firm).items():
        route = owners.get(payment.route or "", payment.route)
        to = firm.config.processors[payment.processor].trust_to if payment.processor is not None else None
        if to is not None and route in firm.config.trust and to != route:
            yield Hit(
                firm.place("payments", key, "route"),
                f"{payment.name} goes to `{route}`, but the processor `{payment.processor}` pays into `{to}`.",
                related=(firm.place("processors", payment.processor or "", "trust_to"),),
            )


RULE = Rule(
    code="PAY209",
    name="processor-of-another-trust-account",
    level=Level.WARNING,
    why="The money arrives in the other account, and both reconciliations fail by it.",
    fix="Route it to the account that `trust_to` names, or correct `trust_to`.",
    check=_check,
    catalogue="T08",
)
