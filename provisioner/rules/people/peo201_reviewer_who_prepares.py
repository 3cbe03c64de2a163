"""Who prepares a reconciliation also reviews it.

## What it finds

In a file with a trust account: a person whose duties include `reviews` together with `prepares` or `reconciles`, when
nobody else reviews.

## Why it matters

A review is a second pair of eyes. Who made a mistake reads over it again, and who hid something will not find it.
Small firms lose client money in exactly this way: one trusted person does everything that has to do with money.

## Example that fails

```yaml
people:
  ana: { name: Ana Ruiz, does: [prepares, reviews] }
  lee: { name: Lee Partner, does: [signs_trust], admitted_in: [US-CA] }
```

## Fix

Let somebody else review: a lawyer of the firm, whose signature it needs anyhow. A lawyer who works alone lets a
bookkeeper prepare, or ignores this warning and says so.

```yaml
people:
  ana: { name: Ana Ruiz, does: [prepares] }
  lee: { name: Lee Partner, does: [reviews, signs_trust], admitted_in: [US-CA] }
```

## Sources

- Lawyers Mutual of Kentucky, The Risk Manager, fall 2014 (losses in trust accounts that nobody reviewed); read
  2026-11
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
    reviewers = {key: person for key, person in firm.config.people.items() if "reviews" in person.does}
    if not firm.config.trust or any(RECONCILING.isdisjoint(person.does) for person in reviewers.values()):
        return
    for key, person in reviewers.items():
        yield Hit(
            firm.place("people", key, "does"),
            f"{person.name} prepares the reconciliation and reviews it; nobody reviews who does not prepare.",
        )


RULE = Rule(
    code="PEO201",
    name="reviewer-who-prepares",
    level=Level.WARNING,
    why="A review by the person who did the work finds neither a mistake nor what was hidden.",
    fix="Let somebody else review, best a lawyer of the firm.",
    check=_check,
    needs_whole=True,
    catalogue="R13",
)
