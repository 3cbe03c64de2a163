"""Bills name the timekeeper as a class, but QuickBooks takes no class on a line.

## What it finds

`sync: { users_as_classes: enabled }` where `tracking.classes` is `none` or `per_transaction`, or the QuickBooks edition
has no classes.

## Why it matters

Clio writes the firm user into each line of the invoice, as a class below the one chosen on the sync screen. QuickBooks
leaves a class on a line out, without a word, unless it tracks one class a line.

## Example that fails

```yaml
tracking: { classes: none }
sync: { users_as_classes: enabled }
```

## Fix

Track a class a line, or leave the users out.

```yaml
tracking: { classes: per_line }
sync: { users_as_classes: enabled }
```

## Sources

- Clio help 360031306994 and 9290134235163 (firm users as classes); read 2026-11
- Intuit API reference, Preferences, AccountingInfoPrefs.ClassTrackingPerTxnLine; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._editions import without_tracking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    sync, tracking = firm.config.sync, firm.config.tracking
    if sync is None or sync.users_as_classes != "enabled":
        return
    edition = without_tracking(firm)
    if edition is not None:
        what, related = f"but QuickBooks {edition} has none", firm.place("systems", "quickbooks", "edition")
    elif tracking is not None and tracking.classes in ("none", "per_transaction"):
        what, related = f"but `tracking.classes` is {tracking.classes}", firm.place("tracking", "classes")
    else:
        return
    yield Hit(
        firm.place("sync", "users_as_classes"), f"Bills name the timekeeper as a class, {what}.", related=(related,)
    )


RULE = Rule(
    code="TRK202",
    name="users-as-classes-without-line-classes",
    level=Level.WARNING,
    why="QuickBooks leaves a class on a line out, without a word, unless it tracks one class a line.",
    fix="Write `tracking: { classes: per_line }` on Plus or Advanced, or `users_as_classes: none`.",
    check=_check,
    needs_whole=True,
    catalogue="C18",
)
