"""Bodies of POST and PATCH: which keys count, what their values must be, and what a record becomes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.clio.errors import not_found, unprocessable
from provisioner.sandbox.clio.shape import Field, Kind, Record, Resource
from provisioner.sandbox.clio.wire import day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from provisioner.sandbox.clio.store import AccountView

_MAX_ID = 2**63 - 1
_MAX_NUMBER = 10**15
_LIMITS_SINCE = 13  # the minor version that brought limits on how many rows a record may have


def create(view: AccountView, resource: Resource, data: Record) -> Record:
    """Make a record from a body and keep it."""
    record = view.blank(resource.name)
    changes = _accept(view, writable(resource, "c"), data, record)
    missing = [f.name for f in writable(resource, "c") if f.required and f.name not in changes]
    if missing:
        raise unprocessable(f"{missing[0]} can't be blank")
    return view.add(resource.name, {**record, **changes})


def update(view: AccountView, resource: Resource, before: Record, data: Record) -> Record:
    """Change the fields named in a body and keep the record; everything else stays."""
    changes = _accept(view, writable(resource, "u"), data, before)
    reason = resource.locked(view, before, changes)
    if reason:
        raise unprocessable(reason)
    return view.put(resource.name, {**before, **changes})


def delete(view: AccountView, resource: Resource, record: Record) -> None:
    """Remove a record, or bring it into the state that stands for deleted."""
    after = resource.remains(record)
    if after is None:
        view.drop(resource.name, record)
    else:
        view.put(resource.name, after)


def edit(view: AccountView, resource: Resource, before: Record | None, data: Record) -> Record:
    """Change or make a record as the web screens could: any kept field, and no key that is not known.

    Records of other tables that belong to it, such as the lines of a bill, may be made along with it.
    """
    children = {table: data[table] for table in resource.children if table in data}
    with view.store.as_one():
        record = _edit(view, resource, before, {name: value for name, value in data.items() if name not in children})
        for table, rows in children.items():
            for row in _objects(table, rows):
                made = {**row, resource.children[table]: {"id": record["id"]}}
                edit(view, view.store.resources[table], None, made)
    return view.account.tables[resource.name][record["id"]]


def _edit(view: AccountView, resource: Resource, before: Record | None, data: Record) -> Record:
    fields = [*(field for field in writable(resource, "cu") if field.assign), *resource.stored]
    unknown = set(data) - {field.name for field in fields}
    if unknown:
        raise unprocessable(f"{resource.name} has no field {min(unknown)!r} that can be changed")
    base = before or {**view.blank(resource.name), "id": view.store.new_id(resource.name)}
    after = {**base, **_accept(view, fields, data, base)}
    missing = [field.name for field in fields if field.required and after.get(field.name) is None]
    if missing:
        raise unprocessable(f"{missing[0]} can't be blank")
    return view.put(resource.name, after)


def writable(resource: Resource, when: str) -> list[Field]:
    """The fields a body may set at create (`c`) or update (`u`)."""
    return [field for field in (*resource.fields, *resource.hidden) if set(when) & set(field.write)]


def _accept(view: AccountView, fields: Iterable[Field], data: Record, record: Record) -> Record:
    """The changes a body makes. Keys that are not known are dropped without a word (seen live, lawyered0/clio-mcp)."""
    changes: Record = {}
    when = "u" if "id" in record else "c"
    for field in fields:
        if field.name in data:
            value = _value(view, field, data[field.name], record.get(field.name), when)
            changes |= field.assign(view, record, value) if field.assign else {field.name: value}
    return changes


def _value(view: AccountView, field: Field, value: Any, present: Any, when: str) -> Any:
    if value is None:
        if field.required or (field.kind is Kind.RECORD and not field.clearable):
            raise unprocessable(f"{field.name} can't be blank")
        return field.default
    take = _SHAPES.get(field.kind)
    return take(view, field, value, present, when) if take else _scalar(field, value)


def _scalar(field: Field, value: Any) -> Any:
    taken = _TAKERS[field.kind](value)
    if taken is None:
        raise unprocessable(f"{field.name} is not a valid {field.kind.value.partition(',')[0]}")
    if field.values and taken not in field.values:
        raise unprocessable(f"{field.name} is not one of {', '.join(field.values)}")
    if field.required and taken == "":
        raise unprocessable(f"{field.name} can't be blank")
    return taken


def _record(view: AccountView, field: Field, value: Any, _present: Any, _when: str) -> int | None:
    return None if field.clearable and value == {"id": None} else _linked(view, field, value)


def _linked(view: AccountView, field: Field, value: Any) -> int:
    """The id of an existing record; an unknown one is a 404, the status the document lists for a create."""
    number = _whole(value.get("id")) if isinstance(value, dict) else None
    if number is None:
        raise unprocessable(f"{field.name} must be an object with the id of a record")
    if view.find(field.of, number) is None:
        raise not_found(f"{field.name} {number} was not found")
    return number


def _rows(view: AccountView, field: Field, value: Any, present: list[int] | None, when: str) -> list[int]:
    """Rows are added; one marked `_deleted` is taken away. `_destroy`, other resources' mark, means nothing here."""
    numbers = list(present or [])
    for row in _objects(field.name, value):
        number = _linked(view, field, row)
        is_removed = when in field.removable and _yes_or_no(row.get("_deleted"))
        numbers = [each for each in numbers if each != number] + ([] if is_removed else [number])
    return numbers


def _part(view: AccountView, field: Field, value: Any, present: Record | None, when: str) -> Record:
    """Assumption: a PATCH of part of an inner object leaves its other values."""
    if not isinstance(value, dict):
        raise unprocessable(f"{field.name} must be an object")
    parts = [part for part in field.parts if when in part.write]
    missing = [part.name for part in parts if part.required and when == "c" and part.name not in value]
    if missing:
        raise unprocessable(f"{field.name} {missing[0]} can't be blank")
    given = [part for part in parts if part.name in value]
    base = present or {}
    return {**base, **{part.name: _value(view, part, value[part.name], base.get(part.name), when) for part in given}}


def _own_rows(view: AccountView, field: Field, value: Any, present: list[Record] | None, when: str) -> list[Record]:
    """Rows with a known id change, others are added, marked ones go (Clio OpenAPI 2026-04-08, Contacts, Associations).

    More rows than there may be are refused since version 4.0.13 (Minor Versions).
    """
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise unprocessable(f"{field.name} must be a list of objects")
    rows = {row["id"]: row for row in present or []}
    for each in value:
        number = _row_id(each.get("id"))
        if number is not None and number not in rows:
            raise not_found(f"{field.name} {number} was not found")
        row = _row(view, field, each, rows.get(number), when)
        rows = {key: kept for key, kept in rows.items() if key != number or row}
        rows |= {row["id"]: row} if row else {}
    if field.most and len(rows) > field.most and view.minor >= _LIMITS_SINCE:
        raise unprocessable(f"{field.name} are limited to {field.most}")
    return list(rows.values())


def _row_id(value: Any) -> int | None:
    """The number a row is named by, alone or behind the type of a custom field: `text_line-1`."""
    return _whole(value.rpartition("-")[2] if isinstance(value, str) else value)


def _row(view: AccountView, field: Field, value: Any, present: Record | None, when: str) -> Record | None:
    """An object with an id as the body leaves it."""
    if not isinstance(value, dict):
        raise unprocessable(f"{field.name} must be an object")
    if _yes_or_no(value.get(field.mark)):
        return None
    when = "u" if present else "c"
    fields = writable(view.store.resources[field.of], when)
    base = present or view.blank(field.of)
    changes = _accept(view, fields, value, base)
    missing = [each.name for each in fields if each.required and {**base, **changes}.get(each.name) is None]
    if missing:
        raise unprocessable(f"{field.name} {missing[0]} can't be blank")
    after = {**base, **changes}
    return after if after == present else view.stamped_row(field.of, after)


def _parts(view: AccountView, field: Field, value: Any, _present: Any, when: str) -> list[Record]:
    """Assumption: a list of inner objects takes the place of the one there was."""
    return [_part(view, field, each, {}, when) for each in _objects(field.name, value)]


def _objects(name: str, value: Any) -> list[Record]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise unprocessable(f"{name} must be a list of objects")
    return value


def _text(value: Any) -> str | None:
    return str(value) if isinstance(value, str) else None


def _loose(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return _number(value) if isinstance(value, int | Decimal) else _text(value)


def _instant(value: Any) -> str | None:
    """A timestamp in UTC; one without an offset is taken as UTC."""
    try:
        instant = datetime.fromisoformat(value.replace(" ", "+") if "T" in value else value)
        return instant.replace(tzinfo=instant.tzinfo or UTC).astimezone(UTC).replace(microsecond=0).isoformat()
    except (ValueError, OverflowError, AttributeError, TypeError):
        return None


def _yes_or_no(value: Any) -> bool | None:
    if isinstance(
        value, str
    ):  # a Rails server, as Clio's is, reads texts of JSON as it does those of forms (assumption)
        return {"true": True, "1": True, "false": False, "0": False}.get(value)
    return value if isinstance(value, bool) else None


def _whole(value: Any) -> int | None:
    if isinstance(value, str):
        return int(value) if re.fullmatch(r"-?[0-9]{1,18}", value) else None
    is_whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MAX_ID
    return value if is_whole else None


def _number(value: Any) -> str | None:
    """A number as exact text; beyond what a double holds exactly it is none."""
    if isinstance(value, str):
        value = Decimal(value) if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", value) else None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return format(number, "f") if abs(number) < _MAX_NUMBER else None


_SHAPES: dict[Kind, Callable[[AccountView, Field, Any, Any, str], Any]] = {
    Kind.RECORD: _record,
    Kind.RECORDS: _rows,
    Kind.PART: _part,
    Kind.PARTS: _parts,
    Kind.ROW: _row,
    Kind.ROWS: _own_rows,
}
_TAKERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.STRING: _text,
    Kind.DATE: lambda value: day(value) if isinstance(value, str) else None,
    Kind.DATETIME: _instant,
    Kind.LOOSE: _loose,
    Kind.BOOLEAN: _yes_or_no,
    Kind.INTEGER: _whole,
    Kind.NUMBER: _number,
    Kind.WHOLE: _number,
    Kind.PLAIN: lambda value: value if isinstance(value, list) else None,
}
