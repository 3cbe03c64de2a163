"""The lines of bills: time in hours, expenses by the piece (Clio OpenAPI 2026-04-08, LineItem)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from provisioner.sandbox.clio import billing
from provisioner.sandbox.clio.errors import unprocessable
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
    same,
    same_id,
)

TYPES = ("ActivityLineItem", "LineItem", "NoChargeLineItem", "SummaryLineItem")
_ORIGINAL = ("note", "date", "price")  # what `update_original_record` writes back


def _begin(view: View) -> Record:
    return {"date": view.today(), "user": view.user["id"]}


def _complete(view: View, before: Record | None, after: Record) -> Record:
    """The line as its activity makes it when it is new, and with the matter of its bill when it names none."""
    activity = view.find("activities", after["activity"]) if after["activity"] is not None else None
    if before is None and activity is not None:
        after = {**after, **billing.line_of(view, activity)}
    bill = view.find("bills", after["bill"])
    if after["matter"] is None and bill is not None and len(bill["matters"]) == 1:
        after = {**after, "matter": bill["matters"][0]}
    if abs(Decimal(after["quantity"]) * Decimal(after["price"])) >= billing.LARGEST:
        raise unprocessable("quantity and price make too large an amount")
    return after


def _follow(editor: Editor, before: Record | None, after: Record | None) -> None:
    """The bills that a line is on or was on have new amounts."""
    if after is not None and after["update_original_record"]:
        _write_back(editor, after)
        editor.put("line_items", {**after, "update_original_record": False})  # the wish is for this once
        return
    for number in {each["bill"] for each in (before, after) if each}:
        bill = editor.find("bills", number)
        if bill is not None:
            editor.put("bills", bill)


def _write_back(editor: Editor, line: Record) -> None:
    activity = editor.find("activities", line["activity"] or 0)
    if activity is not None:
        editor.put("activities", {**activity, **{name: line[name] for name in _ORIGINAL}})


def _locked(view: View, line: Record, changes: Record) -> str:
    bills = {line["bill"], changes.get("bill", line["bill"])}
    is_open = all(billing.is_open(view, bill) for bill in bills)
    return "" if is_open or not changes else "The bill of the line cannot be changed any more"


def _objection(view: View, line: Record) -> str:
    """A line cannot be deleted from a bill that is not editable (Clio OpenAPI 2026-04-08, LineItem#destroy)."""
    return "" if billing.is_open(view, line["bill"]) else "The bill of the line is not editable"


def _quantity(_view: View, record: Record, value: Any) -> Record:
    """Hours; on the line of an activity they are dropped without a word (seen live, nicknoe09/Clio-mcp-server 2026)."""
    return {} if record.get("type") == "ActivityLineItem" and "id" in record else {"quantity": value}


def _kind(_view: View, _record: Record, value: str) -> Record:
    """Assumption: a product is read back as an expense, because a line has no third kind."""
    return {"kind": "Expense" if value == "Product" else value}


def _amount(name: str) -> Field:
    return Field(name, Kind.NUMBER, compute=lambda view, row: getattr(billing.line_amounts(view, row), name))


def _included(view: View, line: Record) -> Record:
    """The sums of a line over itself, as it has no lines inside."""
    found = billing.line_amounts(view, line)
    percent = found.discount / found.sub_total * 100 if found.sub_total else Decimal(0)
    sums = {"total": found.total, "sub_total": found.sub_total, "discount_percent": billing.cents(percent)}
    return {"quantity": line["quantity"], "price": line["price"], **sums}


def _contains(_view: View, line: Record, value: str) -> bool:
    return any(value.casefold() in (line[name] or "").casefold() for name in ("description", "note"))


def _is_shown(_view: View, line: Record, value: Any) -> bool:
    return not value or bool(line["is_displayed"])


LINE_ITEMS = Resource(
    name="line_items",
    permission=BILLING,
    actions="list update delete",
    first_id=120001,
    fields=(
        *ID,
        Field("type", Kind.STRING, values=TYPES, default="LineItem"),
        Field("description", Kind.STRING, write="u"),
        Field("date", Kind.DATE, write="u"),
        Field("price", Kind.NUMBER, write="u", default="0"),
        Field("taxable", Kind.BOOLEAN, write="u", default=False),
        Field(
            "kind", Kind.STRING, write="u", values=("Expense", "Service", "Product"), default="Service", assign=_kind
        ),
        Field("note", Kind.STRING, write="u"),
        Field("secondary_taxable", Kind.BOOLEAN, write="u", default=False),
        *(_amount(name) for name in ("total", "tax", "secondary_tax", "sub_total")),
        Field("quantity", Kind.NUMBER, write="u", default="1", assign=_quantity),
        Field("group_ordering", Kind.INTEGER, write="u", default=0),
        *STAMPS,
        Field("bill", Kind.RECORD, write="u", of="bills", required=True),
        Field("activity", Kind.RECORD, write="u", of="activities"),
        Field("matter", Kind.RECORD, write="u", of="matters"),
        Field("user", Kind.RECORD, of="users"),
        Field(
            "discount",
            Kind.PART,
            write="u",
            parts=(
                Field("rate", Kind.NUMBER, write="u"),
                # Typed boolean in the document's body and described there, and read, as one of two words.
                Field("type", Kind.STRING, write="u", values=("percentage", "money")),
                *plain("note early_payment_rate:integer early_payment_period:integer"),
            ),
        ),
        Field(
            "included_line_item_totals",
            Kind.PART,
            parts=plain("quantity:number price:number discount_percent:number total:number sub_total:number"),
            compute=_included,
        ),
    ),
    hidden=(
        Field("update_original_record", Kind.BOOLEAN, write="u", default=False),
        Field("is_displayed", Kind.BOOLEAN, default=True),
    ),
    filters=(
        same_id("activity_id", nullable=True),
        same_id("bill_id"),
        Filter("display", Kind.BOOLEAN, _is_shown),
        Filter("exclude_ids[]", Kind.INTEGER, lambda _view, row, values: row["id"] not in values, many=True),
        same("group_ordering", Kind.INTEGER),
        same("kind", Kind.STRING),
        same_id("matter_id", nullable=True),
        Filter("query", Kind.STRING, _contains),
    ),
    begin=_begin,
    complete=_complete,
    follow=_follow,
    locked=_locked,
    objection=_objection,
    source="Clio OpenAPI 2026-04-08, LineItem",
    gaps={"update": "assumed: refused (422) once the bill has payments; a Product is read back as an Expense"},
)
RESOURCES = [LINE_ITEMS]
