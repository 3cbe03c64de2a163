"""Two listed clients would get the same trust ledger.

## What it finds

Two clients of one trust account with the same `clio_contact`, or whose ledgers get the same name from the template.
Capitals make no difference.

## Why it matters

QuickBooks refuses a second ledger of the same name, and two ledgers for one Clio contact split one client's money. With
one ledger for two clients, nobody can say what belongs to whom.

## Example that fails

```yaml
trust:
  iolta: { ledgers: { method: sub_accounts, from: listed, name: "{client.name}" } }
```

```yaml
# clients.yaml
version: 1
clients:
  smith_divorce: { name: Ann Smith, trust: [iolta] }
  smith_estate: { name: Ann Smith, trust: [iolta] }
```

## Fix

Let the template name the client's number too, and list each client once.

```yaml
trust:
  iolta: { ledgers: { method: sub_accounts, from: listed, name: "{client.name} ({client.id})" } }
```

## Sources

- Intuit API reference, Account, Name; Intuit error code 6240 (duplicate name); read 2026-11
- ABA Model Rules for Client Trust Account Records (2010), Rule 1 (a ledger for each client); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.model.ledger import Ledger, ledgers
from provisioner.rules._shapes import folded, repeats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    named = [ledger for ledger in ledgers(firm) if ledger.client is not None]
    same_contact: set[tuple[str | None, str | None]] = set()
    for first, later in repeats(((each.trust, each.tag), each) for each in named):
        if (first.client, later.client) not in same_contact:
            same_contact.add((first.client, later.client))
            yield _hit(firm, first, later, "clio_contact", "are the same contact in Clio")
    for first, later in repeats(((each.trust, folded(each.name)), each) for each in named):
        if (first.client, later.client) not in same_contact:
            yield _hit(firm, first, later, "name", f"would both get the ledger {later.name} under `{later.trust}`")


def _hit(firm: Firm, first: Ledger, later: Ledger, field: str, what: str) -> Hit:
    return Hit(
        firm.place("clients", str(later.client), field),
        f"The clients `{first.client}` and `{later.client}` {what}.",
        related=(firm.place("clients", str(first.client), field),),
    )


RULE = Rule(
    code="TRU204",
    name="clients-with-one-trust-ledger",
    level=Level.ERROR,
    why="With one ledger for two clients, nobody can say what belongs to whom.",
    fix="List each client once, and let the name of the ledgers hold {client.id}.",
    check=_check,
    needs_whole=True,
    catalogue="C13 T06",
)
