"""The wire: every request is let in or refused, handled, and answered with Clio's envelope and headers."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from threading import RLock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from provisioner.sandbox.clio import fields, listing, wire, writing
from provisioner.sandbox.clio.errors import (
    ClioError,
    forbidden,
    invalid_token,
    not_found,
    rate_limited,
    stale,
    version_gone,
)
from provisioner.sandbox.clio.models import reports
from provisioner.sandbox.clio.store import AccountView, Store, parse_instant

if TYPE_CHECKING:
    from provisioner.sandbox.clio.limits import Limiter
    from provisioner.sandbox.clio.shape import Operation, Record, Resource
    from provisioner.sandbox.clio.tokens import Grant, Tokens

# Minor versions still served, newest last; the newest is the default (Clio OpenAPI 2026-04-08, Minor Versions).
VERSIONS = tuple(f"4.0.{minor}" for minor in range(4, 14))
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_JSON = "application/json; charset=utf-8"
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass
class Call:
    """One request that was let in."""

    request: Request
    body: bytes
    view: AccountView
    resource: Resource
    renderer: fields.Renderer

    @property
    def selection(self) -> fields.Selection:
        """The fields asked for."""
        return fields.parse(self.view.store.resources, self.resource, self.request.query_params.get("fields", ""))

    def record(self) -> Record:
        """The record the path names."""
        number = _id_in(self.request.path_params, self.view, self.resource)
        record = self.view.find(self.resource.name, number) if number is not None else None
        if record is None:
            raise not_found()
        return record

    def data(self) -> Record:
        """The object under `data` in the body."""
        return wire.read_data(self.request.headers.get("content-type", ""), self.body)


class Api:
    """The resource endpoints over one store."""

    def __init__(self, store: Store, tokens: Tokens, limiter: Limiter) -> None:
        self.store = store
        self.lock = RLock()
        self._tokens = tokens
        self._limiter = limiter

    def endpoint(self, resource: Resource | None, action: str) -> Endpoint:
        """The ASGI endpoint of one action; without a resource, the answer to a path that Clio does not have."""

        async def answer(request: Request) -> Response:
            body = await request.body()
            with self.lock:
                return self._answer(request, body, resource, action)

        return answer

    async def download(self, request: Request) -> Response:
        """The bytes of a finished report. The address is secret enough to need no token, like a signed one."""
        key = request.path_params["key"]
        with self.lock:
            tables = [account.tables.get("reports", {}) for account in self.store.accounts.values()]
            found = next((row for rows in tables for row in rows.values() if row["download_key"] == key), None)
        if found is None:
            return Response(status_code=404)
        content, media_type = reports.content(found)
        name = f"{found['kind']}.{found['format']}"
        return Response(
            content, headers={"Content-Disposition": f'attachment; filename="{name}"'}, media_type=media_type
        )

    def _answer(self, request: Request, body: bytes, resource: Resource | None, action: str) -> Response:
        headers: dict[str, str] = {}
        try:
            grant = self._grant(request, resource)
            headers, wait = self._limiter.count(grant.token)
            if wait:
                raise rate_limited(wait)
            if resource is None:
                raise not_found()
            version = _version(request)
            response = _respond(self._call(request, body, grant, resource, action, version), action)
            response.headers["X-API-VERSION"] = version
        except ClioError as error:
            response = Response(wire.dump(error.body), error.status, error.headers, _JSON)
        response.headers.update(headers)
        return response

    def _grant(self, request: Request, resource: Resource | None) -> Grant:
        """The token of a request; on a path that does not exist nobody is asked for one."""
        try:
            return self._tokens.bearer(request.headers.get("authorization"), request.headers.get("host"))
        except ClioError:
            if resource is None:
                raise not_found() from None
            raise

    def _call(self, request: Request, body: bytes, grant: Grant, resource: Resource, action: str, version: str) -> Call:
        account = self.store.accounts.get(grant.key)
        if account is None:
            raise invalid_token()
        minor = int(version.rpartition(".")[2])
        shown = frozenset(map(int, filter(_NUMBER.fullmatch, request.query_params.getlist("custom_field_ids[]"))))
        view = AccountView(self.store, account, account.owner, grant.permissions, _options(request), minor, shown)
        is_allowed = view.may_write if _writes(resource, action) else view.may_read
        if not is_allowed(resource.permission):
            raise forbidden(f"The app was not given the permission {resource.permission!r} that this needs")
        return Call(request, body, view, resource, fields.Renderer(self.store.resources, view, account.region))


def _writes(resource: Resource, action: str) -> bool:
    return action in _WRITES or any(each.name == action and each.writes for each in resource.operations)


def _version(request: Request) -> str:
    asked = request.headers.get("x-api-version", VERSIONS[-1])
    if asked not in VERSIONS:
        raise version_gone(asked)
    return asked


def _options(request: Request) -> dict[str, int]:
    """Numbers in the query that change how a field is shown, such as whose rate, and those in the path."""
    pairs = (*request.query_params.items(), *request.path_params.items())
    return {name: int(text) for name, text in pairs if _NUMBER.fullmatch(text)}


def _id_in(path: Mapping[str, Any], view: AccountView, resource: Resource) -> int | None:
    if resource.is_singleton:
        return next((row["id"] for row in view.rows(resource.name)), None)
    if path["id"] in resource.named:
        return resource.named[path["id"]](view)
    return int(path["id"]) if _NUMBER.fullmatch(path["id"]) else None


def _list(call: Call) -> Response:
    selection = call.selection
    page = listing.page(call.view, call.resource, call.request.query_params.multi_items())
    links = {"previous": page.previous, "next": page.following}
    paging = {name: _link(call.request, change) for name, change in links.items() if change is not None}
    rows = [call.renderer.record(call.resource, row, selection) for row in page.rows]
    return _json({"data": rows, "meta": {"paging": paging, "records": page.total}})


def _link(request: Request, change: Mapping[str, str]) -> str:
    """The request's own address, host included, for another page; parameters sent twice are written once."""
    own = request.query_params.multi_items()
    kept = {name: text for name, text in own if name not in change and not name.endswith("[]")}
    rows = [(name, text) for name, text in own if name.endswith("[]")]
    query = urlencode([*kept.items(), *dict.fromkeys(rows), *change.items()])
    host = request.headers.get("host", request.url.netloc)
    return f"{request.url.scheme}://{host}{request.url.path}?{query}"


def _show(call: Call) -> Response:
    selection = call.selection
    record = call.record()
    if _is_fresh(call.request, record):
        return Response(status_code=304, headers=_validators(record))
    return _one(call, record, selection, 200)


def _is_fresh(request: Request, record: Record) -> bool:
    """Whether the client has the present form already; `If-None-Match` decides when it is there (RFC 9110 §13.2.2)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return _names_etag(tags, record)
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except (ValueError, TypeError, IndexError, OverflowError):
        return False
    since = since if since.tzinfo else since.replace(tzinfo=UTC)
    return parse_instant(record["updated_at"]) <= since


def _names_etag(header: str, record: Record) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return bool(tags & {"*", record["etag"]})


def _create(call: Call) -> Response:
    selection = call.selection
    return _one(call, writing.create(call.view, call.resource, call.data()), selection, 201)


def _update(call: Call) -> Response:
    selection = call.selection
    record = call.record()
    required = call.request.headers.get("if-match")
    if required is not None and not _names_etag(required, record):
        raise stale()
    return _one(call, writing.update(call.view, call.resource, record, call.data()), selection, 200)


def _delete(call: Call) -> Response:
    record = call.record()
    objection = call.resource.objection(call.view, record)
    if objection:
        raise forbidden(objection)
    writing.delete(call.view, call.resource, record)
    return Response(status_code=204)


def _one(call: Call, record: Record, selection: fields.Selection, status: int) -> Response:
    response = _json({"data": call.renderer.record(call.resource, record, selection)}, status)
    response.headers.update(_validators(record))
    return response


def _validators(record: Record) -> dict[str, str]:
    changed: datetime = parse_instant(record["updated_at"]).astimezone(UTC)
    return {"ETag": record["etag"], "Last-Modified": format_datetime(changed, usegmt=True)}


def _json(content: Record, status: int = 200) -> Response:
    return Response(wire.dump(content), status, media_type=_JSON)


def _respond(call: Call, action: str) -> Response:
    own = next((each for each in call.resource.operations if each.name == action), None)
    return _perform(call, own) if own else _ACTIONS[action](call)


def _perform(call: Call, operation: Operation) -> Response:
    """An operation of its own: the record it comes back with, or its bytes."""
    with call.view.store.as_one():
        answer = operation.run(call.view, call.record(), call.request.headers)
    if answer.record is None:
        return Response(answer.content, answer.status, answer.headers, answer.media_type)
    resource = call.view.store.resources[answer.table]
    selection = fields.parse(call.view.store.resources, resource, call.request.query_params.get("fields", ""))
    return _one(replace(call, resource=resource), answer.record, selection, answer.status)


_WRITES = {"create", "update", "delete"}
_ACTIONS: dict[str, Callable[[Call], Response]] = {
    "list": _list,
    "show": _show,
    "create": _create,
    "update": _update,
    "delete": _delete,
}
