"""A trust transfer does not say from which trust account it goes to which operating account.

## What it finds

A payment method with `route: trust_transfer` that lacks `from` or `to`, or whose `to` is not an operating bank
account: another type than Bank, or a bank account that holds client money.

## Why it matters

Trust money applied to an invoice leaves one bank account and arrives in another. Unless both are named, staff cannot
book it, and the check that the money really moved has nothing to compare.

## Example that fails

```yaml
payments:
  trust_application: { name: Trust Application, route: trust_transfer, from: iolta, to: iolta_bank }
```

## Fix

Name the trust account under `from` and the firm's own bank account under `to`.

```yaml
payments:
  trust_application: { name: Trust Application, route: trust_transfer, from: iolta, to: operating }
```

## Sources

- ABA Model Rule 1.15(a) (client money is kept apart from the firm's own); read 2026-11
- Clio help 360049733754 (a payment from trust makes two records); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, kind_of, payments, title, trust_banks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    banks = trust_banks(firm)
    for key, payment in payments(firm).items():
        if payment.route != "trust_transfer":
            continue
        missing = [name for name, value in (("from", payment.from_), ("to", payment.to)) if value is None]
        if missing:
            listed = " and ".join(f"`{name}`" for name in missing)
            yield Hit(firm.place("payments", key, "route"), f"{payment.name} is a trust transfer without {listed}.")
        if payment.to is None:
            continue
        account = accounts(firm)[payment.to]
        if payment.to in banks or kind_of(account).type != "Bank":
            why_not = "which holds client money" if payment.to in banks else f"of type {kind_of(account).type}"
            yield Hit(
                firm.place("payments", key, "to"),
                f"{payment.name} goes to {title(payment.to, account)}, {why_not}.",
                related=(firm.place("accounts", payment.to),),
            )


RULE = Rule(
    code="PAY202",
    name="incomplete-trust-transfer",
    level=Level.ERROR,
    why="Trust money applied to an invoice leaves a trust account and arrives in an operating bank account.",
    fix="Name the trust account under `from` and the firm's own bank account under `to`.",
    check=_check,
    catalogue="T02",
)
