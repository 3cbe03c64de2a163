"""Clio exports trust payments to QuickBooks, and somebody else books them there too.

## What it finds

`trust_export` with `bill_payments` or `disbursements` in a file in which `posting` says that staff or LeanLaw book
trust payments (`staff_posts`, `journal_pair`, `leanlaw`). A file that says that Clio is connected in another way, or
not at all, is left to POS207.

## Why it matters

Clio writes a journal entry for each payment out of trust that it exports. A check or journal entry made by hand for the
same payment takes the money out of the trust bank account a second time: the bank account in QuickBooks and the trust
liability are both too low by every such payment, and since both are, they still agree with each other. Clio's own help
names this for trust checks that are written in QuickBooks while disbursements are exported.

## Example that fails

```yaml
posting: { trust_payments: staff_posts }
sync: { trust_export: [bill_payments, disbursements] }
```

## Fix

Let one of the two book. If staff do, switch the export off.

```yaml
posting: { trust_payments: staff_posts }
sync: { trust_export: none }
```

## Sources

- Clio help 115003773133 (a check written in QuickBooks while trust disbursements are exported is there twice); read
  2026-11
- Clio help 4406245751579 (which trust transactions make which records); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import maybe_native
from provisioner.rules._trust_handling import BOOKED_BY_OTHERS, export_place, exported, mode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_PAYMENTS = ("bill_payments", "disbursements")


def _check(firm: Firm) -> Iterator[Hit]:
    who = BOOKED_BY_OTHERS.get(mode(firm) or "")
    twice = [kind for kind in exported(firm) if kind in _PAYMENTS]
    if who and twice and maybe_native(firm):
        listed = " and ".join(f"`{kind}`" for kind in twice)
        yield Hit(
            export_place(firm, twice),
            f"Clio exports {listed}, but `posting` says that {who} trust payments.",
            related=(firm.place("posting", "trust_payments"),),
        )


RULE = Rule(
    code="POS202",
    name="trust-payments-posted-twice",
    level=Level.ERROR,
    why="Each payment would leave the trust bank account twice in QuickBooks, and the client's ledger too.",
    fix="Write `trust_export: none`, or let Clio book with `trust_payments: clio_posts`.",
    check=_check,
    needs_whole=True,
    catalogue="S17 S18",
)
