"""Payments of Clio's bills are recorded in QuickBooks.

## What it finds

`posting: { payments_originate: quickbooks }` or `both`, with `integration: { via: clio_native }`.

## Why it matters

Payments go from Clio to QuickBooks and never back. A payment that is recorded in QuickBooks leaves the bill open in
Clio, where the client is reminded of it, and it may be paid a second time out of trust; and when somebody then
records it in Clio as well, the invoice has two payments and the client a credit.

## Example that fails

```yaml
posting: { trust_payments: staff_posts, payments_originate: quickbooks }
```

## Fix

Record payments in Clio only. In QuickBooks they are deposited, and matched with the bank feed, but never entered.

```yaml
posting: { trust_payments: staff_posts, payments_originate: clio }
```

## Sources

- Clio help 360039421954 (payments made in QuickBooks do not come back to Clio); read 2026-11
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
    "quickbooks": "Payments are recorded in QuickBooks, from where they never reach Clio.",
    "both": "Payments are recorded in QuickBooks and in Clio, which sends its own to QuickBooks.",
}


def _check(firm: Firm) -> Iterator[Hit]:
    posting = firm.config.posting
    if posting is not None and posting.payments_originate in _SAID and native(firm):
        yield Hit(firm.place("posting", "payments_originate"), _SAID[posting.payments_originate])


RULE = Rule(
    code="INT213",
    name="payments-recorded-in-quickbooks",
    level=Level.WARNING,
    why="Recorded in QuickBooks only, the bill stays open in Clio; recorded in both, the invoice is paid twice.",
    fix="Record payments in Clio only: `payments_originate: clio`.",
    check=_check,
    needs_whole=True,
    catalogue="S07 D05",
)
