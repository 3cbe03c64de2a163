"""Nobody reviews the reconciliation of the trust accounts.

## What it finds

In a file with a trust account: somebody's duties include `prepares` or `reconciles`, and nobody's include `reviews`.

## Why it matters

A lawyer answers for client money, whoever keeps the books. The forms of the bars have a line for the lawyer who
reviewed the reconciliation; where one person prepares it and nobody reviews it, that line stays empty.

## Example that fails

```yaml
people:
  ana: { name: Ana Ruiz, does: [prepares] }
  lee: { name: Lee Partner, does: [signs_trust], admitted_in: [US-CA] }
```

## Fix

Say who reviews it, and let that be somebody who does not prepare it.

```yaml
people:
  ana: { name: Ana Ruiz, does: [prepares] }
  lee: { name: Lee Partner, does: [reviews, signs_trust], admitted_in: [US-CA] }
```

## Sources

- Reconciliation forms of the North Carolina, Washington and Florida bars (preparer, lawyer, dates); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import RECONCILING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    people = firm.config.people
    if not firm.config.trust or any("reviews" in person.does for person in people.values()):
        return
    making = {key: person for key, person in people.items() if not RECONCILING.isdisjoint(person.does)}
    if making:
        key = next(iter(making))
        named = " and ".join(person.name for person in making.values())
        yield Hit(firm.place("people", key, "does"), f"Nobody reviews the reconciliation prepared by {named}.")


RULE = Rule(
    code="PEO203",
    name="unreviewed-reconciliation",
    level=Level.WARNING,
    why="A lawyer answers for client money, whoever keeps the books, and has to look at the reconciliation.",
    fix="Add `reviews` to the duties of a lawyer who does not prepare it.",
    check=_check,
    needs_whole=True,
    catalogue="R03 R13 C22",
)
