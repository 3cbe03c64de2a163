"""A client's trust ledger may be below zero.

## What it finds

`negative_balances: allowed` in the policy of a trust account.

## Why it matters

A client's ledger below zero means that other clients' money has paid for this one. The sum of all ledgers still agrees
with the bank, so nothing shows it but the ledger itself, and QuickBooks does not stop it. Maryland's rule forbids any
payment that makes a client matter's balance negative; the reconciliation forms of North Carolina and Washington ask for
such ledgers by name.

## Example that fails

```yaml
trust: { iolta: { policy: { negative_balances: allowed } } }
```

## Fix

Never allow it: look at the client's balance before every payment.

```yaml
trust: { iolta: { policy: { negative_balances: never } } }
```

## Sources

- Md. Rule 19-410(c), current through 2024-09
- State Bar of North Carolina and Washington State Bar Association, reconciliation forms; read 2026-11
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
    for account, place in chosen(firm, "negative_balances", "allowed"):
        yield Hit(place, f"A client's ledger under `{account}` may be below zero.")


RULE = Rule(
    code="TRU231",
    name="negative-client-balances",
    level=Level.ERROR,
    why="Other clients' money would have paid for this one, and the totals would still agree.",
    fix="Write `negative_balances: never`.",
    check=_check,
    catalogue="T10",
)
