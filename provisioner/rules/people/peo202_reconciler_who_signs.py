"""Who reconciles a trust account also signs its checks.

## What it finds

In a file with a trust account: a person whose duties include `signs_trust` together with `prepares` or `reconciles`.

## Why it matters

Who can pay out of trust and also makes the comparison with the bank can take money and make the papers agree. Some
bars forbid exactly this pair to employees, and guides for lawyers advise against it for everybody.

## Example that fails

```yaml
people:
  ana: { name: Ana Ruiz, does: [prepares, signs_trust] }
  lee: { name: Lee Partner, does: [reviews, signs_trust], admitted_in: [US-CA] }
```

## Fix

Let one person sign and another reconcile. A lawyer who works alone lets a bookkeeper reconcile, or ignores this
warning and says so.

```yaml
people:
  ana: { name: Ana Ruiz, does: [prepares] }
  lee: { name: Lee Partner, does: [reviews, signs_trust], admitted_in: [US-CA] }
```

## Sources

- 27 NCAC 02 Rules 1.15-1 to 1.15-4 (an employee who signs does not reconcile); read 2026-11
- 1library.net, guide to attorneys' trust accounts, chapter Internal controls (dividing the functions); read 2026-11
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
    if not firm.config.trust:
        return
    for key, person in firm.config.people.items():
        if "signs_trust" in person.does and not RECONCILING.isdisjoint(person.does):
            yield Hit(
                firm.place("people", key, "does"), f"{person.name} reconciles the trust account, and signs its checks."
            )


RULE = Rule(
    code="PEO202",
    name="reconciler-who-signs",
    level=Level.WARNING,
    why="Who can pay out of trust and makes the comparison with the bank can take money and make the papers agree.",
    fix="Let one person sign and another reconcile.",
    check=_check,
    needs_whole=True,
    catalogue="C22",
)
