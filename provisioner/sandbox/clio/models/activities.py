"""Time and expense entries; time is in seconds here and in hours on bills (Clio OpenAPI 2026-04-08, Activity)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.clio import billing
from provisioner.sandbox.clio.errors import unprocessable
from provisioner.sandbox.clio.models.reference import firm_currency
from provisioner.sandbox.clio.models.users import full_name
from provisioner.sandbox.clio.shape import (
    ACTIVITIES,
    CALENDARS,
    COMMUNICATIONS,
    DOCUMENTS,
    GENERAL,
    ID,
    MATTERS,
    STAMPS,
    TASKS,
    Editor,
    Field,
    Filter,
    Kind,
    Record,
    Resource,
    View,
    flags,
    plain,
    same,
    same_id,
)

if TYPE_CHECKING:
    from collections.abc import Callable

TYPES = ("TimeEntry", "ExpenseEntry", "HardCostEntry", "SoftCostEntry")
_TAXES = ("no_tax", "tax_1_only", "tax_2_only", "tax_1_and_tax_2")
_HOUR = Decimal(3600)
_RATED_BY = ("activity_description", "matter", "user")


def _begin(view: View) -> Record:
    return {"user": view.user["id"], "currency": firm_currency(view)}


def _complete(view: View, before: Record | None, after: Record) -> Record:
    """The entry with a quantity and, when none was given for what it is about, the price that goes with that."""
    is_time = after["type"] == "TimeEntry"
    category = view.find("activity_descriptions", after["activity_description"] or 0) if is_time else None
    if after["quantity"] is None:
        after = {**after, "quantity": "0" if is_time else "1"}
    if after["price"] is None or (is_time and before is not None and _is_about_other(before, after)):
        after = {**after, "price": _rate(view, after, category)}
    if abs(Decimal(after["quantity"]) * Decimal(after["price"])) >= billing.LARGEST:
        raise unprocessable("quantity and price make too large an amount")
    is_flat = category is not None and category["rate"]["type"] == "FlatRate"
    return {**after, "flat_rate": is_flat or after["is_flat_rate_of_matter"]}


def _is_about_other(before: Record, after: Record) -> bool:
    """Whether the price is reset because what it depends on changed and no new one came along."""
    is_reset = before["price"] == after["price"] and not after["is_flat_rate_of_matter"]
    return is_reset and any(before[name] != after[name] for name in _RATED_BY)


def _rate(view: View, activity: Record, category: Record | None) -> str:
    """The rate of the category or else of the user; for an expense that of its category."""
    if activity["type"] != "TimeEntry":
        found = view.find("expense_categories", activity["expense_category"] or 0)
        return str((found or {}).get("rate") or "0")
    if category is not None and category["rate"]["type"] != "User":
        return str(category["rate"].get("amount") or "0")
    user = view.find("users", activity["user"] or 0)
    return str((user or {}).get("rate") or "0")


def line_of(view: View, activity: Record) -> Record | None:
    """The line of the activity on a bill that is not void or deleted."""
    if "lines by activity" not in view.memo:
        active = {row["id"] for row in view.rows("bills") if row["state"] in billing.ACTIVE_STATES}
        rows = [row for row in view.rows("line_items") if row["activity"] is not None and row["bill"] in active]
        view.memo["lines by activity"] = {row["activity"]: row for row in rows}
    found: Record | None = view.memo["lines by activity"].get(activity["id"])
    return found


def bill_of(view: View, activity: Record) -> Record | None:
    """The bill that the activity is on."""
    line = line_of(view, activity)
    return view.find("bills", line["bill"]) if line else None


def is_unbilled(view: View, activity: Record) -> bool:
    """Whether the activity is still to be put on a bill."""
    return not activity["non_billable"] and line_of(view, activity) is None


def _is_billed(view: View, activity: Record) -> bool:
    bill = bill_of(view, activity)
    return bill is not None and bill["state"] in billing.ISSUED_STATES


def _is_draft(view: View, activity: Record) -> bool:
    bill = bill_of(view, activity)
    return bill is not None and bill["state"] in billing.OPEN_STATES


def value_of(view: View, activity: Record) -> Decimal:
    """What the activity costs."""
    return billing.cents(billing.billed_quantity(view, activity) * Decimal(activity["price"]))


def _follow(editor: Editor, before: Record | None, after: Record | None) -> None:
    """Assumption: on a bill that can still be changed the line goes with its activity, removal included."""
    if before is None:
        return
    line = line_of(editor, before)
    if line is None or not billing.is_open(editor, line["bill"]):
        return
    if after is None:
        editor.drop("line_items", line)
        return
    was, now = billing.line_of(editor, before), billing.line_of(editor, after)
    changes = {name: value for name, value in now.items() if was[name] != value and line[name] != value}
    if changes:
        editor.put("line_items", {**line, **changes})


def _locked(view: View, activity: Record, changes: Record) -> str:
    return "A billed activity cannot be changed" if changes and _is_billed(view, activity) else ""


def _objection(view: View, activity: Record) -> str:
    return "A billed activity cannot be deleted" if _is_billed(view, activity) else ""


_STATUSES: dict[str, Callable[[View, Record], bool]] = {
    "billed": _is_billed,
    "draft": _is_draft,
    "unbilled": is_unbilled,
    "non_billable": lambda _view, row: bool(row["non_billable"]),
    "billable": lambda _view, row: not row["non_billable"],
    "written_off": lambda _view, _row: False,  # nothing can be written off through the API
}


def _seconds(rounded: bool, per: Decimal) -> Callable[[View, Record], Any]:  # noqa: FBT001 - one of two columns
    def compute(view: View, row: Record) -> Decimal | None:
        if row["type"] != "TimeEntry":
            return None
        return (billing.rounded_seconds(view, row) if rounded else Decimal(row["quantity"])) / per

    return compute


def _total(is_billable: bool) -> Callable[[View, Record], Any]:  # noqa: FBT001 - one of two columns
    return lambda view, row: value_of(view, row) if bool(row["non_billable"]) != is_billable else Decimal(0)


def _timer(view: View, row: Record) -> Record | None:
    """A timer that runs since `start_timer`; elapsed time is in hours."""
    if row["timer_started_at"] is None:
        return None
    elapsed = datetime.fromisoformat(view.now()) - datetime.fromisoformat(row["timer_started_at"])
    shown = dict.fromkeys(("start_time", "created_at", "updated_at"), row["timer_started_at"])
    return {
        "id": row["id"],
        "etag": row["etag"],
        "elapsed_time": Decimal(int(elapsed.total_seconds())) / _HOUR,
        **shown,
    }


def _start(view: View, _record: Record, value: Any) -> Record:
    return {"timer_started_at": view.now() if value else None}


def _has_flat_rate(_view: View, row: Record, value: Any) -> bool:
    return bool(row["type"] == "TimeEntry" and row["flat_rate"] == value)


def _part_of(key: str, table: str, name: str) -> Callable[[View, Record], Any]:
    """What an order such as `vendor.name` goes by."""
    return lambda view, row: (view.find(table, row[key] or 0) or {}).get(name)


def _user_name(view: View, row: Record) -> str | None:
    user = view.find("users", row["user"] or 0)
    return full_name(user) if user is not None else None


def _linked(name: str, table: str, *, clearable: bool = False) -> Field:
    return Field(name, Kind.RECORD, write="cu", of=table, clearable=clearable)


def _empty(name: str, permission: str, words: str) -> Resource:
    """Records that activities can point to and of which there are none, as nothing here makes them."""
    return Resource(name=name, permission=permission, fields=plain(words), source=f"Clio OpenAPI 2026-04-08, {name}")


_STAMPED = "created_at:datetime updated_at:datetime"
_EMPTY = [
    _empty(
        "client_portals", GENERAL, f"id:integer etag {_STAMPED} unread_count:integer unread_notifiable_count:integer"
    ),
    _empty(
        "communications",
        COMMUNICATIONS,
        f"id:integer etag subject body type date:date time_entries_count:integer {_STAMPED} received_at:datetime",
    ),
    _empty(
        "notes",
        MATTERS,
        f"id:integer etag type subject detail detail_text_type date:date {_STAMPED} time_entries_count:integer",
    ),
    _empty("calendar_entries", CALENDARS, "id etag calendar_owner_id:integer"),
    _empty("tasks", TASKS, "id:integer etag"),
    _empty("text_message_conversations", COMMUNICATIONS, "id:integer etag"),
    _empty(
        "document_versions",
        DOCUMENTS,
        f"id:integer document_id:integer etag uuid {_STAMPED} filename size:integer version_number:integer"
        " content_type received_at:datetime put_url fully_uploaded:boolean",
    ),
]
_TIMER = plain(f"id:integer etag start_time:datetime elapsed_time:number {_STAMPED}")
_SUBJECT = plain("id:integer type identifier secondary_identifier tertiary_identifier")
# Legal aid in England and Wales, which no account here has.
_LEGAL_AID = plain("""
    activity_sub_category advocacy:integer base_rate:number bolt_ons bolt_ons_summary court:integer
    eligible_for_sqm:boolean expert:integer form_of_civil_legal_service:integer id:integer is_custom_rate:boolean
    json_key region:integer tax_exclusive:boolean uplift:number user_type:integer
""")

ACTIVITIES_TABLE = Resource(
    name="activities",
    permission=ACTIVITIES,
    actions="list show create update delete",
    first_id=77001,
    fields=(
        *ID,
        Field("type", Kind.STRING, write="c", required=True, values=TYPES),
        Field("date", Kind.DATE, write="cu", required=True),
        Field("quantity_in_hours", Kind.NUMBER, compute=_seconds(rounded=False, per=_HOUR)),
        Field("rounded_quantity_in_hours", Kind.NUMBER, compute=_seconds(rounded=True, per=_HOUR)),
        Field("quantity", Kind.NUMBER, write="cu"),
        Field("rounded_quantity", Kind.NUMBER, compute=_seconds(rounded=True, per=Decimal(1))),
        *flags("quantity_redacted"),
        Field("price", Kind.NUMBER, write="cu"),
        Field("note", Kind.STRING, write="cu"),
        *flags("flat_rate"),
        Field("billed", Kind.BOOLEAN, compute=_is_billed),
        Field("on_bill", Kind.BOOLEAN, compute=lambda view, row: line_of(view, row) is not None),
        Field("total", Kind.NUMBER, compute=_total(is_billable=True)),
        *flags("contingency_fee"),
        *STAMPS,
        Field("reference", Kind.STRING, write="cu"),
        Field("non_billable", Kind.BOOLEAN, write="cu", default=False),
        Field("non_billable_total", Kind.NUMBER, compute=_total(is_billable=False)),
        Field("no_charge", Kind.BOOLEAN, write="cu", default=False),
        Field("tax_setting", Kind.STRING, write="cu", values=_TAXES, default="no_tax"),
        Field("currency", Kind.RECORD, of="currencies", in_base=True),
        _linked("activity_description", "activity_descriptions"),
        _linked("expense_category", "expense_categories", clearable=True),
        Field("bill", Kind.RECORD, of="bills", compute=lambda view, row: (bill_of(view, row) or {}).get("id")),
        _linked("communication", "communications"),
        _linked("client_portal", "client_portals"),
        _linked("matter", "matters"),
        _linked("matter_note", "notes"),
        _linked("contact_note", "notes"),
        Field("subject", Kind.PART, parts=_SUBJECT),
        Field("timer", Kind.PART, parts=_TIMER, compute=_timer),
        _linked("user", "users"),
        _linked("utbms_expense", "utbms/codes"),
        _linked("vendor", "contacts"),
        _linked("calendar_entry", "calendar_entries"),
        _linked("task", "tasks"),
        _linked("text_message_conversation", "text_message_conversations"),
        Field("document_version", Kind.RECORD, of="document_versions"),
        Field("legal_aid_uk_activity", Kind.PART, parts=_LEGAL_AID),
    ),
    hidden=(
        *flags("is_flat_rate_of_matter"),
        Field("timer_started_at", Kind.DATETIME),
        Field("start_timer", Kind.BOOLEAN, write="cu", assign=_start),
    ),
    filters=(
        same_id("activity_description_id", nullable=True),
        *(
            same_id(f"{name}_id", nullable=True)
            for name in ("calendar_entry", "communication", "contact_note", "grant")
        ),
        Filter("end_date", Kind.DATE, lambda _view, row, value: row["date"] <= value),
        same_id("expense_category_id", nullable=True),
        Filter("flat_rate", Kind.BOOLEAN, _has_flat_rate),
        same_id("matter_id", nullable=True),
        *(same_id(f"{name}_id", nullable=True) for name in ("matter_note", "task", "user")),
        Filter("only_unaccounted_for", Kind.BOOLEAN, lambda v, row, value: not value or is_unbilled(v, row)),
        Filter("query", Kind.STRING, lambda _v, row, value: value.casefold() in (row["note"] or "").casefold()),
        Filter("start_date", Kind.DATE, lambda _view, row, value: row["date"] >= value),
        Filter("status", Kind.STRING, lambda v, row, value: _STATUSES[value](v, row), values=tuple(_STATUSES)),
        same("type", Kind.STRING, TYPES),
    ),
    order=(
        "id",
        "display_number",
        "user.name",
        "price",
        "total",
        "type",
        "date",
        "note",
        "updated_at",
        "vendor.name",
        "expense_category.name",
        "non_billable",
        "non_billable_total",
    ),
    sort_keys={
        "display_number": _part_of("matter", "matters", "display_number"),
        "user.name": _user_name,
        "vendor.name": _part_of("vendor", "contacts", "name"),
        "expense_category.name": _part_of("expense_category", "expense_categories", "name"),
    },
    begin=_begin,
    complete=_complete,
    follow=_follow,
    locked=_locked,
    objection=_objection,
    source="Clio OpenAPI 2026-04-08, Activity",
    gaps={
        "create": "the rate is the category's or the user's; those of matters and clients and UTBMS tasks do not count",
        "update": "assumed: a billed activity cannot be changed (422)",
        "delete": "assumed: a billed activity cannot be deleted (403)",
    },
)
RESOURCES = [ACTIVITIES_TABLE, *_EMPTY]
