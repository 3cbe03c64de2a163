"""Query parameters of lists: filters, order, and two ways of paging (Clio OpenAPI 2026-04-08; Clio developer docs)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from provisioner.sandbox.clio.errors import bad_parameter, invalid_page_token
from provisioner.sandbox.clio.shape import COMPARISONS, Field, Filter, Form, Kind, Record, Resource
from provisioner.sandbox.clio.store import AccountView, parse_instant
from provisioner.sandbox.clio.wire import day

OFFSET_CAP = 10_000  # records that offset paging reaches (Clio developer docs, paging)
Query = list[tuple[str, str]]
Keep = Callable[[Record], bool]
# The document names no spelling; Python clients write True and False, and a Rails server takes numbers (assumption).
_YES_OR_NO = {"true": True, "false": False, "1": True, "0": False}
_ABSENT = object()  # what `_asked` finds of a filter that the query does not name


@dataclass(frozen=True)
class Page:
    """The rows of one page, what to put in the query for its neighbours, and how many records match in all."""

    rows: list[Record]
    total: int
    following: dict[str, str] | None = None
    previous: dict[str, str] | None = None


def page(view: AccountView, resource: Resource, query: Query) -> Page:
    """One page of the records that the query keeps. Unknown parameters do nothing; of duplicates the last counts."""
    asked = dict(query)
    limit = _number_within(asked.get("limit"), "limit", 1, resource.limit, resource.limit)
    keeps = _filters(view, resource, query)
    rows = [row for row in view.rows(resource.name) if all(keep(row) for keep in keeps)]
    order = asked.get("order", resource.default_order) if resource.order else "id(asc)"
    rows = _ordered(view, resource, rows, order)
    if order == "id(asc)" and "offset" not in asked:
        return _by_cursor(_Cursors(view, resource), rows, limit, asked.get("page_token"))
    return _by_offset(rows, limit, _number_within(asked.get("offset"), "offset", 0, OFFSET_CAP - 1, 0))


def _number_within(text: str | None, name: str, least: int, most: int, default: int) -> int:
    if text is None:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise bad_parameter(f"{name} must be a number from {least} to {most}")
    return int(text)


def _filters(view: AccountView, resource: Resource, query: Query) -> list[Keep]:
    asked = dict(query)
    values = [(each, _asked(each, query)) for each in resource.filters]
    keeps = [_bound(view, each, value) for each, value in values if value is not _ABSENT]
    since = ("created_since", "updated_since") if resource.has_since else ()
    keeps += [_since(name, asked[name]) for name in since if name in asked]
    if resource.has_ids and "ids[]" in asked:
        numbers = {_integer("ids[]", text) for name, text in query if name == "ids[]"}
        keeps.append(lambda row: row["id"] in numbers)
    return keeps


def _asked(each: Filter, query: Query) -> Any:
    """The value of a filter in the query, in the filter's form."""
    if each.form is Form.KEYED:
        keyed = re.compile(re.escape(each.name) + r"\[([0-9]{1,18})\](?:\[\])?", re.ASCII)
        pairs = [(keyed.fullmatch(name), text) for name, text in query]
        return tuple((int(match[1]), text) for match, text in pairs if match) or _ABSENT
    names = {each.name, each.name + "[]"} if each.form is Form.COMPARED else {each.name}
    texts = [text for name, text in query if name in names]
    if not texts:
        return _ABSENT if each.default is None else each.default
    if each.form is Form.COMPARED:
        return tuple(_comparison(each, text) for text in texts)
    if each.form is Form.COMMA:
        return tuple(parse_value(each, text.strip()) for text in texts[-1].split(","))
    values = [parse_value(each, text) for text in texts]
    return set(values) if each.many else values[-1]


def _comparison(each: Filter, text: str) -> tuple[str, Any]:
    """The operator in front of a value; without one it is equality."""
    sign = next((sign for sign in COMPARISONS if text.startswith(sign)), "")
    return sign or "=", parse_value(each, text.removeprefix(sign))


def _bound(view: AccountView, each: Filter, value: Any) -> Keep:
    return lambda row: each.keep(view, row, value)


def _since(name: str, text: str) -> Keep:
    """Records whose time is strictly after the given one, as the document words it."""
    try:
        instant = datetime.fromisoformat(text.replace(" ", "+"))  # an offset's plus sign sent without encoding
        instant = (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise bad_parameter(f"{name} must be an ISO-8601 timestamp") from None
    key = name.replace("since", "at")
    return lambda row: parse_instant(row[key]) > instant


def parse_value(each: Filter, text: str) -> Any:
    """The value of a filter; a 400 when it is none. Spelling counts: `trust` is not `TrustAccount`."""
    if each.nullable and text == "null":
        return None
    if each.kind is Kind.INTEGER:
        return _integer(each.name, text)
    if each.kind is Kind.BOOLEAN:
        if text.lower() not in _YES_OR_NO:
            raise bad_parameter(f"{each.name} must be true or false")
        return _YES_OR_NO[text.lower()]
    if each.kind is Kind.DATE:
        found = day(text)
        if found is None:
            raise bad_parameter(f"{each.name} must be an ISO-8601 date")
        return found
    if each.values and text not in each.values:
        raise bad_parameter(f"{each.name} must be one of {', '.join(each.values)}")
    return text


def _integer(name: str, text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,19}", text):
        raise bad_parameter(f"{name} must be a whole number")
    return int(text)


def _ordered(view: AccountView, resource: Resource, rows: list[Record], order: str) -> list[Record]:
    """Sorted rows; ids break ties. Tables are kept by id, so the usual order costs nothing."""
    if order == "id(asc)":
        return rows
    match = re.fullmatch(r"([\w.]+)\((asc|desc)\)", order, re.ASCII)
    if match is None or match[1] not in resource.order:
        if resource.has_free_order:
            return rows
        raise bad_parameter(f"order must be one of {', '.join(resource.order)}, each with (asc) or (desc)")
    return sorted(rows, key=_by(view, resource, match[1]), reverse=match[2] == "desc")


def _by(view: AccountView, resource: Resource, name: str) -> Callable[[Record], tuple[bool, Any]]:
    key = resource.sort_keys.get(name)
    if key is not None:
        return lambda row: _sort_key(Kind.STRING, key(view, row))
    name, _, inner = name.partition(".")
    field = resource.field(name)
    assert field is not None  # noqa: S101 - every word of `order` names a field or a sort key; a test walks them all
    if inner:
        return lambda row: _nested_key(view, field, row, inner)
    return lambda row: _sort_key(field.kind, field.value(view, row))


def _nested_key(view: AccountView, field: Field, row: Record, name: str) -> tuple[bool, Any]:
    """The sort key of a field of a nested record: `client.name`."""
    found = field.value(view, row)
    linked = view.find(field.of, found) if isinstance(found, int) else found
    inner = view.store.resources[field.of].field(name)
    return _sort_key(inner.kind, inner.value(view, linked)) if linked and inner else (False, 0)


def _sort_key(kind: Kind, value: Any) -> tuple[bool, Any]:
    """Empty values come first; text goes without regard to case."""
    if value is None:
        return (False, 0)
    if kind in {Kind.NUMBER, Kind.WHOLE}:
        return (True, Decimal(value))
    return (True, value.casefold() if isinstance(value, str) else value)


def _by_offset(rows: list[Record], limit: int, offset: int) -> Page:
    end = min(offset + limit, OFFSET_CAP)
    more = end < min(len(rows), OFFSET_CAP)
    before = {"offset": str(max(0, offset - limit))} if offset else None
    return Page(rows[offset:end], len(rows), {"offset": str(end)} if more else None, before)


class _Cursors:
    """Page tokens: opaque to a client, and signed, so that one a client put together is known."""

    def __init__(self, view: AccountView, resource: Resource) -> None:
        self._secret = "\0".join(("page", *view.account.key, resource.name)).encode()

    def make(self, side: str, number: int) -> str:
        content = json.dumps([side, number]).encode()
        return base64.urlsafe_b64encode(self._sign(content) + content).decode().rstrip("=")

    def read(self, token: str) -> tuple[str, int]:
        try:
            raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise invalid_page_token() from None
        sign, content = raw[:16], raw[16:]
        if not hmac.compare_digest(sign, self._sign(content)):
            raise invalid_page_token()
        side, number = json.loads(content)
        return str(side), int(number)

    def _sign(self, content: bytes) -> bytes:
        return hmac.digest(self._secret, content, hashlib.sha256)[:16]


def _by_cursor(cursors: _Cursors, rows: list[Record], limit: int, token: str | None) -> Page:
    side, number = cursors.read(token) if token is not None else ("after", 0)
    if side == "after":
        start = next((place for place, row in enumerate(rows) if row["id"] > number), len(rows))
    else:
        end = next((place for place, row in enumerate(rows) if row["id"] >= number), len(rows))
        start, limit = max(0, end - limit), min(limit, end)
    shown = rows[start : start + limit]
    more = start + limit < len(rows) and bool(shown)
    following = {"page_token": cursors.make("after", shown[-1]["id"])} if more else None
    previous = {"page_token": cursors.make("before", shown[0]["id"])} if shown and start else None
    return Page(shown, len(rows), following, previous)
