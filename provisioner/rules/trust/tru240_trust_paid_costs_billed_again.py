"""Costs that trust money has paid are billed to the client as well.

## What it finds

`trust_paid_costs: billable` in the policy of a trust account.

## Why it matters

A filing fee paid from trust is paid by the client. Entered in Clio as a billable expense too, it is on the next bill,
and the client pays it twice. Only costs that the firm has advanced from its own money are billed.

## Example that fails

```yaml
trust: { iolta: { policy: { trust_paid_costs: billable } } }
```

## Fix

Enter such costs as not billable.

```yaml
trust: { iolta: { policy: { trust_paid_costs: non_billable } } }
```

## Sources

- ABA Model Rule 1.15(a) and (c); read 2026-11
- ABA Law Practice, 2022 (hard costs pass through and are no income); read 2026-11
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
    for account, place in chosen(firm, "trust_paid_costs", "billable"):
        yield Hit(place, f"Costs paid from `{account}` are billed to the client again.")


RULE = Rule(
    code="TRU240",
    name="trust-paid-costs-billed-again",
    level=Level.ERROR,
    why="The client would pay the same cost twice, once from trust and once by the bill.",
    fix="Write `trust_paid_costs: non_billable`.",
    check=_check,
    catalogue="T19",
)
