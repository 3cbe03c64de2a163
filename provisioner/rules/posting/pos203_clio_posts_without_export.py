"""Clio is to book trust payments, but Clio does not export them.

## What it finds

`trust_payments: clio_posts` while `trust_export` is missing, is `none`, or lacks `bill_payments`; or while the file
says that Clio is not connected.

## Why it matters

Clio books a payment from trust in QuickBooks only with its trust export on, and only for the kinds that are ticked
there. Without, the bill is shown as paid and the trust side is booked by nobody: the client's ledger in QuickBooks
stays too high by every payment. Nothing in QuickBooks alone shows it; the bank statement and Clio do.

## Example that fails

```yaml
posting: { trust_payments: clio_posts }
sync: { trust_export: none }
```

## Fix

Export payments of bills and deposits, and spread what arrives on the liability account over the clients each month. Or
let staff book.

```yaml
posting:
  trust_payments: clio_posts
  parent_reclass: monthly
  memo: [client, matter, payee, check_number]
sync: { trust_export: [deposits, bill_payments], trust_opening_agreed_on: 2025-12-31 }
```

## Sources

- Clio help 9290134235163 and 115003773133 (the trust export and its check boxes); read 2026-11
- Clio help 360001358894 (payments of bills arrive in Undeposited Funds) and 360049733754 (a payment from trust makes
  two records); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._trust_handling import exported, mode, via

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_UNSAID = "no `trust_export` is declared"


def _check(firm: Firm) -> Iterator[Hit]:
    if mode(firm) != "clio_posts" or via(firm) == "leanlaw":
        return
    place = firm.place("posting", "trust_payments")
    if via(firm) == "none":
        yield Hit(
            place,
            "Clio is to book trust payments, but `integration` says that Clio is not connected.",
            "Write `trust_payments: staff_posts`, or under `integration` the connection that is really used.",
        )
    elif not exported(firm):
        said = "`trust_export` is `none`" if firm.config.sync and firm.config.sync.trust_export is not None else _UNSAID
        yield Hit(place, f"Clio is to book trust payments, but {said}.")
    elif "bill_payments" not in exported(firm):
        related = (firm.place("sync", "trust_export"),)
        yield Hit(place, "Clio is to book trust payments, but `trust_export` lacks `bill_payments`.", related=related)


RULE = Rule(
    code="POS203",
    name="clio-posts-without-export",
    level=Level.ERROR,
    why="Bills would be shown as paid, while nobody books the client's ledger and the trust bank account.",
    fix="Add `bill_payments` to `trust_export`, or write `trust_payments: staff_posts`.",
    check=_check,
    needs_whole=True,
    catalogue="T01 S17",
)
