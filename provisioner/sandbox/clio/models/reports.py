"""Clio's reports: jobs that take a while, presets to repeat them, schedules (Clio OpenAPI 2026-04-08, Report)."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.clio.errors import not_found, unprocessable
from provisioner.sandbox.clio.shape import (
    ID,
    REPORTING,
    STAMPS,
    Answer,
    Field,
    Filter,
    Kind,
    Operation,
    Record,
    Resource,
    View,
    contains,
    same,
)
from provisioner.sandbox.clio.store import parse_instant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.sandbox.clio.shape import Editor

FORMATS = ("csv", "html", "json", "pdf", "xlsx", "zip")
CATEGORIES = (
    *("billing", "client", "compliance", "financial", "matter", "online_payments", "productivity", "revenue", "task"),
)

# Kinds by category. Which category a kind belongs to is assumed; both lists are the document's.
_KINDS: dict[str, str] = {
    "billing": "accounts_receivable accounts_receivable_aging billing_history billing_rate invoice_payments_v2"
    " work_in_progress disbursement_payment",
    "client": "client_activity contact_information",
    "compliance": "client_ledger law_society_of_alberta law_society_of_alberta_al law_society_of_alberta_bar"
    " law_society_of_alberta_tl law_society_of_alberta_tt trust_ledger trust_ledger_nsw trust_listing trust_management"
    " potential_trust_to_office",
    "financial": "bank_account_activity currency_conversion_gain_loss general_ledger",
    "matter": "grant_matters matter matter_balance_summary matter_ledger_full matters_by_responsible_attorney",
    "online_payments": "clio_payments_deposit clio_payments_ledger clio_payments_monthly_statement"
    " clio_payments_sales_tax clio_payments_transaction",
    "productivity": "matter_productivity_by_user productivity_by_client productivity_by_user",
    "revenue": "fee_allocation originating_attorney_revenue other_revenue revenue",
    "task": "task_productivity_by_user task_progress_by_user",
}
CATEGORY_OF = {kind: category for category, kinds in _KINDS.items() for kind in kinds.split()}
KINDS = tuple(sorted(CATEGORY_OF))

# How long a report takes is assumed: state and percentage from so many seconds after its making on.
_STAGES = (
    (timedelta(0), "queued", 0),
    (timedelta(seconds=2), "in_progress", 50),
    (timedelta(seconds=5), "completed", 100),
)
_MEDIA = {
    "csv": "text/csv",
    "html": "text/html",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def _at_present(view: View, record: Record) -> Record:
    """The report as far as it has got; it changes by itself, so its time of change does too."""
    made, now = parse_instant(record["created_at"]), parse_instant(view.now())
    after, state, progress = [stage for stage in _STAGES if stage[0] <= now - made or not stage[0]][-1]
    return {**record, "state": state, "progress": progress, "updated_at": (made + after).isoformat()}


def _title(_view: View, record: Record) -> str:
    name: str = record["name"] or record["kind"].replace("_", " ").title()
    return name


def _begin(_view: View) -> Record:
    return {"download_key": secrets.token_urlsafe(24)}


def _download(_editor: Editor, record: Record, headers: Mapping[str, str]) -> Answer:
    """303 to an address that needs no token; before the report is ready there is nothing (404 is assumed)."""
    if record["state"] != "completed":
        raise not_found("The report has not been completed yet")
    host = headers.get("host", "")
    return Answer(status=303, headers={"Location": f"http://{host}/clio-downloads/{record['download_key']}"})


def content(record: Record) -> tuple[bytes, str]:
    """A finished report's bytes and their media type. There are no figures in it, only what it is."""
    kind, form = record["kind"], record["format"]
    texts = {
        "csv": f"Report,Generated at\r\n{kind},{record['created_at']}\r\n",
        "html": f"<!doctype html><title>{kind}</title><h1>{kind}</h1>",
        "json": f'{{"report":"{kind}","generated_at":"{record["created_at"]}","rows":[]}}',
        "pdf": "%PDF-1.4\n%%EOF\n",
    }
    return texts.get(form, "PK\x05\x06" + "\0" * 18).encode("latin-1"), _MEDIA[form]  # the others: an empty archive


def _link(name: str, table: str) -> Field:
    return Field(name, Kind.RECORD, write="c", of=table, clearable=True)


def _made_before(_view: View, record: Record, day: str) -> bool:
    return bool(record["created_at"][:10] < day)


REPORTS = Resource(
    name="reports",
    permission=REPORTING,
    actions="list show create",
    operations=(Operation("download", "GET", "reports/{id}/download", _download),),
    first_id=21001,
    fields=(
        *ID,
        Field("name", Kind.STRING, show=_title),
        Field("state", Kind.STRING, default="queued"),
        Field("kind", Kind.STRING, write="c", required=True, values=KINDS),
        Field("format", Kind.STRING, write="c", required=True, values=FORMATS),
        Field("progress", Kind.INTEGER, default=0),
        Field("category", Kind.STRING, compute=lambda _view, row: CATEGORY_OF[row["kind"]]),
        Field("source", Kind.STRING, default="reports"),
        *STAMPS,
    ),
    hidden=(
        Field("start_date", Kind.DATE, write="c"),
        Field("end_date", Kind.DATE, write="c"),
        Field("year", Kind.LOOSE, write="c"),
        _link("client", "contacts"),
        _link("matter", "matters"),
        _link("practice_area", "practice_areas"),
        *(_link(name, "users") for name in ("user", "originating_attorney", "responsible_attorney")),
        Field("download_key", Kind.STRING),
    ),
    filters=(
        Filter("category", Kind.STRING, lambda _view, row, value: CATEGORY_OF[row["kind"]] == value),
        Filter("created_before", Kind.DATE, _made_before),
        same("kind", Kind.STRING, KINDS),
        Filter("output_format", Kind.STRING, lambda _view, row, value: bool(row["format"] == value)),
        Filter("query", Kind.STRING, lambda view, row, value: value.casefold() in _title(view, row).casefold()),
        same("source", Kind.STRING),
        same("state", Kind.STRING),
    ),
    begin=_begin,
    at_present=_at_present,
    source="Clio OpenAPI 2026-04-08, Report",
    gaps={
        "create": "a report is done after five seconds, and it holds no figures",
        "download": "assumed: 404 until the report is completed",
    },
)


def _generate(editor: Editor, record: Record, _headers: Mapping[str, str]) -> Answer:
    made = editor.add(
        "reports",
        {"name": record["name"], "kind": record["kind"], "format": record["format"], "source": "presets"},
    )
    editor.put("report_presets", {**record, "last_generated_at": editor.now()})
    return Answer(status=201, table="reports", record=made)


def schedule_of(view: View, preset: Record) -> Record | None:
    """The schedule of a preset, if it has one."""
    return next((row for row in view.rows("report_schedules") if row["report_preset_id"] == preset["id"]), None)


def _schedule_id(view: View, preset: Record) -> int | None:
    found = schedule_of(view, preset)
    return found["id"] if found else None


def _has_schedule(view: View, preset: Record, value: Any) -> bool:
    return bool((schedule_of(view, preset) is not None) == value)


def _has_frequency(view: View, preset: Record, value: str) -> bool:
    return bool((schedule_of(view, preset) or {}).get("frequency") == value)


REPORT_PRESETS = Resource(
    name="report_presets",
    permission=REPORTING,
    actions="list show create update delete",
    operations=(Operation("generate_report", "POST", "report_presets/{id}/generate_report", _generate, writes=True),),
    first_id=22001,
    fields=(
        *ID,
        Field("name", Kind.STRING, write="cu", required=True),
        Field("kind", Kind.STRING, write="cu", required=True, values=KINDS),
        Field("format", Kind.STRING, write="cu", required=True, values=FORMATS),
        Field("last_generated_at", Kind.DATETIME),
        Field("category", Kind.STRING, compute=lambda _view, row: CATEGORY_OF[row["kind"]]),
        Field("options", Kind.STRING, write="cu", required=True),
        Field("report_schedule", Kind.RECORD, of="report_schedules", compute=_schedule_id),
        *STAMPS,
    ),
    filters=(
        Filter("category", Kind.STRING, lambda _view, row, value: CATEGORY_OF[row["kind"]] == value, CATEGORIES),
        Filter("has_schedule", Kind.BOOLEAN, _has_schedule),
        Filter("output_format", Kind.STRING, lambda _view, row, value: bool(row["format"] == value)),
        contains("query", "name"),
        Filter("schedule_frequency", Kind.STRING, _has_frequency, values=("daily", "weekly", "monthly")),
    ),
    order=("id", "created_at", "last_generated_at", "last_modified_at", "name", "next_scheduled_date"),
    sort_keys={
        "last_modified_at": lambda _view, row: row["updated_at"],
        "next_scheduled_date": lambda _view, _row: None,
    },
    source="Clio OpenAPI 2026-04-08, ReportPreset",
    gaps={"create": "`options` is kept and has no effect"},
)


def _scheduled(view: View, _before: Record | None, after: Record) -> Record:
    if view.find("report_presets", after["report_preset_id"]) is None:
        raise not_found(f"report preset {after['report_preset_id']} was not found")
    if any(not isinstance(day, int) or not 0 <= day <= _LAST_DAY for day in after["days_of_week"]):
        raise unprocessable("days_of_week must be numbers from 0 to 6")
    return after


_LAST_DAY = 6
REPORT_SCHEDULES = Resource(
    name="report_schedules",
    permission=REPORTING,
    actions="list show create update delete",
    first_id=23001,
    fields=(
        *ID,
        Field("time_of_day", Kind.DATETIME, write="cu", required=True),
        Field("frequency", Kind.STRING, write="cu", required=True, values=("daily", "weekly", "monthly")),
        Field("days_of_week", Kind.PLAIN, write="cu", default=[]),
        Field("day_of_month", Kind.INTEGER, write="cu"),
        Field("status", Kind.STRING, default="initial"),
        *(Field(name, Kind.DATETIME) for name in ("status_updated_at", "next_scheduled_date")),
        Field("time_zone", Kind.STRING, write="cu", required=True),
        Field("report_preset_id", Kind.INTEGER, write="cu", required=True),
        Field("every_no_of_months", Kind.INTEGER, write="cu"),
        Field("effective_from", Kind.DATE, write="cu"),
        *STAMPS,
    ),
    complete=_scheduled,
    source="Clio OpenAPI 2026-04-08, ReportSchedule",
    gaps={"create": "a schedule is kept and never runs; names of time zones are not checked"},
)
RESOURCES = [REPORTS, REPORT_PRESETS, REPORT_SCHEDULES]
