"""The twins' app in process, without a socket: what breaks is raised, and nothing ever waits."""

from __future__ import annotations

import asyncio
import time

import httpx
import pytest

from provisioner.sandbox.cuts import PAUSE, Cut, Hang
from provisioner.sandbox.server import Twin


def ask(twin, method="GET", path="/api/v4/users/who_am_i", body=None):
    """One request with an access token of its own, in process."""
    token = twin.credentials(twin.seed)["clio_access_token"]

    async def send():
        transport = httpx.ASGITransport(twin.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://twin") as client:
            return await client.request(method, path, json=body, headers={"Authorization": f"Bearer {token}"})

    return asyncio.run(send())


def script(twin, kind, **params):
    twin.faults.load({"rules": [{"vendor": "clio", "kind": kind, "params": params}]})


def create(twin, name):
    return ask(twin, "POST", "/api/v4/practice_areas", {"data": {"name": name}})


def is_made(twin, name):
    return any(each == name for kind, each, _ in twin.clio.objects() if kind == "practice_areas")


@pytest.mark.parametrize("kind", ["cut_before", "cut_after", "cut_mid_body_after", "hang_before", "hang_after"])
def test_a_connection_that_breaks_is_raised_at_once(kind):
    twin = Twin()
    script(twin, kind)
    began = time.monotonic()
    with pytest.raises(Hang if "hang" in kind else Cut) as broken:
        create(twin, "Water")
    assert time.monotonic() - began < 60
    assert not isinstance(broken.value, Hang) or broken.value.seconds == 300
    assert is_made(twin, "Water") == kind.endswith("_after")
    assert twin.log.entries[-1]["committed"] == kind.endswith("_after")
    assert create(twin, "Air").status_code == 201


def test_a_drip_is_put_together_without_pauses():
    twin = Twin()
    script(twin, "drip_after", bytes=1, pause=60)
    assert create(twin, "Water").status_code == 201


def test_pauses_stand_in_the_messages():
    twin = Twin()
    script(twin, "drip_after", bytes=10, pause=0.5)
    messages = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        messages.append(message)

    scope = {"type": "http", "method": "GET", "path": "/api/v4/nowhere", "query_string": b"", "headers": []}
    asyncio.run(twin.app(scope, receive, send))
    pieces = messages[1:]
    assert {piece[PAUSE] for piece in pieces} == {0.5}
    assert [piece["more_body"] for piece in pieces] == [True] * (len(pieces) - 1) + [False]


def test_without_a_script_nothing_is_touched():
    twin = Twin()
    assert create(twin, "Water").status_code == 201
    assert not {"fault", "committed"} & set(twin.log.entries[-1])


def test_a_refusal_by_the_vendor_was_not_carried_out():
    twin = Twin()
    script(twin, "cut_after")
    with pytest.raises(Cut):
        create(twin, None)
    assert twin.log.entries[-1]["committed"] is False


def test_control_routes_never_fail():
    twin = Twin()
    twin.faults.load({"rules": [{"kind": "cut_before", "times": 0}]})
    assert ask(twin, path="/_sandbox/").status_code == 200


@pytest.mark.parametrize("body", [b"", b"[", b"[]", b'{"BatchItemRequest": 1}', b'{"BatchItemRequest": [1, {}]}'])
def test_bodies_that_cannot_be_read_are_no_trouble(body):
    twin = Twin()
    twin.faults.load({"rules": [{"kind": "account_ceiling"}, {"only": "reads", "kind": "cut_before"}]})

    async def send(path):
        async with httpx.AsyncClient(transport=httpx.ASGITransport(twin.app), base_url="http://twin") as client:
            return await client.post(path, content=body)

    for path in ("/v3/company/9130000000000001/batch", "/v3/company/9130000000000001/account"):
        assert asyncio.run(send(path)).status_code == 401
