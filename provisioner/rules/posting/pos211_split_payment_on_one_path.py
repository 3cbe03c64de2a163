"""A bill paid partly from trust and partly by the client is recorded as one payment.

## What it finds

`split_payments: one_path` in a file with a trust account.

## Why it matters

Of a bill of 3,000, 2,000 come from trust and 1,000 by check. They are two movements: one leaves the trust bank account
and the client's ledger, the other comes from outside, and the bank shows two deposits. Recorded as one payment of
3,000, nothing says that 2,000 came from trust. The trust side is not booked, operating shows cash that is not there,
and no deposit of 3,000 ever appears at the bank.

## Example that fails

```yaml
posting: { split_payments: one_path }
```

## Fix

Record two payments in Clio, one of them from the trust account, and make two deposits in QuickBooks.

```yaml
posting: { split_payments: two_allocations }
```

## Sources

- Clio help 360001358894 (payments of bills arrive in Undeposited Funds) and 360049733754 (a payment from trust makes
  two records); read 2026-11
- Accounting Atelier, Clio and QuickBooks Integration for Law Firms, question on split payments; read 2026-11
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
    if firm.config.trust and posting is not None and posting.split_payments == "one_path":
        yield Hit(
            firm.place("posting", "split_payments"),
            "A bill paid partly from trust is recorded as one payment, on the path of the client's own payments.",
        )


RULE = Rule(
    code="POS211",
    name="split-payment-on-one-path",
    level=Level.ERROR,
    why="Nothing says which part came from trust, so operating shows cash that is not there.",
    fix="Write `split_payments: two_allocations`: two payments in Clio, one of them from trust, and two deposits.",
    check=_check,
    needs_whole=True,
    catalogue="S24",
)
