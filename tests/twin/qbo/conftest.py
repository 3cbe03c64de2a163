"""A running twin per test run, a freshly opened company per test, and a small HTTP client of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

import httpx
import pytest

from provisioner.sandbox.kernel import FirmSeed
from provisioner.sandbox.server import Twin, running

SEED = FirmSeed()


@dataclass
class Company:
    """One company over HTTP."""

    base: str
    twin: Twin
    http: httpx.Client
    realm: str = SEED.company_id

    @property
    def url(self):
        return f"{self.base}/v3/company/{self.realm}"

    def get(self, path, **params):
        return self.http.get(f"{self.url}/{path}", params=params)

    def post(self, path, body, **params):
        return self.http.post(f"{self.url}/{path}", json=body, params=params)

    def create(self, entity, **fields):
        answer = self.post(entity.lower(), fields)
        assert answer.status_code == 200, answer.text
        return read(answer)[entity]

    def update(self, entity, row, *, sparse=True, **fields):
        body = {"Id": row["Id"], "SyncToken": row["SyncToken"], "sparse": sparse, **fields}
        answer = self.post(entity.lower(), body)
        assert answer.status_code == 200, answer.text
        return read(answer)[entity]

    def refused(self, entity, **fields):
        """The code with which a body is refused."""
        return fault(self.post(entity.lower(), fields))["code"]

    def query(self, statement):
        answer = self.get("query", query=statement)
        assert answer.status_code == 200, answer.text
        return read(answer)["QueryResponse"]

    def rows(self, statement):
        found = self.query(statement)
        return next((value for value in found.values() if isinstance(value, list)), [])

    def names(self, statement):
        return [row.get("DisplayName") or row["Name"] for row in self.rows(statement)]

    def refused_query(self, statement):
        return fault(self.get("query", query=statement))["code"]

    def batch(self, *items, **params):
        named = [{"bId": str(number), **item} for number, item in enumerate(items)]
        return self.post("batch", {"BatchItemRequest": named}, **params)

    def edit(self, **change):
        answer = self.http.post(f"{self.base}/_sandbox/edits", json={"vendor": "qbo", **change})
        assert answer.status_code == 200, answer.text
        return read(answer)["object"]

    def connect(self):
        """New tokens, as after an hour."""
        token = self.twin.qbo.tokens(replace(SEED, company_id=self.realm))["access_token"]
        self.http.headers["Authorization"] = f"Bearer {token}"

    def bank(self, name, **fields):
        return self.create("Account", Name=name, AccountType="Bank", AccountSubType="Checking", **fields)


def read(answer):
    return json.loads(answer.text, parse_float=Decimal)


def fault(answer):
    """The single error of a service fault."""
    assert answer.status_code == 400, (answer.status_code, answer.text)
    body = read(answer)
    assert body["Fault"]["type"] == "ValidationFault"
    assert body["time"]
    (error,) = body["Fault"]["Error"]
    return error


@pytest.fixture(scope="session")
def served():
    twin = Twin()
    with running(twin) as base:
        yield base, twin


@pytest.fixture
def open_company(served):
    base, twin = served
    clients = []

    def opened(**changes):
        seed = replace(SEED, **changes)
        twin.reset(seed)
        twin.log.clear()
        token = twin.credentials(seed)["qbo_access_token"]
        client = httpx.Client(headers={"Authorization": f"Bearer {token}", "Accept": "application/json"})
        clients.append(client)
        return Company(base, twin, client, seed.company_id)

    yield opened
    twin.clock.offset = timedelta(0)
    for client in clients:
        client.close()


@pytest.fixture
def company(open_company):
    return open_company()


@pytest.fixture
def sample(open_company):
    return open_company(scenario="intuit-sample")
