"""Nobody has made sure that the bank of a trust account is one its state accepts.

## What it finds

`at_bank.approval: unknown`, in a jurisdiction that keeps a list of approved or eligible institutions, or that has
other conditions on the bank.

## Why it matters

An institution on the bar's list has agreed to report overdrafts, or to pay the interest to the program. Clients'
money in another one is a violation that nobody notices until an audit.

## Example that fails

```yaml
trust:
  iolta: { at_bank: { approval: unknown } }
```

## Fix

Look the bank up on the bar's or the program's list, keep a copy, and write `confirmed`. `provisioner explain US-CA`
shows what California says, and so for every state.

```yaml
trust:
  iolta: { at_bank: { approval: confirmed } }
```

## Sources

- Pa.R.D.E. 221; Mich. RPC 1.15A; Va. RPC 1.15; read 2026-11
- Conn. Statewide Grievance Committee, questions on trust accounts, jud.ct.gov/SGC; read 2026-11
- Tenn. Sup. Ct. R. 9 s.35.1 and R. 43, tncourts.gov; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.finding import Level
from provisioner.rules._law import Breach, state_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.rules._law import Account


def _check(account: Account) -> Iterator[Breach]:
    bank, cell = account.trust.at_bank, account.law.bank_approval
    if bank is not None and bank.approval == "unknown" and cell is not None:
        yield Breach(
            cell,
            account.place("at_bank", "approval"),
            f"Whether the bank of the account `{account.key}` is accepted is not known.",
            f"a bank of this kind: {cell.says}",
        )


RULE = state_rule(
    code="JUR203",
    name="trust-bank-not-confirmed-as-approved",
    level=Level.WARNING,
    why="Whether a bank may hold clients' money at all is easy to look up, and an audit does.",
    fix="Look the bank up on the bar's or the program's list, keep a copy, and write `approval: confirmed`.",
    check=_check,
    catalogue="C20",
)
