"""Money may move from one client's ledger to another's without authorization.

## What it finds

`client_transfers_require: none` in the policy of a trust account.

## Why it matters

Moving money between two clients' ledgers touches no bank account, so no statement ever shows it. It is one client's
money used for another, which that client has to agree to; and it has to be booked in QuickBooks and in Clio, or the two
differ for both clients.

## Example that fails

```yaml
trust: { iolta: { policy: { client_transfers_require: none } } }
```

## Fix

Ask for a signed authorization, and note its reference in the entry.

```yaml
trust: { iolta: { policy: { client_transfers_require: signed_authorization } } }
```

## Sources

- ABA Model Rule 1.15(d) (property is delivered to whoever is entitled to it); read 2026-11
- ABA Model Rules for Client Trust Account Records (2010), Rule 1 (a ledger for each client); read 2026-11
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
    for account, place in chosen(firm, "client_transfers_require", "none"):
        yield Hit(place, f"Money may move between clients of `{account}` without a signed authorization.")


RULE = Rule(
    code="TRU239",
    name="client-transfers-without-authorization",
    level=Level.WARNING,
    why="One client's money would be used for another, and no bank statement shows it.",
    fix="Write `client_transfers_require: signed_authorization`.",
    check=_check,
    catalogue="T18",
)
