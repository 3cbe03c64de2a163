"""Synced payments are to arrive in the operating account instead of Undeposited Funds.

## What it finds

`deposit_to: operating` in a file with a trust account, unless `integration` says that Clio's own connection is not
used.

## Why it matters

Clio's sync puts every payment of a bill in Undeposited Funds, trust payments included, and has no setting for another
account. So somebody would have to change each payment in QuickBooks by hand. A trust payment changed that way shows
cash in the operating account before the money has left the trust bank; once the transfer or the bank's deposit line is
booked as well, the operating account shows it twice. And a payment that was changed or deposited in QuickBooks makes a
later correction in Clio fail.

## Example that fails

```yaml
posting: { deposit_to: operating }
```

## Fix

Leave payments in Undeposited Funds until the bank has the money, and make the deposit then.

```yaml
posting: { deposit_to: undeposited_funds }
```

## Sources

- Clio help 360001358894 (payments of bills arrive in Undeposited Funds) and 360049733754 (a payment from trust makes
  two records); read 2026-11
- Clio help 4403878865435 (error 6540: the payment is already deposited); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._shapes import maybe_native

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    posting = firm.config.posting
    if firm.config.trust and posting is not None and posting.deposit_to == "operating" and maybe_native(firm):
        yield Hit(
            firm.place("posting", "deposit_to"),
            "Payments are to arrive in the operating account, but Clio's sync puts them in Undeposited Funds.",
        )


RULE = Rule(
    code="POS209",
    name="payments-straight-to-operating",
    level=Level.WARNING,
    why="A trust payment shows cash in operating before it is there, and twice once the transfer is booked too.",
    fix="Write `deposit_to: undeposited_funds` and make a deposit when the bank has the money.",
    check=_check,
    needs_whole=True,
    catalogue="T02",
)
