"""An account for what the firm owes its clients belongs to no trust account of the file.

## What it finds

An account of detail type Trust Accounts - Liabilities that is the `liability` of no entry under `trust`, and no
sub-account of such a liability (TRU214 looks at those). A file whose bank accounts are all the firm's own is TRU207's.

## Why it matters

Each trust bank account has to agree with one liability and the ledgers below it. Client money booked to a second one
is missing from that sum, and the bank account seems to hold too much.

## Example that fails

```yaml
accounts:
  retainers: { name: Client Retainers, type: Other Current Liability, detail_type: TrustAccountsLiabilities }
```

## Fix

Book to the liability of the trust account, and list the other under `retired` once it is empty. A trust account of its
own gets an entry under `trust`.

```yaml
retired:
  accounts:
    retainers: { name: Client Retainers }
```

## Sources

- ABA Model Rules for Client Trust Account Records (2010), Rules 1-3; read 2026-11
- Intuit API reference, Account, AccountSubType TrustAccountsLiabilities; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._chart import TRUST_LIABILITY, above, has_no_trust_bank
from provisioner.rules._shapes import accounts, kinds, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    if has_no_trust_bank(firm):
        return
    liabilities = {trust.liability for trust in firm.config.trust.values()}
    for key, kind in kinds(firm).items():
        if kind.detail == TRUST_LIABILITY and key not in liabilities and liabilities.isdisjoint(above(firm, key)):
            yield Hit(
                firm.place("accounts", key),
                f"{title(key, accounts(firm)[key])} is a trust liability, but no entry under `trust` names it.",
            )


RULE = Rule(
    code="TRU211",
    name="trust-liability-outside-trust-section",
    level=Level.WARNING,
    why="Client money booked there is missing from the sum that the trust bank account has to agree with.",
    fix="Book to the liability of the trust account and retire this one; or declare the trust account it belongs to.",
    check=_check,
    needs_whole=True,
    catalogue="C02 C10",
)
