"""Clients are listed for a trust account whose ledgers do not come from the list.

## What it finds

An entry of `clients.yaml` that names a trust account under `trust`, where that account's ledgers come from Clio
(`from: clio`), or where clients have no sub-accounts at all (`method: customers` or `clio_only`).

## Why it matters

Such an entry does nothing. Who keeps the list believes that a client added there gets a ledger, and finds out when the
first deposit has no place to go.

## Example that fails

```yaml
trust: { iolta: { ledgers: { from: clio } } }
```

```yaml
# clients.yaml
version: 1
clients:
  obrien: { name: Siobhan O'Brien, trust: [iolta] }
```

## Fix

Take the ledgers from the list, or leave the list away and let Clio say who has money in trust.

```yaml
trust: { iolta: { ledgers: { from: listed } } }
```

## Sources

- ABA Model Rules for Client Trust Account Records (2010), Rule 1 (a ledger for each client); read 2026-11
- That whoever lists a client for a trust account wants a ledger for it: our assumption
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    for key, trust in firm.config.trust.items():
        listed = [name for name, client in firm.clients.items() if key in client.trust]
        how = trust.ledgers
        if not listed or (how.method == "sub_accounts" and how.source == "listed"):
            continue
        comes = "come from Clio" if how.method == "sub_accounts" else f"are no accounts (`method: {how.method}`)"
        count = "1 client is" if len(listed) == 1 else f"{len(listed):,} clients are"
        yield Hit(
            firm.place("clients", listed[0], "trust"),
            f"{count} listed for the trust account `{key}`, whose ledgers {comes}.",
            related=(firm.place("trust", key, "ledgers"),),
        )


RULE = Rule(
    code="TRU254",
    name="listed-clients-without-effect",
    level=Level.WARNING,
    why="The list does nothing there: a client added to it gets no ledger.",
    fix="Write `from: listed` with `method: sub_accounts`, or remove the trust account from these clients.",
    check=_check,
    catalogue="C03 V02",
    needs_whole=True,
)
