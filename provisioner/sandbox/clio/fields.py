"""The `fields` parameter and the form of a record it asks for (Clio developer docs, fields)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from provisioner.sandbox.clio.errors import invalid_fields
from provisioner.sandbox.clio.shape import Field, Kind, Record, Resource, View
from provisioner.sandbox.clio.store import parse_instant, zone

Selection = Mapping[str, "tuple[str, ...] | None"]
DEFAULT: Selection = {"id": None, "etag": None}
_ONE = re.compile(r"(?P<name>\w+)(?:\{(?P<inner>[^{}]*)\})?(?:,|$)", re.ASCII)
_BLANKS = re.compile(r"\s*([,{}])\s*")
_NAMES = re.compile(r"\w+(?:,\w+)*", re.ASCII)


def parse(resources: Mapping[str, Resource], resource: Resource, text: str) -> Selection:
    """The fields asked for, nested names beside those opened with braces; a 400 for what the resource has not."""
    if not text:
        return DEFAULT
    text = _BLANKS.sub(r"\1", text.strip())
    chosen: dict[str, tuple[str, ...] | None] = {}
    place = 0
    while place < len(text):
        match = _ONE.match(text, place)
        if match is None:
            raise invalid_fields(
                f"`fields` cannot be read from {text[place : place + 40]!r} on; nesting goes one level deep"
            )
        place = match.end()
        field = _known(resource.name, resource.fields, match["name"])
        inner = _inner(resources, field, match["inner"])
        chosen[field.name] = tuple(dict.fromkeys([*(chosen.get(field.name) or ()), *(inner or ())])) or None
    if text.endswith(","):
        raise invalid_fields("`fields` ends with a comma")
    return chosen


def _inner(resources: Mapping[str, Resource], field: Field, text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    if not field.is_nested or not _NAMES.fullmatch(text):
        raise invalid_fields(f"`fields` cannot open {field.name!r} with {text[:40]!r}")
    for name in text.split(","):
        _known(field.name, base_fields(resources, field), name)
    return tuple(text.split(","))


def _known(where: str, fields: tuple[Field, ...], name: str) -> Field:
    found = next((field for field in fields if field.name == name), None)
    if found is None:
        raise invalid_fields(f"{name!r} is not a field of {where}")
    return found


def base_fields(resources: Mapping[str, Resource], field: Field) -> tuple[Field, ...]:
    """What can be asked of a nested record: its plain fields, at most the id of its own nested records."""
    if field.kind in {Kind.PART, Kind.PARTS}:
        return field.parts
    return tuple(each for each in resources[field.of].fields if each.in_base or not each.is_nested)


class Renderer:
    """Shows records of one account."""

    def __init__(self, resources: Mapping[str, Resource], view: View, region: str) -> None:
        self._resources = resources
        self._view = view
        self._zone = zone(region)

    def record(self, resource: Resource, record: Record, selection: Selection) -> Record:
        """The chosen fields of a record."""
        by_name = {field.name: field for field in resource.fields}
        return {name: self._value(by_name[name], record, inner) for name, inner in selection.items() if name in by_name}

    def _value(self, field: Field, record: Record, inner: tuple[str, ...] | None) -> Any:
        value = field.value(self._view, record)
        if value is None:
            return None
        if field.permission and not self._view.may_read(field.permission):
            return {"redacted": True}
        if field.kind is Kind.PART:
            return self._nested(field, value, inner)
        if field.kind is Kind.PARTS:
            return [self._nested(field, each, inner) for each in value]
        if field.is_nested:
            return self._linked(field, value, inner)
        return self._scalar(field, value)

    def _linked(self, field: Field, value: Any, inner: tuple[str, ...] | None) -> Any:
        """Nested records; one the app may not read comes back redacted (Clio developer docs, permissions)."""
        if not self._view.may_read(self._resources[field.of].permission):
            return {"redacted": True}
        is_many = field.kind in {Kind.RECORDS, Kind.ROWS}
        found = [self._row(field, each) for each in (value if is_many else [value])]
        shown = [self._nested(field, row, inner) for row in found if row is not None]
        if is_many:
            return shown
        return shown[0] if shown else None

    def _row(self, field: Field, value: Any) -> Record | None:
        """The record an id stands for, or the row itself."""
        return value if isinstance(value, dict) else self._view.find(field.of, value)

    def _nested(self, field: Field, row: Record, inner: tuple[str, ...] | None) -> Record:
        """Without braces a nested record shows its id and etag, as far as it has them, unless the field says more."""
        wanted = inner if inner is not None else field.opened
        by_name = {each.name: each for each in base_fields(self._resources, field)}
        return {name: self._value(by_name[name], row, None) for name in wanted if name in by_name}

    def _scalar(self, field: Field, value: Any) -> Any:
        if field.kind is Kind.NUMBER:
            return Decimal(value)
        if field.kind is Kind.WHOLE:
            return int(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))
        if field.kind is Kind.DATETIME:
            return parse_instant(value).astimezone(self._zone).isoformat()
        return value
