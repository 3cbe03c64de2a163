"""LeanLaw is to book trust payments but is not the connection, or it is and somebody else is to book.

## What it finds

`trust_payments: leanlaw` while `integration` names another connection or none; and `integration: { via: leanlaw }` with
another mode than `leanlaw`.

## Why it matters

LeanLaw writes its own entries for a payment from trust, on the clients' sub-accounts. It goes with no other way of
booking: with entries of Clio's or by hand beside them a payment is booked twice, and where LeanLaw is not connected,
nobody books it.

## Example that fails

```yaml
systems: { integration: { via: leanlaw } }
posting: { trust_payments: staff_posts }
```

## Fix

Write the mode that belongs to the connection.

```yaml
systems: { integration: { via: leanlaw } }
posting: { trust_payments: leanlaw }
```

## Sources

- LeanLaw help, support.leanlaw.co (it posts journal entries at "Pay from Trust"; the transfer at the bank is made by
  hand); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._trust_handling import mode, via

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    booked, connected = mode(firm), via(firm)
    if booked is None or connected is None or (booked == "leanlaw") == (connected == "leanlaw"):
        return
    place = firm.place("posting", "trust_payments")
    related = (firm.place("systems", "integration", "via"),)
    if booked == "leanlaw":
        yield Hit(place, f"LeanLaw is to book trust payments, but the integration is `{connected}`.", related=related)
    else:
        yield Hit(
            place,
            f"The firm is connected through LeanLaw, which books trust payments, but `posting` says `{booked}`.",
            "Write `trust_payments: leanlaw`.",
            related=related,
        )


RULE = Rule(
    code="POS206",
    name="posting-mode-of-another-connection",
    level=Level.ERROR,
    why="A payment from trust would be booked twice, or by nobody.",
    fix="Write `integration: { via: leanlaw }`, or the mode in which this connection's trust payments are booked.",
    check=_check,
    needs_whole=True,
    catalogue="T03",
)
