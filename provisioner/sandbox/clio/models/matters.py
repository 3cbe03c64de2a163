"""Clio's matters (Clio OpenAPI 2026-04-08, Matter)."""

from __future__ import annotations

from typing import Any

from provisioner.sandbox.clio.errors import conflict, not_found, unprocessable
from provisioner.sandbox.clio.models.bank_accounts import account_balances
from provisioner.sandbox.clio.models.custom_field_values import HAS_VALUES, checked_values, value_fields
from provisioner.sandbox.clio.models.matter_rows import RATE_TYPES
from provisioner.sandbox.clio.models.reference import firm_currency
from provisioner.sandbox.clio.shape import (
    ID,
    MATTERS,
    STAMPS,
    Editor,
    Field,
    Filter,
    Form,
    Kind,
    Record,
    Resource,
    View,
    compared,
    flags,
    has_words,
    ignored,
    same,
    same_id,
)

STATUSES = ("open", "closed", "pending")  # as written and filtered; shown with a capital letter
_DATES = {"open": "open_date", "closed": "close_date", "pending": "pending_date"}
_CLOSED_BILLS = {"void", "deleted"}
_PEOPLE = ("originating_attorney", "responsible_attorney", "responsible_staff")


def _begin(view: View) -> Record:
    last = max((row["last_matter_number"] for row in view.rows("accounts")), default=0)
    number = 1 + max([last, *(matter["number"] for matter in view.rows("matters"))])
    return {"user": view.user["id"], "number": number, "currency": firm_currency(view)}


def _complete(view: View, before: Record | None, after: Record) -> Record:
    """The matter with its number, dates and stage kept in step, and its parts checked."""
    changes = _numbered(view, before, after) | _dated(view, before or {}, after) | _staged(view, before or {}, after)
    after = {**after, **changes, "reset_matter_number": False, "custom_rate": _rate(before, after)}
    if before is None and any(row["user"] is row["group"] is None for row in after["custom_rate"]["rates"]):
        raise unprocessable("custom_rate rates user can't be blank")  # Clio OpenAPI 2026-04-08, Matter#create
    if (
        after["custom_rate"]["type"] == "FlatRate"
        and after["matter_budget"]
        and not (before or {}).get("matter_budget")
    ):
        raise unprocessable("A matter with a flat rate cannot have a budget")  # Clio OpenAPI 2026-04-08, Matters
    payers = [{**row, "matter_id": after["id"]} for row in after["split_invoice_payers"]]
    for row in payers:
        if view.find("contacts", row["contact_id"]) is None:
            raise not_found(f"contact {row['contact_id']} was not found")
    return checked_values(view, before, {**after, "split_invoice_payers": payers}, "Matter")


def _numbered(view: View, before: Record | None, after: Record) -> Record:
    """Clio's own scheme is number and client; a number in the body counts when the firm numbers by hand."""
    is_manual = any(row["manual_matter_numbering"] for row in view.rows("accounts"))
    if is_manual and after["display_number"]:
        return {"custom_number": after["display_number"]}
    if before and not after["reset_matter_number"]:
        return {"display_number": before["display_number"]}
    client = view.find("contacts", after["client"]) or {}
    name = client.get("last_name") or client.get("name") or ""
    return {"display_number": f"{after['number']:05}-{''.join(name.split())}", "custom_number": None}


def _dated(view: View, before: Record, after: Record) -> Record:
    """Assumption: a status gets today's date unless the body brings one; a matter no longer closed has no such date."""
    if after["status"] == before.get("status"):
        return {}
    name = _DATES[after["status"]]
    is_given = after[name] is not None and after[name] != before.get(name)
    reopened = {"close_date": None} if before.get("status") == "closed" else {}
    return reopened if is_given else {**reopened, name: view.today()}


def _staged(view: View, before: Record, after: Record) -> Record:
    return {} if after["matter_stage"] == before.get("matter_stage") else {"matter_stage_updated_at": view.now()}


def _rate(before: Record | None, after: Record) -> Record:
    """With another type the rates that were there go (Clio OpenAPI 2026-04-08, Matters, Custom Rates)."""
    rate: Record = after["custom_rate"]
    if before is None or before["custom_rate"]["type"] == rate["type"]:
        return rate
    old = {row["id"] for row in before["custom_rate"]["rates"]}
    return {**rate, "rates": [row for row in rate["rates"] if row["id"] not in old]}


def _follow(editor: Editor, before: Record | None, after: Record | None) -> None:
    """Each new flat rate makes a flat time entry (seen live at PATCH, lawyered0/clio-mcp 2026-04; assumed at POST)."""
    if after is None:
        _remember_number(editor, before or {})
        return
    if after["custom_rate"]["type"] != "FlatRate":
        return
    old = {row["id"] for row in before["custom_rate"]["rates"]} if before else set()
    for row in [each for each in after["custom_rate"]["rates"] if each["id"] not in old]:
        shared = {name: row[name] for name in ("user", "activity_description", "note") if row[name] is not None}
        own = {"type": "TimeEntry", "date": row["date"] or editor.today(), "matter": after["id"], "price": row["rate"]}
        editor.add("activities", {**shared, **own, "is_flat_rate_of_matter": True})


def _remember_number(editor: Editor, gone: Record) -> None:
    """The number of a deleted matter is not given out again (assumption)."""
    for account in list(editor.rows("accounts")):
        editor.put("accounts", {**account, "last_matter_number": max(account["last_matter_number"], gone["number"])})


def _objection(view: View, matter: Record) -> str:
    """Assumption: what stands against deleting a client stands against deleting a matter too."""
    if any(matter["id"] in bill["matters"] and bill["state"] not in _CLOSED_BILLS for bill in view.rows("bills")):
        raise conflict("A matter with bills cannot be deleted")
    if any(row["matter"] == matter["id"] for row in view.rows("bank_transactions")):
        raise conflict("A matter with bank transactions cannot be deleted")
    return ""


def _has_status(_view: View, matter: Record, statuses: tuple[str, ...]) -> bool:
    return matter["status"] in statuses


def _matches(view: View, matter: Record, text: str) -> bool:
    client = view.find("contacts", matter["client"]) or {}
    texts = [matter["display_number"], matter["number"], matter["description"]]
    return has_words([*texts, *(client.get(name) for name in ("first_name", "last_name", "name"))], text)


def _last_activity(view: View, matter: Record) -> str | None:
    if "last activities" not in view.memo:
        dates: dict[int, str] = {}
        for row in view.rows("activities"):
            dates[row["matter"]] = max(dates.get(row["matter"], ""), row["date"] or "")
        view.memo["last activities"] = dates
    return view.memo["last activities"].get(matter["id"]) or None


def _client_name(view: View, matter: Record) -> Any:
    return (view.find("contacts", matter["client"]) or {}).get("name")


def _link(name: str, table: str) -> Field:
    return Field(name, Kind.RECORD, write="cu", of=table, clearable=True)


def _rows(name: str, table: str = "") -> Field:
    return Field(name, Kind.ROWS, write="cu", of=table or name, default=[])


_FIELDS = (
    Field("number", Kind.INTEGER),
    Field("display_number", Kind.STRING, write="cu"),
    Field("custom_number", Kind.STRING),
    Field("currency", Kind.RECORD, write="cu", of="currencies", in_base=True),
    Field("description", Kind.STRING, write="cu", required=True),
    Field(
        "status",
        Kind.STRING,
        write="cu",
        values=STATUSES,
        default="open",
        show=lambda _view, row: row["status"].capitalize(),
    ),
    Field("location", Kind.STRING, write="cu"),
    Field("client_reference", Kind.STRING, write="cu"),
    Field("client_id", Kind.INTEGER, compute=lambda _view, row: row["client"]),
    Field("billable", Kind.BOOLEAN, write="cu", default=True),
    Field("maildrop_address", Kind.STRING, compute=lambda _view, row: f"matter-{row['id']}@maildrop.example"),
    # A `billing_method` in a body is dropped; `custom_rate` decides (seen live, lawyered0/clio-mcp 2026-04).
    Field("billing_method", Kind.STRING, compute=lambda _view, row: RATE_TYPES[row["custom_rate"]["type"]]),
    *(Field(name, Kind.DATE, write="cu") for name in _DATES.values()),
    *flags("shared", "has_tasks"),
    Field("last_activity_date", Kind.DATE, compute=_last_activity),
    Field("matter_stage_updated_at", Kind.DATETIME),
)
_PARTS = (
    Field("client", Kind.RECORD, write="cu", required=True, of="contacts"),
    Field("contingency_fee", Kind.RECORD, of="contingency_fees"),
    Field(
        "custom_rate",
        Kind.PART,
        write="cu",
        default={"type": "HourlyRate", "on_invoice": False, "rates": []},
        parts=(
            Field("type", Kind.STRING, write="cu", required=True, values=tuple(RATE_TYPES)),
            Field("on_invoice", Kind.BOOLEAN),
            _rows("rates", "matter_custom_rates"),
        ),
    ),
    Field("evergreen_retainer", Kind.ROW, write="cu", of="evergreen_retainers"),
    Field("folder", Kind.RECORD, of="folders"),
    _link("group", "groups"),
    Field("matter_budget", Kind.ROW, write="cu", of="matter_budgets"),
    _link("matter_stage", "matter_stages"),
    *(_link(name, "users") for name in _PEOPLE),
    _link("practice_area", "practice_areas"),
    Field("statute_of_limitations", Kind.ROW, write="cu", of="statutes_of_limitations"),
    Field("user", Kind.RECORD, of="users"),
    Field("legal_aid_uk_matter", Kind.RECORD, of="legal_aid_uk_matters"),
    Field("attorney_allocation", Kind.RECORD, of="attorney_allocations"),
    account_balances("matter"),
    *value_fields("Matter"),
    Field("matter_bill_recipients", Kind.ROWS, of="matter_bill_recipients", default=[]),
    _rows("relationships"),
    Field("task_template_list_instances", Kind.ROWS, of="task_template_list_instances", default=[]),
    _rows("kyc_field_values"),
    _rows("split_invoice_payers"),
)
MATTERS_TABLE = Resource(
    name="matters",
    permission=MATTERS,
    actions="list show create update delete",
    first_id=500001,
    fields=(*ID, *_FIELDS, *_PARTS, *STAMPS),
    hidden=(Field("reset_matter_number", Kind.BOOLEAN, write="cu", default=False),),
    filters=(
        same("billable", Kind.BOOLEAN),
        *(same_id(name) for name in ("client_id", "currency_id", "group_id", "practice_area_id")),
        *(same_id(f"{name}_id", nullable=True) for name in _PEOPLE),
        *(compared(name) for name in _DATES.values()),
        HAS_VALUES,
        Filter("grant_id", Kind.INTEGER, lambda _view, _row, value: value is None, nullable=True),  # no grants here
        ignored("subscriber_user_id", Kind.INTEGER, nullable=True),
        ignored("notification_event_subscriber_user_id", Kind.INTEGER, nullable=True),
        Filter("query", Kind.STRING, _matches),
        Filter("status", Kind.STRING, _has_status, values=STATUSES, form=Form.COMMA),
    ),
    order=(
        *("display_number", "custom_number", "id", "client.name", "clients", "open_date", "practice_area.name"),
        *("matter_stage.name", "responsible_attorney.name", "close_date", "pending_date", "updated_at", "created_at"),
        *("statute_of_limitations.due_at", "originating_attorney.name", "grants", "matter_stage_updated_at"),
    ),
    sort_keys={"clients": _client_name, "grants": lambda _view, _row: None},
    begin=_begin,
    complete=_complete,
    follow=_follow,
    objection=_objection,
    source="Clio OpenAPI 2026-04-08, Matter",
    gaps={
        "list": "the filters by subscriber have no effect",
        "create": "task templates in the body are dropped",
        "update": "as with create; assumed: the time entry of a flat rate stays as it is when the rate changes or goes",
        "delete": "assumed: 409 while there are bills or bank transactions",
    },
)
RESOURCES = [MATTERS_TABLE]
