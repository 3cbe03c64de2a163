"""A payment that by its name belongs in trust goes to an account of the firm's own.

## What it finds

A payment method with trust, IOLTA, escrow, retainer or client funds in its name whose `route` is an account of the
firm's own, whether or not the file declares a trust account. Names that say that the money is earned are left alone:
availability, true, classic or general retainer, nonrefundable, earned.

## Why it matters

A retainer is the client's money until it is earned. Deposited to operating it is mixed with the firm's, and has to be
moved on the day somebody notices, with both dates noted. Bars count it as commingling whether or not it was an
oversight.

## Example that fails

```yaml
payments:
  retainer: { name: Retainer Check, route: operating }
```

## Fix

Route it to the trust account.

```yaml
payments:
  retainer: { name: Retainer Check, route: iolta }
  applied: { name: Applied from Trust, route: trust_transfer, from: iolta, to: operating }
```

## Sources

- ABA Model Rule 1.15(a) (client money is kept apart from the firm's own); read 2026-11
- ABA Formal Opinion 505, 2023-05-03 (advance fees go to trust, whatever they are called)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, payments, title, trust_banks
from provisioner.rules._trust_handling import is_trust_deposit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_UNDECLARED = (
    "Declare the trust account under `trust` and route it there, or give it a name that says that the money is earned."
)


def _check(firm: Firm) -> Iterator[Hit]:
    trust = trust_banks(firm) | firm.config.trust.keys()
    for key, payment in payments(firm).items():
        route = payment.route
        if route is None or route == "trust_transfer" or route in trust:
            continue
        if payment.from_ is None and is_trust_deposit(payment.name):
            yield Hit(
                firm.place("payments", key, "route"),
                f"{payment.name} belongs in trust, by its name, but goes to {title(route, accounts(firm)[route])}.",
                "" if firm.config.trust else _UNDECLARED,
            )


RULE = Rule(
    code="PAY206",
    name="trust-deposit-on-operating-route",
    level=Level.WARNING,
    why="Client money would be mixed with the firm's own from the day it arrives.",
    fix="Route it to the trust account, or give it a name that says that the money is earned; where trust money pays a "
    "bill, write `route: trust_transfer`.",
    check=_check,
    needs_whole=True,
    catalogue="T08",
)
