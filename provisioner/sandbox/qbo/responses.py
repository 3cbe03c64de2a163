"""The company endpoints on the wire: bearer token, throttle, request ids, JSON or XML, both spellings of a fault."""

from __future__ import annotations

import uuid
import zlib
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from provisioner.sandbox.kernel import dumps, loads
from provisioner.sandbox.qbo import errors, files, service, xml
from provisioner.sandbox.qbo.addresses import ADDRESSES
from provisioner.sandbox.qbo.call import REFUSE, Call, decode
from provisioner.sandbox.qbo.oauth import bearer
from provisioner.sandbox.qbo.store import stamp_ms

if TYPE_CHECKING:
    from starlette.requests import Request

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.store import Company
    from provisioner.sandbox.qbo.twin import QboTwin

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
            Route(files.PREFIX + "/{realm}/{row_id}/{name:path}", self.file, methods=["GET"]),
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
                return self._refused(request, error)

    def admitted(self, request: Request) -> Company | Response:
        """The company of a request beside ``/v3``, or the refusal of the gateway."""
        with self._twin.lock:
            try:
                return self._admit(request, batch=False)
            except errors.GatewayError as error:
                return self._refused(request, error)

    def _refused(self, request: Request, error: errors.GatewayError) -> Response:
        now = int(self._twin.clock.now().timestamp() * 1000)
        return reply(request, error.status, dumps(error.body(now)))

    async def file(self, request: Request) -> Response:
        """An attached file, by its temporary address."""
        with self._twin.lock:
            return files.serve(self._twin, request)

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
            if isinstance(body, bytes):
                return Response(body, 200, trace(), media_type="application/pdf")
            if isinstance(body, str):
                # Bare text to a client that asks for no JSON: Intuit's Java SDK reads the body as an address.
                text = dumps(body) if "json" in request.headers.get("accept", "") else body
                return Response(text, 200, trace(), media_type="text/plain")
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
    ) -> Record | bytes | str | None:
        """The answer without its time (bytes for a PDF, text for text alone), None for an unknown address."""
        head, call = parts[0] if parts else "", _call(request, parts, raw)
        company.base_url = call.base_url
        if head == "query" and not call.parts:
            return service.query(company, _statement(request, call))
        if head == "batch" and not call.parts and call.method == "POST":
            return service.batch(company, call.body(), tight_ids=bool(replay_id), refuse=call.refuse)
        if head in ADDRESSES:
            return ADDRESSES[head](company, call)
        return service.answer(company, head, call)


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
    # Reports come as JSON only (Intuit, run reports).
    is_report = str(request.path_params.get("rest", "")).lower().startswith("reports/") and status == HTTPStatus.OK
    if xml.is_wanted(request.headers.get("accept", "")) and not is_report:
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


def _call(request: Request, parts: list[str], raw: bytes) -> Call:
    return Call(
        "GET" if request.method == "HEAD" else request.method,
        tuple(parts[1:]),
        request.query_params,
        request.headers.get("content-type", ""),
        _unpacked(request, raw),
        str(request.base_url).rstrip("/"),
        request.scope.get(REFUSE),
    )


def _statement(request: Request, call: Call) -> str:
    """The text of a query, from the address or the body."""
    if call.method == "POST" and call.raw.strip():
        if call.media_type not in QUERY_TYPES:
            raise errors.content_type(call.media_type)
        return decode(call.raw)
    decode(unquote_to_bytes(request.scope["query_string"]))
    return call.params.get("query", "")


def _unpacked(request: Request, raw: bytes) -> bytes:
    """The body without its compression, which Intuit's own client libraries can switch on."""
    coding = request.headers.get("content-encoding", "").strip().lower()
    if coding not in ("gzip", "x-gzip", "deflate"):
        return raw
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32).decompress(raw, MOST_BYTES)
    except zlib.error:
        raise errors.bad_bytes() from None
