"""A sub-account of a trust liability is declared under `accounts`, and is none of the ledgers the file makes.

## What it finds

An entry under `accounts` below the liability of a trust account, at any depth. The liability of another trust account
is TRU215's.

## Why it matters

The ledgers below a trust liability are made from the list of clients, from Clio and from `special_ledgers`. Each
carries a mark in its description that says whose it is, so that it is found again after a client's new name, and closed
when it is empty. An account written by hand carries no mark: its money counts in the total, and for nobody.

## Example that fails

```yaml
accounts:
  smith_ledger:
    name: Ann Smith
    type: Other Current Liability
    detail_type: TrustAccountsLiabilities
    parent: iolta_liability
```

## Fix

List the client in `clients.yaml`, or take the clients from Clio; money that is no client's has its place under
`special_ledgers`.

```yaml
trust:
  iolta: { ledgers: { method: sub_accounts, from: listed } }
```

```yaml
# clients.yaml
version: 1
clients:
  smith: { name: Ann Smith, trust: [iolta] }
```

## Sources

- The firm file's own format; ABA Model Rules for Client Trust Account Records (2010), Rule 1; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._chart import above
from provisioner.rules._shapes import accounts, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    owner = {trust.liability: key for key, trust in firm.config.trust.items()}
    for key, account in accounts(firm).items():
        if account.parent is None or key in owner:
            continue
        liability = next((each for each in above(firm, key) if each in owner), None)
        if liability is not None:
            yield Hit(
                firm.place("accounts", key, "parent"),
                f"{title(key, account)} stands below the liability of `{owner[liability]}`, but is none of its "
                "ledgers.",
            )


RULE = Rule(
    code="TRU214",
    name="account-declared-below-trust-liability",
    level=Level.WARNING,
    why="An account written by hand carries no mark of its client: its money counts in the total, and for nobody.",
    fix="Remove it: list the client in `clients.yaml` or take clients from Clio, and use `special_ledgers` for other "
    "money.",
    check=_check,
    needs_whole=True,
    catalogue="C10 C13",
)
