"""Entries for Clio in a firm file that names no Clio account.

## What it finds

Billing categories, expense categories, practice areas, or a `clio:` bank account, without `systems: { clio: ... }`.

## Why it matters

Nothing of it would be made or checked anywhere, and the file would read as if it were.

## Example that fails

```yaml
systems: { clio: null }
products:
  hourly: { name: Hourly Attorney, income: hourly_fees }
categories:
  attorney_time: { name: Attorney Time, product: hourly }
```

## Fix

Name the Clio account, or remove the entries.

```yaml
systems: { clio: { account_name: Sample Law } }
products:
  hourly: { name: Hourly Attorney, income: hourly_fees }
categories:
  attorney_time: { name: Attorney Time, product: hourly }
```

## Sources

- The firm file's own format: entries are written to the account that it names
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, lists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    if firm.config.systems.clio is not None:
        return
    for section in lists(firm, "clio"):
        if firm.section(section):
            yield Hit(firm.place(section), f"`{section}:` is written in Clio, and this file names no Clio account.")
    first = next((key for key, account in accounts(firm).items() if account.clio is not None), None)
    if first is not None:
        yield Hit(
            firm.place("accounts", first, "clio"),
            f"accounts.{first} has a bank account in Clio, and this file names no Clio account.",
        )


RULE = Rule(
    code="SYS205",
    name="clio-entries-without-clio",
    level=Level.WARNING,
    why="Nothing of it would be made or checked anywhere.",
    fix="Add `clio: { account_name: ... }` under `systems`, or remove these entries.",
    check=_check,
    needs_whole=True,
    catalogue="V02",
)
