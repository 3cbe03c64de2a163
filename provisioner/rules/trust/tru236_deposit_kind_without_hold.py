"""The firm takes money to trust in a way for which no days to hold it are set.

## What it finds

`hold_days` in the policy of a trust account that leaves out a way in which money comes in: card payments
(`kind: credit_card`) and payment methods with check, ACH, eCheck or wire in their name that are routed to the trust
account, and cards where a processor says `trust_to`.

## Why it matters

Money counts as collected when the bank that pays it can no longer take it back, which depends on how it was paid. Where
no days are set, somebody pays out on the day of the deposit, and if the deposit is returned, other clients' money has
been spent.

## Example that fails

```yaml
payments:
  trust_check: { name: Trust Check, route: iolta }
  trust_wire: { name: Wire to Trust, route: iolta }
  applied: { name: Applied, route: trust_transfer, from: iolta, to: operating }
trust: { iolta: { policy: { hold_days: { check: 7, wire: null } } } }
```

## Fix

Set the days for each way that is used. A wire can be final the same day: write 0.

```yaml
payments:
  trust_check: { name: Trust Check, route: iolta }
  trust_wire: { name: Wire to Trust, route: iolta }
  applied: { name: Applied, route: trust_transfer, from: iolta, to: operating }
trust: { iolta: { policy: { hold_days: { check: 7, wire: 0 } } } }
```

## Sources

- Clio Payments, settlement times (cards 1 to 2, eCheck 5 to 7 business days); read 2026-11
- N.J. RPC 1.15 and Court Rule 1:21-6 (disbursed once collected, not just available); read 2026-11
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import payments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.source import Place

_WORDS = {"check": "a check", "card": "a card payment", "ach": "an ACH payment", "wire": "a wire"}
_NAMES = {
    "check": re.compile(r"(?<!e-)\bche(?:ck|que)s?\b"),
    "ach": re.compile(r"\b(?:ach|e-?che(?:ck|que)s?|eft)\b"),
    "wire": re.compile(r"\bwires?\b"),
}


def _ways_in(firm: Firm, key: str) -> dict[str, tuple[str, Place]]:
    """The first payment method or processor that brings each kind of deposit to a trust account."""
    found: dict[str, tuple[str, Place]] = {}
    for payment, spec in payments(firm).items():
        if spec.route in (key, firm.config.trust[key].bank):
            kinds = [kind for kind, name in _NAMES.items() if name.search(spec.name.casefold())]
            for kind in ["card"] if spec.kind == "credit_card" else kinds:
                found.setdefault(kind, (spec.name, firm.place("payments", payment, "route")))
    for processor, terms in firm.config.processors.items():
        if terms.trust_to == key:
            found.setdefault("card", (f"The processor `{processor}`", firm.place("processors", processor, "trust_to")))
    return found


def _check(firm: Firm) -> Iterator[Hit]:
    for key, trust in firm.config.trust.items():
        hold = trust.policy.hold_days if trust.policy else None
        if hold is None:
            continue
        for kind, (taken, where) in _ways_in(firm, key).items():
            if getattr(hold, kind) is None:
                yield Hit(
                    firm.place("trust", key, "policy", "hold_days"),
                    f"{taken} brings money to `{key}`, but `hold_days` does not say how long {_WORDS[kind]} is held.",
                    related=(where,),
                )


RULE = Rule(
    code="TRU236",
    name="deposit-kind-without-hold",
    level=Level.WARNING,
    why="What is paid out before it is collected is other clients' money if the deposit is returned.",
    fix="Add the days for it under `hold_days`.",
    check=_check,
    catalogue="T16",
)
