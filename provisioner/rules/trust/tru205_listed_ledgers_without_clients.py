"""Client ledgers come from a list that names no client of this trust account.

## What it finds

A trust account with `ledgers: { from: listed }` that no client in `clients.yaml` names under `trust`. Ledgers kept in
Clio only (`method: clio_only`) need no list.

## Why it matters

No ledger would be made, and the first deposit would have nowhere to go but the parent account.

## Example that fails

```yaml
trust:
  iolta: { ledgers: { method: sub_accounts, from: listed } }
```

## Fix

List the clients in `clients.yaml` beside the firm file, or take them from Clio.

```yaml
trust:
  iolta: { ledgers: { method: sub_accounts, from: clio } }
```

## Sources

- ABA Model Rules for Client Trust Account Records (2010), Rule 1 (a ledger for each client); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    listed = {key for client in firm.clients.values() for key in client.trust}
    for key, trust in firm.config.trust.items():
        if trust.ledgers.source == "listed" and trust.ledgers.method != "clio_only" and key not in listed:
            yield Hit(
                firm.place("trust", key, "ledgers", "from"),
                f"The client ledgers of `{key}` come from the list, but no listed client names it.",
            )


RULE = Rule(
    code="TRU205",
    name="listed-ledgers-without-clients",
    level=Level.WARNING,
    why="No ledger would be made, and the first deposit would have nowhere to go but the parent account.",
    fix="List the clients in `clients.yaml`, or write `from: clio`.",
    check=_check,
    needs_whole=True,
    catalogue="C03",
)
