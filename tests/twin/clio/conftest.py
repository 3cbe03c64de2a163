"""One HTTP server for the session; each test gets a Clio twin of its own behind it, with a clock that stands still."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest
import uvicorn
from clio_live import EMPTY, RUNNING, Live, Switch
from starlette.applications import Starlette

from provisioner.sandbox.clio import ClioTwin
from provisioner.sandbox.kernel import Clock, Journal


@pytest.fixture(scope="session")
def switch():
    app = Switch()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    app.base_url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield app
    server.should_exit = True
    thread.join()


@pytest.fixture
def clock():
    clock = Clock()
    clock.frozen = datetime(2026, 11, 2, 15, 30, 0, 250_000, tzinfo=UTC)
    return clock


@pytest.fixture
def live_with(switch, clock):
    """A function that puts a twin with the given limits and journal behind the server."""

    def make(limits: str = "off", journal: Journal | None = None) -> Live:
        twin = ClioTwin(journal or Journal(None), clock, limits=limits)
        switch.app = Starlette(routes=twin.routes())
        twin.ensure(RUNNING)
        twin.ensure(EMPTY)
        return Live(twin, clock, switch.base_url)

    return make


@pytest.fixture
def live(live_with):
    return live_with()


@pytest.fixture
def clio(live):
    """A client of a fresh account."""
    with live.client() as client:
        yield client


@pytest.fixture
def running(live):
    """A client of a firm that has been at work for a while."""
    with live.client(RUNNING) as client:
        yield client
