"""Trust payments are booked as a pair of entries against A/R, while Clio's sync credits A/R too.

## What it finds

`trust_payments: journal_pair` with `integration: { via: clio_native }`.

## Why it matters

The pair moves the money (debit operating, credit the trust bank account) and settles the bill (debit the client's trust
ledger, credit accounts receivable). By itself that is right. But Clio's connection sends every payment of a bill to
QuickBooks, as a debit of Undeposited Funds and a credit of accounts receivable; it has no setting to leave out the
payments from trust. So accounts receivable is credited twice: the client shows a credit that nobody owes, and
Undeposited Funds holds money that never comes.

## Example that fails

```yaml
posting: { trust_payments: journal_pair }
systems: { integration: { via: clio_native } }
```

## Fix

Let the synced payment settle the bill, and book only the trust side by hand: debit the client's trust ledger, credit
the trust bank account; then deposit what is in Undeposited Funds. That is `staff_posts`.

```yaml
posting: { trust_payments: staff_posts }
systems: { integration: { via: clio_native } }
```

## Sources

- Clio help 360001358894 (payments of bills arrive in Undeposited Funds) and 360049733754 (a payment from trust makes
  two records); read 2026-11
- Clio help 4406245751579 (which trust transactions make which records); read 2026-11
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
    if mode(firm) == "journal_pair" and via(firm) == "clio_native":
        yield Hit(
            firm.place("posting", "trust_payments"),
            "The pair of entries credits accounts receivable, and so does the payment that Clio syncs; Clio cannot "
            "leave out the payments from trust alone.",
            related=(firm.place("systems", "integration", "via"),),
        )


RULE = Rule(
    code="POS205",
    name="journal-pair-beside-synced-payments",
    level=Level.ERROR,
    why="Accounts receivable is credited twice for each trust payment, and Undeposited Funds keeps money that never "
    "comes.",
    fix="Write `trust_payments: staff_posts` and book only the trust side, or end Clio's connection to QuickBooks.",
    check=_check,
    needs_whole=True,
    catalogue="T03",
)
