"""An account under `retired` is also declared under `accounts`.

## What it finds

An entry of `retired.accounts` with the key or the number of a declared account, or with the name of one at the top
level.

## Why it matters

Both entries stand for the same account in QuickBooks: the one asks to keep it, the other to make it inactive. This
holds too where an account is replaced by a new one with the old name, since until the old one is inactive the name is
its own.

## Example that fails

```yaml
accounts:
  referral_income: { name: Referral Income, type: Income, detail_type: OtherPrimaryIncome, number: "4000" }
retired:
  accounts:
    legal_services: { name: Legal Services, number: "4000" }
```

## Fix

Remove one of the two entries, or give the declared account a number and name of its own.

```yaml
accounts:
  referral_income: { name: Referral Income, type: Income, detail_type: OtherPrimaryIncome, number: "4020" }
retired:
  accounts:
    legal_services: { name: Legal Services, number: "4000" }
```

## Sources

- Intuit API reference, Account, Name and AcctNum (both unique); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, folded, retired_accounts, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    retired = retired_accounts(firm)
    if not retired:
        return
    declared = accounts(firm)
    numbers = {account.number: key for key, account in declared.items() if account.number}
    names = {folded(account.name): key for key, account in declared.items() if account.name and account.parent is None}
    for key, entry in retired.items():
        path: tuple[str, ...] = ("retired", "accounts", key)
        if key in declared:
            live, how = key, "key"
        elif entry.number in numbers:
            live, how, path = numbers[entry.number], "number", (*path, "number")
        elif folded(entry.name) in names:
            live, how, path = names[folded(entry.name)], "name", (*path, "name")
        else:
            continue
        yield Hit(
            firm.place(*path),
            f"{entry.name} is to be made inactive, but {title(live, declared[live])} is declared with the same {how}.",
            related=(firm.place("accounts", live),),
        )


RULE = Rule(
    code="COA208",
    name="retired-account-still-declared",
    level=Level.ERROR,
    why="Both entries stand for one account: the one asks to keep it, the other to make it inactive.",
    fix="Remove one of the two entries, or give the declared account a key, number and name of its own.",
    check=_check,
    catalogue="V02",
)
