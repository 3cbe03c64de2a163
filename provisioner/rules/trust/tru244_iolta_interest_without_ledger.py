"""The interest of a pooled trust account has no ledger of its own.

## What it finds

A trust account of `kind: iolta` whose `special_ledgers` are declared without `interest_payable`. Where no special
ledgers are declared at all, TRU252 says so.

## Why it matters

The interest of a pooled account belongs to the state's program, never to the firm and never to one client. For the days
between the bank's credit and the bank's payment to the program it has to be somewhere. Without a ledger for it, the
line from the bank feed is booked as interest income, and the trust bank account no longer agrees with the clients'
ledgers.

## Example that fails

```yaml
trust: { iolta: { special_ledgers: { interest_payable: null } } }
```

## Fix

Declare the ledger.

```yaml
trust: { iolta: { special_ledgers: { interest_payable: { name: IOLTA Interest Payable } } } }
```

## Sources

- Cal. Bus. and Prof. Code 6211(a) (the interest is paid to the State Bar); read 2026-11
- ABA Model Rule 1.15(a); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    for key, trust in firm.config.trust.items():
        special = trust.special_ledgers
        if trust.kind == "iolta" and special is not None and special.interest_payable is None:
            yield Hit(
                firm.place("trust", key, "special_ledgers"),
                f"The interest of `{key}` has no ledger of its own.",
                related=(firm.place("trust", key, "kind"),),
            )


RULE = Rule(
    code="TRU244",
    name="iolta-interest-without-ledger",
    level=Level.WARNING,
    why="It would be booked as the firm's income, though it is owed to the state's program.",
    fix="Add `interest_payable: {}` to `special_ledgers`.",
    check=_check,
    needs_whole=True,
    catalogue="T23",
)
