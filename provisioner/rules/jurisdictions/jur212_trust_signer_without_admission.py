"""Someone signs on a trust account without being admitted where the account is.

## What it finds

A person with the duty `signs_trust` who is not admitted in the account's state, where the jurisdiction has lawyers of
the state sign, or a person under such a lawyer's supervision. A firm with accounts in several states is only asked for
one admitted signer in each, and for no signer without any of these admissions. Where a supervised person may sign, an
admitted lawyer among the people is enough.

## Why it matters

Who signs answers for the clients' money. A bank honours any signature on its card, whatever the bar says.

## Example that fails

```yaml
trust:
  iolta: { jurisdiction: US-NY }
people:
  ana: { name: Ana Ruiz, does: [signs_trust] }
```

## Fix

Let a lawyer admitted there sign, and write where the people are admitted. `provisioner explain US-CA` shows what
California says, and so for every state.

```yaml
trust:
  iolta: { jurisdiction: US-NY }
people:
  lee: { name: Lee Partner, does: [signs_trust], admitted_in: [US-NY] }
```

## Sources

- Pa. RPC 1.15, law.com/thelegalintelligencer (2022-12-08); read 2026-11
- 22 NYCRR Part 1200, Rule 1.15 (New York), as reported by wmcaccountingservicesllc.com; read 2026-11
- ABA Model Rules for Client Trust Account Records (2010), Rule 2; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.finding import Level
from provisioner.rules._law import Breach, state_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.rules._law import Account
_BY_ADMISSION = {"admitted", "admitted_or_supervised", "lawyer"}


def _check(account: Account) -> Iterator[Breach]:
    cell, state, people = account.law.signatory, account.trust.jurisdiction, account.firm.config.people
    if cell is None or cell.who not in _BY_ADMISSION or not account.is_known or not account.law.binding:
        return
    trust_states = {each.jurisdiction for each in account.firm.config.trust.values()}
    signers = {key: person for key, person in people.items() if "signs_trust" in person.does}
    admitted = people if cell.who == "admitted_or_supervised" else signers
    is_covered = any(state in person.admitted_in for person in admitted.values())
    if is_covered and cell.who == "admitted_or_supervised":
        return
    for key, person in signers.items():
        if not is_covered or trust_states.isdisjoint(person.admitted_in):
            yield Breach(
                cell,
                account.firm.place("people", key, "does", person.does.index("signs_trust")),
                f"{person.name} signs trust checks and is not admitted in {account.law}, as far as the file says.",
                f"this signer: {cell.says}",
            )


RULE = state_rule(
    code="JUR212",
    name="trust-signer-without-admission",
    level=Level.WARNING,
    why="Who signs answers for the clients' money.",
    fix="Let a lawyer admitted there sign, or write under `admitted_in` where this person is.",
    check=_check,
    catalogue="C22",
)
