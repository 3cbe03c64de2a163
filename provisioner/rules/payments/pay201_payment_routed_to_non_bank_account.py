"""A payment method is routed to an account that money cannot be paid into.

## What it finds

A `route` that names an account of another type than Bank, Undeposited Funds apart.

## Why it matters

Staff follow the route when they book a payment. Booked to an income or expense account, the money would be income
twice, or missing from the bank.

## Example that fails

```yaml
payments:
  check: { name: Check, route: hourly_fees }
```

## Fix

Name the bank account the money arrives in, Undeposited Funds, or a trust account.

```yaml
payments:
  check: { name: Check, route: operating }
```

## Sources

- Intuit API reference, Payment, DepositToAccountRef; Clio help 360001358894 (bill payments arrive in Undeposited
  Funds); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, kind_of, payments, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    declared = accounts(firm)
    for key, payment in payments(firm).items():
        route = payment.route
        if route is None or route not in declared or route in firm.config.trust:
            continue
        kind = kind_of(declared[route])
        if kind.type != "Bank" and kind.detail != "UndepositedFunds":
            yield Hit(
                firm.place("payments", key, "route"),
                f"{payment.name} is routed to {title(route, declared[route])}, which is of type {kind.type}.",
                related=(firm.place("accounts", route),),
            )


RULE = Rule(
    code="PAY201",
    name="payment-routed-to-non-bank-account",
    level=Level.ERROR,
    why="Money arrives in a bank account, or waits in Undeposited Funds until it is deposited.",
    fix="Name a bank account, Undeposited Funds or a trust account.",
    check=_check,
    catalogue="C07",
)
