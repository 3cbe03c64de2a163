"""Clio exports the transactions of some trust accounts only.

## What it finds

`trust_export` with at least one kind, and a trust account that `trust_export_accounts` does not name. Without
`trust_export_accounts`, every file with more than one trust account.

## Why it matters

Each trust account needs a mapping of its own in Clio, to its bank account and its liability. Clio's help speaks of the
primary trust account alone; whether a second one can be exported has to be tried. What an account outside the export
receives and pays out is booked by nobody, if everybody believes that Clio does it.

## Example that fails

```yaml
posting:
  trust_payments: clio_posts
  parent_reclass: monthly
  memo: [client, matter, payee, check_number]
sync: { trust_export: [deposits, bill_payments], trust_export_accounts: [], trust_opening_agreed_on: 2025-12-31 }
```

## Fix

Name each trust account once Clio's screen shows its mapping. If Clio cannot export one of them, let staff book all of
trust.

```yaml
posting:
  trust_payments: clio_posts
  parent_reclass: monthly
  memo: [client, matter, payee, check_number]
sync: { trust_export: [deposits, bill_payments], trust_export_accounts: [iolta], trust_opening_agreed_on: 2025-12-31 }
```

## Sources

- Clio help 115001166834 (the sync covers the primary trust account); read 2026-11
- Clio help 9290134235163 and 115003773133 (the trust export and its check boxes); read 2026-11
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
    if firm.config.sync is None or not exported(firm) or not maybe_native(firm):
        return
    covered = firm.config.sync.trust_export_accounts
    if covered is None:
        if len(firm.config.trust) > 1:
            named = " and ".join(f"`{key}`" for key in firm.config.trust)
            yield Hit(
                firm.place("sync", "trust_export"),
                f"Clio exports trust transactions, but the file does not say of which accounts: {named}.",
            )
        return
    for key in firm.config.trust:
        if key not in covered:
            yield Hit(
                firm.place("sync", "trust_export_accounts"),
                f"Clio exports trust transactions, but not those of `{key}`.",
                related=(firm.place("trust", key),),
            )


RULE = Rule(
    code="POS212",
    name="trust-account-outside-export",
    level=Level.WARNING,
    why="What such an account receives and pays out is booked by nobody, if everybody believes that Clio does it.",
    fix="Name it under `trust_export_accounts` once Clio's screen shows its mapping, or let staff book all of trust.",
    check=_check,
    needs_whole=True,
    catalogue="S20",
)
