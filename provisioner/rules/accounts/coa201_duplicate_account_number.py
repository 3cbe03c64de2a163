"""Two accounts of the file have the same number.

## What it finds

A number under `accounts` that an earlier account of the file has already.

## Why it matters

QuickBooks gives a number to one account only, so the second account could not be made. A plan also recognises accounts
by their numbers: with one number for two, it could take the wrong one.

## Example that fails

```yaml
accounts:
  rent: { name: Office Rent, type: Expense, detail_type: RentOrLeaseOfBuildings, number: "6200" }
  software: { name: Software, type: Expense, detail_type: OfficeGeneralAdministrativeExpenses, number: "6200" }
```

## Fix

Give one of the two another number.

```yaml
accounts:
  rent: { name: Office Rent, type: Expense, detail_type: RentOrLeaseOfBuildings, number: "6200" }
  software: { name: Software, type: Expense, detail_type: OfficeGeneralAdministrativeExpenses, number: "6210" }
```

## Sources

- Intuit API reference, Account, AcctNum ("must be unique"); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, repeats, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    numbered = ((account.number, (key, account)) for key, account in accounts(firm).items() if account.number)
    for (first, earlier), (key, account) in repeats(numbered):
        yield Hit(
            firm.place("accounts", key, "number"),
            f"{title(key, account)} has the number of {title(first, earlier)}.",
            related=(firm.place("accounts", first, "number"),),
        )


RULE = Rule(
    code="COA201",
    name="duplicate-account-number",
    level=Level.ERROR,
    why="QuickBooks gives a number to one account only, and a plan recognises accounts by their numbers.",
    fix="Give one of the two another number.",
    check=_check,
    catalogue="V01",
)
