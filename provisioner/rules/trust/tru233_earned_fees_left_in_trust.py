"""Earned fees may stay in trust for more than 30 days.

## What it finds

`sweep_days` above 30 in the policy of a trust account.

## Why it matters

Once a bill is paid from trust in Clio, that money is the firm's. Until it leaves the bank account, the firm's money and
clients' money are in one account, and the reconciliation carries an item that has to be explained. More than 30 days
means that every month end passes with the firm's money in trust.

## Example that fails

```yaml
trust: { iolta: { policy: { sweep_days: 60 } } }
```

## Fix

Transfer earned fees within days, at the latest before the month's reconciliation.

```yaml
trust: { iolta: { policy: { sweep_days: 5 } } }
```

## Sources

- ABA Model Rule 1.15(a) (client money is kept apart from the firm's own); read 2026-11
- The number of days is our assumption: the shortest interval any state asks a reconciliation for is a month
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_MOST = 30


def _check(firm: Firm) -> Iterator[Hit]:
    for account, trust in firm.config.trust.items():
        days = trust.policy.sweep_days if trust.policy else None
        if days is not None and days > _MOST:
            yield Hit(
                firm.place("trust", account, "policy", "sweep_days"),
                f"Earned fees may stay in `{account}` for {days} days.",
            )


RULE = Rule(
    code="TRU233",
    name="earned-fees-left-in-trust",
    level=Level.WARNING,
    why="What is earned is the firm's money, and may not stay among clients' money longer than it takes to move it.",
    fix="Write a number of days up to 30; 5 is usual.",
    check=_check,
    catalogue="T12",
)
