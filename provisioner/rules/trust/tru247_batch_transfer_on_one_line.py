"""One transfer for many clients is booked on one line.

## What it finds

`batch_transfers: one_line` in the policy of a trust account whose ledgers are in QuickBooks (`method: sub_accounts` or
`customers`). Where the ledgers are in Clio only, QuickBooks has nothing to divide.

## Why it matters

A transfer of 2,000 for two bills, 1,200 and 800, is one line at the bank. In QuickBooks it is one entry with one line
for each client. On a single line the total is right and every client's ledger is wrong, and the more transfers there
are, the less anybody can tell afterwards which payment was whose.

## Example that fails

```yaml
trust: { iolta: { policy: { batch_transfers: one_line } } }
```

## Fix

Book one entry with a line for each client.

```yaml
trust: { iolta: { policy: { batch_transfers: line_per_client } } }
```

## Sources

- ABA Model Rules for Client Trust Account Records (2010), Rule 1 (a ledger for each client); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._trust_handling import chosen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    for account, place in chosen(firm, "batch_transfers", "one_line"):
        if firm.config.trust[account].ledgers.method != "clio_only":
            yield Hit(
                place,
                f"One transfer from `{account}` for many clients is booked on one line, so that no ledger is reduced.",
                related=(firm.place("trust", account, "ledgers", "method"),),
            )


RULE = Rule(
    code="TRU247",
    name="batch-transfer-on-one-line",
    level=Level.ERROR,
    why="The total is right, and every client's ledger is wrong.",
    fix="Write `batch_transfers: line_per_client`.",
    check=_check,
    catalogue="T25",
)
