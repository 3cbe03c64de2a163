"""Interest on overdue bills, charged by Clio itself (Clio OpenAPI 2026-04-08, InterestCharge)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from provisioner.sandbox.clio.shape import (
    BILLING,
    ID,
    STAMPS,
    Editor,
    Field,
    Filter,
    Kind,
    Record,
    Resource,
    View,
    plain,
    same_id,
    strings,
)


def follow_bill(editor: Editor, before: Record | None, after: Record | None) -> None:
    """The bill that a charge or a line is on has new amounts."""
    bill = editor.find("bills", (after or before or {})["bill"])
    if bill is not None:
        editor.put("bills", bill)


def _objection(view: View, charge: Record) -> str:
    """Assumption: interest that was paid stays."""
    bill = view.find("bills", charge["bill"])
    return "The bill of the charge is paid" if bill is not None and bill["state"] == "paid" else ""


def _matters(view: View, charge: Record) -> Any:
    return (view.find("bills", charge["bill"]) or {}).get("matters", [])


def _balances(view: View, charge: Record) -> list[Record]:
    """One row, of the bill's first matter or its client."""
    bill = view.find("bills", charge["bill"])
    if bill is None:
        return []
    kind, number = ("Matter", bill["matters"][0]) if bill["matters"] else ("Client", bill["client"])
    shares = {"amount": Decimal(0), "interest_amount": charge["total"], "due": charge["total"]}
    return [{"id": number, "type": kind, **shares}]


INTEREST_CHARGES = Resource(
    name="interest_charges",
    permission=BILLING,
    actions="list delete",
    first_id=130001,
    fields=(
        *ID,
        Field("date", Kind.DATE),
        *strings("description"),
        Field("total", Kind.NUMBER, required=True),
        *STAMPS,
        Field("bill", Kind.RECORD, of="bills", required=True),
        Field(
            "balances",
            Kind.PARTS,
            parts=plain("id:integer amount:number type interest_amount:number due:number"),
            compute=_balances,
        ),
        Field("matters", Kind.RECORDS, of="matters", compute=_matters),
    ),
    filters=(
        same_id("bill_id"),
        Filter("exclude_ids[]", Kind.INTEGER, lambda _view, row, values: row["id"] not in values, many=True),
    ),
    begin=lambda view: {"date": view.today()},
    follow=follow_bill,
    objection=_objection,
    source="Clio OpenAPI 2026-04-08, InterestCharge",
    gaps={
        "list": "interest is not charged by the passing of time; a charge is made in the web screens (control route)"
    },
)
RESOURCES = [INTEREST_CHARGES]
