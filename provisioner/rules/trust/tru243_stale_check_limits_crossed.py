"""Uncashed trust checks fail before they are pointed out.

## What it finds

`stale_check_days` whose `warn` is not smaller than its `fail`.

## Why it matters

A trust check that nobody cashes is money the client, or whoever was to be paid, still has not received. First somebody
asks whether the check arrived; later it is stopped, and the money goes back to the client's ledger. With the limits
crossed, the question is never asked.

## Example that fails

```yaml
trust: { iolta: { policy: { stale_check_days: { warn: 180, fail: 90 } } } }
```

## Fix

Write the earlier day under `warn`.

```yaml
trust: { iolta: { policy: { stale_check_days: { warn: 90, fail: 180 } } } }
```

## Sources

- The firm file's own format: `warn` comes before `fail`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    for account, trust in firm.config.trust.items():
        days = trust.policy.stale_check_days if trust.policy else None
        if days is not None and days.warn >= days.fail:
            yield Hit(
                firm.place("trust", account, "policy", "stale_check_days", "warn"),
                f"Uncashed checks of `{account}` are pointed out after {days.warn} days, but fail after {days.fail}.",
                related=(firm.place("trust", account, "policy", "stale_check_days", "fail"),),
            )


RULE = Rule(
    code="TRU243",
    name="stale-check-limits-crossed",
    level=Level.ERROR,
    why="Nobody would be asked about a check before it is a failure.",
    fix="Make `warn` smaller than `fail`.",
    check=_check,
    catalogue="T22",
)
