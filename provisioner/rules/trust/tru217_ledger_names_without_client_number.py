"""The names of the client ledgers hold no number of the client.

## What it finds

A `ledgers.name` with `{client.name}` and no word for a number, such as `{client.id}`, where each client has a ledger
below the liability (`method: sub_accounts`).

## Why it matters

Whoever books a deposit picks the ledger by its name. Two clients called Ann Smith, or one whose name changed after the
deposit slip was written, cannot be told apart by a name alone. The mark in the ledger's description keeps the program
right, but it is not on the screen where a person chooses.

## Example that fails

```yaml
trust:
  iolta: { ledgers: { method: sub_accounts, from: clio, name: "{client.name}" } }
```

## Fix

Let the name hold the client's number, and check it against the deposit slip.

```yaml
trust:
  iolta: { ledgers: { method: sub_accounts, from: clio, name: "{client.name} ({client.id})" } }
```

## Sources

- Intuit API reference, Account, Name (unique below its parent); read 2026-11
- ABA Model Rules for Client Trust Account Records (2010), Rule 1 (a ledger for each client); read 2026-11
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_NUMBER = re.compile(r"\{[a-z]+\.[a-z_]*(?:id|number)\}")


def _check(firm: Firm) -> Iterator[Hit]:
    for key, trust in firm.config.trust.items():
        template = trust.ledgers.name
        if trust.ledgers.method == "sub_accounts" and "{client.name}" in template and not _NUMBER.search(template):
            yield Hit(
                firm.place("trust", key, "ledgers", "name"),
                f"The names of the ledgers of `{key}` hold no number of the client.",
            )


RULE = Rule(
    code="TRU217",
    name="ledger-names-without-client-number",
    level=Level.ADVICE,
    why="Whoever books a deposit picks the ledger by its name, and two clients can have one name.",
    fix='Add the client\'s number, for example name: "{client.name} ({client.id})".',
    check=_check,
    catalogue="C13",
)
