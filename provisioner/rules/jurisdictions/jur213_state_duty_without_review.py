"""A state's recurring duty falls into a calendar without any review that comes as often.

## What it finds

A firm whose `calendar.compliance_review` and `calendar.audit_readiness`, as far as they are written, come less often
than a duty of a trust account's jurisdiction: a yearly certificate, a registration, a quarterly review of
transactions.

## Why it matters

These duties come once a quarter, a year or every two years, on no screen of QuickBooks or Clio. A review in the
calendar is the occasion at which somebody thinks of them.

## Example that fails

```yaml
calendar: { compliance_review: none }
```

## Fix

Put a review into the calendar that comes at least as often. `provisioner explain US-CA` shows what California says,
and so for every state.

```yaml
calendar: { compliance_review: monthly, audit_readiness: quarterly }
```

## Sources

- CTAPP, calbar.ca.gov/ctapp-compliance-review-faq; read 2026-11
- R. Regulating Fla. Bar 5-1.2 (certificate, June 1 to August 15); read 2026-11
- 27 NCAC 02 Rule 1.15-3 (quarterly review of three transactions); read 2026-11
- Wash. RPC 1.15A (yearly accounting to clients); Conn. Practice Book 2-27; Minn. RPC 1.15; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.finding import Level
from provisioner.rules._law import Breach, state_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.rules._law import Account
_OURS = {"daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92, "yearly": 366, "none": 10_000}
_THEIRS = {"monthly": 31, "60_days": 60, "quarterly": 92, "yearly": 366, "two_years": 731}
_WORDS = {"monthly": "month", "60_days": "60 days", "quarterly": "quarter", "yearly": "year", "two_years": "two years"}
_REVIEWS = ("compliance_review", "audit_readiness")


def _check(account: Account) -> Iterator[Breach]:
    calendar = account.firm.config.calendar
    written = {name: _OURS[every] for name in _REVIEWS if (every := getattr(calendar, name, None)) is not None}
    if not written:
        return
    best = min(written, key=lambda name: written[name])
    for duty in account.law.duties:
        if written[best] > _THEIRS[duty.every]:
            yield Breach(
                duty,
                account.firm.place("calendar", best),
                f"The calendar has no review as often as this duty comes: {duty.name}, every {_WORDS[duty.every]}.",
                f"this every {_WORDS[duty.every]}: {duty.says}",
            )


RULE = state_rule(
    code="JUR213",
    name="state-duty-without-review",
    level=Level.WARNING,
    why="Nothing on a screen of QuickBooks or Clio is a reminder of it.",
    fix="Let `compliance_review` or `audit_readiness` come at least as often as the duty.",
    check=_check,
    catalogue="R11",
)
