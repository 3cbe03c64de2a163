"""Damaged answers of QuickBooks and Clio: a plan is made all the same, or a problem is told in plain words."""

from __future__ import annotations

import io
import json
import shutil
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
import requests
import tenacity.nap
from fuzz.mutations import ROUNDS, VALUES, blamed, mutated_bytes, mutated_json, seeded
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from provisioner.model.errors import UnsafePlan, VendorProblem
from provisioner.providers import limits
from provisioner.render.documents import plan_document
from provisioner.render.harmless import json_text
from provisioner.render.html import html_text
from provisioner.render.page import plan_page
from provisioner.render.plan_text import plan_text
from provisioner.sandbox.kernel import FirmSeed
from provisioner.sandbox.server import Twin, running
from provisioner.state.store import open_state
from provisioner.workflows.connect import Connection, Credentials
from provisioner.workflows.plan import Options, plan, state_file

CONFIGS = Path(__file__).parents[2] / "firm-configs"
FIRM = "redwood-injury"
BLOCKS = range(8)
EACH = 10 * ROUNDS
OPTIONS = Options("2026-11-30")


class Wire:
    """Stands in for the network: hands on to a real twin and records, then answers what was recorded, damaged."""

    def __init__(self, monkeypatch, folder, connection):
        self.folder, self.connection = folder, connection
        self.recorded, self.damage = {}, None
        self._requests, self._httpx = HTTPAdapter.send, httpx.HTTPTransport.handle_request
        qbo, clio = self._qbo, self._clio

        def send(adapter, request, **options):
            return qbo(adapter, request, **options)

        def handle_request(transport, request):
            return clio(transport, request)

        monkeypatch.setattr(HTTPAdapter, "send", send)
        monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle_request)

    def _qbo(self, adapter, request, **options):
        if self.damage is None:
            answer = self._requests(adapter, request, **options)
            self.recorded["qbo"] = answer.content
            answer.raw = HTTPResponse(io.BytesIO(answer.content), preload_content=False)
            return answer
        answer = requests.Response()
        answer.status_code, answer.request, answer.url = 200, request, request.url
        answer.headers["Content-Type"] = "application/json"
        answer.raw = HTTPResponse(io.BytesIO(self.damage("qbo", self.recorded["qbo"])), preload_content=False)
        return answer

    def _clio(self, transport, request):
        path = request.url.path
        if self.damage is None:
            answer = self._httpx(transport, request)
            self.recorded[path] = answer.read()
            return httpx.Response(answer.status_code, content=self.recorded[path])
        return httpx.Response(200, content=self.damage(path, self.recorded[path]))


SEED = FirmSeed(
    "9341455630917402",
    "Redwood Injury Law, APC",
    edition="advanced",
    clio_account_name="Redwood Injury Law, APC",
    scenario="intuit-sample",
)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A firm's folder, how it is reached, and the answers to one plan of it, its books having been in use before."""
    home = tmp_path_factory.mktemp("fuzz")
    shutil.copytree(CONFIGS, home / "firm-configs", ignore=shutil.ignore_patterns(".provisioner"))
    twin = Twin(seed=SEED)
    with running(twin) as url, pytest.MonkeyPatch.context() as patches:
        tokens = twin.credentials(SEED)
        qbo, clio = (Credentials(url, tokens[f"{system}_access_token"]) for system in ("qbo", "clio"))
        wire = Wire(patches, home / "firm-configs" / FIRM, Connection("live", qbo, clio, limits=False))
        assert planned(wire).plan is not None
    assert len(wire.recorded) >= 5
    return wire


@pytest.fixture
def wire(recorded, monkeypatch):
    """A network that gives the same answers again, damaged."""
    monkeypatch.setattr(tenacity.nap, "time", SimpleNamespace(sleep=lambda _: None))
    monkeypatch.setattr(limits, "in_time", lambda send, *_: send())
    replay = Wire(monkeypatch, recorded.folder, recorded.connection)
    replay.recorded = recorded.recorded
    return replay


def planned(wire):
    """A plan from what the network answers, shown in every form."""
    with open_state(state_file(wire.folder)) as store:
        report = plan(wire.folder, wire.connection, store, OPTIONS)
    json_text(plan_document(report).model_dump(mode="json"))
    html_text([plan_page(report)])
    if report.plan is not None:
        assert all(line.plain.isprintable() for line in plan_text(report.plan, report.check.lines))
    return report


def survives(wire, random, damage, what):
    """The plan is made, or a problem says in plain words why not."""
    victim = random.choice(sorted(wire.recorded))

    def hurt(name, content):
        return damage(random, content) if name == victim else content

    wire.damage = hurt
    with blamed(f"{what}, answer of {victim}"), suppress(VendorProblem, UnsafePlan):
        planned(wire)


def as_json(random, content):
    return json.dumps(mutated_json(random, json.loads(content))).encode()


@pytest.mark.parametrize("block", BLOCKS)
def test_values_keys_and_shapes_damaged_anywhere(block, wire):
    for seed in range(block * EACH, (block + 1) * EACH):
        survives(wire, seeded(f"json {seed}"), as_json, f"seed {seed}")


@pytest.mark.parametrize("block", BLOCKS)
def test_bytes_damaged_anywhere(block, wire):
    for seed in range(block * EACH, (block + 1) * EACH):
        survives(wire, seeded(f"bytes {seed}"), mutated_bytes, f"seed {seed}")


@pytest.mark.parametrize("number", range(len(VALUES)))
def test_an_answer_that_is_something_else_altogether(number, wire):
    """A list for an object, null for a string, and so on, as the whole answer and as every row of it."""
    random = seeded(str(number))
    survives(wire, random, lambda *_: json.dumps(VALUES[number]).encode(), f"value {number}")
    survives(wire, random, lambda _, content: rows_replaced(content, VALUES[number]), f"rows of value {number}")


def rows_replaced(content, value):
    """The answer with every row of every list replaced."""
    document = json.loads(content)
    for holder in ([document], document.get("BatchItemResponse", [])):
        for each in holder:
            lists = each.get("QueryResponse", each)
            for key, rows in lists.items():
                if isinstance(rows, list) and key != "BatchItemResponse":
                    lists[key] = [value for _ in rows]
    return json.dumps(document).encode()
