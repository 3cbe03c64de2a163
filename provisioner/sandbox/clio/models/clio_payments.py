"""Online payments and the links that ask for them; nobody pays online here (Clio OpenAPI 2026-04-08, ClioPayments)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.clio.errors import not_found, unprocessable
from provisioner.sandbox.clio.models.reference import CURRENCY_CODES
from provisioner.sandbox.clio.shape import (
    CLIO_PAYMENTS,
    ID,
    STAMPS,
    Field,
    Filter,
    Kind,
    Record,
    Resource,
    View,
    flags,
    strings,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST = 7_776_000  # 90 days in seconds
_TEXT_LIMIT = 255
_SUBJECTS = {"BankAccount": "bank_accounts", "Bill": "bills", "Contact": "contacts"}
_STATES = ("pending", "authorized", "completed", "voided", "failed", "canceled", "requires_confirmation")


def _complete(view: View, before: Record | None, after: Record) -> Record:
    """A new link asks for the payment of something that exists and ends after its duration."""
    if before is not None:
        return after
    table, number = _SUBJECTS.get(after["subject"].get("type") or ""), after["subject"].get("id")
    if table is None or number is None:
        raise unprocessable("subject must have an id and one of the types BankAccount, Bill and Contact")
    if view.find(table, number) is None:
        raise not_found(f"subject {number} was not found")
    if not 0 < after["duration"] <= _LONGEST or len(after["description"]) > _TEXT_LIMIT:
        raise unprocessable("duration is at most 90 days, description at most 255 characters")
    ends = datetime.fromisoformat(view.now()) + timedelta(seconds=after["duration"])
    return {**after, "expires_at": ends.isoformat()}


def _expire(view: View, record: Record, value: Any) -> Record:
    return {"expires_at": min(view.now(), record["expires_at"])} if value and record.get("expires_at") else {}


def _is_active(view: View, record: Record) -> bool:
    return bool(record["expires_at"] > view.now())


def _subject(table: str) -> Any:
    return lambda _view, row: row["subject"]["id"] if _SUBJECTS[row["subject"]["type"]] == table else None


def _allocated(name: str) -> Callable[[View, Record], list[int]]:
    """What the allocations of an online payment say under that name, each once."""

    def compute(view: View, row: Record) -> list[int]:
        rows = [each for each in view.rows("allocations") if each["payment"] == row["payment"] is not None]
        return sorted({each[name] for each in rows if each[name] is not None})

    return compute


def _transaction(view: View, row: Record) -> int | None:
    own = _allocated("id")(view, row)
    return next((each["id"] for each in view.rows("bank_transactions") if each["allocation"] in own), None)


def _text(name: str, *, required: bool = False) -> Field:
    return Field(name, Kind.STRING, write="c", required=required)


LINKS = Resource(
    name="clio_payments/links",
    permission=CLIO_PAYMENTS,
    actions="list show create update",
    first_id=140001,
    fields=(
        Field("active", Kind.BOOLEAN, compute=_is_active),
        Field("amount", Kind.NUMBER, write="c"),
        STAMPS[0],
        Field("currency", Kind.STRING, write="c", required=True, values=CURRENCY_CODES),
        _text("description", required=True),
        _text("email_address"),
        ID[1],
        Field("expires_at", Kind.DATETIME),
        ID[0],
        Field("is_allocated_as_revenue", Kind.BOOLEAN, write="c", default=False),
        *strings("redirect_url"),
        Field("url", Kind.STRING, compute=lambda _view, row: f"https://app.clio.com/link/{row['id']}"),
        STAMPS[1],
        Field("bank_account", Kind.RECORD, of="bank_accounts", compute=_subject("bank_accounts")),
        Field("bill", Kind.RECORD, of="bills", compute=_subject("bills")),
        Field("clio_payments_payment", Kind.RECORD, of="clio_payments/payments"),
        Field("contact", Kind.RECORD, of="contacts", compute=_subject("contacts")),
        Field("destination_account", Kind.RECORD, write="c", required=True, of="bank_accounts"),
        Field("destination_contact", Kind.RECORD, write="c", of="contacts"),
    ),
    hidden=(
        Field("duration", Kind.INTEGER, write="c", required=True),
        Field(
            "subject",
            Kind.PART,
            write="c",
            required=True,
            parts=(
                Field("id", Kind.INTEGER, write="cu"),
                Field("type", Kind.STRING, write="cu", values=tuple(_SUBJECTS)),
            ),
        ),
        Field("expired", Kind.BOOLEAN, write="u", assign=_expire),
    ),
    filters=(Filter("active", Kind.BOOLEAN, lambda view, row, value: _is_active(view, row) == value),),
    complete=_complete,
    source="Clio OpenAPI 2026-04-08, ClioPaymentsLink",
    gaps={"create": "the link leads nowhere: nothing can be paid online in the sandbox"},
)

PAYMENTS_ONLINE = Resource(
    name="clio_payments/payments",
    permission=CLIO_PAYMENTS,
    actions="list show",
    first_id=150001,
    has_since=False,
    fields=(
        Field("amount", Kind.NUMBER),
        *strings("confirmation_number"),
        STAMPS[0],
        *strings("currency"),
        *flags("deposit_as_revenue"),
        *strings("description", "email_address"),
        ID[0],
        Field("state", Kind.STRING, values=(*_STATES, "completed_requiring_allocation"), default="completed"),
        STAMPS[1],
        Field("bank_transaction", Kind.RECORD, of="bank_transactions", compute=_transaction),
        Field("clio_payments_link", Kind.RECORD, of="clio_payments/links"),
        Field("contact", Kind.RECORD, of="contacts"),
        Field("destination_account", Kind.RECORD, of="bank_accounts"),
        Field("user", Kind.RECORD, of="users"),
        Field("allocations", Kind.RECORDS, of="allocations", compute=_allocated("id")),
        Field("bills", Kind.RECORDS, of="bills", compute=_allocated("bill")),
        Field("matters", Kind.RECORDS, of="matters", compute=_allocated("matter")),
    ),
    hidden=(Field("payment", Kind.RECORD, of="payments"),),  # what it did to bills, as any payment does
    filters=(
        Filter("bill_id", Kind.INTEGER, lambda view, row, number: number in _allocated("bill")(view, row)),
        Filter("contact_id", Kind.INTEGER, lambda _view, row, number: row["contact"] == number),
        Filter(
            "state",
            Kind.STRING,
            lambda _view, row, state: row["state"] == state,
            values=(*_STATES, "completed_requiring_allocation"),
        ),
    ),
    source="Clio OpenAPI 2026-04-08, ClioPaymentsPayment",
    gaps={"list": "nobody pays online here: a record is made through the control route, for a payment made there too"},
)
RESOURCES = [LINKS, PAYMENTS_ONLINE]
