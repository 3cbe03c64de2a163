"""The middleware in front of both vendors: the request log, the date, and a delay that can be switched on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from provisioner.sandbox.cuts import Cut
from provisioner.sandbox.kernel import dumps, loads

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from provisioner.sandbox.kernel import Clock, Record, RequestLog

TOUCH = "sandbox.touch"  # the key of a request's scope under which the Touch of a fault stands
OAUTH_PATHS = ("/oauth", "/connect/", "/v2/oauth2/", "/v1/openid_connect/", "/.well-known/")


def vendor_of(path: str) -> str | None:
    """``qbo``, ``clio`` or ``oauth``; None for control routes and anything else."""
    if path.startswith(("/v3/", "/manage/")):
        return "qbo"
    if path.startswith("/api/"):
        return "clio"
    return "oauth" if path.startswith(OAUTH_PATHS) else None


@dataclass
class Touch:
    """What the log says about a request that went wrong: how, and whether it was carried out."""

    kind: str
    committed: bool = False


class Dated:
    """ASGI middleware: the ``Date`` of every answer is by the twins' clock, so that clients see the vendor's time."""

    def __init__(self, app: ASGIApp, clock: Clock) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""

        async def speak(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(self._clock.now(), usegmt=True).encode("ascii")
                message["headers"] = [*message.get("headers", []), (b"date", date)]
            await send(message)

        await self._app(scope, receive, speak)


class Latency:
    """ASGI middleware: vendor requests wait ``seconds`` before they are answered, each by itself."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, late."""
        if scope["type"] == "http" and vendor_of(scope["path"]) is not None:
            await asyncio.sleep(self._seconds)
        await self._app(scope, receive, send)


class Recorder:
    """ASGI middleware: the request goes through unchanged, and is logged when its answer is complete or was cut.

    The status of an answer that was cut before its first byte is null.
    """

    def __init__(self, app: ASGIApp, log: RequestLog, clock: Clock) -> None:
        self._app = app
        self._log = log
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        vendor = vendor_of(scope["path"]) if scope["type"] == "http" else None
        if vendor is None:
            await self._app(scope, receive, send)
            return
        chunks: list[bytes] = []
        status: list[int | None] = [None]
        held: list[Message] = []

        async def listen() -> Message:
            message = await receive()
            chunks.append(message.get("body", b""))
            return message

        async def speak(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = message["status"]
                held.append(message)  # to a client, the head may be the whole answer: first the log, then the answer
                return
            if not message.get("more_body"):
                self._write(scope, vendor, status[0], b"".join(chunks))
            if held:
                await send(held.pop())
            await send(message)

        try:
            await self._app(scope, listen, speak)
        except Cut:
            self._write(scope, vendor, status[0], b"".join(chunks))
            raise

    def _write(self, scope: Scope, vendor: str, status: int | None, raw: bytes) -> None:
        entry: Record = {
            "at": self._clock.now().isoformat(),
            "vendor": vendor,
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
        }
        if vendor != "oauth":  # the query of an OAuth request holds codes, its body tokens
            query = scope["query_string"].decode("utf-8", "replace")
            entry["query"] = dict(parse_qsl(query, keep_blank_values=True))
            entry |= _content(scope["path"], raw)
        else:
            entry["query"] = {}
        touch = scope.get(TOUCH)
        if touch is not None:
            entry |= {"fault": touch.kind, "committed": touch.committed}
        self._log.add(entry)


def _content(path: str, raw: bytes) -> Record:
    """``body`` when it is JSON or a query; for a batch also ``items``, the operations."""
    if not raw:
        return {}
    if path.endswith("/query"):
        return {"body": raw.decode("utf-8", "replace")}
    try:
        body = loads(raw)
        dumps(body)
    except (ValueError, ArithmeticError, RecursionError):
        return {}
    items = body.get("BatchItemRequest") if isinstance(body, dict) and path.endswith("/batch") else None
    if not isinstance(items, list):
        return {"body": body}
    return {"body": body, "items": [_operation(item) for item in items]}


def _operation(item: object) -> str:
    if not isinstance(item, dict):
        return ""
    return "query" if "Query" in item else str(item.get("operation", ""))
