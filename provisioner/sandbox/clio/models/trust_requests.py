"""Requests to a client for money in trust, and their lines (Clio OpenAPI 2026-04-08, TrustRequest, TrustLineItem)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from provisioner.sandbox.clio import billing
from provisioner.sandbox.clio.errors import not_found, unprocessable
from provisioner.sandbox.clio.models.interest_charges import follow_bill
from provisioner.sandbox.clio.shape import (
    BILLING,
    ID,
    STAMPS,
    Editor,
    Field,
    Kind,
    Record,
    Resource,
    View,
    same_id,
)


def _complete(view: View, _before: Record | None, after: Record) -> Record:
    """A request names a client, and for matters the client's own ones; what it asks for is above zero."""
    if view.find("contacts", after["client_id"]) is None:
        raise not_found(f"client {after['client_id']} was not found")
    if after["currency_id"] is not None and view.find("currencies", after["currency_id"]) is None:
        raise not_found(f"currency {after['currency_id']} was not found")
    rows = after["matter"]
    if after["trust_type"] == "matter" and not rows:
        raise unprocessable("matter can't be blank for a request of the type matter")
    for row in rows:
        _check_matter(view, after, row)
    if Decimal(after["trust_amount"]) <= 0:
        raise unprocessable("trust_amount must be above zero")
    return after


def _check_matter(view: View, request: Record, row: Record) -> None:
    matter = view.find("matters", row.get("id") or 0)
    if matter is None:
        raise not_found(f"matter {row.get('id')} was not found")
    if matter["client"] != request["client_id"] or (row.get("trust_amount") or 0) <= 0:
        raise unprocessable("matter must be the client's own, with a trust_amount above zero")


def _follow(editor: Editor, _before: Record | None, after: Record | None) -> None:
    """The request appears as a bill of the kind trust_kind with lines (a law firm's public notes, 2026-07..09)."""
    if after is None:
        return
    rows = after["matter"] if after["trust_type"] == "matter" else []
    bill = editor.add(
        "bills",
        {"kind": "trust_kind", "client": after["client_id"], "issued_at": after["issue_date"]}
        | {"due_at": after["due_date"], "memo": after["note"], "matters": [row["id"] for row in rows]}
        | ({"currency": after["currency_id"]} if after["currency_id"] is not None else {}),
    )
    for row in rows or [{"trust_amount": after["trust_amount"], "note": after["note"]}]:
        line = {"bill": bill["id"], "date": after["issue_date"], "client": after["client_id"], "note": row.get("note")}
        total = format(Decimal(row["trust_amount"]), "f")
        editor.add("trust_line_items", {**line, "matter": row.get("id"), "total": total})
    state = "awaiting_payment" if after["approved"] else "draft"
    editor.put("bills", {**(editor.find("bills", bill["id"]) or bill), "state": state})


def _locked(view: View, line: Record, changes: Record) -> str:
    is_open = (view.find("bills", line["bill"]) or {}).get("state") in billing.OPEN_STATES
    return "The trust request cannot be changed any more" if changes and not is_open else ""


def _total(_view: View, _line: Record, value: Any) -> Record:
    if Decimal(value) <= 0:
        raise unprocessable("total must be above zero")
    return {"total": value}


TRUST_REQUESTS = Resource(
    name="trust_requests",
    permission=BILLING,
    actions="create",
    first_id=11001,
    fields=(*ID, *STAMPS),
    hidden=(
        Field("trust_type", Kind.STRING, write="c", required=True, values=("client", "matter")),
        Field("client_id", Kind.INTEGER, write="c", required=True),
        Field("issue_date", Kind.DATE, write="c", required=True),
        Field("due_date", Kind.DATE, write="c", required=True),
        Field("approved", Kind.BOOLEAN, write="c", required=True),
        Field("trust_amount", Kind.NUMBER, write="c", required=True),
        Field("currency_id", Kind.INTEGER, write="c"),
        Field("note", Kind.STRING, write="c"),
        Field(
            "matter",
            Kind.PARTS,
            write="c",
            default=[],
            parts=(
                Field("id", Kind.INTEGER, write="cu"),
                Field("trust_amount", Kind.INTEGER, write="cu"),  # int32, while the request's own is a double
                Field("note", Kind.STRING, write="cu"),
            ),
        ),
    ),
    complete=_complete,
    follow=_follow,
    source="Clio OpenAPI 2026-04-08, TrustRequest",
    gaps={
        "create": "assumed: Billing is the permission, a request not approved is a draft, and of a request for matters"
        " the amounts of the matters count"
    },
)

TRUST_LINE_ITEMS = Resource(
    name="trust_line_items",
    permission=BILLING,
    actions="list update",
    first_id=12001,
    fields=(
        *ID,
        Field("date", Kind.DATE, write="u"),
        Field("total", Kind.NUMBER, write="u", required=True, assign=_total),
        Field("note", Kind.STRING, write="u"),
        *STAMPS,
        Field("bill", Kind.RECORD, of="bills", required=True),
        Field("matter", Kind.RECORD, of="matters"),
        Field("client", Kind.RECORD, of="contacts"),
    ),
    filters=(same_id("bill_id"), same_id("matter_id", nullable=True)),
    order=("id",),
    follow=follow_bill,
    locked=_locked,
    source="Clio OpenAPI 2026-04-08, TrustLineItem",
    gaps={"update": "assumed: Billing is the permission; refused (422) once the request is approved"},
)
RESOURCES = [TRUST_REQUESTS, TRUST_LINE_ITEMS]
