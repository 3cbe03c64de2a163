"""Nobody has made sure that the bank of a trust account reports overdrafts to the bar.

## What it finds

`at_bank.overdraft_reporting: unknown`, in a jurisdiction where the bank reports overdrafts or dishonored checks.

## Why it matters

The bank only reports accounts it knows to be trust accounts, and only after it has agreed to. An account opened as a
plain checking account is not covered.

## Example that fails

```yaml
trust:
  iolta: { jurisdiction: US-GA, at_bank: { overdraft_reporting: unknown } }
```

## Fix

Ask the bank for the agreement, keep its letter, and write `agreed`. `provisioner explain US-CA` shows what California
says, and so for every state.

```yaml
trust:
  iolta: { jurisdiction: US-GA, at_bank: { overdraft_reporting: agreed } }
```

## Sources

- Ga. RPC 1.15(III), through casetext.com; read 2026-11
- 22 NYCRR Part 1300 (New York), newyorklegalethics.com; read 2026-11
- Mich. RPC 1.15A, agcmi.org (trust account overdraft notification); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.finding import Level
from provisioner.rules._law import Breach, state_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.rules._law import Account


def _check(account: Account) -> Iterator[Breach]:
    bank, cell = account.trust.at_bank, account.law.overdraft_reporting
    if bank is not None and bank.overdraft_reporting == "unknown" and cell is not None:
        yield Breach(
            cell,
            account.place("at_bank", "overdraft_reporting"),
            f"Whether the bank of the account `{account.key}` reports overdrafts is not known.",
            f"overdrafts to be reported {cell.says}",
        )


RULE = state_rule(
    code="JUR204",
    name="overdraft-reporting-not-agreed",
    level=Level.WARNING,
    why="A bank only reports accounts it knows to be trust accounts, and only after it has agreed to.",
    fix="Ask the bank for the agreement, keep its letter, and write `overdraft_reporting: agreed`.",
    check=_check,
    catalogue="C20",
)
