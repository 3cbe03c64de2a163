"""Clio's trust export is declared, but Clio's own connection is not used.

## What it finds

`trust_export` with at least one kind while `integration` says `via: leanlaw` or `via: none`.

## Why it matters

The export is a part of Clio's own connection to QuickBooks. Either it is still on, beside LeanLaw or beside staff who
book everything, and trust is booked twice; or it is off, and the file tells the next bookkeeper that Clio books what
nobody books.

## Example that fails

```yaml
systems: { integration: { via: none } }
sync: { trust_export: [deposits] }
```

## Fix

Look at Settings, Bill Syncing in Clio, and write down what is so.

```yaml
systems: { integration: { via: none } }
sync: { trust_export: none }
```

## Sources

- Clio help 9290134235163 and 115003773133 (the trust export and its check boxes); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import maybe_native
from provisioner.rules._trust_handling import exported, via

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    if exported(firm) and not maybe_native(firm):
        instead = "the firm is connected through LeanLaw" if via(firm) == "leanlaw" else "Clio is not connected"
        yield Hit(
            firm.place("sync", "trust_export"),
            f"Clio's export of trust transactions is declared, but {instead}.",
            related=(firm.place("systems", "integration", "via"),),
        )


RULE = Rule(
    code="POS207",
    name="trust-export-without-connection",
    level=Level.WARNING,
    why="Either trust is booked twice, or the file says that Clio books what nobody books.",
    fix="Write `trust_export: none`, or name the connection that is really used.",
    check=_check,
    needs_whole=True,
    catalogue="S17",
)
