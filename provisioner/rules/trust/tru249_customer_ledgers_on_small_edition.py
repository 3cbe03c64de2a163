"""Clients are told apart by customer, in an edition whose checks name no customer.

## What it finds

`method: customers` with `edition: simple_start` or `essentials`.

## Why it matters

With customers in place of sub-accounts, a line on the trust liability belongs to a client only by the customer it
names: a line without is nobody's. Tracking expenses by customer, which puts a customer beside each line of a check,
begins with QuickBooks Plus. Below that only a journal entry can name one, and whoever writes a check leaves a line
without a client.

## Example that fails

```yaml
systems: { quickbooks: { edition: essentials } }
trust: { iolta: { ledgers: { method: customers, parent_postable: true } } }
```

## Fix

Use Plus or Advanced, or give each client a sub-account.

```yaml
systems: { quickbooks: { edition: plus } }
trust: { iolta: { ledgers: { method: customers, parent_postable: true } } }
```

## Sources

- Clio help 360036308814 (tracking expenses and items by customer needs Plus or Advanced); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_SMALL = {"simple_start": "Simple Start", "essentials": "Essentials"}


def _check(firm: Firm) -> Iterator[Hit]:
    edition = firm.config.systems.quickbooks.edition
    if edition not in _SMALL:
        return
    for key, trust in firm.config.trust.items():
        if trust.ledgers.method == "customers":
            yield Hit(
                firm.place("trust", key, "ledgers", "method"),
                f"Clients of `{key}` are told apart by customer, but QuickBooks {_SMALL[edition]} has no customer on "
                "the lines of a check.",
                related=(firm.place("systems", "quickbooks", "edition"),),
            )


RULE = Rule(
    code="TRU249",
    name="customer-ledgers-on-small-edition",
    level=Level.WARNING,
    why="A line on the trust liability without a customer is no client's.",
    fix="Use QuickBooks Plus or Advanced, or write `method: sub_accounts`.",
    check=_check,
    catalogue="T27",
)
