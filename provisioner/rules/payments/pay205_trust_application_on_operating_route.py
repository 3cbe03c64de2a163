"""Trust money applied to a bill is recorded like a payment that the client makes.

## What it finds

A payment method that is trust money applied to a bill, and whose `route` is an account of the firm's own instead of
`trust_transfer`. It is one if it says `from`, or if its name says so, as in Trust Application, Transfer from Trust or
Retainer Applied to Bill.

## Why it matters

When a client pays a bill, money comes from outside. When trust money pays it, nothing comes from outside: it leaves the
trust bank account and the client's ledger, and arrives in operating. Recorded on the same way as a client's check, only
the arrival is booked. Operating shows cash that is not there until the transfer is made, and shows it twice if the
transfer is then booked as well, and the trust liability stays too high by every payment.

## Example that fails

```yaml
payments:
  trust_application: { name: Trust Application, route: operating }
```

## Fix

Write `route: trust_transfer`, with the trust account it leaves and the account it arrives in.

```yaml
payments:
  trust_application: { name: Trust Application, route: trust_transfer, from: iolta, to: operating }
```

## Sources

- Clio help 360001358894 (payments of bills arrive in Undeposited Funds) and 360049733754 (a payment from trust makes
  two records); read 2026-11
- Accounting Atelier, Clio and QuickBooks Integration for Law Firms (trust applications and operating payments do not go
  the same way); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, payments, title, trust_banks
from provisioner.rules._trust_handling import is_trust_application

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    trust = trust_banks(firm) | firm.config.trust.keys()
    for key, payment in payments(firm).items():
        route = payment.route
        if route is None or route == "trust_transfer" or route in trust:
            continue
        if payment.from_ is not None:
            said = f"{payment.name} comes from the trust account `{payment.from_}`"
        elif is_trust_application(payment.name):
            said = f"{payment.name} is trust money applied to a bill, by its name"
        else:
            continue
        yield Hit(
            firm.place("payments", key, "route"),
            f"{said}, but is routed to {title(route, accounts(firm)[route])} like a client's own payment.",
        )


RULE = Rule(
    code="PAY205",
    name="trust-application-on-operating-route",
    level=Level.WARNING,
    why="Only the arrival is booked: operating shows cash that is not there, and the client's ledger keeps what is "
    "gone.",
    fix="Write `route: trust_transfer`, with `from` the trust account and `to` the firm's own bank account.",
    check=_check,
    catalogue="T01 T02",
)
