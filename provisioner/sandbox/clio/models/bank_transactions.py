"""Money in and out of Clio's bank accounts (Clio OpenAPI 2026-04-08, BankTransaction; writes are new since 2025-11)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from provisioner.sandbox.clio import ledger
from provisioner.sandbox.clio.errors import unprocessable
from provisioner.sandbox.clio.models.reference import CURRENCY_CODES, currency_by_code
from provisioner.sandbox.clio.shape import (
    ACCOUNTING,
    ID,
    STAMPS,
    Editor,
    Field,
    Filter,
    Kind,
    Record,
    Resource,
    View,
    flags,
    same_id,
)

_OUT = {"withdrawal", "bank_charge"}  # types by which an amount above zero goes out


def _complete(view: View, _before: Record | None, after: Record) -> Record:
    """A matter's transaction is its client's too. Assumption: it cannot be another client's."""
    matter = view.find("matters", after["matter"]) if after["matter"] is not None else None
    client = matter["client"] if matter else after["client"]
    if after["client"] not in {None, client}:
        raise unprocessable("client is not the client of the matter")
    after = {**after, "amount": _signed(after)}
    kind = after["transaction_type"] or ("deposit" if ledger.net(after) >= 0 else "withdrawal")
    return {
        **after,
        "client": client,
        "currency": after["currency"] or _currency(view, after),
        "transaction_type": kind,
    }


def _signed(record: Record) -> str:
    """The amount as it is kept: below zero for funds out, which a body says by the sign or by the type (assumption)."""
    kinds = {record["transaction_type"], record["bank_account_transaction_type"]}
    is_out = ledger.net(record) > 0 and bool(kinds & _OUT)
    return ledger.text(-ledger.net(record)) if is_out else str(record["amount"])


def _currency(view: View, record: Record) -> str:
    account = view.find("bank_accounts", record["bank_account"])
    return str(account["currency"]) if account else CURRENCY_CODES[0]


def _follow(editor: Editor, before: Record | None, after: Record | None) -> None:
    """The accounts that a transaction is in or was in have new balances."""
    for number in {each["bank_account"] for each in (before, after) if each}:
        account = editor.find("bank_accounts", number)
        if account is not None:
            editor.put("bank_accounts", account)


def _is_bound(record: Record) -> bool:
    return record["allocation"] is not None or record["transfer"] is not None


def _locked(_view: View, record: Record, changes: Record) -> str:
    """Assumption: half of a bill's payment or of a transfer cannot be changed alone."""
    return "The transaction belongs to a payment or a transfer" if changes and _is_bound(record) else ""


def _objection(_view: View, record: Record) -> str:
    return "The transaction belongs to a payment or a transfer" if _is_bound(record) else ""


def _type(view: View, record: Record) -> str:
    """Assumption: money in trust is owed to clients and so a liability; what is in operating accounts is an asset."""
    account = view.find("bank_accounts", record["bank_account"])
    return "liability" if account and account["type"] == "Trust" else "asset"


def _is_open(_view: View, record: Record, value: Any) -> bool:
    return not value or not record["is_reconciled"]


def _text(name: str) -> Field:
    return Field(name, Kind.STRING, write="cu")


BANK_TRANSACTIONS = Resource(
    name="bank_transactions",
    permission=ACCOUNTING,
    actions="list show create update delete",
    first_id=660001,
    fields=(
        *ID,
        Field("type", Kind.STRING, compute=_type),
        *STAMPS,
        Field("bank_account_id", Kind.INTEGER, compute=lambda _view, row: row["bank_account"]),
        *(_text(name) for name in ("source", "confirmation", "description")),
        Field("date", Kind.DATE, write="cu", required=True),
        # Without a sign (assumption): the direction is in `funds_in` and `funds_out`.
        Field("amount", Kind.NUMBER, write="cu", required=True, show=lambda _view, row: abs(ledger.net(row))),
        Field("currency", Kind.STRING, write="cu", values=CURRENCY_CODES),
        Field("currency_id", Kind.INTEGER, compute=lambda _view, row: currency_by_code(row["currency"])["id"]),
        Field("exchange_rate", Kind.NUMBER, write="cu", default="1"),
        _text("transaction_type"),
        Field("funds_in", Kind.NUMBER, compute=lambda _view, row: max(ledger.net(row), Decimal(0))),
        Field("funds_out", Kind.NUMBER, compute=lambda _view, row: max(-ledger.net(row), Decimal(0))),
        *flags("clio_payments_transaction"),
        Field("current_account_balance", Kind.NUMBER, compute=ledger.running_balance),
        Field("read_only_confirmation", Kind.BOOLEAN, compute=lambda _view, row: row["clio_payments_transaction"]),
        Field("client", Kind.RECORD, write="cu", of="contacts"),
        Field("matter", Kind.RECORD, write="cu", of="matters"),
        Field("bank_account", Kind.RECORD, write="cu", required=True, of="bank_accounts"),
        Field("bill", Kind.RECORD, of="bills"),
        Field("allocation", Kind.RECORD, of="allocations"),
    ),
    hidden=(
        Field("bank_account_transaction_type", Kind.STRING, write="cu"),
        Field("transfer", Kind.RECORD, of="bank_transfers"),
        *flags("is_revenue", "is_reconciled"),
    ),
    filters=(
        same_id("bank_account_id"),
        same_id("client_id"),
        same_id("matter_id"),
        Filter("type", Kind.STRING, lambda v, row, value: _type(v, row) == value, values=("asset", "liability")),
        Filter("unreconciled_only", Kind.BOOLEAN, _is_open),
    ),
    order=("id", "date", "amount", "created_at", "updated_at", "source", "description", "confirmation"),
    has_free_order=True,
    complete=_complete,
    follow=_follow,
    locked=_locked,
    objection=_objection,
    source="Clio OpenAPI 2026-04-08, BankTransaction",
    gaps={
        "list": "the words of `type` are assumed: liability for trust accounts, asset for operating accounts",
        "create": "assumed: `amount` goes out if below zero or the type is withdrawal or bank_charge, and may overdraw"
        " the account; exchange rates do nothing",
        "update": "direction and overdrafts as with create; assumed: refused (422) for a transaction that belongs to a"
        " payment or a transfer",
        "delete": "assumed: refused (403) for a transaction that belongs to a payment or a transfer",
    },
)
RESOURCES = [BANK_TRANSACTIONS]
