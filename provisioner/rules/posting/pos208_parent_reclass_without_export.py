"""What Clio posts to the trust liability is to be spread over the clients, but Clio posts nothing there.

## What it finds

`parent_reclass: weekly` or `monthly` while `trust_export` is `none` or empty, or while no trust account has ledgers as
sub-accounts. A file that says nothing of the export is left alone.

## Why it matters

A reclassification is the second half of Clio's trust export: Clio posts to the liability account as a whole, and
somebody moves each amount to its client. Where Clio posts nothing, there is nothing to move. If the parent account
still has a balance of its own, it was posted there by mistake, and a routine entry each month would hide that instead
of finding it.

## Example that fails

```yaml
posting: { parent_reclass: monthly }
```

## Fix

Leave it out, or say that there is none.

```yaml
posting: { parent_reclass: none }
```

## Sources

- Clio help 9290134235163 (the export posts at account level, not to sub-accounts); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._trust_handling import exported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    posting, sync = firm.config.posting, firm.config.sync
    if posting is None or posting.parent_reclass in (None, "none"):
        return
    place = firm.place("posting", "parent_reclass")
    spread = any(trust.ledgers.method == "sub_accounts" for trust in firm.config.trust.values())
    if sync is not None and sync.trust_export is not None and not exported(firm):
        yield Hit(
            place,
            f"The trust liability is to be reclassified {posting.parent_reclass}, but Clio posts nothing to it.",
            related=(firm.place("sync", "trust_export"),),
        )
    elif exported(firm) and not spread:
        yield Hit(
            place,
            f"The trust liability is to be reclassified {posting.parent_reclass}, but no client has a sub-account.",
        )


RULE = Rule(
    code="POS208",
    name="parent-reclass-without-export",
    level=Level.ADVICE,
    why="A routine entry hides what was posted to the parent account by mistake.",
    fix="Remove `parent_reclass`, or write `parent_reclass: none`.",
    check=_check,
    needs_whole=True,
    catalogue="S19",
)
