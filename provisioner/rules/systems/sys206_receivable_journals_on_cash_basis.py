"""The books are kept on the cash basis, and trust payments are booked by journal on accounts receivable.

## What it finds

`firm: { basis: cash }` together with `posting: { trust_payments: journal_pair }`.

## Why it matters

The second journal of the pair credits accounts receivable. Cash-basis reports leave invoices out until they are paid,
but they show a journal as it was written: until it is applied to the invoice, receivables appear below zero and the fee
is missing from income.

## Example that fails

```yaml
firm: { basis: cash }
posting: { trust_payments: journal_pair }
```

## Fix

Let Clio's payment stay on the invoice and book the trust side against the client's ledger.

```yaml
firm: { basis: cash }
posting: { trust_payments: staff_posts }
```

## Sources

- Intuit API reference, JournalEntry (a line on accounts receivable needs a customer) and ReportPrefs.ReportBasis; read
  2026-11
- Clio help 360001358894 (bill payments reach accounts receivable through the sync); read 2026-11
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
    if posting is not None and posting.trust_payments == "journal_pair" and firm.config.firm.basis == "cash":
        yield Hit(
            firm.place("posting", "trust_payments"),
            "Trust payments are booked by journal on accounts receivable, and the books are kept on the cash basis.",
            related=(firm.place("firm", "basis"),),
        )


RULE = Rule(
    code="SYS206",
    name="receivable-journals-on-cash-basis",
    level=Level.WARNING,
    why="Cash-basis reports show the journal before the invoice: receivables below zero, and the fee missing.",
    fix="Write `trust_payments: staff_posts`, or keep the books on the accrual basis.",
    check=_check,
    needs_whole=True,
    catalogue="C24",
)
