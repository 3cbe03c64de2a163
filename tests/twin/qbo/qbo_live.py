"""A company of the QuickBooks twin over HTTP, for tests: create, update, query, batch, edit."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from provisioner.sandbox.kernel import FirmSeed

if TYPE_CHECKING:
    import httpx

    from provisioner.sandbox.server import Twin

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
