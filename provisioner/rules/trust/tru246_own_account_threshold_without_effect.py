"""The threshold for an account of the client's own stands where it has no effect.

## What it finds

`client_interest_account` on a trust account of `kind: client_interest`, or with an amount of zero.

## Why it matters

Large sums, or sums held for long, earn interest for the client in an account of their own. The threshold says when the
pooled account is no longer the place. On an account that already is one client's it says nothing, and the pooled
account is left without; and with an amount of zero every client would need an account, so that nobody takes it
seriously.

## Example that fails

```yaml
trust:
  iolta:
    kind: client_interest
    policy: { client_interest_account: { amount: "25000.00", days: 60 } }
```

## Fix

Write the threshold at the pooled account, with the amount from which on it pays.

```yaml
trust: { iolta: { policy: { client_interest_account: { amount: "25000.00", days: 60 } } } }
```

## Sources

- Cal. Bus. and Prof. Code 6211(a) and (b) (nominal or short-term money is pooled, other money earns for the client);
  read 2026-11
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
        threshold = trust.policy.client_interest_account if trust.policy else None
        if threshold is None:
            continue
        if trust.kind == "client_interest":
            yield Hit(
                firm.place("trust", key, "policy", "client_interest_account"),
                f"`{key}` already is an account of a client's own, so that a threshold there has no effect.",
                related=(firm.place("trust", key, "kind"),),
            )
        elif threshold.amount <= 0:
            yield Hit(
                firm.place("trust", key, "policy", "client_interest_account", "amount"),
                f"By this threshold every client of `{key}` needs an account of their own.",
            )


RULE = Rule(
    code="TRU246",
    name="own-account-threshold-without-effect",
    level=Level.WARNING,
    why="The pooled account is left without a threshold that anybody can keep.",
    fix="Write it at the pooled account (`kind: iolta`), with an amount above zero.",
    check=_check,
    needs_whole=True,
    catalogue="T24",
)
