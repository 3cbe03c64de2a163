"""Clio's activity rates; a body can name a client or a co-counsel only (Clio OpenAPI 2026-04-08, ActivityRate)."""

from __future__ import annotations

from provisioner.sandbox.clio.errors import not_found
from provisioner.sandbox.clio.shape import ACTIVITIES, ID, STAMPS, Field, Kind, Record, Resource, View, same

_CONTACTS = ("contact_id", "co_counsel_contact_id")


def _complete(view: View, _before: Record | None, after: Record) -> Record:
    for name in _CONTACTS:
        if after[name] is not None and view.find("contacts", after[name]) is None:
            raise not_found(f"{name} {after[name]} was not found")
    return after


ACTIVITY_RATES = Resource(
    name="activity_rates",
    permission=ACTIVITIES,
    actions="list show create update delete",
    first_id=58001,
    fields=(
        *ID,
        Field("rate", Kind.NUMBER, write="cu", default="0"),
        Field("flat_rate", Kind.BOOLEAN, write="cu", default=False),
        *(Field(name, Kind.INTEGER, write="cu") for name in _CONTACTS),
        Field("user", Kind.RECORD, of="users"),
        Field("group", Kind.RECORD, of="groups"),
        *STAMPS,
    ),
    filters=tuple(same(name, Kind.INTEGER) for name in _CONTACTS),
    complete=_complete,
    source="Clio OpenAPI 2026-04-08, ActivityRate",
    gaps={"list": "the rates of users and groups, which Clio keeps apart, are not listed"},
)
RESOURCES = [ACTIVITY_RATES]
