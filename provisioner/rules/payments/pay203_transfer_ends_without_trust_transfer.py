"""A payment method says `from` or `to`, but it is no trust transfer.

## What it finds

`from` or `to` on a payment method whose `route` is not `trust_transfer`.

## Why it matters

Only a trust transfer has two ends. On any other payment method nobody reads the two keys, so what is written there
does not happen.

## Example that fails

```yaml
payments:
  check: { name: Check, route: operating, from: iolta }
```

## Fix

Write `route: trust_transfer`, or remove `from` and `to`.

```yaml
payments:
  check: { name: Check, route: operating }
```

## Sources

- The firm file's own format: `from` and `to` belong to `route: trust_transfer`
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
    for key, payment in payments(firm).items():
        if payment.route == "trust_transfer":
            continue
        for name, value in (("from", payment.from_), ("to", payment.to)):
            if value is not None:
                yield Hit(
                    firm.place("payments", key, name),
                    f"{payment.name} says `{name}`, but its route is not `trust_transfer`.",
                    related=(firm.place("payments", key, "route"),),
                )


RULE = Rule(
    code="PAY203",
    name="transfer-ends-without-trust-transfer",
    level=Level.ERROR,
    why="Only a trust transfer has two ends; on other payment methods nobody reads these keys.",
    fix="Write `route: trust_transfer`, or remove `from` and `to`.",
    check=_check,
    catalogue="T02",
)
