"""The client and the other contacts of one matter (Clio OpenAPI 2026-04-08, Client, MatterContacts)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provisioner.sandbox.clio.errors import not_found
from provisioner.sandbox.clio.models.contact_rows import place
from provisioner.sandbox.clio.models.contacts import CONTACTS_TABLE
from provisioner.sandbox.clio.shape import (
    CONTACTS,
    ID,
    STAMPS,
    Field,
    Kind,
    Record,
    Resource,
    View,
    flags,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAMES = "name first_name middle_name last_name type prefix title initials client_connect_user_id"
_FIRST = "primary_email_address primary_phone_number"
_ROWS = "avatar company addresses email_addresses phone_numbers web_sites"
_MAIN = "primary_address primary_web_site secondary_address custom_field_values"


def _of_contact(names: str) -> tuple[Field, ...]:
    """Fields of a contact, shown the same way here and never written."""
    return tuple(
        replace(field, write="", required=False, assign=None)
        for field in CONTACTS_TABLE.fields
        if field.name in names.split()
    )


_SECOND_SITE = Field(
    "secondary_web_site",
    Kind.ROW,
    of="web_sites",
    compute=lambda _view, row: place(row["web_sites"], 1, "default_web_site"),
)
_RELATIONSHIP = Field("relationship", Kind.ROW, of="relationships")


def _matter(view: View) -> Record:
    found = view.find("matters", view.options.get("matter_id", 0))
    if found is None:
        raise not_found()
    return found


def _client(view: View) -> Iterable[Record]:
    contact = view.find("contacts", _matter(view)["client"])
    return [{**contact, "is_matter_client": True}] if contact else []


def _related(view: View) -> Iterable[Record]:
    """A contact once for each matter, with what it is to the matter."""
    matter = _matter(view)
    pairs = [(row, view.find("contacts", row["contact"])) for row in matter["relationships"]]
    return [
        {**contact, "contact_id": contact["id"], "relationship": row}
        | {"is_matter_client": contact["id"] == matter["client"]}
        for row, contact in pairs
        if contact
    ]


def _everyone(view: View) -> Iterable[Record]:
    """The client first, unless another order is asked for."""
    matter = _matter(view)
    client = [{**row, "relationship": None} for row in _client(view)]
    rows = {row["id"]: row for row in (*_related(view), *client)}
    return [_in_matter(matter, row) for row in rows.values()]


def _in_matter(matter: Record, row: Record) -> Record:
    description = (row["relationship"] or {}).get("description")
    return {
        **row,
        "matter_id": matter["id"],
        "matter_number": matter["display_number"],
        "is_client": row["id"] == matter["client"],
        "description": description,
        "relationship_name": description or "Client",
        "contact_created_at": row["created_at"],
        "contact_updated_at": row["updated_at"],
    }


MATTER_CLIENT = Resource(
    name="matter_client",
    permission=CONTACTS,
    path="matters/{matter_id}/client",
    actions="show",
    is_singleton=True,
    fields=(
        ID[0],
        *_of_contact(f"{_NAMES} {_FIRST} {_ROWS} date_of_birth"),
        *flags("is_matter_client"),
        *STAMPS,
    ),
    worked_out=_client,
    source="Clio OpenAPI 2026-04-08, Client",
)
RELATED_CONTACTS = Resource(
    name="matter_related_contacts",
    permission=CONTACTS,
    path="matters/{matter_id}/related_contacts",
    actions="list",
    has_ids=False,
    has_since=False,
    fields=(
        ID[0],
        *plain("contact_id:integer"),
        *_of_contact(f"{_NAMES} {_FIRST} {_ROWS} {_MAIN}"),
        *flags("is_matter_client"),
        _SECOND_SITE,
        _RELATIONSHIP,
        *STAMPS,
    ),
    order=("id", "contact.name"),
    sort_keys={"contact.name": lambda _view, row: row["name"]},
    worked_out=_related,
    source="Clio OpenAPI 2026-04-08, RelatedContacts",
    gaps={"list": "a contact with two relationships to the matter comes once; `id` is the contact's"},
)
MATTER_CONTACTS = Resource(
    name="matter_contacts",
    permission=CONTACTS,
    path="matters/{matter_id}/contacts",
    actions="list",
    has_ids=False,
    has_since=False,
    fields=(
        *ID,
        *_of_contact(f"{_NAMES} {_FIRST} secondary_email_address secondary_phone_number {_ROWS} {_MAIN}"),
        *plain("contact_created_at:datetime contact_updated_at:datetime description matter_id:integer matter_number"),
        *plain("relationship_name"),
        *flags("is_client"),
        _SECOND_SITE,
        _RELATIONSHIP,
        *STAMPS,
    ),
    order=("is_client", "id"),
    default_order="is_client(asc)",
    worked_out=_everyone,
    source="Clio OpenAPI 2026-04-08, MatterContacts",
    gaps={"list": "as with related contacts"},
)
RESOURCES = [MATTER_CLIENT, RELATED_CONTACTS, MATTER_CONTACTS]
