"""Starting and stopping the server, and what importing the sandbox costs."""

from __future__ import annotations

import signal
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
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs start with it ignored
from provisioner.sandbox.server import Twin, listen, serve

listener = listen(0)
print(listener.getsockname()[1], flush=True)
try:
    serve(Twin(), listener)
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


def test_serving_in_the_foreground_ends_with_an_interrupt():
    command = [sys.executable, "-c", FOREGROUND]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603 - ours
    try:
        address = f"http://127.0.0.1:{server.stdout.readline().strip()}/_sandbox/"
        transport = httpx.HTTPTransport(retries=10)  # until it listens
        with httpx.Client(transport=transport, timeout=60) as visitor:
            assert visitor.get(address).json()["status"] == "ok"
        server.send_signal(signal.SIGINT)
        assert server.communicate(timeout=60) == ("interrupted\n", "")
    finally:
        server.kill()
        server.wait()


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
