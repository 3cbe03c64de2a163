"""Deposit slips name no client, so nothing shows when a deposit is posted to the wrong one.

## What it finds

`deposit_slip: none` in the policy of a trust account.

## Why it matters

A deposit posted to another client's ledger changes no total: the bank agrees, the liability agrees, and two clients'
balances are wrong by the same amount. The only thing at hand that names the client independently is the deposit slip,
compared with the ledger before posting.

## Example that fails

```yaml
trust: { iolta: { policy: { deposit_slip: none } } }
```

## Fix

Write the client's name and number on the slip, and compare them with the ledger.

```yaml
trust: { iolta: { policy: { deposit_slip: client_and_number } } }
```

## Sources

- ABA Model Rules for Client Trust Account Records (2010), Rule 1 (a ledger for each client); read 2026-11
- Accounting Atelier, Clio and QuickBooks Integration for Law Firms (the client's name is verified against the deposit
  slip); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._trust_handling import chosen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    for account, place in chosen(firm, "deposit_slip", "none"):
        yield Hit(place, f"The slips of deposits to `{account}` name no client to compare the ledger with.")


RULE = Rule(
    code="TRU251",
    name="deposits-without-slip-check",
    level=Level.WARNING,
    why="A deposit on the wrong client's ledger changes no total, and is paid out to the wrong client.",
    fix="Write `deposit_slip: client_and_number`, or at least `client`.",
    check=_check,
    catalogue="T06",
)
