"""A firm with several trust accounts does not say when it looks at its integration again.

## What it finds

`integration: { via: clio_native }` with two trust accounts or more, without `review_on`.

## Why it matters

Clio's own integration is enough for most firms with one trust account. Three things speak for another tool between
Clio and QuickBooks, such as LeanLaw: several trust accounts that need one report, insurers or companies that want
electronic bills in the LEDES format, and so much trust activity that booking it by hand takes more time than the tool
costs. A firm file shows only the first. Which way it goes is the firm's choice; half a year after connecting is a
good time to make it again.

## Example that fails

```yaml
accounts:
  escrow_bank: { name: Escrow Trust, type: Bank, detail_type: TrustAccounts, number: "1020" }
  escrow_owed: { name: Escrow, type: Other Current Liability, detail_type: TrustAccountsLiabilities, number: "2120" }
trust:
  escrow:
    kind: escrow
    jurisdiction: US-CA
    bank: escrow_bank
    liability: escrow_owed
    ledgers: { method: sub_accounts, from: clio, parent_postable: false }
protect: [accounts.iolta_bank, accounts.iolta_liability, accounts.escrow_bank, accounts.escrow_owed]
```

## Fix

Write the day on which the choice is looked at again.

```yaml
systems: { integration: { review_on: 2027-01-15 } }
accounts:
  escrow_bank: { name: Escrow Trust, type: Bank, detail_type: TrustAccounts, number: "1020" }
  escrow_owed: { name: Escrow, type: Other Current Liability, detail_type: TrustAccountsLiabilities, number: "2120" }
trust:
  escrow:
    kind: escrow
    jurisdiction: US-CA
    bank: escrow_bank
    liability: escrow_owed
    ledgers: { method: sub_accounts, from: clio, parent_postable: false }
    special_ledgers: { unidentified: { max_days: 2 } }
    policy:
      transfer_requires: signed_authorization
      sweep_days: 2
      hold_days: { check: 7, wire: 0 }
      stale_check_days: { warn: 60, fail: 180 }
      posts_to: trust_ledgers_only
      negative_balances: never
      deposit_slip: client_and_number
      client_transfers_require: signed_authorization
      trust_paid_costs: non_billable
      batch_transfers: line_per_client
      returned_items: same_day
      dormant_days: 180
      closing_statement: required
protect: [accounts.iolta_bank, accounts.iolta_liability, accounts.escrow_bank, accounts.escrow_owed]
```

## Sources

- LeanLaw help, QuickBooks set-up (several trust accounts, a sub-account for each client); read 2026-11
- Clio help 115001166834 (the trust export covers the primary trust account); read 2026-11
- When to look again: our assumption, from the practice of law-firm bookkeepers
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import native

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_SEVERAL = 2


def _check(firm: Firm) -> Iterator[Hit]:
    integration, trust = firm.config.systems.integration, firm.config.trust
    if integration is None or not native(firm) or integration.review_on is not None or len(trust) < _SEVERAL:
        return
    yield Hit(
        firm.place("trust", list(trust)[1]),
        f"The firm has {len(trust)} trust accounts, and does not say when it looks at its integration again.",
        related=(firm.place("systems", "integration", "via"),),
    )


RULE = Rule(
    code="INT218",
    name="integration-never-reviewed",
    level=Level.ADVICE,
    why="With several trust accounts a tool such as LeanLaw may save more time than it costs.",
    fix="Write `review_on` under `integration`, with the day on which the choice is looked at again.",
    check=_check,
    needs_whole=True,
    catalogue="D01",
)
