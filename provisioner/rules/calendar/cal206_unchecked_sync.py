"""Nobody checks, or not often enough, that everything Clio sends has arrived.

## What it finds

`calendar: { invoice_count: none }`, `sync_log` or `payout_reconciliation`, or one of them `quarterly` or `yearly`.
With `integration: { via: clio_native }` also a file that does not declare `invoice_count` or `sync_log`. A firm that
is connected through LeanLaw, or not at all, is left alone.

## Why it matters

The connection stops without a word: an authorization expires, a bill fails for its number, a payment in a closed
month stays behind. Clio lists failures on a screen that nobody has to open, and does not always catch up after an
outage. Only three habits find what is missing: comparing number and sum of the invoices in both systems, reading that
list, and comparing the processor's payouts with the deposits.

## Example that fails

```yaml
calendar: { invoice_count: none }
```

## Fix

Compare the invoices every week, and read the list of failures at least every month.

```yaml
calendar: { invoice_count: weekly, sync_log: monthly, payout_reconciliation: weekly }
```

## Sources

- Clio help 115002327994 (Sync Status and Bills Synced) and 360011355913 (Sync Failures); read 2026-11
- Artesani Accounting, on payouts without an invoice that never reach QuickBooks; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import maybe_native, native

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_CHECKS = {
    "invoice_count": "compares the invoices of Clio and QuickBooks",
    "sync_log": "reads Clio's list of sync failures",
    "payout_reconciliation": "compares the processor's payouts with the deposits in QuickBooks",
}
_NEEDED = frozenset({"invoice_count", "sync_log"})
_RARE = {"none": "", "quarterly": " more than once a quarter", "yearly": " more than once a year"}


def _check(firm: Firm) -> Iterator[Hit]:
    if not maybe_native(firm):
        return
    for name, does in _CHECKS.items():
        often = getattr(firm.config.calendar, name, None)
        if often in _RARE:
            yield Hit(firm.place("calendar", name), f"Nobody {does}{_RARE[often]}.")
        elif often is None and name in _NEEDED and native(firm):
            yield Hit(
                firm.place("systems", "integration", "via"),
                f"Clio is connected to QuickBooks, and the file does not say how often somebody {does}.",
                f"Write `{name}` under `calendar`.",
            )


RULE = Rule(
    code="CAL206",
    name="unchecked-sync",
    level=Level.WARNING,
    why="The sync fails in silence, and does not always catch up: what is missing is found by counting, or not at all.",
    fix="Write `weekly`, or `monthly` for the list of failures.",
    check=_check,
    needs_whole=True,
    catalogue="S12 S13 S14 S23",
)
