"""The bank is connected to Clio, while the books are kept in QuickBooks.

## What it finds

`sync: { bank_feeds: clio }`.

## Why it matters

A line of the bank statement is matched with the entry it belongs to: a deposit, a check, a payment. Those entries are
in QuickBooks. A feed in Clio has nothing to match with but Clio's own payments, so deposits and rent, payroll and
transfers are never compared with the bank.

Clio Manage has no bank feeds at all. They come with Clio Accounting, a separate product that keeps books of its own,
and whether that may run beside the connection to QuickBooks we have not seen said anywhere.

## Example that fails

```yaml
sync: { bank_feeds: clio }
```

## Fix

Connect the bank to QuickBooks.

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
    if sync is not None and sync.bank_feeds == "clio":
        yield Hit(
            firm.place("sync", "bank_feeds"), "The bank accounts are connected to Clio, but booked in QuickBooks."
        )


RULE = Rule(
    code="BNK202",
    name="bank-feed-outside-the-books",
    level=Level.WARNING,
    why="The entries that a bank line is matched with are in QuickBooks; Clio Manage has no bank feeds.",
    fix="Write `bank_feeds: quickbooks`, or `none` where statements are entered by hand.",
    check=_check,
    catalogue="C16",
)
