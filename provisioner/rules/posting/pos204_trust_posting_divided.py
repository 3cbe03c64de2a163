"""Some trust transactions are booked by Clio's export and others by hand.

## What it finds

`trust_export` with `deposits` or `transfers` while staff or LeanLaw book trust payments; or
`trust_payments: clio_posts` with an export of `bill_payments` that lacks `deposits`. Disbursements may go either way
when Clio books: Clio itself recommends not to export them where checks are written in QuickBooks.

## Why it matters

A trust account has one register. Where deposits come from Clio and payments from staff, or the other way round, whoever
works on the bank feed has to know which is which. A deposit that Clio has booked already is entered once more, or one
that nobody exports is left out, and either is found only when the client's ledger is compared.

## Example that fails

```yaml
sync: { trust_export: [deposits] }
```

## Fix

Switch the export off and let staff book both, or let Clio book both.

```yaml
sync: { trust_export: none }
```

## Sources

- Clio help 9290134235163 and 115003773133 (the trust export and its check boxes); read 2026-11
- Clio help 115004791433 (a trust deposit makes a journal entry); read 2026-11
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

_NOT_PAYMENTS = ("deposits", "transfers")


def _check(firm: Firm) -> Iterator[Hit]:
    who = BOOKED_BY_OTHERS.get(mode(firm) or "")
    theirs = [kind for kind in exported(firm) if kind in _NOT_PAYMENTS]
    if who and theirs and maybe_native(firm):
        listed = " and ".join(f"`{kind}`" for kind in theirs)
        yield Hit(
            export_place(firm, theirs),
            f"Clio exports {listed}, while {who} trust payments.",
            related=(firm.place("posting", "trust_payments"),),
        )
    ours = "bill_payments" in exported(firm) and "deposits" not in exported(firm)
    if mode(firm) == "clio_posts" and ours and maybe_native(firm):
        yield Hit(
            firm.place("sync", "trust_export"),
            "Clio exports payments from trust but no deposits, so that staff have to book deposits.",
            "Add `deposits` to `trust_export`, or write `trust_export: none` and `trust_payments: staff_posts`.",
            related=(firm.place("posting", "trust_payments"),),
        )


RULE = Rule(
    code="POS204",
    name="trust-posting-divided",
    level=Level.WARNING,
    why="Whoever sees a line of the trust bank feed cannot know whether Clio has booked it, so it is booked twice or "
    "not at all.",
    fix="Write `trust_export: none`, or let Clio book payments too with `trust_payments: clio_posts`.",
    check=_check,
    needs_whole=True,
    catalogue="S17",
)
