"""Waits on this machine for the one answer that a browser brings back from a vendor's consent page."""

from __future__ import annotations

import os
import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qsl, urlsplit

from provisioner.model.errors import UsageProblem

if TYPE_CHECKING:
    from types import TracebackType

HOST = "127.0.0.1"
PATH = "/callback"
PATIENCE = 300.0
"""Seconds that a person has for signing in and consenting."""
SLOWEST = 10.0
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>provisioner</title>
<p>{}</p></html>"""
RECEIVED = "The answer has arrived. You can close this window; the terminal says whether the connection works."


class Receiver:
    """A web server for one answer, on this machine only. ``port`` 0 takes a free one."""

    def __init__(self, port: int) -> None:
        try:
            self._server = _Server((HOST, port), _Handler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or "Ports are numbers up to 65535"
            raise UsageProblem(
                f"Port {port} cannot be used",
                f"{reason}. The browser is to bring the answer there.",
                "Choose another with --port, and register its address with the vendor's app; or use --paste.",
            ) from error

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def redirect_uri(self) -> str:
        """The address that the vendor sends the browser to."""
        return redirect_uri(self._server.server_address[1])

    def wait(self, seconds: float = PATIENCE) -> dict[str, str]:
        """What the vendor answered. UsageProblem when nobody comes."""
        try:
            return self._server.answers.get(timeout=seconds)
        except queue.Empty:
            raise UsageProblem(
                "Nobody has consented in the browser",
                f"No answer came in {seconds:.0f} seconds.",
                "Run the same command again; where no browser can reach this machine, add --paste.",
            ) from None


def redirect_uri(port: int) -> str:
    """The address on this machine that the vendor sends the browser to.

    Intuit takes ``localhost`` for apps in development, and no bare IP addresses (assumption).
    """
    return f"http://localhost:{port}{PATH}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # elsewhere this would share a port that somebody else is using

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self.answers: queue.Queue[dict[str, str]] = queue.Queue()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that goes away is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = SLOWEST
    server_version = "provisioner"
    sys_version = ""

    def do_GET(self) -> None:
        """Take the answer; everything else is not found."""
        parts = urlsplit(self.path)
        here = {f"{name}:{self.server.server_address[1]}" for name in ("localhost", HOST)}
        answer = dict(parse_qsl(parts.query, keep_blank_values=True))
        if parts.path != PATH or self.headers.get("Host", "") not in here or not {"code", "error"} & answer.keys():
            self._say(404, "There is nothing here.")
            return
        self._say(200, RECEIVED)
        self.server.answers.put(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class calls it
        """Write no log: the address of a request holds the code."""

    def _say(self, status: int, text: str) -> None:
        page = PAGE.format(text).encode()
        self.send_response(status)
        for name, value in (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(page))),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
            ("Connection", "close"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page)
