"""Settlements are paid out without a closing statement.

## What it finds

`closing_statement: none` in the policy of a trust account.

## Why it matters

A settlement is divided: fee, advanced costs, liens, the client's share. The signed statement shows that the parts add
up to what came in. Without it a residue stays on the ledger of the matter, and nobody can say later whose it is: a lien
not paid, a cost taken twice, or the client's.

## Example that fails

```yaml
trust: { iolta: { policy: { closing_statement: none } } }
```

## Fix

Require a signed statement that leaves nothing over.

```yaml
trust: { iolta: { policy: { closing_statement: required } } }
```

## Sources

- ABA Model Rule 1.5(c) (a written statement at the end of a contingent fee matter) and 1.15(d); read 2026-11
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
    for account, place in chosen(firm, "closing_statement", "none"):
        yield Hit(place, f"Settlements are paid out of `{account}` without a closing statement.")


RULE = Rule(
    code="TRU250",
    name="settlements-without-closing-statement",
    level=Level.WARNING,
    why="What is left on the ledger of the matter is then nobody's: an unpaid lien, a cost, or the client's share.",
    fix="Write `closing_statement: required`.",
    check=_check,
    catalogue="T28",
)
