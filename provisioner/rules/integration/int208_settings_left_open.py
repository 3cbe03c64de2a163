"""Clio is connected, and the file leaves open how the connection is set and used.

## What it finds

`integration: { via: clio_native }` in a file that leaves out one of `invoices`, `contacts`, `expenses`, `bank_feeds`,
`feed_matching`, `edits_after_approval` and `edits_after_deposit` under `sync`. With a trust account, `trust_export`
and `feed_rules_on_trust` are asked for as well. All that is missing is one finding.

## Why it matters

The connection is made in minutes, and then works without errors whatever was chosen or not chosen. None of these
settings can be read by a program, and some are no settings at all but habits of staff. What is not written down is
decided by whoever sits in front of the screen, and shows up months later: a bank line added as income, an invoice
edited after it was paid, a trust check that stands in the books twice.

## Example that fails

```yaml
sync: { contacts: null, bank_feeds: null }
```

## Fix

Declare them. The template us-base.yaml has a value for each, with its reason.

```yaml
sync: { contacts: clio_to_quickbooks, bank_feeds: quickbooks }
```

## Sources

- Clio help 115002327994, 115003773133 and 360036308814 (the options of the screen Bill Syncing); read 2026-11
- Clio's API description of 2026-04-08: it holds no setting of the connection to QuickBooks
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import native

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_ALWAYS = (
    "invoices",
    "contacts",
    "expenses",
    "bank_feeds",
    "feed_matching",
    "edits_after_approval",
    "edits_after_deposit",
)
_WITH_TRUST = ("trust_export", "feed_rules_on_trust")


def _check(firm: Firm) -> Iterator[Hit]:
    if not native(firm):
        return
    asked = (*_ALWAYS, *_WITH_TRUST) if firm.config.trust else _ALWAYS
    left = [f"`sync.{name}`" for name in asked if getattr(firm.config.sync, name, None) is None]
    if left:
        yield Hit(
            firm.place("systems", "integration", "via"),
            f"Clio is connected to QuickBooks, and the file leaves open: {', '.join(left)}.",
        )


RULE = Rule(
    code="INT208",
    name="settings-left-open",
    level=Level.WARNING,
    why="The sync works without errors either way, so that what nobody has decided is noticed months later.",
    fix="Declare each of them; the template us-base.yaml has a value for each.",
    check=_check,
    needs_whole=True,
    catalogue="S01 S02 S06 S15 S16 S17 B01 B02 C16",
)
