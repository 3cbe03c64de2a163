"""The same bank accounts are connected to Clio and to QuickBooks.

## What it finds

`sync: { bank_feeds: both }`.

## Why it matters

A bank feed turns every line of the statement into something to be booked. Two of them turn one line into two, and
what has been booked from one is booked again from the other, or matched with the wrong entry.

Clio Manage itself has no bank feeds, so with it there is nothing to switch off. They come with Clio Accounting, a
separate product that keeps books of its own; who uses that has two sets of books, and has to choose one.

## Example that fails

```yaml
sync: { bank_feeds: both }
```

## Fix

Connect the bank to QuickBooks only, where the entries are that its lines belong to.

```yaml
sync: { bank_feeds: quickbooks }
```

## Sources

- Clio help 21004158222235 (bank feeds are part of Clio Accounting); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    sync = firm.config.sync
    if sync is not None and sync.bank_feeds == "both":
        yield Hit(firm.place("sync", "bank_feeds"), "The bank accounts are connected to Clio and to QuickBooks.")


RULE = Rule(
    code="BNK201",
    name="bank-feeds-in-two-systems",
    level=Level.WARNING,
    why="Every line of the bank statement comes twice, and what was booked from one feed is booked from the other.",
    fix="Write `bank_feeds: quickbooks`, and disconnect the bank from Clio Accounting.",
    check=_check,
    catalogue="C16 D05",
)
