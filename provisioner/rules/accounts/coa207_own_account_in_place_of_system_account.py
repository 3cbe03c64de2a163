"""An account of the file takes the name or the kind of one that QuickBooks makes by itself.

## What it finds

An account that is not declared with `system:` but has the name of one of QuickBooks's own accounts at the top level
(Undeposited Funds, Payments to deposit, Retained Earnings, Opening Balance Equity, Accounts Receivable (A/R), Accounts
Payable (A/P)), or a detail type that only QuickBooks's own account should have: Undeposited Funds, Retained Earnings,
Opening Balance Equity or Accounts Receivable.

## Why it matters

QuickBooks and Clio's sync post to QuickBooks's own account whatever the file says. A second one beside it stays empty,
or takes half of the postings: invoices are then open on one receivables account and paid on the other, and deposits
wait in an account that nobody clears.

## Example that fails

```yaml
accounts:
  undeposited: { name: Undeposited Funds, type: Other Current Asset, detail_type: UndepositedFunds }
```

## Fix

Declare it as QuickBooks's own. It is then found by its kind, whatever it is called in this company.

```yaml
accounts:
  undeposited: { system: undeposited_funds }
```

## Sources

- Intuit API reference, Account, AccountSubType; QuickBooks help 186401 (accounts QuickBooks makes); read 2026-11
- Clio help 360001358894 (payments arrive in Undeposited Funds); read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._chart import SYSTEM_NAMES
from provisioner.rules._shapes import SYSTEM_KINDS, accounts, folded, kinds, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.rules._shapes import AccountLike, Kind

# A second payables account can be meant: COA210.
_DETAILS = {kind.detail: name for name, kind in SYSTEM_KINDS.items() if name != "accounts_payable"}


def _check(firm: Firm) -> Iterator[Hit]:
    for key, account in accounts(firm).items():
        if account.system is not None:
            continue
        field, meant = _taken(account, kinds(firm)[key])
        if meant is not None:
            yield Hit(
                firm.place("accounts", key, field),
                f"{title(key, account)} is declared as an account of the firm's own, but QuickBooks makes it itself.",
                f"Write `{key}: {{ system: {meant} }}` instead.",
            )


def _taken(account: AccountLike, kind: Kind) -> tuple[str, str | None]:
    """The field that gives it away, and the `system:` kind that was meant."""
    meant = SYSTEM_NAMES.get(folded(account.name or "")) if account.parent is None else None
    return ("name", meant) if meant else ("detail_type", _DETAILS.get(kind.detail))


RULE = Rule(
    code="COA207",
    name="own-account-in-place-of-system-account",
    level=Level.ERROR,
    why="QuickBooks posts to its own account whatever the file says; a second one beside it splits the postings.",
    fix="Declare it with `system:`.",
    check=_check,
    catalogue="C23",
)
