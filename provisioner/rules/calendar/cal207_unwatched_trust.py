"""Client money is looked at by nobody between two reconciliations.

## What it finds

With a trust account: `calendar: { trust_monitor: ... }` less often than every month, `compliance_review` or
`access_review` less often than every quarter, or `audit_readiness: none`. What is not declared is left alone.

## Why it matters

A reconciliation looks at one day. A client's ledger that was below zero on the tenth, and above it again on the
thirtieth, was other clients' money all the same, and only somebody who looks in between sees it. Duties that come
once a quarter or once a year are forgotten unless they stand in a calendar; and who has left the firm keeps access
until somebody looks at the list.

## Example that fails

```yaml
calendar: { trust_monitor: none }
```

## Fix

Look at trust balances every day or every week, and at the rest every month or quarter.

```yaml
calendar: { trust_monitor: daily, compliance_review: monthly, audit_readiness: quarterly, access_review: quarterly }
```

## Sources

- How often: our assumption, after the practice of law-firm bookkeepers; no bar we know of names these
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


class _Check(NamedTuple):
    does: str
    too_rare: frozenset[str]


_RARER_THAN_MONTHLY = frozenset({"none", "quarterly", "yearly"})
_RARER_THAN_QUARTERLY = frozenset({"none", "yearly"})
_CHECKS = {
    "trust_monitor": _Check("looks at the clients' trust balances between reconciliations", _RARER_THAN_MONTHLY),
    "compliance_review": _Check("goes through the bar's rules for trust accounts", _RARER_THAN_QUARTERLY),
    "access_review": _Check("looks through who has access to QuickBooks and Clio", _RARER_THAN_QUARTERLY),
    "audit_readiness": _Check("checks that the trust records are complete", frozenset({"none"})),
}
_ONLY = {"none": "", "quarterly": " more than once a quarter", "yearly": " more than once a year"}


def _check(firm: Firm) -> Iterator[Hit]:
    if not firm.config.trust:
        return
    for name, check in _CHECKS.items():
        often = getattr(firm.config.calendar, name, None)
        if often in check.too_rare:
            yield Hit(firm.place("calendar", name), f"Nobody {check.does}{_ONLY[often]}.")


RULE = Rule(
    code="CAL207",
    name="unwatched-trust",
    level=Level.ADVICE,
    why="A client's ledger that is below zero for some days in the middle of a month shows in no reconciliation.",
    fix="Write how often it is done: trust balances daily or weekly, the rest monthly or quarterly.",
    check=_check,
    needs_whole=True,
    catalogue="D04 R11 T10 C22",
)
