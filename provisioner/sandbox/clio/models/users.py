"""Clio's users, read-only in the API (Clio OpenAPI 2026-04-08, User)."""

from __future__ import annotations

from provisioner.sandbox.clio.shape import (
    ID,
    STAMPS,
    USERS,
    Field,
    Filter,
    Kind,
    Record,
    Resource,
    View,
    flags,
    ignored,
    same,
    strings,
)


def full_name(record: Record) -> str:
    """First and last name as one."""
    return f"{record['first_name']} {record['last_name']}"


def _default_category(view: View, record: Record) -> int | None:
    rows = view.rows("activity_descriptions")
    return next((row["id"] for row in rows if record["id"] in row["default_for"]), None)


def _own_account(view: View, _record: Record) -> int:
    return next(int(row["id"]) for row in view.rows("accounts"))


def _own_groups(view: View, record: Record) -> list[int]:
    return [row["id"] for row in view.rows("groups") if record["id"] in row["members"]]


def _has_name(_view: View, record: Record, value: str) -> bool:
    return full_name(record) == value


def _has_role(_view: View, record: Record, value: str) -> bool:
    return value in record["roles"]


def _has_subscription(_view: View, record: Record, value: str) -> bool:
    return bool(record["subscription_type"].lower() == value)  # the filter is lower case, the field is not


USERS_TABLE = Resource(
    name="users",
    permission=USERS,
    actions="list show",
    limit=2000,
    first_id=301,
    fields=(
        *ID,
        *flags("account_owner", "clio_connect", "court_rules_default_attendee"),
        Field("default_calendar_id", Kind.INTEGER),
        Field("enabled", Kind.BOOLEAN, default=True),
        *strings("email", "first_name", "last_name", "phone_number", "time_zone"),
        Field("name", Kind.STRING, compute=lambda _view, row: full_name(row)),
        Field("initials", Kind.STRING, compute=lambda _view, row: row["first_name"][:1] + row["last_name"][:1]),
        Field("rate", Kind.NUMBER, default="0"),
        Field("roles", Kind.PLAIN, default=[]),
        Field("subscription_type", Kind.STRING, values=("Attorney", "NonAttorney"), default="NonAttorney"),
        Field("default_activity_description", Kind.RECORD, of="activity_descriptions", compute=_default_category),
        Field("notification_methods", Kind.RECORDS, of="notification_methods", default=[]),
        Field("account", Kind.RECORD, of="accounts", compute=_own_account),
        Field("avatar", Kind.RECORD, of="avatars"),
        Field("contact", Kind.RECORD, of="contacts"),
        Field("job_title", Kind.RECORD, of="job_titles"),
        Field("groups", Kind.RECORDS, of="groups", compute=_own_groups),
        *STAMPS,
    ),
    filters=(
        same("enabled", Kind.BOOLEAN),
        ignored("include_co_counsel", Kind.BOOLEAN),
        Filter("name", Kind.STRING, _has_name),
        Filter("pending_setup", Kind.BOOLEAN, lambda _view, _record, value: not value),  # nobody is half set up here
        Filter("role", Kind.STRING, _has_role, values=("admin", "accounts", "billing", "reports")),
        Filter("subscription_type", Kind.STRING, _has_subscription, values=("attorney", "nonattorney")),
    ),
    order=("enabled", "id", "name", "first_name", "last_name", "initials", "subscription_type"),
    named={"who_am_i": lambda view: int(view.user["id"])},
    source="Clio OpenAPI 2026-04-08, User",
    gaps={"list": "co-counsel and users that are still being set up do not occur"},
)
RESOURCES = [USERS_TABLE]
