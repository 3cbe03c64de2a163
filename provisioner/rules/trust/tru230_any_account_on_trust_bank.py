"""Entries on a trust bank account may have income or an expense on the other side.

## What it finds

`posts_to: any_account` in the policy of a trust account.

## Why it matters

A deposit to trust is owed to a client, and a payment out of trust is paid for one: the other side is always a ledger
under the trust liability, the firm's own funds in trust or interest owed to the program. A retainer booked as income,
or a trust check booked as an expense, leaves the bank account right and the client's ledger wrong, and puts client
money into the firm's profit and its tax return.

## Example that fails

```yaml
trust: { iolta: { policy: { posts_to: any_account } } }
```

## Fix

Allow trust ledgers only.

```yaml
trust: { iolta: { policy: { posts_to: trust_ledgers_only } } }
```

## Sources

- ABA Model Rule 1.15(a) (client money is kept apart from the firm's own); read 2026-11
- ABA Model Rules for Client Trust Account Records (2010), Rule 1 (a ledger for each client); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._trust_handling import chosen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    for account, place in chosen(firm, "posts_to", "any_account"):
        yield Hit(
            place, f"The other side of an entry on the bank account of `{account}` may be any account, even income."
        )


RULE = Rule(
    code="TRU230",
    name="any-account-on-trust-bank",
    level=Level.ERROR,
    why="A retainer would become income and a trust check an expense, while the client's ledger stays wrong.",
    fix="Write `posts_to: trust_ledgers_only`.",
    check=_check,
    catalogue="T07 T09",
)
