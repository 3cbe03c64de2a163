"""Rules of the bank feed may book trust transactions by themselves.

## What it finds

`sync: { feed_rules_on_trust: allowed }` in a file with a trust account.

## Why it matters

A rule in QuickBooks sees the bank's text and the amount of a line, and gives it a category and a payee, the same for
every line that fits. Whose money it is stands on the deposit slip or the check, which the rule cannot see. What it
books lands on one account for all clients, or on the wrong client, and a rule that adds lines by itself does so
before anybody looks. The total of the trust liability stays right, so nothing shows it.

## Example that fails

```yaml
sync: { feed_rules_on_trust: allowed }
```

## Fix

Have no rules for trust accounts in QuickBooks, and let a person match every line with its client's ledger.

```yaml
sync: { feed_rules_on_trust: none }
```

## Sources

- Intuit help, Banking rules and recognition for downloaded transactions; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    sync = firm.config.sync
    if sync is not None and sync.feed_rules_on_trust == "allowed" and firm.config.trust:
        yield Hit(
            firm.place("sync", "feed_rules_on_trust"),
            "Rules of the bank feed may book lines of a trust account, and cannot see whose money it is.",
            related=tuple(firm.place("trust", key) for key in firm.config.trust),
        )


RULE = Rule(
    code="BNK203",
    name="feed-rules-on-trust",
    level=Level.WARNING,
    why="A rule gives every line that fits the same category, so that a client's money lands on no ledger or a wrong "
    "one.",
    fix="Write `feed_rules_on_trust: none`, and delete the rules for trust accounts in QuickBooks.",
    check=_check,
    needs_whole=True,
    catalogue="B02",
)
