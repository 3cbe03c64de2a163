"""A trust account whose interest is one client's holds the money of several.

## What it finds

A trust account of `kind: client_interest` that two or more clients in `clients.yaml` name under `trust`.

## Why it matters

Such an account is opened for one client and earns interest under that client's tax number. With a second client in it,
the bank reports all of the interest as the first one's, and it has to be worked out and paid for each by hand.

## Example that fails

```yaml
trust:
  iolta:
    kind: client_interest
    ledgers: { method: sub_accounts, from: listed }
    special_ledgers: { interest_payable: null }
```

```yaml
# clients.yaml
version: 1
clients:
  okafor: { name: J. Okafor, trust: [iolta] }
  smith: { name: Ann Smith, trust: [iolta] }
```

## Fix

Open an account for each, or keep them in the pooled account.

```yaml
trust:
  iolta:
    kind: client_interest
    ledgers: { method: sub_accounts, from: listed }
    special_ledgers: { interest_payable: null }
```

```yaml
# clients.yaml
version: 1
clients:
  okafor: { name: J. Okafor, trust: [iolta] }
```

## Sources

- Cal. Bus. & Prof. Code 6211(b) (interest of a client's own trust account is the client's); read 2026-11
- ABA Model Rules for Client Trust Account Records (2010), Rule 1; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import LISTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    for key, trust in firm.config.trust.items():
        if trust.kind != "client_interest":
            continue
        names = [client.name for client in firm.clients.values() if key in client.trust]
        if len(names) > 1:
            more = f" and {len(names) - LISTED:,} more" if len(names) > LISTED else ""
            yield Hit(
                firm.place("trust", key, "kind"),
                f"`{key}` earns interest for one client, but is named by {len(names):,}: {', '.join(names[:LISTED])}"
                f"{more}.",
            )


RULE = Rule(
    code="TRU216",
    name="client-interest-account-of-several-clients",
    level=Level.WARNING,
    why="The bank reports the interest under one client's tax number, whoever's money earned it.",
    fix="Declare a trust account for each client whose interest is the client's, or keep them in the pooled account.",
    check=_check,
    needs_whole=True,
    catalogue="C10",
)
