"""An account of the firm's own has the detail type of QuickBooks's payables account.

## What it finds

An account of detail type Accounts Payable that is not declared with `system:`. (One with QuickBooks's own name for it,
Accounts Payable (A/P), is COA207.)

## Why it matters

QuickBooks makes one payables account itself, with the first bill. A second one is allowed, and each bill then has to
name the right one of the two.

## Example that fails

```yaml
accounts:
  payables: { name: Vendor Bills, type: Accounts Payable, detail_type: AccountsPayable }
```

## Fix

Declare it as QuickBooks's own, unless a second one is meant.

```yaml
accounts:
  payables: { system: accounts_payable }
```

## Sources

- Intuit API reference, Account, AccountSubType; QuickBooks help 186401 (accounts QuickBooks makes); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, folded, kinds, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_OWN_NAME = "accounts payable (a/p)"  # QuickBooks's own, US companies; Intuit sample companies; read 2026-11


def _check(firm: Firm) -> Iterator[Hit]:
    kind = kinds(firm)
    for key, account in accounts(firm).items():
        takes_its_name = account.parent is None and folded(account.name or "") == _OWN_NAME
        if account.system is None and kind[key].detail == "AccountsPayable" and not takes_its_name:
            yield Hit(
                firm.place("accounts", key, "detail_type"),
                f"{title(key, account)} would be a payables account beside the one QuickBooks makes itself.",
                f"If one is enough, write `{key}: {{ system: accounts_payable }}`.",
            )


RULE = Rule(
    code="COA210",
    name="own-payables-account",
    level=Level.ADVICE,
    why="With two payables accounts, each bill has to name the right one.",
    fix="If one is enough, declare it with `system: accounts_payable`.",
    check=_check,
    catalogue="V01",
)
