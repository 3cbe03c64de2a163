"""Clio's custom fields and the sets they come in (Clio OpenAPI 2026-04-08, CustomField, CustomFieldSet)."""

from __future__ import annotations

from typing import Any

from provisioner.sandbox.clio.errors import not_found, unprocessable
from provisioner.sandbox.clio.shape import (
    CUSTOM_FIELDS,
    ID,
    STAMPS,
    Field,
    Filter,
    Kind,
    Record,
    Resource,
    View,
    contains,
    flags,
    plain,
    same,
)

FIELD_TYPES = (
    *("checkbox", "contact", "currency", "date", "time", "email", "matter", "numeric", "picklist"),
    *("text_area", "text_line", "url"),
)
PARENTS = ("Contact", "Matter")


def _complete(view: View, before: Record | None, after: Record) -> Record:
    """Only a picklist has options, other types drop them (assumption); a deleted one stays for the values it is in."""
    options = after["picklist_options"] if after["field_type"] == "picklist" else []
    kept = {option["id"] for option in options}
    gone = [option for option in (before or {}).get("picklist_options", []) if option["id"] not in kept]
    options = options + [{**option, "deleted_at": option["deleted_at"] or view.now()} for option in gone]
    return {**after, "picklist_options": options}


def _shown_options(_view: View, record: Record) -> list[Record]:
    return [option for option in record["picklist_options"] if not option["deleted_at"]]


def _objection(_view: View, record: Record) -> str:
    if record["deleted"]:
        raise not_found()
    return ""


def _bury(record: Record) -> Record:
    """A deleted field stays readable and keeps its values (`deleted`, `soft_deleted`)."""
    return {**record, "deleted": True}


def _is_visible_and_required(_view: View, record: Record, value: Any) -> bool:
    return bool((record["displayed"] and record["required"]) == value)


def _same_parent(_view: View, record: Record, value: str) -> bool:
    return bool(record["parent_type"].lower() == value)  # the filter is lower case, the field is not


PICKLIST_OPTIONS = Resource(
    name="picklist_options",
    permission=CUSTOM_FIELDS,
    first_id=78001,
    fields=(*ID, Field("option", Kind.STRING, write="cu", required=True), *plain("deleted_at:datetime"), *STAMPS),
)
CUSTOM_FIELDS_TABLE = Resource(
    name="custom_fields",
    permission=CUSTOM_FIELDS,
    actions="list show create update delete",
    first_id=65001,
    fields=(
        *ID,
        Field("name", Kind.STRING, write="cu", required=True),
        Field("parent_type", Kind.STRING, write="c", required=True, values=PARENTS),
        Field("field_type", Kind.STRING, write="c", required=True, values=FIELD_TYPES),
        Field("displayed", Kind.BOOLEAN, write="cu", default=False),
        *flags("deleted"),
        Field("required", Kind.BOOLEAN, write="cu", default=False),
        Field("display_order", Kind.INTEGER, write="cu"),
        Field(
            "picklist_options",
            Kind.ROWS,
            write="cu",
            of="picklist_options",
            mark="_deleted",
            default=[],
            show=_shown_options,
        ),
        *STAMPS,
    ),
    filters=(
        # Assumption: without the filter a deleted field is left out.
        Filter("deleted", Kind.BOOLEAN, lambda _view, row, value: bool(row["deleted"] == value), default=False),
        same("field_type", Kind.STRING, FIELD_TYPES),
        Filter("parent_type", Kind.STRING, _same_parent, values=("matter", "contact")),
        contains("query", "name"),
        Filter("visible_and_required", Kind.BOOLEAN, _is_visible_and_required),
    ),
    order=("id", "name", "display_order"),
    complete=_complete,
    objection=_objection,
    remains=_bury,
    source="Clio OpenAPI 2026-04-08, CustomField",
    gaps={"delete": "assumed: the field stays readable by its id and leaves the list unless `deleted=true`"},
)


def _numbers(view: View, _record: Record, value: Any) -> Record:
    """The ids a body lists, in the place of those there were (assumption)."""
    for number in value or []:
        if not isinstance(number, int) or isinstance(number, bool):
            raise unprocessable("custom_field_ids must be a list of ids")
        if view.find("custom_fields", number) is None:
            raise not_found(f"custom_field {number} was not found")
    return {"custom_fields": list(dict.fromkeys(value or []))}


CUSTOM_FIELD_SETS = Resource(
    name="custom_field_sets",
    permission=CUSTOM_FIELDS,
    actions="list show create update delete",
    first_id=66001,
    fields=(
        *ID,
        Field("name", Kind.STRING, write="cu", required=True),
        Field("parent_type", Kind.STRING, write="cu", values=PARENTS, default="Matter"),
        Field("displayed", Kind.BOOLEAN, write="cu", default=False),
        Field("custom_fields", Kind.RECORDS, of="custom_fields", default=[]),
        *STAMPS,
    ),
    hidden=(Field("custom_field_ids", Kind.PLAIN, write="cu", default=[], assign=_numbers),),
    filters=(
        same("displayed", Kind.BOOLEAN),
        same("parent_type", Kind.STRING, ("Matter", "Contact")),
        contains("query", "name"),
    ),
    order=("id", "name", "parent_type"),
    source="Clio OpenAPI 2026-04-08, CustomFieldSet",
    gaps={"create": "assumed: a set without `parent_type` is one of matters"},
)
RESOURCES = [PICKLIST_OPTIONS, CUSTOM_FIELDS_TABLE, CUSTOM_FIELD_SETS]
