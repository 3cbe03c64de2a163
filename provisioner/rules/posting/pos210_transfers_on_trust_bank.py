"""QuickBooks's Transfer may be used on a trust bank account.

## What it finds

`transfers_on_trust_bank: allowed` in a file with a trust account. With `trust_payments: journal_pair` the transfer is
half of the pair, and the rule is silent.

## Why it matters

A Transfer in QuickBooks has two bank accounts and nothing else: no client, and no line for the trust liability. Used
for a payment from trust it adds the money to operating while the synced payment waits in Undeposited Funds, or has
already been deposited to operating: cash that is not at the bank. The client's ledger keeps money that has gone. Legal
bookkeepers therefore book a check or journal entry against the client's ledger, and a deposit from Undeposited Funds.

## Example that fails

```yaml
posting: { transfers_on_trust_bank: allowed }
```

## Fix

Forbid it.

```yaml
posting: { transfers_on_trust_bank: forbidden }
```

## Sources

- accountantslawlab.com, 2023-07-10 (no QuickBooks Transfers for trust money: they carry no client)
- Clio help 360001358894 (payments of bills arrive in Undeposited Funds) and 360049733754 (a payment from trust makes
  two records); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    posting = firm.config.posting
    if posting is None or not firm.config.trust or posting.trust_payments == "journal_pair":
        return
    if posting.transfers_on_trust_bank == "allowed":
        yield Hit(
            firm.place("posting", "transfers_on_trust_bank"),
            "QuickBooks's Transfer may be used on a trust bank account, where it names no client.",
        )


RULE = Rule(
    code="POS210",
    name="transfers-on-trust-bank",
    level=Level.ERROR,
    why="The client's ledger keeps money that has gone, and operating shows it beside the synced payment.",
    fix="Write `transfers_on_trust_bank: forbidden`; book a check against the client's ledger, and a deposit.",
    check=_check,
    needs_whole=True,
    catalogue="T02",
)
