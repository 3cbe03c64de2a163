"""Clio is connected to a company in which invoices written by hand may be open.

## What it finds

`integration: { via: clio_native }` with `existing_invoices: unknown`, or without `existing_invoices`.

## Why it matters

Clio makes an invoice of every approved bill. It does not look whether somebody has already written one for the same
work in QuickBooks, so a client with an open invoice from before is billed twice in the books: income and receivables
are both too high until every pair is found and one of the two voided. After connecting, nobody can tell the pairs
apart by a glance; before, it is one report.

## Example that fails

```yaml
systems:
  integration: { via: clio_native, existing_invoices: unknown }
```

## Fix

Look through the open invoices in QuickBooks before connecting, and void or settle those of clients who are billed
through Clio. Then say so. If Clio is connected already, compare the two lists of invoices from the first day on.

```yaml
systems:
  integration: { via: clio_native, existing_invoices: none_open }
```

## Sources

- Clio help 203329400 (every approved bill becomes an invoice); read 2026-11
- Clio help 115003454593 (error 6140: only an equal number is noticed); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import native

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    integration = firm.config.systems.integration
    if integration is None or not native(firm) or integration.existing_invoices == "none_open":
        return
    if integration.existing_invoices is None:
        yield Hit(
            firm.place("systems", "integration", "via"),
            "Clio is connected to QuickBooks, and the file does not say whether invoices written by hand were open.",
        )
    else:
        yield Hit(
            firm.place("systems", "integration", "existing_invoices"),
            "Clio is connected to QuickBooks, and nobody knows whether invoices written by hand were open.",
        )


RULE = Rule(
    code="INT202",
    name="connection-onto-unknown-invoices",
    level=Level.WARNING,
    why="Clio makes an invoice of every approved bill; one that was written by hand before then counts twice.",
    fix="Void or settle open invoices of clients who are billed through Clio, then write `existing_invoices: "
    "none_open`.",
    check=_check,
    needs_whole=True,
    catalogue="S08",
)
