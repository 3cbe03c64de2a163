"""Nobody reviews the reconciliation of the trust accounts.

## What it finds

In a file with a trust account: `people` of whom nobody's duties include `reviews`.

## Why it matters

A lawyer answers for client money, whoever keeps the books. The forms of the bars have a line for the lawyer who
reviewed the reconciliation; where the file names everybody who has to do with money and nobody reviews, that line
stays empty.

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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    people = firm.config.people
    if firm.config.trust and people and not any("reviews" in person.does for person in people.values()):
        yield Hit(firm.place("people"), "Nobody named here reviews the reconciliation of the trust accounts.")


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
