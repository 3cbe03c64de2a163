"""Matters are listed as disputed, but nothing has to be there before money moves.

## What it finds

`disputed_matters` with at least one number, together with `transfer_requires: none` or
`client_transfers_require: none`.

## Why it matters

Money that two people claim stays in trust until the dispute is settled; only what is undisputed is paid out. A list of
disputed matters stops nobody whom nobody has to ask: without a bill or an authorization to look at, the transfer is
made before anyone reads the list.

## Example that fails

```yaml
trust: { iolta: { policy: { disputed_matters: ["00042"], client_transfers_require: none } } }
```

## Fix

Ask for a signed authorization before money moves.

```yaml
trust: { iolta: { policy: { disputed_matters: ["00042"], client_transfers_require: signed_authorization } } }
```

## Sources

- ABA Model Rule 1.15(e) (disputed property is kept separate until the dispute is resolved); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    for account, trust in firm.config.trust.items():
        policy = trust.policy
        if policy is None or not policy.disputed_matters:
            continue
        free = [key for key in ("transfer_requires", "client_transfers_require") if getattr(policy, key) == "none"]
        if free:
            yield Hit(
                firm.place("trust", account, "policy", "disputed_matters"),
                f"Matters of `{account}` are disputed, but `{free[0]}: none` lets their money move.",
                related=tuple(firm.place("trust", account, "policy", key) for key in free),
            )


RULE = Rule(
    code="TRU248",
    name="disputed-money-free-to-move",
    level=Level.WARNING,
    why="Disputed money stays in trust until the dispute is settled, and somebody has to look before it moves.",
    fix="Write `signed_authorization` there.",
    check=_check,
    needs_whole=True,
    catalogue="T26",
)
