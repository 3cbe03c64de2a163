"""The firm's own money in trust should be at least more than it may be at most.

## What it finds

`special_ledgers: { firm_funds: ... }` whose `min` is above its `max`.

## Why it matters

Below the minimum, a bank charge is taken from clients' money; above the maximum, the firm's money is mixed with
clients'. If the first is higher than the second, every balance breaks one of the two.

## Example that fails

```yaml
trust: { iolta: { special_ledgers: { firm_funds: { min: "300.00", max: "200.00" } } } }
```

## Fix

Write the smaller amount under `min`.

```yaml
trust: { iolta: { special_ledgers: { firm_funds: { min: "50.00", max: "200.00" } } } }
```

## Sources

- ABA Model Rule 1.15(b) (the firm's own money only to pay bank service charges, only the amount needed); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    for key, trust in firm.config.trust.items():
        funds = trust.special_ledgers.firm_funds if trust.special_ledgers else None
        if funds is not None and funds.min is not None and funds.max is not None and funds.min > funds.max:
            yield Hit(
                firm.place("trust", key, "special_ledgers", "firm_funds", "min"),
                f"The firm's own money in `{key}` should be at least {funds.min:,.2f} and at most {funds.max:,.2f}.",
                related=(firm.place("trust", key, "special_ledgers", "firm_funds", "max"),),
            )


RULE = Rule(
    code="TRU235",
    name="firm-funds-limits-crossed",
    level=Level.ERROR,
    why="Whatever the balance is, it breaks one of the two limits.",
    fix="Make `min` no more than `max`.",
    check=_check,
    catalogue="T13 T14",
)
