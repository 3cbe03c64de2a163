"""A trust account stands below an account of other money, or the firm's own money below a trust account.

## What it finds

- The liability of a trust account below the liability of another one.
- The bank of a trust account below the bank of another one, or below a bank account the file uses for the firm's own
  money: an operating account in Clio, or one that payments or a processor's fees name.
- Such an operating account below the bank of a trust account.

A heading that nothing names, such as "Cash in Bank", is left alone.

## Why it matters

QuickBooks counts sub-accounts in the balance of the account above them. One balance then holds the money of two trust
accounts, or the clients' and the firm's, and agrees with no bank statement.

## Example that fails

```yaml
accounts:
  iolta_bank: { parent: operating }
  operating: { clio: { name: Operating, type: Operating } }
```

## Fix

Let both stand on their own.

```yaml
accounts:
  operating: { clio: { name: Operating, type: Operating } }
```

## Sources

- Intuit API reference, Account, CurrentBalanceWithSubAccounts; read 2026-11
- ABA Model Rule 1.15(a) (client money is kept apart from the firm's own); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._chart import above, operating_banks
from provisioner.rules._shapes import accounts, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    own = operating_banks(firm)
    banks = {trust.bank for trust in firm.config.trust.values()}
    liabilities = {trust.liability for trust in firm.config.trust.values()}
    apart = {
        **dict.fromkeys(sorted(own), (banks, "holds client money")),
        **dict.fromkeys(sorted(banks), (banks | own, "holds other money")),
        **dict.fromkeys(sorted(liabilities), (liabilities, "is the liability of another trust account")),
    }
    for key, (others, which) in apart.items():
        met = next((each for each in above(firm, key) if each in others), None)
        if met is not None:
            names = [title(each, accounts(firm)[each]) for each in (key, met)]
            yield Hit(
                firm.place("accounts", key, "parent"),
                f"{names[0]} is a sub-account of {names[1]}, which {which}.",
                related=(firm.place("accounts", met),),
            )


RULE = Rule(
    code="TRU215",
    name="nested-trust-account",
    level=Level.ERROR,
    why="QuickBooks counts sub-accounts in the balance above them: it then agrees with no bank statement.",
    fix="Remove `parent`, or name a heading that holds no money itself.",
    check=_check,
    catalogue="C01 C10",
)
