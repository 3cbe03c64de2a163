"""Clio's webhooks: registration and activation; the twin calls nobody (Clio OpenAPI 2026-04-08, Webhooks)."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.clio.errors import forbidden, unprocessable
from provisioner.sandbox.clio.shape import (
    ACTIVITIES,
    BILLING,
    CALENDARS,
    CLIO_PAYMENTS,
    COMMUNICATIONS,
    CONTACTS,
    DOCUMENTS,
    ID,
    MATTERS,
    STAMPS,
    TASKS,
    WEBHOOKS,
    Answer,
    Field,
    Kind,
    Operation,
    Record,
    Resource,
    View,
)
from provisioner.sandbox.clio.store import parse_instant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.sandbox.clio.shape import Editor

# Names in the order of their numbers, from 1 on, each with the permission it needs besides that for webhooks.
_MODELS: Mapping[str, str] = {
    "matter": MATTERS,
    "activity": ACTIVITIES,
    "bill": BILLING,
    "calendar_entry": CALENDARS,
    "communication": COMMUNICATIONS,
    "contact": CONTACTS,
    "task": TASKS,
    "document": DOCUMENTS,
    "folder": DOCUMENTS,
    "clio_payments_payment": CLIO_PAYMENTS,
}
_NAMES = tuple(_MODELS)
_EVENTS = ("created", "updated", "deleted")
_MATTER_EVENTS = ("matter_opened", "matter_pended", "matter_closed")
_DEFAULT_LIFE, _LONGEST_LIFE = timedelta(days=3), timedelta(days=31)
_MOST_FIELDS = 1000


def _model(_view: View, _record: Record, value: str) -> Record:
    """A model by its name or its number."""
    if value.isdecimal() and 0 < int(value) <= len(_NAMES):
        value = _NAMES[int(value) - 1]
    if value not in _MODELS:
        raise unprocessable(f"model is not one of {', '.join(_NAMES)}")
    return {"model": value}


def _events(model: str) -> tuple[str, ...]:
    if model == "clio_payments_payment":
        return _EVENTS[:2]
    return _EVENTS + (_MATTER_EVENTS if model == "matter" else ())


def _begin(view: View) -> Record:
    expires = parse_instant(view.now()) + _DEFAULT_LIFE
    return {"user": view.user["id"], "expires_at": expires.isoformat()}


def _complete(view: View, before: Record | None, after: Record) -> Record:
    """A new address has to prove itself: the webhook waits until its secret comes back."""
    _check(view, before or {}, after)
    events = after["events"] or list(_events(after["model"])[:3])
    if before and before["url"] == after["url"]:
        return {**after, "events": events}
    return {**after, "events": events, "status": "pending", "shared_secret": secrets.token_hex(32)}


def _check(view: View, before: Record, after: Record) -> None:
    if not view.may_read(_MODELS[after["model"]]):
        raise forbidden(f"The app was not given the permission {_MODELS[after['model']]!r} that this model needs")
    if not re.match(r"https://[^/\s]+", after["url"]):
        raise unprocessable("url must use https")
    if len(after["fields"]) > _MOST_FIELDS:
        raise unprocessable(f"fields is too long, at most {_MOST_FIELDS} characters")
    if any(event not in _events(after["model"]) for event in after["events"]):
        raise unprocessable(f"events of a {after['model']} are {', '.join(_events(after['model']))}")
    life = parse_instant(after["expires_at"]) - parse_instant(view.now())
    if after["expires_at"] != before.get("expires_at") and not timedelta(0) < life <= _LONGEST_LIFE:
        raise unprocessable("expires_at must be within the next 31 days")


def _activate(editor: Editor, record: Record, headers: Mapping[str, str]) -> Answer:
    """Assumption: 422 for a secret that is not the webhook's, 200 with the webhook otherwise."""
    if not secrets.compare_digest(headers.get("x-hook-secret", "").encode(), record["shared_secret"].encode()):
        raise unprocessable("X-Hook-Secret is not the secret of this webhook")
    return Answer(table="webhooks", record=editor.put("webhooks", {**record, "status": "enabled"}))


def _events_given(_view: View, _record: Record, value: Any) -> Record:
    return {"events": value or []}


WEBHOOKS_TABLE = Resource(
    name="webhooks",
    permission=WEBHOOKS,
    actions="list show create update delete",
    operations=(Operation("activate", "PUT", "webhooks/{id}/activate", _activate, writes=True),),
    first_id=18001,
    fields=(
        *ID,
        Field("url", Kind.STRING, write="cu", required=True),
        Field("fields", Kind.STRING, write="cu", required=True),
        Field("shared_secret", Kind.STRING),
        Field("model", Kind.LOOSE, write="cu", required=True, assign=_model),
        Field("status", Kind.STRING, default="pending"),
        Field("events", Kind.PLAIN, write="cu", default=[], assign=_events_given),
        Field("expires_at", Kind.DATETIME, write="cu"),
        Field("user", Kind.RECORD, of="users"),
        *STAMPS,
    ),
    order=("id",),
    begin=_begin,
    complete=_complete,
    source="Clio OpenAPI 2026-04-08, Webhook",
    gaps={
        "create": "nothing is ever sent: neither the handshake nor events; activate with the secret shown",
        "activate": "assumed: 422 for a wrong secret",
        "update": "assumed: a new url gets a new secret and waits for its activation",
    },
)
RESOURCES = [WEBHOOKS_TABLE]
