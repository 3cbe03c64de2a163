"""What the state of a company forbids: its closing date and its subscription."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provisioner.sandbox.qbo.store import Company

# SubscriptionStatus (Intuit API reference, CompanyInfo; read 2026-11): a RESTRICTED company is still written to.
LAPSED = frozenset({"SUSPENDED", "EXPIRED", "CANCELLED"})


def closing(company: Company) -> tuple[str, bool]:
    """The closing date, "" without one, and whether a password guards it."""
    row = company.tables["Preferences"].rows.get("1")
    if row is None:
        return "", False
    return str(row.values["AccountingInfoPrefs"].get("BookCloseDate", "")), bool(row.inner.get("closing_password"))


def is_lapsed(company: Company) -> bool:
    """Whether the subscription has ended."""
    row = company.tables["CompanyInfo"].rows.get("1")
    return row is not None and row.inner.get("subscription") in LAPSED
