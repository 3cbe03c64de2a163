"""Who does the daily bookkeeping is an administrator in QuickBooks.

## What it finds

A person with `quickbooks: primary_admin` or `company_admin` whose duties include `prepares`, `reconciles` or
`deposits`, and who is no lawyer of the firm.

## Why it matters

An administrator in QuickBooks can do everything: delete transactions, move the closing date, make users and remove
them. The primary administrator cannot even be removed by others. Whoever enters and reconciles does not need that,
and a firm whose bookkeeper leaves does not want to ask for its own books.

## Example that fails

```yaml
people:
  ana: { name: Ana Ruiz, does: [prepares], quickbooks: primary_admin }
  lee: { name: Lee Partner, does: [reviews, signs_trust], admitted_in: [US-CA] }
```

## Fix

Let a lawyer of the firm be the primary administrator. An employee is a standard user; an outside bookkeeper an
accountant user.

```yaml
people:
  ana: { name: Ana Ruiz, does: [prepares], quickbooks: standard }
  lee: { name: Lee Partner, does: [reviews, signs_trust], admitted_in: [US-CA], quickbooks: primary_admin }
```

## Sources

- Intuit help 263199, User roles and access rights in QuickBooks Online; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_DAILY = frozenset({"prepares", "reconciles", "deposits"})
_ADMIN = {"primary_admin": "primary administrator", "company_admin": "company administrator"}


def _check(firm: Firm) -> Iterator[Hit]:
    for key, person in firm.config.people.items():
        if person.quickbooks in _ADMIN and not person.admitted_in and not _DAILY.isdisjoint(person.does):
            yield Hit(
                firm.place("people", key, "quickbooks"),
                f"{person.name} does the daily bookkeeping, and is {_ADMIN[person.quickbooks]} in QuickBooks.",
            )


RULE = Rule(
    code="PEO205",
    name="bookkeeper-with-admin-rights",
    level=Level.WARNING,
    why="An administrator can delete transactions, move the closing date and remove other users.",
    fix="Write `quickbooks: standard`, or `accountant` for an outside bookkeeper, and change it in QuickBooks.",
    check=_check,
    needs_whole=True,
    catalogue="C22 S05",
)
