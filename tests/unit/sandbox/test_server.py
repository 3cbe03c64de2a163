"""Starting and stopping the server, and what importing the sandbox costs."""

from __future__ import annotations

import socket
import subprocess
import sys
from dataclasses import replace

import httpx
import pytest

from provisioner.sandbox.server import Twin, running


def test_importing_the_sandbox_does_not_import_the_server():
    code = "import sys, provisioner.sandbox.kernel; print({'starlette', 'uvicorn'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert done.stdout == "set()\n"


def test_serves_on_loopback_while_the_block_runs():
    with running(Twin()) as base:
        assert base.startswith("http://127.0.0.1:")
        assert httpx.get(f"{base}/_sandbox/").json()["status"] == "ok"
        assert httpx.get(f"{base}/nowhere").status_code == 404
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{base}/_sandbox/")


def test_without_room_for_its_data_it_says_so_in_its_answer_and_nowhere_else(monkeypatch, capfd):
    def full(*_):
        raise OSError(28, "No space left on device")

    twin = Twin()
    with running(twin) as base:
        monkeypatch.setattr(twin.log.journal, "append", full)
        answer = httpx.get(f"{base}/api/v4/users/who_am_i.json")
        assert answer.status_code == 507
        assert "No space left on device" in answer.json()["error"]["message"]
        assert twin.log.entries == []
        monkeypatch.undo()
        httpx.get(f"{base}/api/v4/users/who_am_i.json")
        assert [entry["n"] for entry in twin.log.entries] == [1]
    assert capfd.readouterr() == ("", "")


def test_vendor_requests_are_as_late_as_asked_and_control_requests_are_not():
    with running(Twin(latency_ms=120)) as base:
        late = httpx.get(f"{base}/.well-known/openid_sandbox_configuration")
        assert late.status_code == 200
        assert late.elapsed.total_seconds() >= 0.12
        assert min(httpx.get(f"{base}/_sandbox/").elapsed.total_seconds() for _ in range(20)) < 0.12


def test_a_taken_port_is_an_error_at_once():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        with pytest.raises(OSError, match=r".+"), running(Twin(), port=holder.getsockname()[1]):
            pass


def test_the_same_port_can_be_used_again_at_once():
    twin = Twin()
    with running(twin) as base:
        httpx.get(f"{base}/_sandbox/")
    port = int(base.rpartition(":")[2])
    with running(twin, port=port) as again:
        assert again == base


FOREGROUND = """
import os, signal, socket, sys, threading
from provisioner.sandbox.server import Twin, listen, serve

def interrupt_when_it_listens():
    while True:
        with socket.socket() as visitor:
            if visitor.connect_ex(("127.0.0.1", int(sys.argv[1]))) == 0:
                return os.kill(os.getpid(), signal.SIGINT)

threading.Thread(target=interrupt_when_it_listens, daemon=True).start()
try:
    serve(Twin(), listen(int(sys.argv[1])))
except KeyboardInterrupt:
    print("interrupted")
"""


def test_serving_in_the_foreground_ends_with_an_interrupt():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        port = str(holder.getsockname()[1])
    command = [sys.executable, "-c", FOREGROUND, port]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 - ours
    assert (done.stdout, done.stderr) == ("interrupted\n", "")


def test_credentials_name_both_vendors():
    twin = Twin()
    assert set(twin.credentials(twin.seed)) == {
        "client_id",
        "client_secret",
        "qbo_access_token",
        "qbo_refresh_token",
        "clio_access_token",
        "clio_refresh_token",
    }


def test_the_tokens_route_limits_what_the_app_may_do_at_clio():
    twin = Twin()
    with running(twin) as base, httpx.Client(base_url=base) as web:
        twin.reset(replace(twin.seed, scenario="intuit-sample"))
        body = {"clio_permissions": {"Matters": "read"}}
        token = web.post("/_sandbox/tokens", json=body).json()["clio_access_token"]
        web.headers["Authorization"] = f"Bearer {token}"
        rows = web.get("/api/v4/matters?fields=client{id,name}").json()["data"]
        assert [row["client"] for row in rows] == [{"redacted": True}] * len(rows) != []
        for answer in (web.get("/api/v4/contacts"), web.post("/api/v4/matters", json={"data": {}})):
            assert (answer.status_code, answer.json()["error"]["type"]) == (403, "ForbiddenError")


@pytest.mark.parametrize(
    "body",
    [
        {"clio_permission": {}},
        {"clio_permissions": "Matters"},
        {"clio_permissions": {"Matter": "read"}},
        {"clio_permissions": {"Matters": "all"}},
        {"clio_permissions": {"Matters": []}},
    ],
)
def test_the_tokens_route_refuses_what_it_does_not_know(body):
    with running(Twin()) as base:
        answer = httpx.post(f"{base}/_sandbox/tokens", json=body)
    assert (answer.status_code, set(answer.json())) == (400, {"error"})
