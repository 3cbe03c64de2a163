"""The bank account or liability of a trust account is not protected.

## What it finds

A trust account whose `bank` or `liability` is not listed under `protect`.

## Why it matters

What is listed under `protect` is never made inactive, even after its entry was removed from the file or moved to
`retired` by mistake. Nothing deserves that more than the accounts that hold client money.

## Example that fails

```yaml
protect: [accounts.iolta_bank]
```

## Fix

List both under `protect`.

```yaml
protect: [accounts.iolta_bank, accounts.iolta_liability]
```

## Sources

- Seen in a sandbox company, 2026-08: QuickBooks makes an account inactive by program even when it has a balance
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import accounts, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    protected = frozenset(firm.config.protect)
    for key, trust in firm.config.trust.items():
        for field, account in (("bank", trust.bank), ("liability", trust.liability)):
            if f"accounts.{account}" not in protected:
                yield Hit(
                    firm.place("trust", key, field),
                    f"{title(account, accounts(firm)[account])}, the {field} of `{key}`, is not protected.",
                    f"Add `accounts.{account}` to `protect`.",
                )


RULE = Rule(
    code="TRU208",
    name="unprotected-trust-account",
    level=Level.ADVICE,
    why="QuickBooks lets a program make an account inactive even when it has a balance; `protect` rules that out.",
    fix="Add it to `protect`.",
    check=_check,
    needs_whole=True,
    catalogue="C12",
)
