"""Two bank accounts of one type are the default in Clio.

## What it finds

A bank account with `clio: { default: true }` when an earlier one of the same Clio type (Trust or Operating) has that
mark already.

## Why it matters

The default comes first when a payment is recorded, and online trust payments go to the default trust account. Only one
can be it: which of the two stays would depend on which was written last.

## Example that fails

```yaml
accounts:
  operating: { clio: { name: Operating, type: Operating, default: true } }
  payroll:
    { name: Payroll, type: Bank, detail_type: Checking, clio: { name: Payroll, type: Operating, default: true } }
```

## Fix

Keep the mark on one of them.

```yaml
accounts:
  operating: { clio: { name: Operating, type: Operating, default: true } }
  payroll: { name: Payroll, type: Bank, detail_type: Checking, clio: { name: Payroll, type: Operating } }
```

## Sources

- Clio help 203133874 and 4415552608539 (the default bank account of each type); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, repeats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    banks = ((key, account.clio) for key, account in accounts(firm).items() if account.clio is not None)
    defaults = ((clio.type, (key, clio)) for key, clio in banks if clio.default)
    for (first, earlier), (key, clio) in repeats(defaults):
        yield Hit(
            firm.place("accounts", key, "clio", "default"),
            f"{clio.name} and {earlier.name} are both the default {clio.type} account in Clio.",
            related=(firm.place("accounts", first, "clio", "default"),),
        )


RULE = Rule(
    code="CLI202",
    name="two-default-clio-bank-accounts",
    level=Level.ERROR,
    why="Clio has one default account of each type; which of the two stays would depend on which was written last.",
    fix="Keep `default: true` on one of them.",
    check=_check,
    catalogue="V01",
)
