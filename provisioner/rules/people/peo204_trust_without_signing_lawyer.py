"""No lawyer signs for the trust accounts.

## What it finds

In a file with a trust account: `people` of whom nobody signs (`signs_trust`), or of whom nobody who signs is a lawyer
(`admitted_in`). Where the jurisdiction of a trust account says who may sign, the rules about it speak instead.

## Why it matters

The duty to keep client money safe cannot be handed on. Some bars let an employee sign under a lawyer's eyes, others
let only lawyers sign. Either way it should be clear from the file which lawyer can.

## Example that fails

```yaml
people:
  ana: { name: Ana Ruiz, does: [signs_trust] }
  lee: { name: Lee Partner, does: [reviews], admitted_in: [US-CA] }
```

## Fix

Name the lawyer who signs, with the states of admission.

```yaml
people:
  ana: { name: Ana Ruiz, does: [prepares] }
  lee: { name: Lee Partner, does: [reviews, signs_trust], admitted_in: [US-CA] }
```

## Sources

- 1library.net, guide to attorneys' trust accounts, chapter Internal controls (only a lawyer signs); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._law import accounts_under_law

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    people = firm.config.people
    signing = {key: person for key, person in people.items() if "signs_trust" in person.does}
    if not firm.config.trust or not people or any(person.admitted_in for person in signing.values()):
        return
    if signing and any(account.is_known and account.law.signatory for account in accounts_under_law(firm)):
        return
    if signing:
        key = next(iter(signing))
        named = " and ".join(person.name for person in signing.values())
        yield Hit(
            firm.place("people", key, "does"),
            f"Only {named} may sign for trust accounts, with no state of admission in the file.",
        )
    else:
        yield Hit(firm.place("people"), "Nobody named here signs for the trust accounts.")


RULE = Rule(
    code="PEO204",
    name="trust-without-signing-lawyer",
    level=Level.WARNING,
    why="The duty to keep client money safe is a lawyer's own, and cannot be handed on.",
    fix="Name a lawyer with `signs_trust` under `does`, and the states under `admitted_in`.",
    check=_check,
    needs_whole=True,
    catalogue="C22",
)
