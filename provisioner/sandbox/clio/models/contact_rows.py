"""What a contact holds in rows: addresses, numbers, sites and the like (Clio OpenAPI 2026-04-08, Contact)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.clio.errors import not_found
from provisioner.sandbox.clio.shape import (
    CONTACTS,
    DOCUMENTS,
    ID,
    MATTERS,
    STAMPS,
    USERS,
    Field,
    Kind,
    Record,
    Resource,
    View,
    flags,
    plain,
    strings,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SOURCE = "Clio OpenAPI 2026-04-08, Contact"
MOST = 20  # of each kind, since version 4.0.13 (Clio OpenAPI 2026-04-08, Minor Versions)
_SITES = ("Work", "Personal", "Twitter", "Facebook", "LinkedIn", "Instant Messenger", "Other")


def _of_contact(name: str) -> Callable[[View], Iterable[Record]]:
    """The rows of the contact that the path names, with the contact's own stamps."""

    def rows(view: View) -> Iterable[Record]:
        contact = view.find("contacts", view.options.get("contact_id", 0))
        if contact is None:
            raise not_found()
        found: list[Record] = contact[name]
        return found

    return rows


def _word(name: str, *values: str) -> Field:
    return Field(name, Kind.STRING, write="cu", values=values)


def _default(name: str) -> Field:
    """The mark of a row that is the main one; it shows as `primary`."""
    return Field(name, Kind.BOOLEAN, write="cu", assign=lambda _view, _row, value: {"primary": bool(value)})


def _table(name: str, *fields: Field, hidden: tuple[Field, ...] = (), permission: str = CONTACTS) -> Resource:
    return Resource(
        name=name, permission=permission, fields=(*ID, *fields, *STAMPS), hidden=hidden, first_id=70001, source=SOURCE
    )


def _listed(name: str, value: Field, label: Field, mark: str) -> Resource:
    """Rows that have a list of their own below the contact."""
    return Resource(
        name=name,
        permission=CONTACTS,
        path="contacts/{contact_id}/" + name,
        actions="list",
        first_id=80001,
        fields=(*ID, value, label, *flags("primary"), *STAMPS),
        hidden=(_default(mark),),
        worked_out=_of_contact(name),
        source=f"{SOURCE} and its {name}",
    )


EMAIL_ADDRESSES = _listed(
    "email_addresses",
    Field("address", Kind.STRING, write="cu"),
    _word("name", "Work", "Home", "Other"),
    "default_email",
)
PHONE_NUMBERS = _listed(
    "phone_numbers",
    Field("number", Kind.STRING, write="cu"),
    _word("name", "Work", "Home", "Mobile", "Fax", "Pager", "Skype", "Other"),
    "default_number",
)
ADDRESSES = _table(
    "addresses",
    *(Field(name, Kind.STRING, write="cu") for name in ("street", "city", "province", "postal_code", "country")),
    _word("name", "Work", "Home", "Billing", "Other"),
    *flags("primary"),
)
INSTANT_MESSENGERS = _table(
    "instant_messengers",
    Field("address", Kind.STRING, write="cu"),
    _word("name", "Work", "Personal", "Other"),
)
WEB_SITES = _table(
    "web_sites",
    Field("address", Kind.STRING, write="cu"),
    _word("name", *_SITES),
    Field("default_web_site", Kind.BOOLEAN, write="cu", default=False),
)
KYC_FIELD_VALUES = _table(
    "kyc_field_values",
    Field("field_name", Kind.STRING, write="cu", required=True),
    Field("field_label", Kind.STRING, compute=lambda _view, row: row["field_name"].replace("_", " ").capitalize()),
    Field("field_type", Kind.STRING, write="cu", required=True, values=("date", "picklist", "text")),
    Field("field_value", Kind.STRING, write="cu", required=True),
    Field("field_possible_values", Kind.PLAIN, default=[]),
    *strings("group"),
)

# Nested only, and always empty here; their fields are known so that asking for them is no error.
PAYMENT_PROFILES = _table(
    "payment_profiles",
    *plain("billing_setting_id:integer name terms:integer discount_rate:number discount_period:integer"),
    *plain("interest_rate:number interest_period:integer interest_type"),
)
FOLDERS = _table("folders", *plain("deleted_at:datetime type locked:boolean name root:boolean"), permission=DOCUMENTS)
LEGAL_AID_UK_CONTACTS = Resource(
    name="legal_aid_uk_contacts",
    permission=CONTACTS,
    fields=plain(
        "id:integer disability:integer disability_code ethnicity:integer ethnicity_title financially_eligible:boolean"
        " gender:integer gender_title national_insurance_number"
    ),
)
NOTIFICATION_METHODS = _table(
    "notification_methods", *plain("type email_address is_default_email_address:boolean"), permission=USERS
)
RELATIONSHIPS = _table(
    "relationships",
    Field("description", Kind.STRING, write="cu", required=True),
    permission=MATTERS,
    hidden=(Field("contact", Kind.RECORD, write="cu", required=True, of="contacts"),),
)


def with_one_primary(before: list[Record], after: list[Record], mark: str = "primary") -> list[Record]:
    """The rows with one main row: that which was marked just now, else the one before, else the first."""
    old = {row["id"] for row in before if row[mark]}
    marked = sorted((row for row in after if row[mark]), key=lambda row: row["id"] in old)
    chosen = (marked or after or [{"id": 0}])[0]["id"]
    return [row if row[mark] == (row["id"] == chosen) else {**row, mark: row["id"] == chosen} for row in after]


def place(rows: list[Record], which: int, mark: str = "primary") -> Record | None:
    """The main row (0) or the next after it (1)."""
    ordered = sorted(rows, key=lambda row: not row[mark])
    return ordered[which] if len(ordered) > which else None


RESOURCES = [
    EMAIL_ADDRESSES,
    PHONE_NUMBERS,
    ADDRESSES,
    INSTANT_MESSENGERS,
    WEB_SITES,
    KYC_FIELD_VALUES,
    PAYMENT_PROFILES,
    FOLDERS,
    LEGAL_AID_UK_CONTACTS,
    NOTIFICATION_METHODS,
    RELATIONSHIPS,
]
