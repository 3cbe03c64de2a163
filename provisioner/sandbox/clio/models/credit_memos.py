"""Credits given to a client, and manual payments, which have no path (Clio OpenAPI 2026-04-08, CreditMemo, Payment)."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.clio.errors import unprocessable
from provisioner.sandbox.clio.shape import (
    ID,
    PAYMENTS,
    STAMPS,
    Editor,
    Field,
    Kind,
    Record,
    Resource,
    View,
    flags,
    same_id,
    strings,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_SOURCES = """
    bank_account credit_card echeck direct_payment check cash interac_etransfer wire_transfer ach eft lawpay paypal
    cash_app zelle venmo other
"""


def _begin(view: View) -> Record:
    return {"user": view.user["id"], "date": view.today()}


def _complete(_view: View, _before: Record | None, after: Record) -> Record:
    if Decimal(after["amount"]) <= 0:
        raise unprocessable("amount must be above zero")
    return after


def _follow(key: str, editor: Editor, before: Record | None, after: Record | None) -> None:
    """Allocations are brought up to date with what they belong to; removed, it takes them along."""
    for row in [each for each in editor.rows("allocations") if each[key] == (after or before or {})["id"]]:
        if after is None:
            editor.drop("allocations", row)
        else:
            editor.put("allocations", row)


def _allocated(key: str) -> Callable[[View, Record], Any]:
    return lambda view, record: [row["id"] for row in view.rows("allocations") if row[key] == record["id"]]


CREDIT_MEMOS = Resource(
    name="credit_memos",
    permission=PAYMENTS,
    actions="list show",
    first_id=34001,
    fields=(
        *ID,
        Field("date", Kind.DATE),
        Field("amount", Kind.NUMBER, required=True),
        *strings("description"),
        *flags("discount"),
        Field("voided_at", Kind.DATETIME),
        *STAMPS,
        Field("user", Kind.RECORD, of="users"),
        Field("contact", Kind.RECORD, of="contacts", required=True),
        Field("allocations", Kind.RECORDS, of="allocations", compute=_allocated("credit_memo")),
    ),
    filters=(same_id("contact_id"),),
    order=("id", "date"),
    default_order="date(asc)",
    begin=_begin,
    complete=_complete,
    follow=partial(_follow, "credit_memo"),
    children={"allocations": "credit_memo"},
    source="Clio OpenAPI 2026-04-08, CreditMemo",
)

PAYMENTS_TABLE = Resource(
    name="payments",
    permission=PAYMENTS,
    first_id=33001,
    fields=(
        *ID,
        *strings("description", "reference"),
        Field("amount", Kind.NUMBER, required=True),
        Field("date", Kind.DATE),
        Field("source_fund_type", Kind.STRING, values=("Client", "Matter")),
        Field("payment_source_type", Kind.STRING, values=tuple(_SOURCES.split()), default="check"),
        Field("voided_at", Kind.DATETIME),
        *STAMPS,
        Field("contact", Kind.RECORD, of="contacts", required=True),
        Field("user", Kind.RECORD, of="users"),
        Field("source_bank_account", Kind.RECORD, of="bank_accounts"),
        Field("destination_bank_account", Kind.RECORD, of="bank_accounts"),
        Field("allocations", Kind.RECORDS, of="allocations", compute=_allocated("payment")),
    ),
    begin=_begin,
    complete=_complete,
    follow=partial(_follow, "payment"),
    children={"allocations": "payment"},
    source="Clio OpenAPI 2026-04-08, Payment",
)
RESOURCES = [CREDIT_MEMOS, PAYMENTS_TABLE]
