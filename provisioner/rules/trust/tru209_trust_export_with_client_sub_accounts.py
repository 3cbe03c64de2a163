"""Clio exports trust transactions to QuickBooks, where each client has a sub-account.

## What it finds

`sync: { trust_export: [...] }` in a file with a trust account whose ledgers are sub-accounts, without a
reclassification (`parent_reclass: weekly` or `monthly` under `posting`). Where `trust_export_accounts` names the trust
accounts that are exported, only those count. A firm that is connected through LeanLaw, or not at all, is left alone.

## Why it matters

Clio's export posts to the trust liability account as a whole, never to the clients' sub-accounts below it, and leaves
out matter, payee and check number. The clients' ledgers in QuickBooks stay as they were, and the parent fills up with
money that is nobody's until somebody spreads it by hand.

## Example that fails

```yaml
sync: { trust_export: [deposits, disbursements] }
```

## Fix

Switch the export off and book trust transactions on the clients' ledgers in QuickBooks, or tell clients apart by
customer (`method: customers`). If Clio is to book, plan a reclassification every month (`parent_reclass: monthly`).

```yaml
sync: { trust_export: none }
```

## Sources

- Clio help 9290134235163 (the sync posts at account level, not to sub-accounts); read 2026-11
- Clio help 360010232674 (details that do not sync); read 2026-11
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
    sync, posting = firm.config.sync, firm.config.posting
    if sync is None or not exported(firm) or not maybe_native(firm):
        return
    if posting is not None and posting.parent_reclass in ("weekly", "monthly"):
        return
    covered = sync.trust_export_accounts
    split = [
        key
        for key, trust in firm.config.trust.items()
        if trust.ledgers.method == "sub_accounts" and (covered is None or key in covered)
    ]
    if split:
        named = " and ".join(f"`{key}`" for key in split)
        yield Hit(
            firm.place("sync", "trust_export"),
            f"Clio's trust export posts to the liability of {named} as a whole, but each client has a sub-account.",
            related=tuple(firm.place("trust", key, "ledgers", "method") for key in split),
        )


RULE = Rule(
    code="TRU209",
    name="trust-export-with-client-sub-accounts",
    level=Level.WARNING,
    why="The parent fills up with money that is nobody's until somebody spreads it over the clients by hand.",
    fix="Write `trust_export: none` and book on the clients' ledgers, or use `method: customers` with "
    "`parent_postable: true`, or plan `parent_reclass: monthly`.",
    check=_check,
    needs_whole=True,
    catalogue="S19",
)
