"""The file says how entries are booked, but not on which basis the books are kept.

## What it finds

A `posting` section in a file without `firm: { basis: ... }`.

## Why it matters

Cash and accrual reports of one company show different income and different receivables. Where the basis is not agreed
on, the bookkeeper, the tax return and the reconciliation each take their own, and the difference is looked for in the
entries.

## Example that fails

```yaml
firm: { basis: null }
posting: { trust_payments: staff_posts }
```

## Fix

Write the basis that reports and tax returns use.

```yaml
firm: { basis: cash }
posting: { trust_payments: staff_posts }
```

## Sources

- Intuit API reference, Preferences, ReportPrefs.ReportBasis; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    if firm.config.posting is not None and firm.config.firm.basis is None:
        yield Hit(firm.place("posting"), "It is said how entries are booked, but not whether on cash or accrual basis.")


RULE = Rule(
    code="SYS207",
    name="posting-without-basis",
    level=Level.ADVICE,
    why="Cash and accrual reports of one company show different income and different receivables.",
    fix="Add `basis: cash` or `basis: accrual` under `firm`.",
    check=_check,
    needs_whole=True,
    catalogue="C24",
)
