"""The file says how the books are closed, but not up to which day they are.

## What it finds

`close` without `locked_through`.

## Why it matters

Without a closing date every month stays open for ever. An old invoice is edited, a deposit is moved, and what was
reported, reconciled and signed is no longer what the books say. Closing after each reconciliation makes such a change
an entry in an open month, where it can be seen.

## Example that fails

```yaml
close: { password: required }
```

## Fix

After each signed reconciliation, set the closing date in QuickBooks, and write it here.

```yaml
close: { locked_through: 2026-09-30, password: required }
```

## Sources

- Intuit, QuickBooks Online, Close the books: how it works; read 2026-11
- Clio help 360000908453 (edits in a closed month do not sync); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    close = firm.config.close
    if close is not None and close.locked_through is None:
        yield Hit(firm.place("close"), "The file does not say up to which day the books are closed.")


RULE = Rule(
    code="CLO202",
    name="books-never-closed",
    level=Level.ADVICE,
    why="What was reported, reconciled and signed can be changed as long as its month is open.",
    fix="Write `locked_through` with the last day of the last reconciled month, and set it in QuickBooks.",
    check=_check,
    needs_whole=True,
    catalogue="C17 S29",
)
