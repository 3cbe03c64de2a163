"""Each client has a ledger below the trust liability, and the liability itself may be posted to as well.

## What it finds

`ledgers: { method: sub_accounts, parent_postable: true }`. With `method: customers` or `clio_only` entries belong on
the liability itself, and it is left alone.

## Why it matters

What is posted to the parent is nobody's. The liability's total still agrees with the bank, so nothing looks wrong,
while the clients' ledgers below it do not say what each of them has. Finding out later means going through every
deposit.

## Example that fails

```yaml
trust:
  iolta: { ledgers: { method: sub_accounts, from: clio, parent_postable: true } }
```

## Fix

Post to the clients' ledgers only.

```yaml
trust:
  iolta: { ledgers: { method: sub_accounts, from: clio, parent_postable: false } }
```

## Sources

- ABA Model Rules for Client Trust Account Records (2010), Rule 1 (a ledger for each client); read 2026-11
- CPA Practice Advisor, law firm trust liability with sub-accounts for clients, 2019; read 2026-11
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
    for key, trust in firm.config.trust.items():
        if trust.ledgers.method == "sub_accounts" and trust.ledgers.parent_postable:
            name = title(trust.liability, accounts(firm)[trust.liability])
            yield Hit(
                firm.place("trust", key, "ledgers", "parent_postable"),
                f"{name} has a ledger for each client of `{key}` below it, and may be posted to itself.",
            )


RULE = Rule(
    code="TRU213",
    name="postable-trust-parent",
    level=Level.ERROR,
    why="What is posted to the parent is nobody's, while its total still agrees with the bank.",
    fix="Write `parent_postable: false`; where ledgers are kept by customer, write `method: customers` instead.",
    check=_check,
    catalogue="T05",
)
