"""Wrong transactions are deleted instead of voided.

## What it finds

`posting: { corrections: delete }`.

## Why it matters

What is deleted in QuickBooks is gone from every report; only the audit log on screen still has a line about it.
Records of client money must show what happened, mistakes included. With Clio connected it does more harm: an invoice
that came from Clio and was deleted in QuickBooks is reported as a sync failure, and sending it again fails for its
number (error 6140). A void leaves the transaction where it was, with an amount of zero.

## Example that fails

```yaml
posting: { trust_payments: staff_posts, corrections: delete }
```

## Fix

Void. What came from Clio is voided in Clio first; look whether that arrived in QuickBooks, and void there what is
left.

```yaml
posting: { trust_payments: staff_posts, corrections: void }
```

## Sources

- Clio help 360011355913 (a bill that was deleted in QuickBooks) and 115003454593 (error 6140); read 2026-11
- Intuit API reference, Invoice and Payment (void and delete); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    posting = firm.config.posting
    if posting is not None and posting.corrections == "delete":
        yield Hit(firm.place("posting", "corrections"), "Wrong transactions are deleted, so that no report shows them.")


RULE = Rule(
    code="INT214",
    name="deleted-transactions",
    level=Level.WARNING,
    why="A deleted transaction leaves no record, and one that came from Clio becomes a sync failure.",
    fix="Write `corrections: void`, and void in Clio first what came from there.",
    check=_check,
    catalogue="D06 S03 S05",
)
