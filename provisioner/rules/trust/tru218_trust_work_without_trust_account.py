"""The file says how trust money is handled, but declares no trust account.

## What it finds

A file without `trust` in which somebody's duties include `signs_trust`, or Clio's trust export is switched on
(`sync: { trust_export: [...] }`).

## Why it matters

Both mean that the firm holds client money. With no trust account declared there is no liability, no client ledger and
no rule that looks at it: the money can only be booked among the firm's own.

## Example that fails

```yaml
trust: null
protect: []
accounts: { iolta_bank: null, iolta_liability: null }
people:
  lee: { name: Lee Harbor, does: [signs_trust], admitted_in: [US-CA] }
```

## Fix

Declare the trust account with its bank, its liability and how clients are told apart; or remove what only a firm with
client money needs.

```yaml
people:
  lee: { name: Lee Harbor, does: [signs_trust, reviews], admitted_in: [US-CA] }
  ana: { name: Ana Ruiz, does: [prepares] }
```

## Sources

- ABA Model Rule 1.15(a); ABA Model Rules for Client Trust Account Records (2010), Rules 1-3; read 2026-11
- Clio help 115003773133 (the trust export maps a bank and a liability account); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm


def _check(firm: Firm) -> Iterator[Hit]:
    if firm.config.trust:
        return
    for key, person in firm.config.people.items():
        if "signs_trust" in person.does:
            yield Hit(
                firm.place("people", key, "does"),
                f"{person.name} signs for trust money, but no trust account is declared.",
            )
    sync = firm.config.sync
    if sync is not None and sync.trust_export and sync.trust_export != "none":
        yield Hit(
            firm.place("sync", "trust_export"), "Clio exports trust transactions, but no trust account is declared."
        )


RULE = Rule(
    code="TRU218",
    name="trust-work-without-trust-account",
    level=Level.WARNING,
    why="Without one there is no liability and no client ledger: client money is booked among the firm's own.",
    fix="Declare the account under `trust`, with its `bank`, its `liability` and its `ledgers`.",
    check=_check,
    needs_whole=True,
    catalogue="C02",
)
