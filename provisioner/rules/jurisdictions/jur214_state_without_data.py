"""We have no data, or next to none, on the state of a trust account.

## What it finds

A trust account whose `jurisdiction` is a state that this program knows nothing of, or one thing at most (Alabama: how
often accounts are reconciled).

## Why it matters

Nothing is checked against the state's own rule: not the title, the bank's place and approval, the interval of
reconciliations, the years records are kept, who signs, nor any recurring duty. The ABA's model rules take the state's
place, and what they lead to is advice.

## Example that fails

```yaml
trust:
  iolta: { jurisdiction: US-NV }
```

## Fix

Read the state's own rule and keep to it. Once that is done, put `# provisioner: ignore[JUR214]` with a reason on the
line, or name the model rules as the measure.

```yaml
trust:
  iolta: { jurisdiction: ABA }
```

## Sources

- ABA Model Rule 1.15 and Model Rules for Client Trust Account Records (2010); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.finding import Level
from provisioner.rules._law import Breach, state_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.rules._law import Account


_MATTERS = {
    "title": "title",
    "bank_location": "place of the bank",
    "reconciliation": "reconciliations",
    "retention": "years of records",
    "signatory": "signatures",
}


def _check(account: Account) -> Iterator[Breach]:
    known = [field for field in _MATTERS if account.is_known and getattr(account.law, field) is not None]
    if len(known) > 1:
        return
    missing = ", ".join(words for field, words in _MATTERS.items() if field not in known)
    yield Breach(
        None,
        account.place("jurisdiction"),
        f"Of `{account.key}` this is compared with no rule of its state: {missing}, and any recurring duty.",
    )


RULE = state_rule(
    code="JUR214",
    name="state-without-data",
    level=Level.ADVICE,
    why="What is not compared here is for the firm to read and keep to.",
    fix="Read the state's own rule, then put `# provisioner: ignore[JUR214]` with a reason on the line.",
    check=_check,
    catalogue="C20 R01 R11 R12",
)
