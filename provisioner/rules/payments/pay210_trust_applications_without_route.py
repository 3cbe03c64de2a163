"""Payments lead into a trust account, but none says how trust money pays a bill.

## What it finds

A payment method that is routed to a pooled trust account (`kind: iolta`) in a firm connected through Clio, and no
payment method with `route: trust_transfer` that comes from it.

## Why it matters

What goes into trust for fees comes out by being applied to bills. If only the way in is written down, the payment that
Clio records for the way out looks like any other: staff deposit it like a check, and the trust side is booked by
nobody.

## Example that fails

```yaml
payments:
  trust_check: { name: Trust Check, route: iolta }
```

## Fix

Declare a payment method for trust money applied to bills.

```yaml
payments:
  trust_check: { name: Trust Check, route: iolta }
  applied: { name: Applied from Trust, route: trust_transfer, from: iolta, to: operating }
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
from provisioner.rules._shapes import native, payments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    if not native(firm):
        return
    declared = payments(firm)
    leaving = {payment.from_ for payment in declared.values() if payment.route == "trust_transfer"}
    for key, trust in firm.config.trust.items():
        into = next((name for name, payment in declared.items() if payment.route in (key, trust.bank)), None)
        if trust.kind == "iolta" and into is not None and key not in leaving:
            yield Hit(
                firm.place("payments", into, "route"),
                f"{declared[into].name} leads into `{key}`, but no payment says how its money pays a bill.",
                related=(firm.place("trust", key),),
            )


RULE = Rule(
    code="PAY210",
    name="trust-applications-without-route",
    level=Level.ADVICE,
    why="A payment from trust looks like any other, and the trust side is booked by nobody.",
    fix="Declare a payment with `route: trust_transfer`, `from` the trust account and `to` the operating account.",
    check=_check,
    needs_whole=True,
    catalogue="T01 T02",
)
