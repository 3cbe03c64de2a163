"""Two things of one kind have the same name in Clio.

## What it finds

A bank account (`clio:` of an account), billing category, expense category or practice area whose name in Clio an
earlier one has already, letter for letter.

## Why it matters

Clio accepts two of the same name, and then neither staff nor a plan can tell which is which.

## Example that fails

```yaml
products:
  hourly: { name: Hourly Attorney, income: hourly_fees }
categories:
  attorney_time: { name: Attorney Time, product: hourly }
  attorney_time_2: { name: Attorney Time, product: hourly, shared: true }
```

## Fix

Rename one of them, or remove it.

```yaml
products:
  hourly: { name: Hourly Attorney, income: hourly_fees }
categories:
  attorney_time: { name: Attorney Time, product: hourly }
```

## Sources

- Clio OpenAPI document of 2026-04-08, bank accounts, activity descriptions and expense categories; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, lists, named, repeats

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    yield from _alike(firm, _bank_accounts(firm))
    for section in lists(firm, "clio"):
        yield from _alike(firm, ((each.name, (section, key)) for key, each in named(firm, section).items()))


def _bank_accounts(firm: Firm) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, account in accounts(firm).items():
        if account.clio is not None:
            yield account.clio.name, ("accounts", key, "clio")


def _alike(firm: Firm, names: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Hit]:
    for (first, name), (path, _) in repeats((name, (path, name)) for name, path in names):
        yield Hit(
            firm.place(*path, "name"),
            f"{'.'.join(path)} has the same name in Clio as {'.'.join(first)}: {name}.",
            related=(firm.place(*first, "name"),),
        )


RULE = Rule(
    code="CLI201",
    name="duplicate-clio-name",
    level=Level.ERROR,
    why="Clio accepts two of the same name, and then neither staff nor a plan can tell which is which.",
    fix="Rename one of them, or remove it.",
    check=_check,
    catalogue="V01",
)
