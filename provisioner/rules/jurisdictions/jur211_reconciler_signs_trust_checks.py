"""Someone who reconciles a trust account signs on it, in a state that keeps the two apart.

## What it finds

A person whose duties include `signs_trust` together with `prepares` or `reconciles`, and who is not admitted in the
state, where the account's jurisdiction lets no employee do both, as in North Carolina.

## Why it matters

Who reconciles is the one who would notice a wrong check. If the same person signed it, nobody does.

## Example that fails

```yaml
trust:
  iolta: { jurisdiction: US-NC }
people:
  ana: { name: Ana Ruiz, does: [reconciles, signs_trust] }
```

## Fix

Let one person reconcile and another one sign. `provisioner explain US-CA` shows what California says, and so for every
state.

```yaml
trust:
  iolta: { jurisdiction: US-NC }
people:
  ana: { name: Ana Ruiz, does: [reconciles] }
  lee: { name: Lee Partner, does: [reviews, signs_trust], admitted_in: [US-NC] }
```

## Sources

- 27 NCAC 02 Rule 1.15-2 and 1.15-3, regulations.justia.com and lawyersmutualnc.com; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.finding import Level
from provisioner.rules._law import Breach, state_rule
from provisioner.rules._shapes import RECONCILING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.rules._law import Account


def _check(account: Account) -> Iterator[Breach]:
    cell, state = account.law.signatory, account.trust.jurisdiction
    if cell is None or cell.reconciler:
        return
    for key, person in account.firm.config.people.items():
        does_both = "signs_trust" in person.does and not RECONCILING.isdisjoint(person.does)
        if does_both and state not in person.admitted_in:
            yield Breach(
                cell,
                account.firm.place("people", key, "does", person.does.index("signs_trust")),
                f"{person.name} both reconciles and signs trust checks.",
                f"somebody else to sign: {cell.says}",
            )


RULE = state_rule(
    code="JUR211",
    name="reconciler-signs-trust-checks",
    level=Level.WARNING,
    why="Who reconciles is the one who would notice a wrong check.",
    fix="Let one person reconcile and another one sign, or name the states in which this one is admitted.",
    check=_check,
    catalogue="C22",
)
