"""Two income accounts have names that mean the same.

## What it finds

Two accounts of type Income or Other Income below the same parent, or both at the top, whose names are the same words
once plurals, "and" or "&", punctuation and the order of the words are left out: Flat Fee and Flat Fees, Fees - Hourly
and Hourly Fees. Names that are equal letter by letter are COA202's.

## Why it matters

Income of one kind is split over two accounts, by whoever happened to pick which, and neither says what the firm earned.
QuickBooks merges two accounts on screen only, and a merge cannot be taken back: better not to have the second one.

## Example that fails

```yaml
accounts:
  hourly: { name: Fees - Hourly, type: Income, detail_type: ServiceFeeIncome }
```

## Fix

Keep one, let the products name it, and list the other under `retired`.

```yaml
retired:
  accounts:
    hourly: { name: Fees - Hourly }
```

## Sources

- Intuit API reference, Account (names are unique as written; no call merges two accounts); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._chart import words
from provisioner.rules._shapes import accounts, folded, kinds, repeats, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.rules._shapes import AccountLike

_INCOME = frozenset({"Income", "Other Income"})


def _check(firm: Firm) -> Iterator[Hit]:
    declared = accounts(firm)
    income = [key for key, kind in kinds(firm).items() if kind.type in _INCOME]
    for first, later in repeats((_mark(declared[key]), key) for key in income):
        names = [declared[key].name or "" for key in (first, later)]
        if folded(names[0]) != folded(names[1]):
            yield Hit(
                firm.place("accounts", later, "name"),
                f"{title(later, declared[later])} and {title(first, declared[first])} have names that mean the same.",
                related=(firm.place("accounts", first, "name"),),
            )


def _mark(account: AccountLike) -> tuple[str | None, tuple[str, ...]]:
    """What accounts of the same meaning have in common; the name itself where it has no words."""
    return account.parent, tuple(sorted(words(account.name or ""))) or (account.name or "",)


RULE = Rule(
    code="COA211",
    name="near-duplicate-income-account",
    level=Level.WARNING,
    why="Income of one kind is then split over two accounts, and neither says what the firm earned.",
    fix="Keep one of the two, let the products name it, and list the other under `retired`; or give them names that "
    "tell them apart.",
    check=_check,
    catalogue="C05",
)
