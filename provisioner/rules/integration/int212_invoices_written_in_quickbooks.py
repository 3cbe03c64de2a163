"""Invoices are written in QuickBooks, although Clio sends its bills there.

## What it finds

`posting: { invoices_originate: quickbooks }` or `both`, with `integration: { via: clio_native }`.

## Why it matters

Clio makes an invoice of every approved bill. One that is written in QuickBooks for the same work stands beside it,
and neither system notices: income and receivables are doubled. The sync goes one way, so Clio never learns of an
invoice from QuickBooks, and what the client owes there is wrong as well.

## Example that fails

```yaml
posting: { trust_payments: staff_posts, invoices_originate: both }
```

## Fix

Write invoices in Clio only, and tell everybody who works in QuickBooks.

```yaml
posting: { trust_payments: staff_posts, invoices_originate: clio }
```

## Sources

- Clio help 203329400 (every approved bill becomes an invoice, and none comes back); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import native

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_SAID = {
    "quickbooks": "Invoices are written in QuickBooks, and Clio sends its approved bills there as well.",
    "both": "Invoices are written in QuickBooks and in Clio, which sends its approved bills to QuickBooks.",
}


def _check(firm: Firm) -> Iterator[Hit]:
    posting = firm.config.posting
    if posting is not None and posting.invoices_originate in _SAID and native(firm):
        yield Hit(firm.place("posting", "invoices_originate"), _SAID[posting.invoices_originate])


RULE = Rule(
    code="INT212",
    name="invoices-written-in-quickbooks",
    level=Level.WARNING,
    why="The same work stands in the books twice, and neither system notices.",
    fix="Write invoices in Clio only: `invoices_originate: clio`.",
    check=_check,
    needs_whole=True,
    catalogue="S09 D05",
)
