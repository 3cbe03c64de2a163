"""Trust records are kept for fewer years than the account's jurisdiction has it.

## What it finds

A `records.keep_years` below the years of a trust account's jurisdiction.

## Why it matters

An audit or a client's claim years later is answered with the records of that time. What counts as the first day
differs from state to state: the end of the representation, the last transaction, the final distribution.

## Example that fails

```yaml
records: { keep_years: 3 }
```

## Fix

Keep the records at least as long; seven years is as long as any state we have read. `provisioner explain US-CA` shows
what California says, and so for every state.

```yaml
records: { keep_years: 7 }
```

## Sources

- Cal. RPC 1.15; 22 NYCRR Part 1200, Rule 1.15; Tex. Disc. R. Prof. Conduct 1.15(a); read 2026-11
- R. Regulating Fla. Bar 5-1.2; Ga. RPC 1.15(III); Tenn. Sup. Ct. R. 8, RPC 1.15; read 2026-11
- Ill. RPC 1.15A; N.J. Court Rule 1:21-6; Pa. RPC 1.15; Ohio Prof.Cond.R. 1.15; Wash. RPC 1.15B; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.finding import Level
from provisioner.rules._law import Breach, state_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.rules._law import Account


def _check(account: Account) -> Iterator[Breach]:
    records, cell = account.firm.config.records, account.law.retention
    if records is not None and cell is not None and records.keep_years < cell.years:
        years = "1 year" if records.keep_years == 1 else f"{records.keep_years} years"
        yield Breach(
            cell,
            account.firm.place("records", "keep_years"),
            f"The firm keeps its trust records for {years}.",
            f"records to be kept for {cell.years} years",
            f"Keep them for at least {cell.years} years: write `keep_years: {cell.years}`.",
        )


RULE = state_rule(
    code="JUR207",
    name="records-kept-too-short-for-the-state",
    level=Level.ERROR,
    why="An audit or a client's claim years later is answered with the records of that time.",
    fix="Keep the records longer.",
    check=_check,
    catalogue="R12",
)
