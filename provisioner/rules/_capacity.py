"""How many accounts a QuickBooks edition takes, and how many a firm file leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.engine.capacity import CEILINGS, CLOSE
from provisioner.model.ledger import ledgers
from provisioner.rules._shapes import accounts

if TYPE_CHECKING:
    from provisioner.model.firm import Firm

MOST_ACCOUNTS = CEILINGS["plus"].accounts or 0
"""Active accounts in every edition that has a limit."""
CLOSE_TO_MOST = MOST_ACCOUNTS * CLOSE // 100


def is_limited(firm: Firm) -> bool:
    """True when the edition of the company has a limit of accounts."""
    return CEILINGS[firm.config.systems.quickbooks.edition].accounts is not None


def planned_accounts(firm: Firm) -> int:
    """Declared accounts and named client ledgers. Those QuickBooks makes by itself do not count against the limit."""
    own = sum(1 for account in accounts(firm).values() if account.system is None)
    return own + sum(1 for _ in ledgers(firm))


def client_ledgers(firm: Firm) -> int:
    """How many of them are ledgers of clients, which another method would not need."""
    return sum(1 for each in ledgers(firm) if each.client is not None)
