"""Clio's contacts, people and companies (Clio OpenAPI 2026-04-08, Contact)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provisioner.sandbox.clio.errors import conflict, unprocessable
from provisioner.sandbox.clio.models.bank_accounts import account_balances
from provisioner.sandbox.clio.models.contact_rows import MOST, SOURCE, place, with_one_primary
from provisioner.sandbox.clio.models.custom_field_values import HAS_VALUES, checked_values, value_fields
from provisioner.sandbox.clio.models.reference import firm_currency
from provisioner.sandbox.clio.shape import (
    CONTACTS,
    ID,
    STAMPS,
    Field,
    Filter,
    Kind,
    Record,
    Resource,
    View,
    flags,
    has_words,
    same,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_PARTS = ("first_name", "middle_name", "last_name")
_OPEN_BILLS = {"draft", "awaiting_approval", "awaiting_payment"}
_ROWS = ("addresses", "email_addresses", "phone_numbers", "instant_messengers", "web_sites", "kyc_field_values")
_LIMITED = {"addresses", "email_addresses", "phone_numbers"}


def _begin(view: View) -> Record:
    """Assumption: a new contact is billed in the firm's currency."""
    return {"currency": firm_currency(view)}


def _complete(view: View, before: Record | None, after: Record) -> Record:
    """The contact with its name put together, its values checked, and one main row of each kind."""
    named = _named_company(after) if after["type"] == "Company" else _named_person(before or {}, after)
    rows = {
        name: with_one_primary((before or {}).get(name, []), named[name], mark)
        for name, mark in (*((each, "primary") for each in sorted(_LIMITED)), ("web_sites", "default_web_site"))
    }
    return checked_values(view, before, {**named, **rows}, "Contact")


def _named_company(contact: Record) -> Record:
    if not (contact["name"] or "").strip():
        raise unprocessable("name can't be blank")
    return {**contact, **dict.fromkeys(_PARTS)}


def _named_person(before: Record, after: Record) -> Record:
    """Parts of a name count; a full name is taken apart when it comes alone (Clio OpenAPI 2026-04-08, Contact Name)."""
    has_new_parts = any(after[part] != before.get(part) for part in _PARTS)
    if not has_new_parts and (after["name"] or "") != (before.get("name") or ""):
        after = {**after, **_taken_apart(after["name"] or "")}
    if not any((after[part] or "").strip() for part in ("first_name", "last_name")):
        raise unprocessable("At least one of first name or last name must be provided")
    return {**after, "name": " ".join(after[part].strip() for part in _PARTS if (after[part] or "").strip())}


def _taken_apart(name: str) -> Record:
    """Assumption: the first word is the first name, the last word the last name, what is between the middle name."""
    words = name.split()
    middle = " ".join(words[1:-1]) or None
    last = words[-1] if len(words) > 1 else None
    return {"first_name": words[0] if words else None, "middle_name": middle, "last_name": last}


def _initials(_view: View, contact: Record) -> str:
    words = [contact["name"]] if contact["type"] == "Company" else [contact["first_name"], contact["last_name"]]
    return "".join(word[0].upper() for word in words if word)


def client_ids(view: View) -> set[int]:
    """The contacts that a matter has as its client."""
    if "client ids" not in view.memo:
        view.memo["client ids"] = {matter["client"] for matter in view.rows("matters")}
    found: set[int] = view.memo["client ids"]
    return found


def _rates(view: View, contact: Record) -> list[int]:
    return [row["id"] for row in view.rows("activity_rates") if row["contact_id"] == contact["id"]]


def _co_counsel_rate(view: View, contact: Record) -> int | None:
    rates = view.rows("activity_rates")
    return next((row["id"] for row in rates if row["co_counsel_contact_id"] == contact["id"]), None)


def _related(view: View, contact: Record) -> list[int]:
    """The clients of the matters that the contact is related to, and the contacts related to the contact's matters."""
    found: list[int] = []
    for matter in view.rows("matters"):
        contacts = [row["contact"] for row in matter["relationships"]]
        if matter["client"] == contact["id"]:
            found += contacts
        elif contact["id"] in contacts:
            found.append(matter["client"])
    return list(dict.fromkeys(found))


def _objection(view: View, contact: Record) -> str:
    """Open bills and matters were seen to refuse live (lawyered0/clio-mcp 2026-04); that money does is assumed."""
    bills = [bill for bill in view.rows("bills") if bill["client"] == contact["id"]]
    if any(bill["state"] in _OPEN_BILLS for bill in bills):
        raise conflict("A contact with open bills cannot be deleted")
    if any(row["client"] == contact["id"] for row in view.rows("bank_transactions")):
        raise conflict("A contact with bank transactions cannot be deleted")
    if contact["id"] in client_ids(view):
        raise unprocessable("A contact that is the client of a matter cannot be deleted")
    return ""


def _has_initial(_view: View, contact: Record, letter: str) -> bool:
    name = contact["name"] if contact["type"] == "Company" else contact["last_name"]
    return (name or "").upper().startswith(letter)


def _matches(view: View, contact: Record, text: str) -> bool:
    """A search in everything the document names: names, addresses, numbers, sites, values, matters, company."""
    company = view.find("contacts", contact["company"]) if contact["company"] else None
    parts = ("street", "city", "province", "postal_code", "country", "address", "number", "value")
    rows = [row for name in (*_ROWS, "custom_field_values") for row in contact[name]]
    matters = [m["display_number"] for m in view.rows("matters") if m["client"] == contact["id"]]
    texts = [contact["name"], contact["title"], company and company["name"], *matters]
    return has_words([*texts, *(row.get(part) for row in rows for part in parts)], text)


def _one_of(rows: str, which: int, mark: str = "primary") -> Callable[[View, Record], Record | None]:
    return lambda _view, contact: place(contact[rows], which, mark)


def _text_of(rows: str, which: int, part: str) -> Callable[[View, Record], Any]:
    return lambda _view, contact: (place(contact[rows], which) or {}).get(part)


def _row(name: str, table: str, compute: Callable[[View, Record], Record | None]) -> Field:
    return Field(name, Kind.ROW, of=table, compute=compute)


def _work_address(_view: View, contact: Record) -> Record | None:
    return place([row for row in contact["addresses"] if row["name"] == "Work"], 0)


def _text(name: str) -> Field:
    return Field(name, Kind.STRING, write="cu")


def _derived(name: str, rows: str, which: int, part: str) -> Field:
    return Field(name, Kind.STRING, compute=_text_of(rows, which, part))


CONTACTS_TABLE = Resource(
    name="contacts",
    permission=CONTACTS,
    actions="list show create update delete",
    first_id=200001,
    fields=(
        *ID,
        *(_text(name) for name in ("name", *_PARTS)),
        Field("date_of_birth", Kind.DATE, write="cu"),
        Field("type", Kind.STRING, write="cu", required=True, values=("Company", "Person")),
        *(_text(name) for name in ("prefix", "title", "clio_connect_email", "ledes_client_id", "sales_tax_number")),
        Field("initials", Kind.STRING, compute=_initials),
        *flags("locked_clio_connect_email", "has_clio_for_clients_permission", "is_clio_for_client_user"),
        *flags("is_co_counsel", "is_bill_recipient"),
        Field("client_connect_user_id", Kind.INTEGER),
        _derived("primary_email_address", "email_addresses", 0, "address"),
        _derived("secondary_email_address", "email_addresses", 1, "address"),
        _derived("primary_phone_number", "phone_numbers", 0, "number"),
        _derived("secondary_phone_number", "phone_numbers", 1, "number"),
        Field("is_client", Kind.BOOLEAN, compute=lambda view, row: row["id"] in client_ids(view)),
        Field("currency", Kind.RECORD, write="cu", of="currencies", in_base=True),
        Field("activity_rates", Kind.RECORDS, of="activity_rates", compute=_rates),
        *(
            Field(name, Kind.ROWS, write="cu", of=name, default=[], most=MOST if name in _LIMITED else 0)
            for name in _ROWS
        ),
        *value_fields("Contact"),
        Field("notification_methods", Kind.ROWS, of="notification_methods", default=[]),
        account_balances("client"),
        Field("related_contacts", Kind.RECORDS, of="contacts", compute=_related),
        _row("primary_work_address", "addresses", _work_address),
        _row("primary_address", "addresses", _one_of("addresses", 0)),
        _row("secondary_address", "addresses", _one_of("addresses", 1)),
        _row("primary_web_site", "web_sites", _one_of("web_sites", 0, "default_web_site")),
        Field("company", Kind.RECORD, write="cu", of="contacts", clearable=True),
        Field("avatar", Kind.RECORD, of="avatars"),
        Field("payment_profile", Kind.RECORD, of="payment_profiles"),
        Field("folder", Kind.RECORD, of="folders"),
        Field("co_counsel_rate", Kind.RECORD, of="activity_rates", compute=_co_counsel_rate),
        Field("legal_aid_uk_contact", Kind.RECORD, of="legal_aid_uk_contacts"),
        *STAMPS,
    ),
    filters=(
        Filter("client_only", Kind.BOOLEAN, lambda view, row, value: not value or row["id"] in client_ids(view)),
        Filter(
            "clio_connect_only", Kind.BOOLEAN, lambda _view, row, value: not value or row["is_clio_for_client_user"]
        ),
        HAS_VALUES,
        Filter("email_only", Kind.BOOLEAN, lambda _view, row, value: not value or bool(row["email_addresses"])),
        Filter("exclude_ids[]", Kind.INTEGER, lambda _view, row, value: row["id"] not in value, many=True),
        Filter("initial", Kind.STRING, _has_initial, values=tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
        Filter("query", Kind.STRING, _matches),
        Filter("shared_resource_id", Kind.INTEGER, lambda _view, _row, _value: False),  # nothing is shared here
        same("type", Kind.STRING, ("Company", "Person")),
    ),
    order=("id", "name", "shared_at"),
    sort_keys={"shared_at": lambda _view, _row: None},
    begin=_begin,
    complete=_complete,
    objection=_objection,
    source=SOURCE,
    gaps={
        "create": "avatars and co-counsel rates of the body are dropped; how Clio takes a full name apart is assumed",
        "update": "as with create",
        "list": "nothing is ever shared with a contact",
    },
)
RESOURCES = [CONTACTS_TABLE]
