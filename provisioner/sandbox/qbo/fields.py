"""Reads the attributes of a request body: types, limits, and the rule that empty means absent."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Entity, Field, Kind

# Sent back by every client that echoes what it read; the server works them out itself.
ALWAYS_IGNORED = frozenset({"Id", "SyncToken", "domain", "sparse", "MetaData", "status", "Active", "time"})
MOST = Decimal(99999999999)  # Intuit API reference, Item.UnitPrice; taken for all amounts
SERVER_MARKS = frozenset({"Id", "status", "Tag", "Default", "domain", "sparse"})  # on addresses, numbers and notes
PARTIES = {"customer": "Customer", "vendor": "Vendor", "employee": "Employee", "job": "Customer"}
MASK = 11  # characters of a masked number
NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,6})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?")  # a time of day, sent by some clients, is dropped
PLACES = Decimal(
    "0.00001"
)  # "10.5 digits", Intuit API reference, line amounts; rounding the rest away is an assumption


def read_body(entity: Entity, body: Record) -> Record:
    """The writable values in ``body``: unknown names are refused, read-only ones and empty values are left out."""
    values: Record = {}
    computed = {item.name for item in entity.computed}
    for name, raw in body.items():
        field = entity.by_name.get(name)
        if field is None:
            if name in ALWAYS_IGNORED or name in computed or name in entity.ignored:
                continue
            raise errors.unknown_property(name[:100])
        value = read_value(field, raw)
        if value is not None:
            values[name] = value
    return values


def read_value(field: Field, raw: object) -> object:
    """One value in its stored form, or None for null, empty text and empty structures."""
    if raw is None or raw in ("", {}, []):
        return None
    return _READERS[field.kind](field, raw)


def read_flag(body: Record, name: str) -> bool | None:
    """A boolean of the body itself (``Active``, ``sparse``), None when absent."""
    raw = body.get(name)
    return None if raw is None or raw == "" else _flag(name, raw)


def _text(field: Field, raw: object) -> str | None:
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
        raise errors.bad_property(f'Cannot read the value of "{field.name}" as text')
    text = str(raw).strip()  # leading and trailing blanks are trimmed (assumption)
    if not text:
        return None
    if field.choices and text not in field.choices:
        raise errors.bad_choice(field.name, text)
    if field.limit and len(text) > field.limit:
        raise errors.bad_length(field.name, field.limit, len(text))
    if any(mark in text for mark in field.banned):
        raise errors.bad_text(field.name, f"{field.name} contains a character that is not allowed")
    if field.email and not ("@" in text and "." in text):
        raise errors.bad_value(2210, field.name, text)
    return _masked(text, field.masked) if field.masked else text


def _masked(text: str, kept: int) -> str:
    """123-45-6789 is answered XXXXXX56789 for a customer, XXXXXXX6789 for a vendor (Intuit API reference, both)."""
    return re.sub(r"[^0-9A-Za-z]", "", text)[-kept:].rjust(MASK, "X")


def _flag(name: str, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.lower() in ("true", "false"):
        return raw.lower() == "true"
    raise errors.bad_value(2230, name, raw)


def _bool(field: Field, raw: object) -> bool:
    return _flag(field.name, raw)


def number(raw: object) -> Decimal | None:
    """``raw`` as a finite Decimal, from a number or numeric text; None when it is neither."""
    if isinstance(raw, bool) or not isinstance(raw, int | str | Decimal):
        return None
    if isinstance(raw, str) and not NUMBER.fullmatch(raw.strip()):
        return None
    try:
        value = Decimal(raw)
    except (InvalidOperation, ValueError):
        return None
    return value if value.is_finite() else None


def _int(field: Field, raw: object) -> int:
    value = number(raw)
    if value is None or value.adjusted() > 15 or value != value.to_integral_value():  # noqa: PLR2004 - far above any limit
        raise errors.bad_value(2080, field.name, raw)
    if not field.low <= value <= field.high:
        raise errors.bad_value(2090, field.name, raw)
    return int(value)


def _amount(field: Field, raw: object) -> Decimal:
    value = number(raw)
    if value is None:
        raise errors.bad_value(2100, field.name, raw)
    if abs(value) > MOST or (field.high and not field.low <= value <= field.high):
        raise errors.bad_value(2110, field.name, raw)
    exponent = value.as_tuple().exponent
    return value.quantize(PLACES) if isinstance(exponent, int) and exponent < PLACES.adjusted() else value


def _date(field: Field, raw: object) -> str:
    text = raw.strip() if isinstance(raw, str) else ""
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        pass
    raise errors.bad_value(2060, field.name, raw)


def _ref(field: Field, raw: object) -> str | None:
    if not isinstance(raw, dict):
        raise errors.bad_property(f'Cannot read the value of "{field.name}" as a reference')
    unknown = set(raw) - {"value", "name", "type"}
    if unknown:
        raise errors.unknown_property(min(unknown)[:100])
    value = raw.get("value")
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise errors.bad_property(f'Cannot read the value of "{field.name}" as a reference')
    return str(value).strip()


def _party(field: Field, raw: object) -> Record | None:
    """``{value, kind}``: published bodies write the kind beside the id, in capitals or not."""
    value = _ref(field, raw)
    if value is None:
        return None
    kind = PARTIES.get(str(raw.get("type", "")).lower()) if isinstance(raw, dict) else None
    return {"value": value, "kind": kind} if kind else {"value": value}


def _struct(field: Field, raw: object) -> Record | None:
    if not isinstance(raw, dict):
        raise errors.bad_property(f'Cannot read the value of "{field.name}" as an object')
    found: Record = {}
    for name, item in raw.items():
        part = field.by_name.get(name)
        if part is not None:
            value = read_value(part, item)
            if value is not None:
                found[name] = value
        elif name not in field.ignored and name not in SERVER_MARKS:
            raise errors.unknown_property(name[:100])
    return found or None


def _list(field: Field, raw: object) -> list[Record] | None:
    """Objects of the field's parts; without parts the list is kept by the server: read and ignored.

    One object in place of a list of one is taken too: XML cannot tell them apart.
    """
    items = [raw] if isinstance(raw, dict) else raw
    if not isinstance(items, list):
        raise errors.bad_property(f'Cannot read the value of "{field.name}" as a list')
    if not field.parts:
        return None
    found = [_struct(field, item) for item in items]
    return [item for item in found if item is not None] or None


def _time(field: Field, raw: object) -> str:
    text = raw.strip() if isinstance(raw, str) else ""
    try:
        return datetime.fromisoformat(text).isoformat(timespec="seconds")
    except ValueError:
        raise errors.bad_value(2060, field.name, raw) from None


_READERS: dict[Kind, Callable[[Field, object], object]] = {
    "text": _text,
    "bool": _bool,
    "int": _int,
    "amount": _amount,
    "date": _date,
    "time": _time,
    "ref": _ref,
    "party": _party,
    "struct": _struct,
    "list": _list,
}
