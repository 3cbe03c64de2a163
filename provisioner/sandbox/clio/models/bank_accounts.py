"""Clio's bank accounts, operating and trust (Clio OpenAPI 2026-04-08, BankAccount)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.clio import ledger
from provisioner.sandbox.clio.models.reference import CURRENCY_CODES, currency_by_code
from provisioner.sandbox.clio.shape import (
    ACCOUNTING,
    ID,
    STAMPS,
    Field,
    Filter,
    Kind,
    Record,
    Resource,
    View,
    strings,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILTER_TO_TYPE = {"OperatingAccount": "Operating", "TrustAccount": "Trust"}  # the list filter spells it differently


def _same_type(_view: View, record: Record, value: str) -> bool:
    return bool(record["type"] == _FILTER_TO_TYPE[value])


def _has_status(_view: View, record: Record, value: str) -> bool:
    """Opened or closed: no field shows it, only a person in the web screens can change it."""
    return bool(record["is_closed"] == (value == "closed"))


def _shows_empty(_view: View, record: Record, value: Any) -> bool:
    """Assumption: `false` leaves accounts with a zero balance out, `true` is the same as nothing."""
    return bool(value) or Decimal(record["balance"]) != 0


def _of_user(_view: View, record: Record, value: int | None) -> bool:
    return bool(record["user"] == value)


def _begin(view: View) -> Record:
    """Assumption: the account's `user` is whoever made it."""
    return {"user": view.user["id"]}


def _settle(view: View, _before: Record | None, after: Record) -> list[Record]:
    """Assumption: one default per type, so a new default takes the mark from the others of its type.

    Clio's help says that trust payments go to the default account of their type; whether a second default is refused
    instead is not written anywhere.
    """
    if not after["default_account"]:
        return []
    others = [row for row in view.rows("bank_accounts") if row["id"] != after["id"] and row["type"] == after["type"]]
    return [{**row, "default_account": False} for row in others if row["default_account"]]


def _opening(_view: View, record: Record, value: Any) -> Record:
    """Assumption: a balance given at creation is what the account starts from; it is no transaction."""
    moved = Decimal(record["balance"]) - ledger.opening(record)
    return {"opening_balance": ledger.text(Decimal(value) - moved)}


def _complete(view: View, _before: Record | None, after: Record) -> Record:
    """The account with the balance and the number of transactions that its transactions make."""
    opening = ledger.opening(after)
    moved, count = ledger.moved(view, after["id"])
    balance = ledger.text(opening + moved)
    return {**after, "opening_balance": ledger.text(opening), "balance": balance, "bank_transactions_count": count}


def account_balances(owner: str) -> Field:
    """The field of contacts (`client`) and matters (`matter`): their money, a row for each bank account that has any.

    Assumption: the id of a row is that of the bank account.
    """
    return Field(
        "account_balances",
        Kind.PARTS,
        parts=(
            Field("id", Kind.INTEGER),
            Field("balance", Kind.NUMBER),
            *strings("type", "name"),
            Field("currency_id", Kind.INTEGER),
        ),
        permission=ACCOUNTING,
        compute=lambda view, record: _balance_rows(view, ledger.balances_of(view, owner, record["id"])),
    )


def _balance_rows(view: View, balances: Mapping[int, Decimal]) -> list[Record]:
    return [
        {"id": row["id"], "balance": balances[row["id"]], "type": row["type"], "name": row["name"]}
        | {"currency_id": currency_by_code(row["currency"])["id"]}
        for row in view.rows("bank_accounts")
        if balances.get(row["id"])
    ]


def _objection(_view: View, record: Record) -> str:
    """Assumption: an account with transactions cannot be deleted; 403 is the only refusal the document lists."""
    return "A bank account with transactions cannot be deleted" if record["bank_transactions_count"] else ""


def _text(name: str) -> Field:
    return Field(name, Kind.STRING, write="cu")


BANK_ACCOUNTS = Resource(
    name="bank_accounts",
    permission=ACCOUNTING,
    actions="list show create update delete",
    first_id=410001,
    fields=(
        *ID,
        _text("account_number"),
        Field("balance", Kind.NUMBER, write="c", default="0", assign=_opening),
        Field("bank_transactions_count", Kind.INTEGER, default=0),
        *strings("clio_payment_page_link", "clio_payment_page_qr_code"),
        Field("clio_payments_enabled", Kind.BOOLEAN, default=False),
        Field("controlled_account", Kind.BOOLEAN, write="cu", default=False),
        Field("currency", Kind.STRING, write="cu", required=True, values=CURRENCY_CODES),
        Field("currency_symbol", Kind.STRING, compute=lambda _view, row: currency_by_code(row["currency"])["sign"]),
        Field("currency_id", Kind.INTEGER, compute=lambda _view, row: currency_by_code(row["currency"])["id"]),
        Field("default_account", Kind.BOOLEAN, write="cu", default=False),
        *(_text(name) for name in ("domicile_branch", "general_ledger_number", "holder", "institution", "name")),
        *(_text(name) for name in ("swift", "transit_number")),
        Field("type", Kind.STRING, write="c", required=True, values=("Operating", "Trust")),
        Field("user", Kind.RECORD, of="users"),
        *STAMPS,
    ),
    hidden=(
        Field("client", Kind.RECORD, write="cu", of="contacts"),
        Field("matter", Kind.RECORD, write="cu", of="matters"),
        Field("is_closed", Kind.BOOLEAN, default=False),
        Field("opening_balance", Kind.NUMBER),
    ),
    filters=(
        Filter("type", Kind.STRING, _same_type, values=tuple(_FILTER_TO_TYPE)),
        Filter("status", Kind.STRING, _has_status, values=("opened", "closed")),
        Filter("show_empty_accounts", Kind.BOOLEAN, _shows_empty),
        Filter("user_id", Kind.INTEGER, _of_user, nullable=True),
    ),
    order=("id", "name", "institution", "account_number", "transit_number", "currency", "updated_at", "type"),
    begin=_begin,
    complete=_complete,
    settle=_settle,
    objection=_objection,
    source="Clio OpenAPI 2026-04-08, BankAccount",
    gaps={
        "list": "assumed: `show_empty_accounts=false` leaves out accounts without a balance",
        "create": "assumed: a balance given is no transaction, and there is one default account of each type",
        "delete": "assumed: 403 for an account with transactions",
    },
)
RESOURCES = [BANK_ACCOUNTS]
