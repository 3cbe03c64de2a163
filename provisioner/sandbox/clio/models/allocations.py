"""What a payment or a credit memo puts towards a bill, read-only in the API (Clio OpenAPI 2026-04-08, Allocation)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from provisioner.sandbox.clio import ledger
from provisioner.sandbox.clio.errors import unprocessable
from provisioner.sandbox.clio.shape import (
    ID,
    PAYMENTS,
    STAMPS,
    Editor,
    Field,
    Filter,
    Kind,
    Record,
    Resource,
    View,
    flags,
    plain,
    same_id,
    strings,
)

_SHARED = ("date", "contact", "source_bank_account", "destination_bank_account", "voided_at", "description")
PARENTS = {"payment": "payments", "credit_memo": "credit_memos"}
_PARENT_TYPES = {"payment": "Payment", "credit_memo": "CreditMemo"}


def parent_of(view: View, allocation: Record) -> Record | None:
    """The payment or credit memo that the allocation is part of."""
    found = [view.find(table, allocation[key]) for key, table in PARENTS.items() if allocation[key] is not None]
    return found[0] if found else None


def _complete(view: View, before: Record | None, after: Record) -> Record:
    """What an allocation shares with its payment or credit memo is that one's; its matter is the bill's first."""
    parent = parent_of(view, after) or {}
    shared = {name: parent.get(name) for name in _SHARED}
    bill = view.find("bills", after["bill"]) or {"matters": []}
    matter = after["matter"] if after["matter"] is not None else next(iter(bill["matters"]), None)
    after = {**after, **shared, "matter": matter, "contact": shared["contact"] or bill.get("client")}
    if before is None:
        _check(view, bill, after)
    return after


def _check(view: View, bill: Record, after: Record) -> None:
    """Only what is open on an issued bill can be paid, and only out of trust money that the client has."""
    amount = Decimal(after["amount"])
    if bill.get("state") != "awaiting_payment" or not 0 < amount <= Decimal(bill["balance"]):
        raise unprocessable("amount must be above zero and at most the balance of a bill that awaits payment")
    source = after["source_bank_account"]
    if source is None:
        return
    owner = "matter" if after["matter"] is not None else "client"
    available = ledger.balances_of(view, owner, after["matter"] or after["contact"]).get(source, Decimal(0))
    if amount > available:
        raise unprocessable(f"The bank account holds {available} for this {owner}")


def _follow(editor: Editor, before: Record | None, after: Record | None) -> None:
    """The money moves with a new allocation and back when it is voided; the bill has a new balance."""
    if after is not None and before is None:
        _move(editor, after)
    if before is not None and (after is None or (after["voided_at"] and not before["voided_at"])):
        for row in [each for each in editor.rows("bank_transactions") if each["allocation"] == before["id"]]:
            editor.drop("bank_transactions", row)
    bill = editor.find("bills", (after or before or {})["bill"])
    if bill is not None:
        editor.put("bills", bill)


def _move(editor: Editor, allocation: Record) -> None:
    """Out of the account that pays and into the one that is paid; there a revenue bill's money is the firm's."""
    bill = editor.find("bills", allocation["bill"]) or {}
    reference = (parent_of(editor, allocation) or {}).get("reference")
    shared = {"date": allocation["date"], "client": allocation["contact"], "matter": allocation["matter"]}
    shared |= {"bill": allocation["bill"], "allocation": allocation["id"], "description": f"Bill {bill['number']}"}
    shared |= {"transaction_type": "bill_payment", "confirmation": reference}
    shared |= {"clio_payments_transaction": allocation["has_online_payment"]}
    for end, sign in (("source_bank_account", -1), ("destination_bank_account", 1)):
        if allocation[end] is not None:
            moved = {"bank_account": allocation[end], "amount": ledger.text(sign * Decimal(allocation["amount"]))}
            is_revenue = sign > 0 and bill["kind"] != "trust_kind"
            editor.add("bank_transactions", {**shared, **moved, "is_revenue": is_revenue})


def _parent(view: View, allocation: Record) -> Record | None:
    """The only trace of a manual payment in the API: its id, its type and a reference."""
    key = next((key for key in PARENTS if allocation[key] is not None), None)
    if key is None:
        return None
    found = parent_of(view, allocation) or {}
    shown = {"id": allocation[key], "type": _PARENT_TYPES[key]}
    return {**shown, "identifier": found.get("reference") or f"{_PARENT_TYPES[key]} {allocation[key]}"}


def _has_parent_type(_view: View, allocation: Record, value: str) -> bool:
    """Typed as a number in the document, which does not say which number is which: the names count as well."""
    key = {"payment": "payment", "creditmemo": "credit_memo"}.get(value.casefold().replace("_", ""))
    return key is None or allocation[key] is not None


def _has_parent(_view: View, allocation: Record, value: int) -> bool:
    return value in {allocation[key] for key in PARENTS}


def _has_status(_view: View, allocation: Record, value: Any) -> bool:
    return bool((allocation["voided_at"] is None) == (value == "valid"))


ALLOCATIONS = Resource(
    name="allocations",
    permission=PAYMENTS,
    actions="list show",
    first_id=55001,
    fields=(
        *ID,
        Field("date", Kind.DATE),
        Field("amount", Kind.NUMBER, required=True),
        *flags("interest"),
        Field("voided_at", Kind.DATETIME),
        *STAMPS,
        *strings("description"),
        *flags("has_online_payment"),
        Field("destroyable", Kind.BOOLEAN, compute=lambda _view, row: row["voided_at"] is None),
        *strings("payment_type"),
        Field("bill", Kind.RECORD, of="bills", required=True),
        Field("source_bank_account", Kind.RECORD, of="bank_accounts"),
        Field("destination_bank_account", Kind.RECORD, of="bank_accounts"),
        Field("matter", Kind.RECORD, of="matters"),
        Field("contact", Kind.RECORD, of="contacts"),
        Field(
            "parent",
            Kind.PART,
            parts=plain("id:integer type identifier secondary_identifier tertiary_identifier"),
            opened=("id", "type", "identifier"),  # assumption: it has no etag, and the id alone says nothing
            compute=_parent,
        ),
    ),
    hidden=(
        Field("payment", Kind.RECORD, of="payments"),
        Field("credit_memo", Kind.RECORD, of="credit_memos"),
    ),
    filters=(
        same_id("bill_id"),
        same_id("contact_id"),
        same_id("matter_id"),
        Filter("parent_id", Kind.INTEGER, _has_parent),
        Filter("parent_type", Kind.STRING, _has_parent_type),
        Filter("status", Kind.STRING, _has_status, values=("valid", "invalid")),
    ),
    order=("id", "date"),
    default_order="date(asc)",
    complete=_complete,
    follow=_follow,
    source="Clio OpenAPI 2026-04-08, Allocation",
    gaps={
        "list": "`parent_type` takes the names Payment and CreditMemo; which number stands for which is not documented"
    },
)
RESOURCES = [ALLOCATIONS]
