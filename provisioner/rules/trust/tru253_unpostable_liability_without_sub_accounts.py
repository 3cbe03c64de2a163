"""Nothing may be posted to the trust liability, but no client has an account below it.

## What it finds

`parent_postable: false` with `method: customers` or `clio_only`.

## Why it matters

`parent_postable: false` says that the liability is only a heading: every entry belongs on a client's account below it.
Where clients are told apart by customer, or in Clio only, there is nothing below it, and every entry belongs on the
liability itself. Staff who keep to the file could book nothing, and a check that the liability has no balance of its
own would fail every day.

## Example that fails

```yaml
trust: { iolta: { ledgers: { method: customers, parent_postable: false } } }
```

## Fix

Say that entries belong on the liability itself.

```yaml
trust: { iolta: { ledgers: { method: customers, parent_postable: true } } }
```

## Sources

- The firm file's own format: `parent_postable` is about the heading of clients' sub-accounts
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
        if trust.ledgers.method != "sub_accounts" and trust.ledgers.parent_postable is False:
            yield Hit(
                firm.place("trust", key, "ledgers", "parent_postable"),
                f"Nothing may be posted to the liability of `{key}`, but its clients have no accounts below it.",
                related=(firm.place("trust", key, "ledgers", "method"),),
            )


RULE = Rule(
    code="TRU253",
    name="unpostable-liability-without-sub-accounts",
    level=Level.WARNING,
    why="Every entry belongs on the liability itself, and a check that it has no balance of its own would always fail.",
    fix="Write `parent_postable: true`, or `method: sub_accounts`.",
    check=_check,
    catalogue="T27",
)
