"""Clio's billing categories, called activity descriptions in the API (Clio OpenAPI 2026-04-08, ActivityDescription)."""

from __future__ import annotations

from typing import Any

from provisioner.sandbox.clio.shape import (
    ACTIVITIES,
    ID,
    STAMPS,
    Field,
    Filter,
    Kind,
    Record,
    Resource,
    View,
    ignored,
    strings,
)

RATE_TYPES = ("User", "FlatRate", "Custom")


def is_accessible(view: View, record: Record, user_id: int) -> bool:
    """Whether the user may use a category: no groups means everyone."""
    groups = [view.find("groups", number) for number in record["groups"]]
    return not groups or any(group is not None and user_id in group["members"] for group in groups)


def _shown_rate(view: View, record: Record) -> Record:
    """The rate for the user asked about; a `User` rate is that user's own (amounts in the body are ignored then)."""
    rate = record["rate"]
    if rate["type"] != "User":
        return {**rate, "hierarchy": "Activity"}
    asked = view.options.get("rate_for[user_id]")
    user = (view.find("users", asked) if asked is not None else None) or view.user
    return {"type": "User", "amount": user["rate"], "non_billable_amount": None, "hierarchy": "Default"}


def _is_flat(_view: View, record: Record, value: Any) -> bool:
    return bool((record["rate"]["type"] == "FlatRate") == value)


def _is_utbms(_view: View, record: Record, value: str) -> bool:
    return (record["utbms_activity_id"] is not None) == (value == "utbms")


def _settle(view: View, _before: Record | None, after: Record) -> list[Record]:
    """A user has one default category, so a new one takes the place of the old."""
    chosen = set(after["default_for"])
    if not chosen:
        return []
    others = [row for row in view.rows("activity_descriptions") if row["id"] != after["id"]]
    return [
        {**row, "default_for": [user for user in row["default_for"] if user not in chosen]}
        for row in others
        if chosen & set(row["default_for"])
    ]


def _default_for(view: View, record: Record, value: Any) -> Record:
    """`default` belongs to the API user, not to the firm."""
    others = [user for user in record.get("default_for", []) if user != view.user["id"]]
    return {"default_for": sorted([*others, view.user["id"]] if value else others)}


ACTIVITY_DESCRIPTIONS = Resource(
    name="activity_descriptions",
    permission=ACTIVITIES,
    actions="list show create update delete",
    first_id=52001,
    fields=(
        *ID,
        Field("name", Kind.STRING, write="cu", required=True),
        Field("visible_to_co_counsel", Kind.BOOLEAN, write="cu", default=False),
        Field(
            "default",
            Kind.BOOLEAN,
            write="cu",
            compute=lambda view, row: view.user["id"] in row["default_for"],
            assign=_default_for,
        ),
        # The words of `type` and `category_type` are nowhere enumerated; these are guesses from their descriptions.
        Field("type", Kind.STRING, default="ActivityDescription"),
        Field(
            "category_type",
            Kind.STRING,
            compute=lambda _view, row: "flat_fee" if row["rate"]["type"] == "FlatRate" else "hourly",
        ),
        Field("utbms_activity_id", Kind.INTEGER),
        Field("utbms_task_id", Kind.INTEGER),
        *strings("utbms_task_name", "xero_service_code"),
        Field("accessible_to_user", Kind.BOOLEAN, compute=lambda view, row: is_accessible(view, row, view.user["id"])),
        Field("currency", Kind.RECORD, write="cu", of="currencies", in_base=True),
        Field("groups", Kind.RECORDS, write="cu", of="groups", removable="u", default=[]),
        Field(
            "rate",
            Kind.PART,
            write="cu",
            default={"type": "User", "amount": "0", "non_billable_amount": None},
            parts=(
                Field("amount", Kind.NUMBER, write="cu", default="0"),
                Field("non_billable_amount", Kind.NUMBER, write="cu"),
                Field("type", Kind.STRING, write="cu", values=RATE_TYPES, default="User"),
                Field("hierarchy", Kind.STRING),
            ),
            show=_shown_rate,
        ),
        Field("utbms_task", Kind.RECORD, of="utbms/codes", compute=lambda _view, row: row["utbms_task_id"]),
        Field("utbms_activity", Kind.RECORD, of="utbms/codes", compute=lambda _view, row: row["utbms_activity_id"]),
        *STAMPS,
    ),
    hidden=(Field("default_for", Kind.PLAIN, default=[]),),
    filters=(
        Filter("type", Kind.STRING, _is_utbms, values=("utbms", "clio")),
        Filter("flat_rate", Kind.BOOLEAN, _is_flat),
        Filter("user_id", Kind.INTEGER, is_accessible),
        ignored("rate_for[user_id]", Kind.INTEGER),  # an option of how `rate` is shown
        ignored("rate_for[matter_id]", Kind.INTEGER),
    ),
    settle=_settle,
    source="Clio OpenAPI 2026-04-08, ActivityDescription",
    gaps={"list": "rates by matter have no effect; the words of `type` and `category_type` are assumed"},
)
RESOURCES = [ACTIVITY_DESCRIPTIONS]
