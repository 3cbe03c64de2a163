"""The company endpoints on the wire: bearer token, throttle, request ids, JSON or XML, both spellings of a fault."""

from __future__ import annotations

import json
import uuid
import zlib
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from provisioner.sandbox.kernel import dumps, loads
from provisioner.sandbox.qbo import errors, service, xml
from provisioner.sandbox.qbo.oauth import bearer
from provisioner.sandbox.qbo.store import stamp_ms

if TYPE_CHECKING:
    from starlette.requests import Request

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.store import Company
    from provisioner.sandbox.qbo.twin import QboTwin

JSON_TYPES = ("", "application/json", "text/json")
QUERY_TYPES = ("", "application/text", "text/plain")
ANY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
MOST_BYTES = 10_000_000  # of a body that comes compressed
SHORTEST_TOKEN = 32


class Api:
    """The ``/v3/company`` part of one twin."""

    def __init__(self, twin: QboTwin) -> None:
        self._twin = twin

    def routes(self) -> list[BaseRoute]:
        """Absolute routes."""
        return [
            Route("/v3/company/{realm}/{rest:path}", self.endpoint, methods=ANY_METHOD),
            Route("/v3/{rest:path}", nowhere, methods=ANY_METHOD),
        ]

    async def endpoint(self, request: Request) -> Response:
        """Every request to a company."""
        raw = await request.body()
        if request.method not in ("GET", "HEAD", "POST"):
            return Response(status_code=405, headers={**trace(), "Allow": "GET, HEAD, POST"})
        with self._twin.lock:
            try:
                return self._answer(request, raw)
            except errors.GatewayError as error:
                now = int(self._twin.clock.now().timestamp() * 1000)
                return reply(request, error.status, dumps(error.body(now)))

    def _answer(self, request: Request, raw: bytes) -> Response:
        # The reference writes addresses in lower case; published samples also have companyInfo.
        parts = [part.lower() for part in request.path_params["rest"].split("/") if part]
        company = self._admit(request, batch=parts[:1] == ["batch"])
        try:
            replay_id = _replay_id(request, parts)
            if replay_id in company.replays:
                return reply(request, *company.replays[replay_id])
            status, body = 200, self._dispatch(company, request, parts, raw, replay_id)
            if body is None:
                return nothing_here()
        except errors.FaultError as error:
            replay_id = "" if error.code == 2130 else replay_id  # noqa: PLR2004 - the id itself is refused
            status, body = error.status, {"Fault": error.fault()}
        text = dumps(body | {"time": stamp_ms(self._twin.clock.now())})
        self._twin.commit(company, replay_id, status, text)
        return reply(request, status, text)

    def _admit(self, request: Request, *, batch: bool) -> Company:
        token = bearer(request)
        realm = self._twin.tokens_store.realm_of(token or "")
        if realm is None:
            raise (
                errors.token_refused()
                if token and len(token) >= SHORTEST_TOKEN
                else errors.token_refused("Malformed bearer token: too short or too long")
            )
        company = self._twin.companies.get(realm)
        if company is None or request.path_params["realm"] != realm:
            raise errors.company_refused()
        self._twin.throttle.admit(realm, batch=batch)
        return company

    def _dispatch(
        self, company: Company, request: Request, parts: list[str], raw: bytes, replay_id: str
    ) -> Record | None:
        """The answer without its time, None for an unknown address."""
        head, *rest = parts or [""]
        if head == "query" and not rest:
            return service.query(company, _statement(request, raw))
        if head == "batch" and not rest and request.method == "POST":
            return service.batch(company, read_body(request, raw), tight_ids=bool(replay_id))
        entity = service.BY_PATH.get(head)
        if entity is None:
            if head in service.UNSERVED:
                raise errors.unsupported(head)
            return None
        if request.method == "POST" and not rest:
            return service.save(company, entity, read_body(request, raw), request.query_params.get("operation", ""))
        if request.method != "POST" and (len(rest) == 1 or (entity.name == "Preferences" and not rest)):
            return service.read(company, entity, rest[0] if rest else "1")
        raise errors.unsupported(head)


async def nowhere(request: Request) -> Response:
    """404: an address QuickBooks does not have."""
    del request
    return nothing_here()


def nothing_here() -> Response:
    """An empty 404."""
    return Response(status_code=404, headers=trace())


def trace() -> dict[str, str]:
    """The header that every answer of Intuit carries."""
    return {"intuit_tid": str(uuid.uuid4())}


def reply(request: Request, status: int, text: str) -> Response:
    """An answer with the vendor's headers: JSON text as it is, or as XML for a client that asks for that."""
    headers = {**trace(), "QBO-Version": "1984.134"}
    if xml.is_wanted(request.headers.get("accept", "")):
        return Response(xml.render(loads(text)), status, headers, media_type="application/xml;charset=UTF-8")
    return Response(text, status, headers, media_type="application/json;charset=UTF-8")


def _replay_id(request: Request, parts: list[str]) -> str:
    """The ``requestid`` of a write, "" without one: at most 50 characters, 36 for a batch (Intuit blog, 2015-04-06)."""
    value = request.query_params.get("requestid", "")
    if request.method != "POST" or parts[:1] == ["query"] or not value:
        return ""
    most = 36 if parts[:1] == ["batch"] else 50
    if len(value) > most:
        raise errors.bad_request_id(most, len(value))
    return value


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _statement(request: Request, raw: bytes) -> str:
    """The text of a query, from the address or the body."""
    if request.method == "POST" and raw.strip():
        if _media_type(request) not in QUERY_TYPES:
            raise errors.content_type(_media_type(request))
        return _decode(_unpacked(request, raw))
    _decode(unquote_to_bytes(request.scope["query_string"]))
    return request.query_params.get("query", "")


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise errors.bad_bytes() from None


def _unpacked(request: Request, raw: bytes) -> bytes:
    """The body without its compression, which Intuit's own client libraries can switch on."""
    coding = request.headers.get("content-encoding", "").strip().lower()
    if coding not in ("gzip", "x-gzip", "deflate"):
        return raw
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32).decompress(raw, MOST_BYTES)
    except zlib.error:
        raise errors.bad_bytes() from None


def read_body(request: Request, raw: bytes) -> Record:
    """The body as an object; malformed JSON is a property fault, as in recorded answers."""
    raw = _unpacked(request, raw)
    if _media_type(request) in xml.MEDIA_TYPES:
        return xml.parse(_decode(raw))
    if _media_type(request) not in JSON_TYPES:
        raise errors.content_type(_media_type(request))
    try:
        body = json.loads(_decode(raw), parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise errors.bad_property(str(error)[:200]) from None
    if not isinstance(body, dict):
        raise errors.bad_property("The body must be an object")
    return body


def _no_constant(name: str) -> None:
    raise ValueError(f"Unexpected {name}")
