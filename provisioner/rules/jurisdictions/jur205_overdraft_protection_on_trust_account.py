"""A trust account has overdraft protection.

## What it finds

`at_bank.overdraft_protection` with any other value than `none`. Arizona forbids it and Georgia calls it improper; in
other states the finding is advice.

## Why it matters

With protection a trust check that is not covered is paid out of the firm's money or a loan, the bank reports nothing,
and a shortage of clients' money stays hidden. The firm's own money enters the account unasked.

## Example that fails

```yaml
trust:
  iolta: { jurisdiction: US-AZ, at_bank: { overdraft_protection: linked } }
```

## Fix

Have the bank take the protection off. `provisioner explain US-CA` shows what California says, and so for every state.

```yaml
trust:
  iolta: { jurisdiction: US-AZ, at_bank: { overdraft_protection: none } }
```

## Sources

- Ariz. R. Sup. Ct. 43 (trust accounts), through casetext.com; read 2026-11
- Ga. RPC 1.15(III), through casetext.com; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.finding import Level
from provisioner.rules._law import Breach, state_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.rules._law import Account


def _check(account: Account) -> Iterator[Breach]:
    bank, cell = account.trust.at_bank, account.law.overdraft_protection
    if bank is not None and bank.overdraft_protection in {"linked", "bank_line"}:
        yield Breach(
            cell,
            account.place("at_bank", "overdraft_protection"),
            f"The account `{account.key}` has overdraft protection.",
            f"an account without it: {cell.says}" if cell is not None else "",
        )


RULE = state_rule(
    code="JUR205",
    name="overdraft-protection-on-trust-account",
    level=Level.ERROR,
    why="Protection hides a shortage of clients' money, and lets the firm's own money in.",
    fix="Have the bank take the overdraft protection off the account.",
    check=_check,
    catalogue="C21",
)
