"""Serves both twins on one loopback port, with the control routes, in a thread or in the foreground."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import uvicorn
from starlette.applications import Starlette

from provisioner.sandbox.clio import ClioTwin, scenarios
from provisioner.sandbox.connection import Connection
from provisioner.sandbox.control import Control
from provisioner.sandbox.faults import Faults
from provisioner.sandbox.injector import Injector
from provisioner.sandbox.kernel import Clock, FirmSeed, Journal, RequestLog
from provisioner.sandbox.qbo import QboTwin, check_seed
from provisioner.sandbox.qbo.tokens import CLIENT_ID, CLIENT_SECRET
from provisioner.sandbox.recorder import Dated, Latency, Recorder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from starlette.types import ASGIApp

    from provisioner.sandbox.kernel import Vendor

HOST = "127.0.0.1"
JOURNALS = ("requests", "qbo", "clio")


class Twin:
    """Both vendors with their data, clock and request log. With ``data`` everything is kept in that folder.

    ``limits`` "vendor" counts requests as the vendors do; ``latency_ms`` makes each vendor request that much slower.
    """

    def __init__(
        self,
        data: Path | None = None,
        *,
        limits: Literal["vendor", "off"] = "off",
        seed: FirmSeed = FirmSeed(),  # noqa: B008 - frozen
        clock: Clock | None = None,
        latency_ms: int = 0,
    ) -> None:
        self.seed = seed
        self.data = data
        self.clock = clock or Clock()
        self.log = RequestLog(_journal(data, "requests"))
        self.faults = Faults()
        self.qbo: Vendor = QboTwin(_journal(data, "qbo"), self.clock, limits=limits)
        self.clio = ClioTwin(_journal(data, "clio"), self.clock, limits=limits)
        self.ensure(seed)
        self.app = self._stack(latency_ms)

    def _stack(self, latency_ms: int) -> ASGIApp:
        """The app with what stands around it. Starlette would answer a Cut with 500, so it is innermost."""
        app: ASGIApp = Starlette(routes=[*self.qbo.routes(), *self.clio.routes(), *Control(self).routes()])
        app = Injector(app, self.faults, self.clock, self.vendors)
        if latency_ms:
            app = Latency(app, latency_ms / 1000)
        return Dated(Recorder(app, self.log, self.clock), self.clock)

    @property
    def vendors(self) -> dict[str, Vendor]:
        """Both vendors by name."""
        return {vendor.name: vendor for vendor in (self.qbo, self.clio)}

    def ensure(self, seed: FirmSeed) -> None:
        """Make the firm's company and account unless they exist; it is then the default of the control routes.

        ValueError for an unknown scenario, edition or region, whether or not they exist.
        """
        check_firm(seed)
        self.seed = seed
        for vendor in self.vendors.values():
            vendor.ensure(seed)

    def reset(self, seed: FirmSeed) -> None:
        """Forget all data and start over with this firm; ValueError for an unknown scenario, and nothing is lost."""
        check_firm(seed)
        self.clio.reset(seed)
        self.qbo.reset(seed)
        self.seed = seed

    def credentials(self, seed: FirmSeed, clio_permissions: Mapping[str, str] | None = None) -> dict[str, str]:
        """Client id and secret with fresh tokens for this firm at both vendors; ValueError for unknown permissions."""
        found = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        found |= {f"clio_{key}": value for key, value in self.clio.tokens(seed, clio_permissions).items()}
        return found | {f"qbo_{key}": value for key, value in self.qbo.tokens(seed).items()}


def check_firm(seed: FirmSeed) -> None:
    """ValueError, naming what there is, for an unknown scenario, edition or region."""
    check_seed(seed)
    scenarios.check(seed)


def _journal(data: Path | None, name: str) -> Journal:
    return Journal(data / f"{name}.jsonl" if data else None)


class _Server(uvicorn.Server):
    """A server that tells when it listens."""

    def __init__(self, twin: Twin) -> None:
        super().__init__(
            uvicorn.Config(
                twin.app,
                host=HOST,
                log_config=None,
                access_log=False,
                lifespan="off",
                loop="asyncio",
                http=Connection,
                date_header=False,  # the twins have a clock of their own
                ws="none",
                timeout_graceful_shutdown=2,
            )
        )
        self.listening = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self.listening.set()


def listen(port: int) -> socket.socket:
    """A loopback socket; OSError when the port is taken."""
    # With its protocol named, asyncio switches Nagle's algorithm off; without, every answer takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere this would share a port that somebody else is using
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
    except OSError:
        listener.close()
        raise
    return listener


@contextmanager
def running(twin: Twin, *, port: int = 0) -> Iterator[str]:
    """Serve the twin in a thread while the block runs; the base URL, ``http://127.0.0.1:PORT``."""
    listener = listen(port)
    server = _Server(twin)
    thread = threading.Thread(target=_run, args=(server, listener), name="sandbox", daemon=True)
    thread.start()
    server.listening.wait()
    try:
        yield f"http://{HOST}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def _run(server: _Server, listener: socket.socket) -> None:
    try:
        asyncio.run(server.serve([listener]))
    finally:
        server.listening.set()  # whoever waits must not wait for a server that failed to start


def serve(twin: Twin, listener: socket.socket) -> None:
    """Serve the twin on a socket of ``listen`` until interrupted, then raise KeyboardInterrupt."""
    _Server(twin).run(sockets=[listener])
