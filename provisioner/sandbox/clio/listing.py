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
from provisioner.sandbox.clio.shape import Field, Filter, Kind, Record, Resource
from provisioner.sandbox.clio.store import AccountView, parse_instant

OFFSET_CAP = 10_000  # records that offset paging reaches (Clio developer docs, paging)
Query = list[tuple[str, str]]
Keep = Callable[[Record], bool]


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
    order = asked.get("order", "id(asc)") if resource.order else "id(asc)"
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
    keeps = [_bound(view, each, parse_value(each, asked[each.name])) for each in resource.filters if each.name in asked]
    keeps += [_since(name, asked[name]) for name in ("created_since", "updated_since") if name in asked]
    if resource.has_ids and "ids[]" in asked:
        numbers = {_integer("ids[]", text) for name, text in query if name == "ids[]"}
        keeps.append(lambda row: row["id"] in numbers)
    return keeps


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
        # Python clients write True and False; the document names no spelling.
        if text.lower() not in {"true", "false"}:
            raise bad_parameter(f"{each.name} must be true or false")
        return text.lower() == "true"
    if each.values and text not in each.values:
        raise bad_parameter(f"{each.name} must be one of {', '.join(each.values)}")
    return text


def _integer(name: str, text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,18}", text):
        raise bad_parameter(f"{name} must be a whole number")
    return int(text)


def _ordered(view: AccountView, resource: Resource, rows: list[Record], order: str) -> list[Record]:
    """Sorted rows; ids break ties. Tables are kept by id, so the usual order costs nothing."""
    if order == "id(asc)":
        return rows
    match = re.fullmatch(r"([\w.]+)\((asc|desc)\)", order, re.ASCII)
    if match is None or match[1] not in resource.order:
        raise bad_parameter(f"order must be one of {', '.join(resource.order)}, each with (asc) or (desc)")
    field = resource.field(match[1])
    assert field is not None  # noqa: S101 - `order` names fields; a test walks them all
    return sorted(rows, key=lambda row: _sort_key(field, field.value(view, row)), reverse=match[2] == "desc")


def _sort_key(field: Field, value: Any) -> tuple[bool, Any]:
    """Empty values come first; text goes without regard to case."""
    if value is None:
        return (False, 0)
    if field.kind in {Kind.NUMBER, Kind.WHOLE}:
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
