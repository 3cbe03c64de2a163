"""A check, a card payment or an ACH payment counts as collected on the day it is deposited.

## What it finds

`hold_days` of 0 for `check`, `card` or `ach` in the policy of a trust account. A wire is left alone.

## Why it matters

A check can be returned for many days, an ACH payment is taken back, a card payment arrives a day or two after it was
made. Money paid out before then is other clients' money, and if the deposit does not arrive, the firm has to make it up
the same day.

## Example that fails

```yaml
trust: { iolta: { policy: { hold_days: { check: 0 } } } }
```

## Fix

Hold each kind until the bank says that it is collected.

```yaml
trust: { iolta: { policy: { hold_days: { check: 7 } } } }
```

## Sources

- Clio Payments, settlement times (cards 1 to 2, eCheck 5 to 7 business days); read 2026-11
- N.J. RPC 1.15 and Court Rule 1:21-6 (disbursed once collected, not just available); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_RETURNABLE = {"check": "A check", "card": "A card payment", "ach": "An ACH payment"}


def _check(firm: Firm) -> Iterator[Hit]:
    for key, trust in firm.config.trust.items():
        hold = trust.policy.hold_days if trust.policy else None
        for kind, words in _RETURNABLE.items():
            if hold is not None and getattr(hold, kind) == 0:
                yield Hit(
                    firm.place("trust", key, "policy", "hold_days", kind),
                    f"{words} to `{key}` may be paid out on the day it is deposited.",
                )


RULE = Rule(
    code="TRU237",
    name="deposits-paid-out-uncollected",
    level=Level.WARNING,
    why="If the deposit is returned, the payment was made with other clients' money.",
    fix="Write the days your bank needs; 7 for checks and ACH and 2 for cards are usual.",
    check=_check,
    catalogue="T16",
)
