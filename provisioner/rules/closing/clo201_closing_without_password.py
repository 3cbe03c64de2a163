"""The closed books can be changed without a password.

## What it finds

`close: { password: none }`.

## Why it matters

With a closing date alone, QuickBooks shows a warning to whoever changes something before it, and then saves the
change. A reconciliation that was signed no longer agrees with the books it was made of, and nobody notices until the
next one does not start where that one ended. With a password, the change needs somebody who has it.

## Example that fails

```yaml
close: { locked_through: 2026-09-30, password: none }
```

## Fix

Set a password in QuickBooks under the gear, Account and settings, Advanced, and give it to one person.

```yaml
close: { locked_through: 2026-09-30, password: required }
```

## Sources

- Intuit, QuickBooks Online, Close the books: how it works; read 2026-11
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
    if close is not None and close.password == "none":  # noqa: S105 - a word of the firm file
        yield Hit(firm.place("close", "password"), "Books that are closed can be changed without a password.")


RULE = Rule(
    code="CLO201",
    name="closing-without-password",
    level=Level.WARNING,
    why="QuickBooks then only warns, and a signed reconciliation no longer agrees with the books.",
    fix="Write `password: required`, and set one in QuickBooks.",
    check=_check,
    catalogue="C17 R04",
)
