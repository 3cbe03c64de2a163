"""Clio is connected, and the file leaves open how a trust account is handled.

## What it finds

`integration: { via: clio_native }` and a trust account for which some of the firm's own rules are missing: keys under
`policy`, the ledgers under `special_ledgers` that the kind of account needs, and with a sub-account for each client
whether the liability itself may be posted to (`ledgers.parent_postable`). All that is missing is one finding.
`client_interest_account` and `disputed_matters` are not asked for: they are for whom they concern.

## Why it matters

The connection brings none of these rules along, and QuickBooks enforces none of them: it lets a client's ledger go
below zero, lets a retainer be booked as income, and lets a fee leave trust without a bill. What the firm has decided is
kept by its staff, and they can only keep what is written down. Each key is one mistake that firms have paid for.

## Example that fails

```yaml
trust: { iolta: { special_ledgers: null, policy: { deposit_slip: null, returned_items: null } } }
```

## Fix

Declare them. The template us-iolta.yaml has a value for each, with its reason.

```yaml
trust:
  iolta:
    special_ledgers:
      firm_funds: { min: "25.00", max: "100.00" }
      unidentified: { max_days: 5 }
      unclaimed: {}
      interest_payable: {}
    policy:
      transfer_requires: approved_bill
      sweep_days: 5
      hold_days: { check: 7, card: 2, ach: 7, wire: 0 }
      stale_check_days: { warn: 90, fail: 180 }
      posts_to: trust_ledgers_only
      negative_balances: never
      deposit_slip: client_and_number
      client_transfers_require: signed_authorization
      trust_paid_costs: non_billable
      batch_transfers: line_per_client
      returned_items: same_day
      dormant_days: 180
      closing_statement: required
```

## Sources

- ABA Model Rule 1.15 and ABA Model Rules for Client Trust Account Records (2010); read 2026-11
- Which rules a firm should have written down is our assumption, from the mistakes that bars and practitioners report
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import native

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_POLICY = (
    "transfer_requires",
    "hold_days",
    "stale_check_days",
    "posts_to",
    "negative_balances",
    "deposit_slip",
    "client_transfers_require",
    "trust_paid_costs",
    "batch_transfers",
    "returned_items",
    "dormant_days",
    "closing_statement",
)
# Bank charges and interest are matters of the pooled account; an account for one client has nothing unidentified.
_LEDGERS = {
    "iolta": ("firm_funds", "unidentified", "unclaimed", "interest_payable"),
    "escrow": ("unidentified",),
    "client_interest": (),
}


def _check(firm: Firm) -> Iterator[Hit]:
    if not native(firm):
        return
    for key, trust in firm.config.trust.items():
        left = [f"`policy.{name}`" for name in _POLICY if getattr(trust.policy, name, None) is None]
        if trust.kind == "iolta":
            left += ["`policy.sweep_days`"] if getattr(trust.policy, "sweep_days", None) is None else []
        left += [
            f"`special_ledgers.{name}`"
            for name in _LEDGERS[trust.kind]
            if getattr(trust.special_ledgers, name, None) is None
        ]
        funds = trust.special_ledgers.firm_funds if trust.special_ledgers else None
        left += ["`special_ledgers.firm_funds.min`"] if funds is not None and funds.min is None else []
        if trust.ledgers.method == "sub_accounts" and trust.ledgers.parent_postable is None:
            left += ["`ledgers.parent_postable`"]
        if left:
            yield Hit(
                firm.place("trust", key),
                f"Clio is connected, and the file leaves open for `{key}`: {', '.join(left)}.",
            )


RULE = Rule(
    code="TRU252",
    name="trust-rules-left-open",
    level=Level.ADVICE,
    why="Neither program enforces any of these rules; staff keep what is written down.",
    fix="Declare each of them; the template us-iolta.yaml has a value for each.",
    check=_check,
    needs_whole=True,
    catalogue="T05 T06 T07 T10 T11 T12 T13 T14 T16 T17 T18 T19 T20 T21 T22 T23 T25 T28",
)
