"""The firm keeps money of its own in trust, and the file sets no limit.

## What it finds

`special_ledgers: { firm_funds: ... }` without `max`.

## Why it matters

A firm may keep a little of its own money in trust for the bank's charges: no more than is reasonably needed. Rules name
no amount, so the firm has to. Without a limit, what is left over from fees and corrections gathers on this ledger, and
it is the first thing an examiner asks about.

## Example that fails

```yaml
trust: { iolta: { special_ledgers: { firm_funds: { max: null, min: null } } } }
```

## Fix

Set a limit that covers the bank's charges for some months.

```yaml
trust: { iolta: { special_ledgers: { firm_funds: { min: "25.00", max: "100.00" } } } }
```

## Sources

- ABA Model Rule 1.15(b) (the firm's own money only to pay bank service charges, only the amount needed); read 2026-11
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
        funds = trust.special_ledgers.firm_funds if trust.special_ledgers else None
        if funds is not None and funds.max is None:
            yield Hit(
                firm.place("trust", key, "special_ledgers", "firm_funds"),
                f"The firm keeps money of its own in `{key}`, and nothing says how much at most.",
            )


RULE = Rule(
    code="TRU234",
    name="firm-funds-without-limit",
    level=Level.WARNING,
    why="Rules allow what the bank's charges need, and no more; without a limit nobody notices when it is more.",
    fix='Write the most that is needed for bank charges, for example `max: "200.00"`.',
    check=_check,
    catalogue="T13",
)
