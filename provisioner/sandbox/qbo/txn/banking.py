"""Bank sides of transactions: which accounts may hold money, and what a deposit locks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.account_types import ACCOUNT_TYPES, CONTROL_TYPES
from provisioner.sandbox.qbo.books import system_account

if TYPE_CHECKING:
    from collections.abc import Callable

    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row

MONEY_TYPES = frozenset({"Bank", "Other Current Asset"})  # Intuit API reference, Payment and Deposit
BALANCE_SHEET = frozenset({"Asset", "Liability", "Equity"})


def check_bank(draft: Draft, name: str, types: frozenset[str] = MONEY_TYPES) -> None:
    """6430 for an account that cannot hold the money of this transaction."""
    account = draft.company.tables["Account"].rows[draft.values[name]]
    if account.values["AccountType"] not in types:
        raise errors.wrong_account_type(name)


def check_balance_sheet(draft: Draft, name: str) -> None:
    """6430 for income and expense accounts, and for receivables and payables, which need a name (assumption)."""
    account = draft.company.tables["Account"].rows[draft.values[name]]
    kind = account.values["AccountType"]
    if kind in CONTROL_TYPES or ACCOUNT_TYPES[kind].classification not in BALANCE_SHEET:
        raise errors.wrong_account_type(name)


def check_deposit_account(draft: Draft) -> None:
    """Where the money goes: a bank or other current asset account, else Undeposited Funds (reference, Payment)."""
    if "DepositToAccountRef" in draft.values:
        check_bank(draft, "DepositToAccountRef")
    else:
        draft.values["DepositToAccountRef"] = system_account(draft.company, "undeposited_funds").id


def refuse_deposited(kind: str) -> Callable[[Company, Row], None]:
    """A guard: what a deposit holds can be neither changed nor deleted (reference, Payment)."""

    def guard(company: Company, row: Row) -> None:
        if any(entity.name == "Deposit" for _, entity in company.settlers(kind, row.id)):
            raise errors.deposited()

    return guard
