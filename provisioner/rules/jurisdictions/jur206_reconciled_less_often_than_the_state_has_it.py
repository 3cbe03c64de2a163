"""Trust money is reconciled less often than the account's jurisdiction has it.

## What it finds

A `calendar.three_way.every` that is longer than the interval of a trust account's jurisdiction. Where a state names
one interval for the bank and a longer one for the three-way reconciliation (North Carolina), the longer one counts
here.

## Why it matters

Between two reconciliations a wrong posting or a theft stays unseen. In one published case trust payments of $47,000
went unposted for 18 months.

## Example that fails

```yaml
calendar: { three_way: { every: quarterly, compares: [bank, quickbooks, clio] } }
```

## Fix

Reconcile at least as often as the state has it; every month is sound practice everywhere. `provisioner explain US-CA`
shows what California says, and so for every state.

```yaml
calendar: { three_way: { every: monthly, due_day: 10, compares: [bank, quickbooks, clio] } }
```

## Sources

- Cal. RPC 1.15 and State Bar standards, staging.dailyjournal.com/articles/349743-rule-1-15; read 2026-11
- R. Regulating Fla. Bar 5-1.2; Ill. RPC 1.15A; Va. RPC 1.15 (vsb.org, 2020-01-09); read 2026-11
- Ohio Prof.Cond.R. 1.15; Md. Rule 19-407; Minn. RPC 1.15, Appendix 1; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.finding import Level
from provisioner.rules._law import Breach, state_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.rules._law import Account
_DAYS = {"daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92, "yearly": 366, "none": 10_000}
_OURS = {"quarterly": "reconciled every quarter", "yearly": "reconciled every year", "none": "never reconciled"}
_THEIRS = {"monthly": "every month", "60_days": "every 60 days", "quarterly": "every quarter"}


def _check(account: Account) -> Iterator[Breach]:
    calendar = account.firm.config.calendar
    if calendar is None or calendar.three_way is None:
        return
    every = calendar.three_way.every
    for cell in (account.law.reconciliation, account.law.three_way):
        if cell is not None and cell.three_way and _DAYS[every] > cell.max_days:
            yield Breach(
                cell,
                account.firm.place("calendar", "three_way", "every"),
                f"By the calendar trust money is {_OURS[every]}.",
                f"a reconciliation {_THEIRS[cell.every]}",
            )
            return


RULE = state_rule(
    code="JUR206",
    name="reconciled-less-often-than-the-state-has-it",
    level=Level.ERROR,
    why="Between two reconciliations a wrong posting or a theft stays unseen.",
    fix="Reconcile at least as often as the state has it; every month is sound practice everywhere.",
    check=_check,
    catalogue="R01",
)
