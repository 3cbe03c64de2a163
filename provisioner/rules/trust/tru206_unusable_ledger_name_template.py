"""The template for the names of client ledgers cannot tell clients apart, or holds a word that means nothing.

## What it finds

A `ledgers.name` with neither `{client.name}` nor `{client.id}`, or with anything else in braces. Where ledgers follow
the matters of Clio (`per: matter`), it may also hold `{matter.number}`, as Clio shows it, and `{matter.name}`, the
matter's description; `{client.id}` is the number of the contact in Clio.

## Why it matters

Without either word every client would get the same ledger. Any other word in braces would stand in the name as it is.

## Example that fails

```yaml
trust:
  iolta: { ledgers: { method: sub_accounts, from: clio, name: "{client} trust" } }
```

## Fix

Use `{client.name}` and `{client.id}`; the number keeps two clients of one name apart.

```yaml
trust:
  iolta: { ledgers: { method: sub_accounts, from: clio, name: "{client.name} ({client.id})" } }
```

## Sources

- The firm file's own format; Intuit API reference, Account, Name (unique below its parent); read 2026-11
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.model.ledger import MATTER_WORDS, NAME_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_BRACES = re.compile(r"\{[^{}]*\}?|\}")


def _check(firm: Firm) -> Iterator[Hit]:
    for key, trust in firm.config.trust.items():
        template = trust.ledgers.name
        is_per_matter = trust.ledgers.per == "matter" and trust.ledgers.source == "clio"
        known = NAME_WORDS + (MATTER_WORDS if is_per_matter else ())
        unknown = [word for word in _BRACES.findall(template) if word not in known]
        if unknown:
            what = f"The name of the ledgers of `{key}` holds {', '.join(unknown)}, which means nothing."
        elif not any(word in template for word in known):
            what = f"Every client of `{key}` would get a ledger called {template!r}."
        else:
            continue
        yield Hit(firm.place("trust", key, "ledgers", "name"), what)


RULE = Rule(
    code="TRU206",
    name="unusable-ledger-name-template",
    level=Level.ERROR,
    why="Each client needs a ledger of its own, found by a name of its own.",
    fix='Use {client.name} and {client.id}, for example name: "{client.name} ({client.id})".',
    check=_check,
    catalogue="C13",
)
