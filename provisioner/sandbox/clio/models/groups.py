"""Clio's groups: only the name can be written, members cannot (Clio OpenAPI 2026-04-08, Group)."""

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
    contains,
    flags,
    same,
)

TYPES = ("UserGroup", "AdhocGroup", "AccountGroup", "TeamGroup")


def _objection(_view: View, record: Record) -> str:
    """Assumption: the groups that Clio makes for the firm and for each user stay."""
    return "" if record["type"] == "AdhocGroup" else "A group that belongs to a user or to the firm cannot be deleted"


GROUPS = Resource(
    name="groups",
    permission=USERS,
    actions="list show create update delete",
    first_id=9001,
    fields=(
        *ID,
        *flags("client_connect_user"),
        Field("name", Kind.STRING, write="cu", required=True),
        Field("type", Kind.STRING, values=TYPES, default="AdhocGroup"),
        Field("users", Kind.RECORDS, of="users", compute=lambda _view, row: row["members"]),
        STAMPS[1],
    ),
    hidden=(Field("members", Kind.PLAIN, default=[]), Field("is_archived", Kind.BOOLEAN, default=False)),
    filters=(
        Filter("archived", Kind.BOOLEAN, lambda _view, row, value: bool(row["is_archived"] == value)),
        same("name", Kind.STRING),
        contains("query", "name"),
        same("type", Kind.STRING, TYPES[:3]),  # the filter does not know TeamGroup, the field does
        Filter("user_id", Kind.INTEGER, lambda _view, row, value: value in row["members"]),
    ),
    order=("id", "name"),
    objection=_objection,
    source="Clio OpenAPI 2026-04-08, Group",
    gaps={
        "create": "assumed: the new group is an AdhocGroup without members, and a name is needed",
        "delete": "assumed: 403 for the groups of the firm and of each user",
    },
)
RESOURCES = [GROUPS]
