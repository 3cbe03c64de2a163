"""Nobody has to reverse a returned check.

## What it finds

`returned_items: none` in the policy of a trust account.

## Why it matters

When a deposit is returned, the bank takes it out of the account at once. QuickBooks and Clio still show it, so the
client seems to have money that is not there, and the next payment for that client is made with other clients' money. It
has to be reversed in both, on the day the bank reports it, and the bank's charge goes against the firm's own funds.

## Example that fails

```yaml
trust: { iolta: { policy: { returned_items: none } } }
```

## Fix

Reverse it the same day, in QuickBooks and in Clio.

```yaml
trust: { iolta: { policy: { returned_items: same_day } } }
```

## Sources

- Md. Rule 19-410(c), current through 2024-09 (no payment that makes a client's balance negative)
- The deadline is our assumption
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
    for account, place in chosen(firm, "returned_items", "none"):
        yield Hit(place, f"A check returned to `{account}` need not be reversed in QuickBooks and Clio.")


RULE = Rule(
    code="TRU238",
    name="returned-items-left-standing",
    level=Level.WARNING,
    why="The client seems to have money that the bank has taken back, and it is paid out.",
    fix="Write `returned_items: same_day`, or `next_business_day`.",
    check=_check,
    catalogue="T17",
)
