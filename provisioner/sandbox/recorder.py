"""The middleware in front of both vendors: the request log, and a delay that can be switched on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from provisioner.sandbox.kernel import dumps, loads

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from provisioner.sandbox.kernel import Clock, Record, RequestLog

OAUTH_PATHS = ("/oauth", "/connect/", "/v2/oauth2/", "/v1/openid_connect/", "/.well-known/")


def vendor_of(path: str) -> str | None:
    """``qbo``, ``clio`` or ``oauth``; None for control routes and anything else."""
    if path.startswith(("/v3/", "/manage/")):
        return "qbo"
    if path.startswith("/api/"):
        return "clio"
    return "oauth" if path.startswith(OAUTH_PATHS) else None


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
    """ASGI middleware: the request goes through unchanged, and is logged when the answer has been sent."""

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
        status = [500]

        async def listen() -> Message:
            message = await receive()
            chunks.append(message.get("body", b""))
            return message

        async def speak(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = message["status"]
            if message["type"] == "http.response.body" and not message.get("more_body"):
                self._write(scope, vendor, status[0], b"".join(chunks))
            await send(message)

        await self._app(scope, listen, speak)

    def _write(self, scope: Scope, vendor: str, status: int, raw: bytes) -> None:
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
