"""Two trust accounts share one bank account or one liability.

## What it finds

A trust account whose `bank` or `liability` an earlier trust account has already.

## Why it matters

Each trust bank account has to agree with the sum of the clients' money in it. With a shared liability nobody can tell
which client's money is in which bank, and a three-way reconciliation of either is impossible.

## Example that fails

```yaml
accounts:
  escrow_bank: { name: Escrow Trust, type: Bank, detail_type: TrustAccounts }
trust:
  escrow:
    kind: escrow
    jurisdiction: US-CA
    bank: escrow_bank
    liability: iolta_liability
    ledgers: { method: sub_accounts, from: clio, parent_postable: false }
```

## Fix

Declare a bank account and a liability for each trust account.

```yaml
systems: { integration: { via: none } }
accounts:
  escrow_bank: { name: Escrow Trust, type: Bank, detail_type: TrustAccounts }
  escrow_liability: { name: Escrow Liability, type: Other Current Liability, detail_type: TrustAccountsLiabilities }
trust:
  escrow:
    kind: escrow
    jurisdiction: US-CA
    bank: escrow_bank
    liability: escrow_liability
    ledgers: { method: sub_accounts, from: clio, parent_postable: false }
protect: [accounts.iolta_bank, accounts.iolta_liability, accounts.escrow_bank, accounts.escrow_liability]
```

## Sources

- ABA Model Rules for Client Trust Account Records (2010), Rules 1-3; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, repeats, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    for field in ("bank", "liability"):
        used = ((getattr(trust, field), (key, getattr(trust, field))) for key, trust in firm.config.trust.items())
        for (first, _), (key, account) in repeats(used):
            yield Hit(
                firm.place("trust", key, field),
                f"`{key}` and `{first}` have the same {field}: {title(account, accounts(firm)[account])}.",
                related=(firm.place("trust", first, field),),
            )


RULE = Rule(
    code="TRU203",
    name="shared-trust-bank-or-liability",
    level=Level.ERROR,
    why="Each trust bank account has to agree with the clients' money in it, which needs a liability of its own.",
    fix="Declare a bank account and a liability for each trust account.",
    check=_check,
    catalogue="C10",
)
