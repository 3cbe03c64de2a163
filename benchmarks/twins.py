"""How many simple requests a second the twins answer, beside a bare server of the same kind (uvicorn and Starlette)."""

from __future__ import annotations

import http.client
import json
import socket
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

PYTHON = sys.executable
CONNECTIONS = 4
REQUESTS = 400  # on each connection
ROUNDS = 3
BARE = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
async def answer(request):
    await request.body()
    return Response(b'{"Account":{"Id":"1"}}', media_type="application/json")
app = Starlette(routes=[Route("/{rest:path}", answer, methods=["GET", "POST"])])
uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False, lifespan="off", http="h11", ws="none")
"""


@dataclass(frozen=True)
class Ask:
    """One kind of request; ``body`` is made from the number of the request."""

    name: str
    method: str
    path: str
    token: str = ""
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, connection: http.client.HTTPConnection, number: int) -> None:
        """Send it and read the answer, which must be a success."""
        headers = {"Accept": "application/json", "Authorization": f"Bearer {self.token}", **self.headers}
        body = self.body.replace("%n", str(number)).encode() or None
        connection.request(
            self.method, self.path, body, headers | ({"Content-Type": "application/json"} if body else {})
        )
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status in {200, 201}, (self.name, answer.status, content[:200])


def rate(port: int, ask: Ask, first: int = 0) -> float:
    """Requests a second over several kept-alive connections."""

    def work(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for each in range(REQUESTS):
            ask.send(connection, first + number * REQUESTS + each)
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CONNECTIONS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return CONNECTIONS * REQUESTS / (time.perf_counter() - started)


def asks(company: str, qbo: str, clio: str) -> list[Ask]:
    """The simple requests measured."""
    base = f"/v3/company/{company}"
    query = f"{base}/query?query=SELECT%20*%20FROM%20Account%20MAXRESULTS%2010"
    made = json.dumps({"Name": "Method %n"})
    bank = json.dumps({"data": {"name": "Bank %n", "type": "Operating", "currency": "USD"}})
    return [
        Ask("QuickBooks: read an account", "GET", f"{base}/account/1", qbo),
        Ask("QuickBooks: query 10 accounts", "GET", query, qbo),
        Ask("QuickBooks: create a payment method", "POST", f"{base}/paymentmethod", qbo, made),
        Ask("Clio: who am I", "GET", "/api/v4/users/who_am_i.json?fields=id,name", clio),
        Ask("Clio: list practice areas", "GET", "/api/v4/practice_areas.json?fields=id,name&limit=10", clio),
        Ask("Clio: create a bank account", "POST", "/api/v4/bank_accounts.json", clio, bank),
    ]


def measured(port: int, company: str, tokens: dict[str, str]) -> list[tuple[str, float, float]]:
    """Each request: the twin's rate and the bare server's, medians of interleaved rounds."""
    bare_port, bare = _bare_server()
    try:
        rows = []
        for ask in asks(company, tokens["qbo"], tokens["clio"]):
            pairs = [(rate(port, ask, turn * 100_000), rate(bare_port, ask)) for turn in range(ROUNDS)]
            rows.append((ask.name, *(statistics.median(pair[side] for pair in pairs) for side in (0, 1))))
        return rows
    finally:
        bare.terminate()
        bare.wait()


def _bare_server() -> tuple[int, subprocess.Popen[bytes]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    process = subprocess.Popen([PYTHON, "-c", BARE, str(port)])
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.05)
    return port, process
