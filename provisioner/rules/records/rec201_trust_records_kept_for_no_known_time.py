"""The firm holds client money, and the file does not say how long its records are kept.

## What it finds

A trust account in a file without `records`. Whether the years are enough is looked at by other rules.

## Why it matters

Statements, ledgers, reconciliations and checks have to be there years after the client has gone; the time begins,
depending on the bar, with the transaction, the last payment or the end of the representation. Bank portals and
vendors may keep them for shorter, and a firm that leaves Clio or QuickBooks leaves its records there. A number in the
file is what whoever cleans up can go by.

## Example that fails

```yaml
records: null
```

## Fix

Write for how many years they are kept: the longest that any of the firm's bars asks for.

```yaml
records: { keep_years: 7 }
```

## Sources

- ABA Model Rule 1.15(a) (complete records are kept for a time after the representation); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    if firm.config.trust and firm.config.records is None:
        first = next(iter(firm.config.trust))
        yield Hit(
            firm.place("trust", first),
            "The firm holds client money, and the file does not say for how many years its records are kept.",
        )


RULE = Rule(
    code="REC201",
    name="trust-records-kept-for-no-known-time",
    level=Level.ADVICE,
    why="Banks and vendors may keep statements and ledgers for shorter than the bar asks for them.",
    fix="Write `records: { keep_years: ... }`, with the years your bar asks for.",
    check=_check,
    needs_whole=True,
    catalogue="R12",
)
