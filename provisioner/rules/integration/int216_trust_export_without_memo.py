"""Clio exports trust transactions, and nobody adds what the export leaves out.

## What it finds

`sync: { trust_export: [...] }` without `posting: { memo: ... }`, or with a memo that leaves out client, matter, payee
or check number. A firm that is connected through LeanLaw, or not at all, is left alone.

## Why it matters

The entries that Clio makes in QuickBooks carry amount, date and account. Matter, payee and check number stay behind.
A trust journal has to name them, and who looks for one check among equal amounts needs them.

## Example that fails

```yaml
sync: { trust_export: [deposits] }
posting: { trust_payments: staff_posts, memo: [client, matter] }
```

## Fix

Let staff add client, matter, payee and check number to the memo of every entry the export makes; or switch the export
off, and write them when the entry is made.

```yaml
sync: { trust_export: none }
posting: { trust_payments: staff_posts, memo: [client, matter, payee, check_number] }
```

## Sources

- Clio help 360010232674 (details that do not sync); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import maybe_native

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_WANTED = ("client", "matter", "payee", "check_number")


def _check(firm: Firm) -> Iterator[Hit]:
    sync, posting = firm.config.sync, firm.config.posting
    if sync is None or not sync.trust_export or sync.trust_export == "none" or not maybe_native(firm):
        return
    memo = posting.memo if posting is not None and posting.memo is not None else ()
    missing = [each.replace("_", " ") for each in _WANTED if each not in memo]
    if missing:
        has_memo = posting is not None and posting.memo is not None
        yield Hit(
            firm.place("posting", "memo") if has_memo else firm.place("sync", "trust_export"),
            f"Nobody adds the {', '.join(missing)} to the trust entries that Clio makes in QuickBooks.",
        )


RULE = Rule(
    code="INT216",
    name="trust-export-without-memo",
    level=Level.ADVICE,
    why="Clio's entries carry date, amount and account only; a trust journal names the rest.",
    fix="Write `memo: [client, matter, payee, check_number]` under `posting`, or `trust_export: none`.",
    check=_check,
    needs_whole=True,
    catalogue="S25",
)
