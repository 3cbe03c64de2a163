"""QuickBooks gives invoices numbers of its own, or does not warn when a number is used twice.

## What it finds

`preferences: { custom_transaction_numbers: none }` or `duplicate_number_warning: none`. A firm that is connected
through LeanLaw, or not at all, is left alone.

## Why it matters

Clio's bill number is what ties a bill to its invoice. Clio asks for custom transaction numbers, so that an invoice
can keep that number, and for the warning about numbers used twice. Without the first, invoices cannot be found by
their bill's number; without the second, a number that is already taken is noticed only when Clio fails to send a bill
(error 6140).

## Example that fails

```yaml
preferences: { custom_transaction_numbers: none }
```

## Fix

Switch both on in QuickBooks under the gear, Account and settings: custom transaction numbers under Sales, the warning
under Advanced. Let Clio's next bill number be higher than the last number in QuickBooks.

```yaml
preferences: { custom_transaction_numbers: enabled, duplicate_number_warning: enabled }
```

## Sources

- Clio help 9290134235163, 206090818 and 360005429313 (QuickBooks settings before connecting); read 2026-11
- Clio help 115003454593 (error 6140: duplicate document number); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import maybe_native

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_SAID = {
    "custom_transaction_numbers": "Custom transaction numbers are off: an invoice cannot keep its bill's number.",
    "duplicate_number_warning": "QuickBooks does not warn when a number is used twice.",
}


def _check(firm: Firm) -> Iterator[Hit]:
    preferences = firm.config.preferences
    if preferences is None or not maybe_native(firm):
        return
    for name, said in _SAID.items():
        if getattr(preferences, name) == "none":
            yield Hit(
                firm.place("preferences", name), said, f"Write `{name}: enabled`, and switch it on in QuickBooks."
            )


RULE = Rule(
    code="INT215",
    name="uncontrolled-invoice-numbers",
    level=Level.WARNING,
    why="The bill's number is what ties it to its invoice, and a number used twice stops the sync (error 6140).",
    fix="Switch both on in QuickBooks, under the gear, Account and settings.",
    check=_check,
    needs_whole=True,
    catalogue="S10",
)
