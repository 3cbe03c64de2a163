"""The little bookkeeping that lists need: opening balances move two accounts, one of them made by QuickBooks itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo.account_types import ACCOUNT_TYPES, CONTROL_TYPES
from provisioner.sandbox.qbo.store import ZERO, Row, stamp

if TYPE_CHECKING:
    from decimal import Decimal

    from provisioner.sandbox.qbo.store import Company

# Accounts QuickBooks makes on first use (QuickBooks help, article 186401; read 2026-11): kind -> name, type, sub-type.
LAZY = {
    "opening_balance_equity": ("Opening Balance Equity", "Equity", "OpeningBalanceEquity"),
    "accounts_receivable": ("Accounts Receivable (A/R)", "Accounts Receivable", "AccountsReceivable"),
    "accounts_payable": ("Accounts Payable (A/P)", "Accounts Payable", "AccountsPayable"),
    "uncategorized_income": ("Uncategorized Income", "Income", "ServiceFeeIncome"),
}


def system_account(company: Company, kind: str) -> Row:
    """The company's own account of this kind, made now if it is not there yet."""
    table = company.tables["Account"]
    name, account_type, subtype = LAZY[kind]
    for row in table.rows.values():
        if row.inner.get("system") == kind or (account_type in CONTROL_TYPES and _is_live(row, account_type)):
            return row
    now = stamp(company.clock.now())
    values = {"Name": name, "AccountType": account_type, "AccountSubType": subtype}
    for tries in range(1, 1000):
        if ("account", "", str(values["Name"]).casefold()) not in company.taken:
            break
        values["Name"] = f"{name} {tries}"  # a user's account holds the name (assumption)
    row = Row(str(table.next_id), 0, now, now, active=True, values=values, inner={"system": kind})
    company.put(table.entity, row)
    return row


def _is_live(row: Row, account_type: str) -> bool:
    """Receivables and payables opened by a user serve as well (assumption)."""
    return row.active and row.values["AccountType"] == account_type


def balance(row: Row) -> Decimal:
    """The account's own balance, debits positive."""
    found: Decimal = row.inner.get("balance", ZERO) + ZERO
    return found


def is_debit(row: Row) -> bool:
    """Whether the account's balance grows by debits."""
    return ACCOUNT_TYPES[row.values["AccountType"]].classification in ("Asset", "Expense")


def post(company: Company, debit: str, credit: str, amount: Decimal) -> None:
    """Move ``amount`` from account id ``credit`` to account id ``debit``; versions and times stay as they are."""
    table = company.tables["Account"]
    for row_id, change in ((debit, amount), (credit, -amount)):
        row = table.rows[row_id]
        inner = row.inner | {"balance": balance(row) + change}
        company.put(table.entity, Row(**(row.record() | {"inner": inner})))
