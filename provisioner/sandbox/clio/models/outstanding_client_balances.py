"""What clients owe: worked out of their unpaid bills (Clio OpenAPI 2026-04-08, OutstandingClientBalance)."""

from __future__ import annotations

import operator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.clio.shape import (
    BILLING,
    ID,
    STAMPS,
    Field,
    Filter,
    Kind,
    Record,
    Resource,
    View,
    same_id,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def _rows(view: View) -> Iterable[Record]:
    by_client: dict[int, list[Record]] = {}
    for bill in view.rows("bills"):
        if bill["state"] == "awaiting_payment" and bill["kind"] != "trust_kind":
            by_client.setdefault(bill["client"], []).append(bill)
    return [_row(view, client, bills) for client, bills in by_client.items()]


def _row(view: View, client: int, bills: list[Record]) -> Record:
    """One client's unpaid bills together. Assumption: the id is the client's, and trust requests are no debt."""
    newest = max(bills, key=lambda bill: (bill["issued_at"], bill["id"]))
    total = sum((Decimal(bill["balance"]) for bill in bills), Decimal(0))
    paid = [row["date"] for row in view.rows("allocations") if row["contact"] == client and row["voided_at"] is None]
    return {
        "id": client,
        "contact": client,
        "associated_matter_ids": sorted({matter for bill in bills for matter in bill["matters"]}),
        "last_payment_date": max(paid, default=None),
        "newest_issued_bill_due_date": newest["due_at"],
        "total_outstanding_balance": format(total, "f"),
        "outstanding_bills": [bill["id"] for bill in bills],
        "currency": newest["currency"],
        "created_at": min(bill["created_at"] for bill in bills),
        "updated_at": max(bill["updated_at"] for bill in bills),
    }


def _by_date(name: str, key: str, keep: Callable[[str, str], bool]) -> Filter:
    return Filter(name, Kind.DATE, lambda _view, row, day: row[key] is not None and keep(row[key], day))


def _by_attorney(name: str) -> Filter:
    role = name.removesuffix("_id")

    def keep(view: View, row: Record, user: Any) -> bool:
        matters = [view.find("matters", number) for number in row["associated_matter_ids"]]
        return any(matter is not None and matter[role] == user for matter in matters)

    return Filter(name, Kind.INTEGER, keep)


OUTSTANDING_CLIENT_BALANCES = Resource(
    name="outstanding_client_balances",
    permission=BILLING,
    actions="list",
    has_ids=False,
    has_since=False,
    fields=(
        *ID,
        Field("associated_matter_ids", Kind.PLAIN),
        *(Field(f"{name}_date", Kind.DATE) for name in ("last_payment", "last_shared", "newest_issued_bill_due")),
        Field("pending_payments_total", Kind.NUMBER, compute=lambda _view, _row: Decimal(0)),
        Field("reminders_enabled", Kind.BOOLEAN, compute=lambda _view, _row: False),
        Field("total_outstanding_balance", Kind.NUMBER),
        *STAMPS,
        Field("outstanding_bills", Kind.RECORDS, of="bills"),
        Field("contact", Kind.RECORD, of="contacts"),
        Field("currency", Kind.RECORD, of="currencies"),
    ),
    filters=(
        same_id("contact_id", nullable=True),
        _by_date("last_paid_end_date", "last_payment_date", operator.lt),
        _by_date("last_paid_start_date", "last_payment_date", operator.gt),
        _by_date("newest_bill_due_end_date", "newest_issued_bill_due_date", operator.lt),
        _by_date("newest_bill_due_start_date", "newest_issued_bill_due_date", operator.gt),
        _by_attorney("originating_attorney_id"),
        _by_attorney("responsible_attorney_id"),
    ),
    worked_out=_rows,
    source="Clio OpenAPI 2026-04-08, OutstandingClientBalance",
    gaps={"list": "no bills are shared and no reminders sent; trust requests are assumed not to count"},
)
RESOURCES = [OUTSTANDING_CLIENT_BALANCES]
