"""Lines of the bank feed may be added as new instead of matched.

## What it finds

`sync: { feed_matching: match_or_add }`. A firm that is connected through LeanLaw, or not at all, is left alone.

## Why it matters

When a client's payment reaches the bank, QuickBooks has it already: Clio has sent the payment, and it waits in
undeposited funds. The bank line is to be matched with its deposit. Who adds it as new, usually as income, books the
same money a second time; when it came out of trust, revenue appears that never was. The bank account still
reconciles, and only the payment that stays in undeposited funds, or a credit among the receivables, tells of it.

## Example that fails

```yaml
sync: { feed_matching: match_or_add }
```

## Fix

Match what clients pay, and add nothing. Lines that nothing in QuickBooks belongs to, such as a bank charge, are
entered and then matched.

```yaml
sync: { feed_matching: match_only }
```

## Sources

- Clio help 360001358894 and 360049733754 (payments arrive in undeposited funds, the deposit is made by hand); read
  2026-11
- Siegel Solutions, Bank transactions in QuickBooks Online (match receipts, do not add them); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import maybe_native

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    sync = firm.config.sync
    if sync is not None and sync.feed_matching == "match_or_add" and maybe_native(firm):
        yield Hit(
            firm.place("sync", "feed_matching"),
            "Lines of the bank feed may be added as new, although Clio has already sent the payment.",
        )


RULE = Rule(
    code="BNK204",
    name="added-feed-lines",
    level=Level.WARNING,
    why="The same money is then booked twice: once as Clio's payment, once as income from the bank line.",
    fix="Write `feed_matching: match_only`.",
    check=_check,
    needs_whole=True,
    catalogue="B01 T04 D05",
)
