"""The only client ledgers are Clio's, and no reconciliation compares them with the bank.

## What it finds

A trust account with `ledgers.method: clio_only` in a firm whose `calendar.three_way` is missing, never comes, or does
not compare with `clio`.

## Why it matters

No state we have read asks for sub-accounts in QuickBooks, but a ledger of each client is asked for nearly everywhere.
Clio's own ledgers can be that. Then QuickBooks holds one sum, and only a comparison of bank, QuickBooks and Clio shows
that the ledgers are complete.

## Example that fails

```yaml
trust:
  iolta: { ledgers: { method: clio_only, parent_postable: true } }
calendar: { three_way: { every: monthly, compares: [bank, quickbooks] } }
```

## Fix

Keep a ledger for each client in QuickBooks too, or compare Clio's ledgers with the bank every month. `provisioner
explain US-CA` shows what California says, and so for every state.

```yaml
trust:
  iolta: { ledgers: { method: clio_only, parent_postable: true } }
calendar: { three_way: { every: monthly, due_day: 10, compares: [bank, quickbooks, clio] } }
```

## Sources

- Cal. RPC 1.15; 22 NYCRR Part 1200, Rule 1.15; R. Regulating Fla. Bar 5-1.2; Ohio Prof.Cond.R. 1.15; read 2026-11
- ABA Model Rules for Client Trust Account Records (2010), Rule 1; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.finding import Level
from provisioner.rules._law import Breach, state_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.rules._law import Account


def _check(account: Account) -> Iterator[Breach]:
    calendar, cell = account.firm.config.calendar, account.law.client_ledger
    if account.trust.ledgers.method != "clio_only" or cell is None:
        return
    three_way = calendar.three_way if calendar is not None else None
    if three_way is None or three_way.every == "none" or "clio" not in (three_way.compares or ()):
        yield Breach(
            cell,
            account.place("ledgers", "method"),
            f"`{account.key}` has client ledgers in Clio only, and no reconciliation compares them with the bank.",
            cell.says,
        )


RULE = state_rule(
    code="JUR208",
    name="client-ledgers-in-clio-that-nobody-compares",
    level=Level.WARNING,
    why="QuickBooks then holds one sum, and nothing shows that the clients' ledgers add up to it.",
    fix="Keep ledgers in QuickBooks as well, or write `clio` under `calendar.three_way.compares`.",
    check=_check,
    catalogue="C03",
)
