"""Money that nobody has been found for may stay on the ledger for unidentified receipts.

## What it finds

`special_ledgers: { unidentified: ... }` without `max_days`, or with more than 30.

## Why it matters

A wire without a name goes to a ledger of its own until somebody finds out whose it is. That is right for days, not for
months: it is a client's money, the client's own ledger lacks it, and after some weeks nobody at the bank remembers
where it came from.

## Example that fails

```yaml
trust: { iolta: { special_ledgers: { unidentified: { max_days: null } } } }
```

## Fix

Set a few days.

```yaml
trust: { iolta: { special_ledgers: { unidentified: { max_days: 5 } } } }
```

## Sources

- ABA Model Rules for Client Trust Account Records (2010), Rule 1 (a ledger for each client); read 2026-11
- The number of days is our assumption: 30 days are one reconciliation
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
    for key, trust in firm.config.trust.items():
        ledger = trust.special_ledgers.unidentified if trust.special_ledgers else None
        if ledger is None or (ledger.max_days is not None and ledger.max_days <= _MOST):
            continue
        long = "without a limit" if ledger.max_days is None else f"for {ledger.max_days} days"
        yield Hit(
            firm.place("trust", key, "special_ledgers", "unidentified", "max_days"),
            f"Money that nobody has been found for may stay in `{key}` {long}.",
        )


RULE = Rule(
    code="TRU241",
    name="unidentified-receipts-without-deadline",
    level=Level.WARNING,
    why="It is some client's money, and that client's ledger lacks it.",
    fix="Write a few days, for example `max_days: 5`.",
    check=_check,
    catalogue="T20",
)
