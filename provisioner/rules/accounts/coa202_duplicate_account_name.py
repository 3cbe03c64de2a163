"""Two accounts below the same parent have the same name.

## What it finds

An account whose name an earlier account below the same parent has already. Capitals make no difference. The client
ledgers that a trust account leads to count as accounts below its liability, under the names they will get. (Two
clients with one ledger name are TRU204.)

## Why it matters

QuickBooks refuses a second account with the same full name. Renaming one account to the name of another on screen
even offers to merge the two, which cannot be taken back.

## Example that fails

```yaml
accounts:
  travel: { name: Travel, type: Expense, detail_type: Travel }
  journeys: { name: travel, type: Expense, detail_type: TravelMeals }
```

## Fix

Rename one of them, or give it another parent.

```yaml
accounts:
  travel: { name: Travel, type: Expense, detail_type: Travel }
  journeys: { name: Travel Meals, type: Expense, detail_type: TravelMeals }
```

## Sources

- Intuit API reference, Account, Name and FullyQualifiedName; Intuit error code 6240 (duplicate name); read 2026-11
- That capitals make no difference is our assumption, on the safe side
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.model.ledger import ledgers
from provisioner.rules._shapes import accounts, folded, repeats, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


class _Entry(NamedTuple):
    path: tuple[str, ...]
    parent: str | None
    ledger: str | None = None
    is_client: bool = False

    def title(self, firm: Firm) -> str:
        """What a reader knows it by."""
        if self.ledger is not None:
            return f"The trust ledger {self.ledger}"
        return title(self.path[1], accounts(firm)[self.path[1]])


def _check(firm: Firm) -> Iterator[Hit]:
    for first, later in repeats(chain(_declared(firm), _generated(firm))):
        if not (first.is_client and later.is_client):
            where = "below the same parent" if later.parent else "and both are at the top level"
            yield Hit(
                firm.place(*later.path),
                f"{later.title(firm)} has the same name as {first.title(firm)}, {where}.",
                related=(firm.place(*first.path),),
            )


def _declared(firm: Firm) -> Iterator[tuple[tuple[str | None, str], _Entry]]:
    for key, account in accounts(firm).items():
        if account.name is not None:
            yield (account.parent, folded(account.name)), _Entry(("accounts", key, "name"), account.parent)


def _generated(firm: Firm) -> Iterator[tuple[tuple[str | None, str], _Entry]]:
    for ledger in ledgers(firm):
        entry = _Entry(ledger.path, ledger.parent, ledger.name, ledger.client is not None)
        yield (ledger.parent, folded(ledger.name)), entry


RULE = Rule(
    code="COA202",
    name="duplicate-account-name",
    level=Level.ERROR,
    why="QuickBooks refuses a second account with the same full name.",
    fix="Rename one of them, or give it another parent.",
    check=_check,
    catalogue="V01",
)
