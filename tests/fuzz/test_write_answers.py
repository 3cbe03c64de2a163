"""Damaged answers to writes that were carried out: never taken for a refusal, and never a reason to write twice."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace

import httpx
import pytest
import requests
import tenacity.nap
from fuzz.mutations import ROUNDS, blamed, mutated_bytes, mutated_json, seeded
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from provisioner.engine.ports import Write
from provisioner.model.address import Address
from provisioner.model.change import Operation
from provisioner.providers import limits
from provisioner.providers.clio.client import ClioAccess, ClioWriter
from provisioner.providers.oauth import FixedToken
from provisioner.providers.qbo.client import QboAccess, QboWriter
from provisioner.workflows.catalog import registry

SEEDS = 150 * ROUNDS
SINCE = "2026-11-20T10:00:00+00:00"
CLASS = {"Id": "71", "SyncToken": "0", "Name": "Litigation", "Active": True, "domain": "QBO"}
TIMES = {"CreateTime": "2026-11-20T10:00:05-00:00", "LastUpdatedTime": "2026-11-20T10:00:05-00:00"}
BATCH = {
    "BatchItemResponse": [{"bId": "0", "Class": {**CLASS, "MetaData": TIMES}}],
    "time": "2026-11-20T10:00:05-00:00",
}
CATEGORY = {
    "id": 9,
    "etag": '"x"',
    "name": "Attorney Time",
    "rate": None,
    "created_at": "2026-11-20T10:00:05+00:00",
    "updated_at": "2026-11-20T10:00:05+00:00",
}


def create(kind, **fields):
    """The making of one object."""
    system, _, rest = kind.partition(".")
    return Write(Address(system, rest, "it"), registry()[kind], Operation.CREATE, fields, None)


def damaged(seed, document):
    """The answer, damaged in its values or its bytes."""
    random = seeded(f"write {seed}")
    if seed % 3:
        return json.dumps(mutated_json(random, document)).encode()
    return mutated_bytes(random, json.dumps(document).encode())


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    monkeypatch.setattr(tenacity.nap, "time", SimpleNamespace(sleep=lambda _: None))
    monkeypatch.setattr(limits, "in_time", lambda send, *_: send())


def test_quickbooks_is_asked_again_under_the_same_id_only(monkeypatch):
    asked = []

    def send(_, request, **__):
        answer = requests.Response()
        answer.status_code, answer.request, answer.url = 200, request, request.url
        answer.raw = HTTPResponse(io.BytesIO(damaged(seed, BATCH)), preload_content=False)
        asked.append(request.url.partition("requestid=")[2])
        return answer

    monkeypatch.setattr(HTTPAdapter, "send", send)
    for seed in range(SEEDS):
        access = QboAccess("9341", FixedToken("qbo", "A"), "https://qbo.test", limits=False)
        writer = QboWriter(access, registry().types)
        with blamed(f"seed {seed}", damaged(seed, BATCH)):
            (result,) = writer.send(writer.prepare([create("qbo.class", name="Litigation")], f"run-{seed}", SINCE))
            assert result.observed is not None or result.unknown, result.problem.detail
            assert result.observed is None or result.observed.id
            assert set(asked) == {f"run-{seed}"}
            asked.clear()


def test_clio_is_asked_what_became_of_it_and_nothing_is_made_twice(monkeypatch):
    methods = []

    def handle_request(_, request):
        methods.append(request.method)
        if request.method == "GET":
            return httpx.Response(200, json={"data": [CATEGORY]})
        return httpx.Response(201, content=damaged(seed, {"data": CATEGORY}))

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle_request)
    for seed in range(SEEDS):
        access = ClioAccess(FixedToken("clio", "A"), "https://clio.test", lambda _: None, lambda _: None)
        writer = ClioWriter(access, registry().types)
        with blamed(f"seed {seed}", damaged(seed, {"data": CATEGORY})):
            writes = [create("clio.activity_description", name="Attorney Time")]
            (result,) = writer.send(writer.prepare(writes, f"run-{seed}", SINCE))
            assert result.observed is not None or result.unknown, result.problem.detail
            assert methods.count("POST") == 1
            methods.clear()
