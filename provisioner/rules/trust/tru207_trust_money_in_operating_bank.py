"""Client money and the firm's own money are in one bank account.

## What it finds

- A trust account whose bank is an operating account in Clio.
- A file with trust accounts that declares no bank account for the firm's own money.
- A file with a trust liability (detail type Trust Accounts - Liabilities) whose bank accounts are all the firm's own.

## Why it matters

Every bar forbids to mix the two. Where only one account is declared, the firm's fees and costs have nowhere to go but
the trust account.

## Example that fails

```yaml
accounts:
  operating: null
```

## Fix

Declare a bank account of its own for the firm's money.

```yaml
accounts:
  operating: { name: Operating Checking, type: Bank, detail_type: Checking }
```

## Sources

- ABA Model Rule 1.15(a) (client money is kept apart from the firm's own); read 2026-11
- Clio OpenAPI document of 2026-04-08, bank accounts, type; read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._chart import has_no_trust_bank, trust_liabilities
from provisioner.rules._shapes import TRUST_DETAILS, accounts, kind_of, kinds, title, trust_banks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    declared = accounts(firm)
    for key, trust in firm.config.trust.items():
        account = declared[trust.bank]
        is_operating = account.clio is not None and account.clio.type == "Operating"
        if is_operating and kind_of(account).detail not in TRUST_DETAILS:  # CLI203 says so where the two differ
            yield Hit(
                firm.place("trust", key, "bank"),
                f"{title(trust.bank, account)} is the bank of the trust account `{key}`, and an operating account in "
                "Clio.",
                related=(firm.place("accounts", trust.bank, "clio", "type"),),
            )
    yield from _without_own_bank(firm)
    yield from _without_trust_bank(firm)


def _without_own_bank(firm: Firm) -> Iterator[Hit]:
    held = trust_banks(firm)
    if not any(kind.type == "Bank" and key not in held for key, kind in kinds(firm).items()):
        for key in list(firm.config.trust)[:1]:
            yield Hit(firm.place("trust", key), "No bank account is declared for the firm's own money.")


def _without_trust_bank(firm: Firm) -> Iterator[Hit]:
    if has_no_trust_bank(firm):
        for key in sorted(trust_liabilities(firm)):
            yield Hit(
                firm.place("accounts", key),
                f"{title(key, accounts(firm)[key])} is what the firm owes its clients, but every bank account of the "
                "file is the firm's own.",
                "Declare a bank account of detail type TrustAccounts, and a trust account under `trust` that names "
                "both.",
            )


RULE = Rule(
    code="TRU207",
    name="trust-money-in-operating-bank",
    level=Level.ERROR,
    why="Client money and the firm's own must never be in one bank account.",
    fix="Declare one bank account for client money and another for the firm's own.",
    check=_check,
    needs_whole=True,
    catalogue="C01",
)
