"""Fees may leave trust without an approved bill or a signed authorization.

## What it finds

`transfer_requires: none` in the policy of a trust account.

## Why it matters

A fee paid in advance belongs to the client until it is earned, whatever it is called. A transfer to operating without a
bill takes it before anybody has looked at whether it is earned, and leaves the reviewer nothing to compare the transfer
with.

## Example that fails

```yaml
trust: { iolta: { policy: { transfer_requires: none } } }
```

## Fix

Ask for an approved bill, dated on or before the transfer, or for a signed authorization.

```yaml
trust: { iolta: { policy: { transfer_requires: approved_bill } } }
```

## Sources

- ABA Model Rule 1.15(c) and ABA Formal Opinion 505, 2023-05-03 (advance fees stay in trust until earned)
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
    for account, place in chosen(firm, "transfer_requires", "none"):
        yield Hit(place, f"Fees may leave `{account}` without an approved bill or a signed authorization.")


RULE = Rule(
    code="TRU232",
    name="fees-leaving-trust-unbilled",
    level=Level.WARNING,
    why="A fee could leave trust before it is earned, and nothing shows what the transfer was for.",
    fix="Write `transfer_requires: approved_bill`, or `signed_authorization`.",
    check=_check,
    catalogue="T11",
)
