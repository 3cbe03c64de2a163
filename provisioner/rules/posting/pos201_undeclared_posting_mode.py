"""Clio is connected and a trust account is declared, but nothing says who books trust payments.

## What it finds

`integration: { via: clio_native }` or `{ via: leanlaw }` in a file with a trust account and without `posting`. A firm
whose Clio is not connected is left alone.

## Why it matters

A bill paid from trust needs entries on two sides. The payment of the bill goes to QuickBooks by itself, and looks
complete: the bill is paid, and no error is shown. The other side, the client's ledger and the trust bank account, is
booked by Clio's trust export, by staff or by LeanLaw, whichever was agreed. Where nothing was agreed, often nobody
books it. QuickBooks then shows more client money than Clio, month after month, and its own trust balances still agree
with each other.

## Example that fails

```yaml
posting: null
```

## Fix

Choose one. Without Clio's trust export, staff book the trust side.

```yaml
posting: { trust_payments: staff_posts }
```

## Sources

- Clio help 360001358894 (payments of bills arrive in Undeposited Funds) and 360049733754 (a payment from trust makes
  two records); read 2026-11
- Clio help 9290134235163 and 115003773133 (the trust export and its check boxes); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._trust_handling import via

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    if firm.config.trust and firm.config.posting is None and via(firm) in ("clio_native", "leanlaw"):
        named = " and ".join(f"`{key}`" for key in firm.config.trust)
        hold = "holds" if len(firm.config.trust) == 1 else "hold"
        yield Hit(
            firm.place("systems", "integration", "via"),
            f"Clio is connected and {named} {hold} client money, but nothing says who books payments from trust.",
        )


RULE = Rule(
    code="POS201",
    name="undeclared-posting-mode",
    level=Level.WARNING,
    why="The payment goes to QuickBooks by itself and looks complete, while the client's ledger and the trust bank "
    "stay as they were.",
    fix="Write `posting: { trust_payments: staff_posts }`, or the mode that fits: `clio_posts`, `journal_pair` or "
    "`leanlaw`.",
    check=_check,
    needs_whole=True,
    catalogue="T01",
)
