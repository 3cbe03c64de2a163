"""An account of the firm's own reads like Undeposited Funds or Accounts Receivable.

## What it finds

A bank account or other current asset without `system:` whose name holds the word "undeposited", and another current
asset whose name begins with "Accounts Receivable" or "A/R". Exactly QuickBooks's own names and detail types are
COA207's.

## Why it matters

Clio's sync knows QuickBooks's own Undeposited Funds and Accounts Receivable only. Beside an account that looks the
same, staff pick one or the other: payments wait in one place while the deposit is made from the other, and neither ever
comes to zero.

## Example that fails

```yaml
accounts:
  clio_undeposited: { name: Undeposited - Clio, type: Other Current Asset, detail_type: OtherCurrentAssets }
```

## Fix

Use QuickBooks's own, and list the other under `retired` once its balance is zero. An account for something else needs a
name of its own.

```yaml
accounts:
  undeposited: { system: undeposited_funds }
retired:
  accounts:
    clio_undeposited: { name: Undeposited - Clio }
```

## Sources

- Clio help 360001358894 (payments arrive in Undeposited Funds); QuickBooks help 186401 (accounts QuickBooks makes);
  read 2026-11
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.rule import Hit, Rule
from provisioner.model.finding import Level
from provisioner.rules._chart import SYSTEM_NAMES, words
from provisioner.rules._shapes import accounts, folded, kinds, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm

_TYPES = frozenset({"Bank", "Other Current Asset"})


def _check(firm: Firm) -> Iterator[Hit]:
    for key, account in accounts(firm).items():
        kind = kinds(firm)[key]
        is_told = folded(account.name or "") in SYSTEM_NAMES or kind.detail == "UndepositedFunds"
        if account.system is not None or is_told or kind.type not in _TYPES:
            continue
        meant = _resembled(account.name or "", kind.type)
        if meant:
            yield Hit(
                firm.place("accounts", key, "name"),
                f"{title(key, account)} reads like QuickBooks's own {meant}, but is another account.",
            )


def _resembled(name: str, account_type: str) -> str:
    """The name of the QuickBooks account it reads like; empty when it does not."""
    said = words(name)
    if "undeposited" in said:
        return "Undeposited Funds"
    is_receivable = said[:2] == ("account", "receivable") or folded(name).startswith("a/r")
    return "Accounts Receivable" if is_receivable and account_type == "Other Current Asset" else ""


RULE = Rule(
    code="COA213",
    name="look-alike-of-system-account",
    level=Level.WARNING,
    why="Clio's sync knows QuickBooks's own account only; of two that look alike, neither ever comes to zero.",
    fix="Use QuickBooks's own, declared with `system:`, and retire this one once it is empty; or give it another name.",
    check=_check,
    catalogue="C23",
)
