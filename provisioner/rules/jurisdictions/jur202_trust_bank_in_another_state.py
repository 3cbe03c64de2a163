"""A trust account is at a bank in another state than its jurisdiction has it.

## What it finds

An `at_bank.state` that is not the account's own state. Where a state goes by the lawyer's office, the other states
under `firm.jurisdictions` are left alone as well. A bank elsewhere is left alone with `out_of_state_consent: written`,
in the states where the client's consent opens that way.

## Why it matters

A bank elsewhere may have no agreement with the bar to report overdrafts or to pay interest to the program, and the
clients have not agreed that their money leaves the state.

## Example that fails

```yaml
trust:
  iolta: { at_bank: { state: NV } }
```

## Fix

Move the account, or get the clients' written consent where the state takes it, and say so. `provisioner explain US-CA`
shows what California says, and so for every state.

```yaml
trust:
  iolta: { at_bank: { state: NV, out_of_state_consent: written } }
```

## Sources

- Cal. RPC 1.15(a), staging.dailyjournal.com/articles/349743-rule-1-15; read 2026-11
- 22 NYCRR Part 1200, Rule 1.15 (New York), lawledgers.com/rule-1-15; read 2026-11
- N.J. Court Rule 1:21-6, njcourts.gov/attorneys/rules-of-court; 27 NCAC 02 Rule 1.15-2; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.jurisdictions import MODEL_RULES
from provisioner.model.finding import Level
from provisioner.rules._law import Breach, state_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.rules._law import Account


FIXES = {
    "written": "",
    "given": "Move the account, or get the clients' consent, keep it in writing, and say so.",
    "none": "Move the account to a bank in the state.",
}
"""The way out, by the consent that the place asks for; empty for the rule's own."""


def _check(account: Account) -> Iterator[Breach]:
    bank, cell = account.trust.at_bank, account.law.bank_location
    if bank is None or bank.state is None or cell is None or cell.place == "any":
        return
    offices = account.firm.config.firm.jurisdictions if cell.place == "office_state" else ()
    allowed = {account.trust.jurisdiction, *offices} - {MODEL_RULES}
    if not allowed or f"US-{bank.state}" in allowed:
        return
    if cell.consent == "none" or bank.out_of_state_consent != "written":
        yield Breach(
            cell,
            account.place("at_bank", "state"),
            f"The bank of the account `{account.key}` is in {bank.state}.",
            f"a bank in this place: {cell.says}",
            FIXES[cell.consent],
        )


RULE = state_rule(
    code="JUR202",
    name="trust-bank-in-another-state",
    level=Level.WARNING,
    why="A bank elsewhere may have no agreement with the bar on overdrafts or interest.",
    fix="Move the account, or get the clients' written consent and write `out_of_state_consent: written`.",
    check=_check,
    catalogue="C20",
)
