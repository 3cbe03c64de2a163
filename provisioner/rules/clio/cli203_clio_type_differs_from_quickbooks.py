"""An account is a trust account in one system and none in the other.

## What it finds

An account with `clio: { type: Trust }` whose detail type in QuickBooks is not Trust Accounts, and one with
`clio: { type: Operating }` whose detail type is Trust Accounts or Rents Held in Trust.

## Why it matters

Clio keeps client ledgers and blocks overdrafts on trust accounts only, and its sync treats the two types differently.
With different types the two systems hold different pictures of whose money it is. Clio cannot change the type later.

## Example that fails

```yaml
accounts:
  operating: { clio: { name: Operating, type: Trust } }
```

## Fix

Correct the type on the side that is wrong.

```yaml
accounts:
  operating: { clio: { name: Operating, type: Operating } }
```

## Sources

- Clio OpenAPI document of 2026-04-08, bank accounts, type; Clio help 203133874 (changing the type); read 2026-11
- Intuit API reference, Account, AccountSubType TrustAccounts; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import TRUST_DETAILS, accounts, kind_of, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    for key, account in accounts(firm).items():
        if account.clio is None:
            continue
        detail = kind_of(account).detail
        is_trust = account.clio.type == "Trust"
        if (is_trust and detail != "TrustAccounts") or (not is_trust and detail in TRUST_DETAILS):
            yield Hit(
                firm.place("accounts", key, "clio", "type"),
                f"{title(key, account)} is of type {account.clio.type} in Clio, but of detail type {detail} in "
                "QuickBooks.",
                related=(firm.place("accounts", key, "detail_type"),),
            )


RULE = Rule(
    code="CLI203",
    name="clio-type-differs-from-quickbooks",
    level=Level.ERROR,
    why="The two systems would hold different pictures of whose money it is, and Clio cannot change the type later.",
    fix="Correct the side that is wrong: client money is Trust in Clio and TrustAccounts in QuickBooks.",
    check=_check,
    catalogue="C09",
)
