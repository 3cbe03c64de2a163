"""Bodies of POST and PATCH: which keys count, what their values must be, and what a record becomes."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from provisioner.sandbox.clio.errors import not_found, unprocessable
from provisioner.sandbox.clio.shape import Field, Kind, Record, Resource
from provisioner.sandbox.clio.wire import FormText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from provisioner.sandbox.clio.store import AccountView

_MAX_ID = 2**63 - 1
_MAX_NUMBER = 10**15


def create(view: AccountView, resource: Resource, data: Record) -> Record:
    """Make a record from a body and keep it."""
    record = new_record(view, resource)
    changes = _accept(view, writable(resource, "c"), data, record)
    missing = [f.name for f in writable(resource, "c") if f.required and f.name not in changes]
    if missing:
        raise unprocessable(f"{missing[0]} can't be blank")
    return _keep(view, resource, None, {**record, **changes, "id": view.store.new_id(resource.name)})


def update(view: AccountView, resource: Resource, before: Record, data: Record) -> Record:
    """Change the fields named in a body and keep the record; everything else stays."""
    return _keep(view, resource, before, {**before, **_accept(view, writable(resource, "u"), data, before)})


def edit(view: AccountView, resource: Resource, before: Record | None, data: Record) -> Record:
    """Change or make a record as the web screens could: any kept field, and no key that is not known."""
    fields = [*(field for field in writable(resource, "cu") if field.assign), *resource.stored]
    unknown = set(data) - {field.name for field in fields}
    if unknown:
        raise unprocessable(f"{resource.name} has no field {min(unknown)!r} that can be changed")
    base = before or {**new_record(view, resource), "id": view.store.new_id(resource.name)}
    after = {**base, **_accept(view, fields, data, base)}
    missing = [field.name for field in fields if field.required and after.get(field.name) is None]
    if missing:
        raise unprocessable(f"{missing[0]} can't be blank")
    return _keep(view, resource, before, after)


def new_record(view: AccountView, resource: Resource) -> Record:
    """A record with the defaults of its fields and no id yet."""
    return {**{field.name: field.default for field in resource.stored}, **resource.begin(view)}


def writable(resource: Resource, when: str) -> list[Field]:
    """The fields a body may set at create (`c`) or update (`u`)."""
    return [field for field in (*resource.fields, *resource.hidden) if set(when) & set(field.write)]


def _keep(view: AccountView, resource: Resource, before: Record | None, after: Record) -> Record:
    others = resource.settle(view, before, after)
    view.store.save(view.account, resource.name, [after, *others])
    return view.account.tables[resource.name][after["id"]]


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
        if field.required or field.kind is Kind.RECORD:
            raise unprocessable(f"{field.name} can't be blank")
        return field.default
    if field.kind is Kind.RECORD:
        return _linked(view, field, value)
    if field.kind is Kind.RECORDS:
        return _rows(view, field, value, present or [], when)
    if field.kind is Kind.PART:
        return _part(view, field, value, present or {}, when)
    return _scalar(field, value)


def _scalar(field: Field, value: Any) -> Any:
    taken = _TAKERS[field.kind](value)
    if taken is None:
        raise unprocessable(f"{field.name} is not a valid {field.kind.value.partition(',')[0]}")
    if field.values and taken not in field.values:
        raise unprocessable(f"{field.name} is not one of {', '.join(field.values)}")
    if field.required and taken == "":
        raise unprocessable(f"{field.name} can't be blank")
    return taken


def _linked(view: AccountView, field: Field, value: Any) -> int:
    """The id of an existing record; an unknown one is a 404, the status the document lists for a create."""
    number = _whole(value.get("id")) if isinstance(value, dict) else None
    if number is None:
        raise unprocessable(f"{field.name} must be an object with the id of a record")
    if view.find(field.of, number) is None:
        raise not_found(f"{field.name} {number} was not found")
    return number


def _rows(view: AccountView, field: Field, value: Any, present: list[int], when: str) -> list[int]:
    """Rows are added; one marked `_deleted` is taken away. `_destroy`, other resources' mark, means nothing here."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise unprocessable(f"{field.name} must be a list of objects")
    numbers = list(present)
    for row in value:
        number = _linked(view, field, row)
        is_removed = when in field.removable and _yes_or_no(row.get("_deleted"))
        numbers = [each for each in numbers if each != number] + ([] if is_removed else [number])
    return numbers


def _part(view: AccountView, field: Field, value: Any, present: Record, when: str) -> Record:
    """Assumption: a PATCH of part of an inner object leaves its other values."""
    if not isinstance(value, dict):
        raise unprocessable(f"{field.name} must be an object")
    names = [part for part in field.parts if when in part.write and part.name in value]
    return {**present, **{part.name: _value(view, part, value[part.name], None, when) for part in names}}


def _text(value: Any) -> str | None:
    return str(value) if isinstance(value, str) else None


def _yes_or_no(value: Any) -> bool | None:
    if isinstance(value, FormText):
        return {"true": True, "1": True, "false": False, "0": False}.get(value)
    return value if isinstance(value, bool) else None


def _whole(value: Any) -> int | None:
    if isinstance(value, FormText):
        return int(value) if re.fullmatch(r"-?[0-9]{1,18}", value) else None
    is_whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MAX_ID
    return value if is_whole else None


def _number(value: Any) -> str | None:
    """A number as exact text; beyond what a double holds exactly it is none."""
    if isinstance(value, FormText):
        value = Decimal(value) if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", value) else None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return format(number, "f") if abs(number) < _MAX_NUMBER else None


_TAKERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.STRING: _text,
    Kind.DATETIME: _text,
    Kind.BOOLEAN: _yes_or_no,
    Kind.INTEGER: _whole,
    Kind.NUMBER: _number,
    Kind.WHOLE: _number,
    Kind.PLAIN: lambda value: value if isinstance(value, list) else None,
}
