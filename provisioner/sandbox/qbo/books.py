"""The little bookkeeping that lists need: opening balances move two accounts, one of them made by QuickBooks itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provisioner.sandbox.qbo.account_types import ACCOUNT_TYPES, CONTROL_TYPES
from provisioner.sandbox.qbo.store import ZERO, Row, stamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from provisioner.sandbox.qbo.store import Company

# Accounts QuickBooks makes on first use (QuickBooks help, article 186401; read 2026-11): kind -> name, type, sub-type.
LAZY = {
    "opening_balance_equity": ("Opening Balance Equity", "Equity", "OpeningBalanceEquity"),
    "accounts_receivable": ("Accounts Receivable (A/R)", "Accounts Receivable", "AccountsReceivable"),
    "accounts_payable": ("Accounts Payable (A/P)", "Accounts Payable", "AccountsPayable"),
    "uncategorized_income": ("Uncategorized Income", "Income", "ServiceFeeIncome"),
    "uncategorized_expense": ("Uncategorized Expense", "Expense", "OtherMiscellaneousServiceCost"),
    "undeposited_funds": ("Undeposited Funds", "Other Current Asset", "UndepositedFunds"),
    "discounts_given": ("Discounts given", "Income", "DiscountsRefundsGiven"),
    "sales_tax_payable": ("Sales Tax Payable", "Other Current Liability", "SalesTaxPayable"),
}

# account type -> whose balance it holds, and the sign in which that is shown
_PARTY_SIDE = {"Accounts Receivable": ("Customer", 1), "Accounts Payable": ("Vendor", -1)}


def system_account(company: Company, kind: str) -> Row:
    """The company's own account of this kind, made now if it is not there yet."""
    table = company.tables["Account"]
    name, account_type, subtype = LAZY[kind]
    known = table.rows.get(company.own_accounts.get(kind, ""))
    if known is not None and known.active:
        return known
    for row in table.rows.values():
        if row.inner.get("system") == kind or _serves(row, kind):
            company.own_accounts[kind] = row.id
            return row
    now = stamp(company.clock.now())
    values = {"Name": name, "AccountType": account_type, "AccountSubType": subtype}
    for tries in range(1, 1000):
        if ("account", "", str(values["Name"]).casefold()) not in company.taken:
            break
        values["Name"] = f"{name} {tries}"  # a user's account holds the name (assumption)
    row = Row(company.fresh_id(table.entity), 0, now, now, active=True, values=values, inner={"system": kind})
    company.put(table.entity, row)
    return row


def _serves(row: Row, kind: str) -> bool:
    """Receivables, payables and undeposited funds opened by a user serve as well (assumption)."""
    _, account_type, subtype = LAZY[kind]
    if account_type in CONTROL_TYPES:
        return row.active and bool(row.values["AccountType"] == account_type)
    return kind == "undeposited_funds" and row.active and bool(row.values["AccountSubType"] == subtype)


def balance(row: Row) -> Decimal:
    """The own balance of an account (debits positive), or what a customer owes or a vendor is owed."""
    found: Decimal = row.inner.get("balance", ZERO) + ZERO
    return found


def is_debit(row: Row) -> bool:
    """Whether the account's balance grows by debits."""
    return ACCOUNT_TYPES[row.values["AccountType"]].classification in ("Asset", "Expense")


def rebook(company: Company, old: Sequence[Sequence[Any]], new: Sequence[Sequence[Any]]) -> None:
    """Take the old postings (account, amount, party) back and make the new ones; versions and times stay.

    A customer's balance is what receivable accounts hold for it, a vendor's what payable ones do.
    """
    moves: dict[tuple[str, str], Decimal] = {}
    for sign, postings in ((-1, old), (1, new)):
        for account, amount, party in postings:
            moves["Account", account] = moves.get(("Account", account), ZERO) + sign * amount
            side = _PARTY_SIDE.get(_account_type(company, account)) if party else None
            if side and party[0] == side[0]:
                key = (side[0], party[1])
                moves[key] = moves.get(key, ZERO) + sign * side[1] * amount
    for (kind, row_id), change in moves.items():
        row = company.find(kind, row_id)
        if change and row is not None:
            inner = row.inner | {"balance": balance(row) + change}
            company.put(company.tables[kind].entity, Row(**(row.record() | {"inner": inner})))


def _account_type(company: Company, account: str) -> str:
    return str(company.tables["Account"].rows[account].values["AccountType"])


def post(company: Company, debit: str, credit: str, amount: Decimal) -> None:
    """Move ``amount`` from account id ``credit`` to account id ``debit``; versions and times stay as they are."""
    table = company.tables["Account"]
    for row_id, change in ((debit, amount), (credit, -amount)):
        row = table.rows[row_id]
        inner = row.inner | {"balance": balance(row) + change}
        company.put(table.entity, Row(**(row.record() | {"inner": inner})))
