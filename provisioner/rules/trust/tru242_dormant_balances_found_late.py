"""A client's balance is looked into only after more than a year without activity.

## What it finds

`dormant_days` above 365 in the policy of a trust account.

## Why it matters

Money left over when a matter is closed belongs to the client, and the firm owes it promptly. The longer it lies there,
the harder the client is to find; after some years state law on unclaimed property applies, with letters to send and
days to keep.

## Example that fails

```yaml
trust: { iolta: { policy: { dormant_days: 730 } } }
```

## Fix

Look at balances without activity at least once a year; 180 days are usual.

```yaml
trust: { iolta: { policy: { dormant_days: 180 } } }
```

## Sources

- ABA Model Rule 1.15(d) (funds are delivered promptly); read 2026-11
- The number of days is our assumption
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_MOST = 365


def _check(firm: Firm) -> Iterator[Hit]:
    for account, trust in firm.config.trust.items():
        days = trust.policy.dormant_days if trust.policy else None
        if days is not None and days > _MOST:
            yield Hit(
                firm.place("trust", account, "policy", "dormant_days"),
                f"A balance in `{account}` is looked into only after {days} days without activity.",
            )


RULE = Rule(
    code="TRU242",
    name="dormant-balances-found-late",
    level=Level.WARNING,
    why="It is owed to the client promptly, and the client gets harder to find.",
    fix="Write up to 365 days; 180 are usual.",
    check=_check,
    catalogue="T21",
)
