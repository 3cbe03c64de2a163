"""More of the firm's own money may stay in trust than practitioners of the state think enough.

## What it finds

A `special_ledgers.firm_funds.max` above the figure that practitioners or insurers in the account's state name. No rule
has a figure: the money is for the bank's charges, and what that takes is for the firm to judge.

## Why it matters

The firm's own money in a trust account beyond the bank's charges is commingling.

## Example that fails

```yaml
trust:
  iolta: { special_ledgers: { firm_funds: { max: "750.00" } } }
```

## Fix

Leave no more in the account than the bank's charges of some months. `provisioner explain US-CA` shows what California
says, and so for every state.

```yaml
trust:
  iolta: { special_ledgers: { firm_funds: { max: "200.00" } } }
```

## Sources

- Ohio Bar Liability Insurance Company, IOLTA reminders of 2022-04-06 (usually not over $100); read 2026-11
- A California practitioner's figure of $500, ezel.ai/templates/trust-account-reconciliation/ca; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.finding import Level
from provisioner.rules._law import Breach, state_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.rules._law import Account


def _check(account: Account) -> Iterator[Breach]:
    special, cell = account.trust.special_ledgers, account.law.firm_funds_practice
    funds = special.firm_funds if special is not None else None
    if cell is not None and funds is not None and funds.max is not None and funds.max > cell.amount:
        yield Breach(
            cell,
            account.place("special_ledgers", "firm_funds", "max"),
            f"Up to ${funds.max:,} of the firm's own money may stay in `{account.key}`.",
            f"a smaller amount: {cell.says}",
            f"Lower `max` to what the bank's charges take, at most {cell.amount}.",
        )


RULE = state_rule(
    code="JUR209",
    name="firm-funds-above-practice",
    level=Level.ADVICE,
    why="The firm's own money in trust is for the bank's charges; more of it is commingling.",
    fix="Lower `max` to what the bank's charges take.",
    check=_check,
    catalogue="T13",
)
