"""Clio's trust export is on, but trust in QuickBooks and in Clio was not shown to agree before.

## What it finds

`trust_export` with at least one kind and without `trust_opening_agreed_on`; or with a day after `bills_from`, from
which on Clio's transactions go over.

## Why it matters

The export carries what happens from its first day on, never the balances before. If QuickBooks and Clio differ on that
day, they differ by the same amount for ever: each month the reconciliation fails by it, and nobody can tell it from a
new mistake.

## Example that fails

```yaml
posting:
  trust_payments: clio_posts
  parent_reclass: monthly
  memo: [client, matter, payee, check_number]
sync: { trust_export: [deposits, bill_payments] }
```

## Fix

Compare the trust balances of each client in QuickBooks and Clio before the first day, book the differences, and write
down the day on which they agreed.

```yaml
posting:
  trust_payments: clio_posts
  parent_reclass: monthly
  memo: [client, matter, payee, check_number]
sync: { trust_export: [deposits, bill_payments], trust_opening_agreed_on: 2025-12-31 }
```

## Sources

- ABA Model Rules for Client Trust Account Records (2010), Rule 1 (a ledger for each client); read 2026-11
- Clio help 115002327994 (bills issued before the start date never sync); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import maybe_native
from provisioner.rules._trust_handling import exported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    sync, integration = firm.config.sync, firm.config.systems.integration
    if sync is None or not exported(firm) or not maybe_native(firm):
        return
    starts = integration.bills_from if integration else None
    if sync.trust_opening_agreed_on is None:
        yield Hit(
            firm.place("sync", "trust_export"),
            "Clio exports trust transactions, but no day is named on which QuickBooks and Clio agreed before that.",
        )
    elif starts is not None and sync.trust_opening_agreed_on > starts:
        yield Hit(
            firm.place("sync", "trust_opening_agreed_on"),
            f"QuickBooks and Clio agreed on {sync.trust_opening_agreed_on}, but Clio's bills go over from {starts} on.",
            related=(firm.place("systems", "integration", "bills_from"),),
        )


RULE = Rule(
    code="POS213",
    name="export-without-opening-agreement",
    level=Level.WARNING,
    why="A difference on the first day stays for ever, and nobody can tell it from a new mistake.",
    fix="Compare every client's balance, book the differences, and write the day they agreed as "
    "`trust_opening_agreed_on`.",
    check=_check,
    needs_whole=True,
    catalogue="S21",
)
