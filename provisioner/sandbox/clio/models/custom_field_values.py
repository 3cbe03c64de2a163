"""Values of custom fields on contacts and matters, and the sets shown there (Clio OpenAPI 2026-04-08, Contacts)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.clio.errors import bad_parameter, unprocessable
from provisioner.sandbox.clio.shape import (
    COMPARISONS,
    CUSTOM_FIELDS,
    ID,
    STAMPS,
    Field,
    Filter,
    Form,
    Kind,
    Record,
    Resource,
    View,
    plain,
)
from provisioner.sandbox.clio.wire import day

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCE = "Clio OpenAPI 2026-04-08, Contacts and Matters, Associations"
_NUMBERS = {"currency", "numeric"}
_COMPARED = {*_NUMBERS, "date", "time"}  # the others know `=` only, and no operator is looked for in their text
_LINKS = {"contact": "contacts", "matter": "matters"}
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", re.ASCII)


def _custom_field(view: View, row: Record) -> Record:
    """The field a value belongs to; fields are never quite gone, only marked as deleted."""
    return view.find("custom_fields", row["custom_field"]) or {}


def _from_field(name: str) -> Callable[[View, Record], Any]:
    return lambda view, row: _custom_field(view, row).get(name)


def _shown_id(view: View, row: Record) -> str | None:
    """Type and number in one; null while a field that is always displayed has no value."""
    return f"{_custom_field(view, row)['field_type']}-{row['id']}" if row["id"] else None


def _linked(kind: str) -> Callable[[View, Record], int | None]:
    """The id in the value of a field that points to a contact or a matter."""

    def number(view: View, row: Record) -> int | None:
        is_link = _custom_field(view, row).get("field_type") == kind and row["value"]
        return int(row["value"]) if is_link else None

    return number


def _option(view: View, row: Record) -> Record | None:
    options = _custom_field(view, row).get("picklist_options") or []
    return next((option for option in options if str(option["id"]) == row["value"]), None)


MATTER_SELECTIONS = Resource(
    name="custom_field_matters",
    permission=CUSTOM_FIELDS,
    fields=plain("id:integer display_number"),
    worked_out=lambda view: [
        {"id": row["id"], "display_number": row["display_number"]} for row in view.rows("matters")
    ],
)
CUSTOM_FIELD_VALUES = Resource(
    name="custom_field_values",
    permission=CUSTOM_FIELDS,
    first_id=75001,
    fields=(
        Field("id", Kind.STRING, show=_shown_id),
        Field("etag", Kind.STRING),
        Field("field_name", Kind.STRING, compute=_from_field("name")),
        Field("field_type", Kind.STRING, compute=_from_field("field_type")),
        Field("field_required", Kind.BOOLEAN, compute=_from_field("required")),
        Field("field_displayed", Kind.BOOLEAN, compute=_from_field("displayed")),
        Field("field_display_order", Kind.INTEGER, compute=_from_field("display_order")),
        Field("value", Kind.LOOSE, write="cu", required=True),
        Field("soft_deleted", Kind.BOOLEAN, compute=_from_field("deleted")),
        Field("custom_field", Kind.RECORD, write="c", required=True, of="custom_fields", in_base=True),
        Field("picklist_option", Kind.ROW, of="picklist_options", compute=_option, in_base=True),
        Field("matter", Kind.RECORD, of="custom_field_matters", compute=_linked("matter"), in_base=True),
        Field("contact", Kind.RECORD, of="contacts", compute=_linked("contact"), in_base=True),
        *STAMPS,
    ),
    source=SOURCE,
)
CUSTOM_FIELD_SET_ASSOCIATIONS = Resource(
    name="custom_field_set_associations",
    permission=CUSTOM_FIELDS,
    first_id=76001,
    fields=(*ID, Field("display_order", Kind.INTEGER, write="cu"), *STAMPS),
    hidden=(Field("custom_field_set", Kind.RECORD, write="cu", required=True, of="custom_field_sets"),),
    source=SOURCE,
)


def value_fields(parent: str) -> tuple[Field, ...]:
    """The two fields of contacts (`Contact`) and matters (`Matter`)."""
    return (
        Field(
            "custom_field_values",
            Kind.ROWS,
            write="cu",
            of="custom_field_values",
            default=[],
            show=lambda view, record: _shown(view, record, parent),
        ),
        Field("custom_field_set_associations", Kind.ROWS, write="cu", of="custom_field_set_associations", default=[]),
    )


def _shown(view: View, record: Record, parent: str) -> list[Record]:
    """The values, and an empty one for each displayed field that has none."""
    kept = record["custom_field_values"]
    have = {row["custom_field"] for row in kept}
    empty = [
        {"id": None, "etag": field["etag"], "value": None, "custom_field": field["id"]}
        for field in view.rows("custom_fields")
        if field["parent_type"] == parent and field["displayed"] and not field["deleted"] and field["id"] not in have
    ]
    wanted = view.custom_field_ids
    return [row for row in [*kept, *empty] if not wanted or row["custom_field"] in wanted]


def checked_values(view: View, before: Record | None, record: Record, parent: str) -> Record:
    """The record with one value for each custom field, new ones fit for it; the last of two counts (assumption)."""
    rows = {row["custom_field"]: row for row in record["custom_field_values"]}
    old = (before or {}).get("custom_field_values", [])
    for row in (row for row in rows.values() if row not in old):
        field = _custom_field(view, row)
        if field["parent_type"] != parent:
            raise unprocessable(f"Custom field {field['id']} is not one of a {parent}")
        if not _fits(view, field, row["value"]):
            raise unprocessable(f"{row['value']!r} is not a value for the custom field {field['name']!r}")
    return {**record, "custom_field_values": list(rows.values())}


def _fits(view: View, field: Record, value: str) -> bool:
    """Whether a text is a value of the field's type. Assumption: Clio refuses what it could not show."""
    kind = field["field_type"]
    if kind in _NUMBERS:
        return bool(_NUMBER.fullmatch(value))
    if kind in _LINKS:
        return value.isdecimal() and view.find(_LINKS[kind], int(value)) is not None
    if kind == "picklist":
        return any(str(option["id"]) == value and not option["deleted_at"] for option in field["picklist_options"])
    if kind == "checkbox":
        return value in {"true", "false"}
    return kind != "date" or day(value) is not None


def _has_values(view: View, record: Record, asked: tuple[tuple[int, str], ...]) -> bool:
    values = {row["custom_field"]: row["value"] for row in record["custom_field_values"]}
    return all(_answers(view, number, values.get(number), text) for number, text in asked)


def _answers(view: View, number: int, value: str | None, text: str) -> bool:
    """Whether a value stands the comparisons in a text: `42`, `>=105.4`, `[<=50, >=45]`."""
    field = view.find("custom_fields", number)
    if field is None or field["field_type"] not in _COMPARED:
        return value is not None and value == text
    parts = text.strip("[]").split(",") if text.startswith("[") else [text]
    return all(_compare(field["field_type"], value, part.strip()) for part in parts)


def _compare(kind: str, value: str | None, text: str) -> bool:
    sign = next((sign for sign in COMPARISONS if text.startswith(sign)), "")
    wanted = text.removeprefix(sign)
    if kind not in _NUMBERS:
        return value is not None and COMPARISONS[sign or "="](value, wanted)
    if not _NUMBER.fullmatch(wanted):
        raise bad_parameter(f"custom_field_values must compare with a number, not {wanted!r}")
    return value is not None and COMPARISONS[sign or "="](Decimal(value), Decimal(wanted))


HAS_VALUES = Filter("custom_field_values", Kind.STRING, _has_values, form=Form.KEYED)
RESOURCES = [MATTER_SELECTIONS, CUSTOM_FIELD_VALUES, CUSTOM_FIELD_SET_ASSOCIATIONS]
