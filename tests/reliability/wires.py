"""The wires between our HTTP clients and a twin in the same process, for ``requests`` and for ``httpx``.

Both call the twin's app and raise what their libraries raise where it says that a connection breaks.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

from provisioner.sandbox.cuts import Cut, Hang


@dataclass
class Answer:
    """A whole answer."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


Send = Callable[[str, str, Iterable[tuple[str, str]], bytes, bool], "tuple[Answer | None, Cut | None]"]
"""Sends method, address, headers and body, and whether it is a write: the answer, and how the connection broke."""


def call(
    app: Any, method: str, url: str, headers: Iterable[tuple[str, str]], body: bytes
) -> tuple[Answer | None, Cut | None]:
    """What an app that waits for nothing answers, as far as it gets."""
    parts = urlsplit(url)
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
        "server": ("127.0.0.1", 9),
        "client": ("127.0.0.1", 1),
        "root_path": "",
    }
    sent: list[Any] = []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    cut: Cut | None = None
    running = app(scope, receive, send)
    try:
        running.send(None)
    except StopIteration:
        pass
    except Cut as raised:
        cut = raised
    else:
        raise AssertionError("the twin waited for something")
    if not sent:
        return None, cut
    answered = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
    return Answer(sent[0]["status"], answered, b"".join(each.get("body", b"") for each in sent[1:])), cut


class Adapter(BaseAdapter):
    """The wire of ``requests``."""

    def __init__(self, send: Send) -> None:
        super().__init__()
        self._send = send

    def send(self, request: Any, **_: Any) -> requests.Response:
        """One answer, or the error of a broken connection."""
        body = request.body.encode() if isinstance(request.body, str) else request.body or b""
        writes = b'"Query"' not in body and request.method != "GET"
        answer, cut = self._send(request.method, request.url, request.headers.items(), body, writes)
        if answer is None:
            raise requests.ReadTimeout("no answer") if isinstance(cut, Hang) else requests.ConnectionError("cut")
        response = requests.Response()
        response.status_code = answer.status
        response.headers.update(answer.headers)
        response.raw = HTTPResponse(io.BytesIO(answer.body), headers=dict(answer.headers), preload_content=False)
        response.encoding = "utf-8"
        response.url, response.request = request.url, request
        return response

    def close(self) -> None:
        """Nothing is open."""


class Transport(httpx.BaseTransport):
    """The wire of ``httpx``."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One answer, or the error of a broken connection."""
        url, writes = str(request.url), request.method != "GET"
        answer, cut = self._send(request.method, url, request.headers.items(), request.read(), writes)
        if isinstance(cut, Hang):
            raise httpx.ReadTimeout("no answer")
        if cut is not None or answer is None:
            raise httpx.RemoteProtocolError("cut")
        return httpx.Response(answer.status, headers=answer.headers, content=answer.body)
