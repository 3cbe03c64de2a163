"""How many accounts a QuickBooks edition takes, and how many a firm file leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.ledger import ledgers
from provisioner.rules._shapes import accounts

if TYPE_CHECKING:
    from provisioner.model.firm import Firm

# Active accounts in Simple Start, Essentials and Plus; Advanced has no limit. QuickBooks help L6THMltE4 and 228520
# (usage limits); read 2026-11.
MOST_ACCOUNTS = 250
CLOSE_TO_MOST = MOST_ACCOUNTS * 90 // 100


def is_limited(firm: Firm) -> bool:
    """True when the edition of the company has a limit of accounts."""
    return firm.config.systems.quickbooks.edition != "advanced"


def planned_accounts(firm: Firm) -> int:
    """Declared accounts and named client ledgers. Those QuickBooks makes by itself do not count against the limit."""
    own = sum(1 for account in accounts(firm).values() if account.system is None)
    return own + sum(1 for _ in ledgers(firm))
