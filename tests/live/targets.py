"""What the tests of this folder run on: the twin, or a real company or account named by the environment."""

from __future__ import annotations

import os
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from provisioner.providers.clio.client import HOSTS, ClioAccess, ClioReader, ClioWriter
from provisioner.providers.oauth import FixedToken
from provisioner.providers.qbo.client import PRODUCTION, QboAccess, QboReader, QboWriter
from provisioner.workflows.catalog import registry

if TYPE_CHECKING:
    from provisioner.engine.ports import Write, Writer, WriteResult

SANDBOX = "https://sandbox-quickbooks.api.intuit.com"  # Intuit API reference, basics; read 2026-11
NEEDED = {
    "qbo": ("PROVISIONER_LIVE_QBO_COMPANY_ID", "PROVISIONER_LIVE_QBO_ACCESS_TOKEN"),
    "clio": ("PROVISIONER_LIVE_CLIO_ACCESS_TOKEN",),
}


def missing(vendor: str) -> list[str]:
    """The variables that have to be set before a test can run on the real service."""
    return [name for name in NEEDED[vendor] if not os.environ.get(name)]


def unique(word: str) -> str:
    """A name that no earlier run has used."""
    return f"zz {word} {secrets.token_hex(4)}"


def request(method: str, url: str, **options) -> httpx.Response:
    """The answer, after as many waits as the service asks for."""
    answer = httpx.request(method, url, timeout=60, **options)
    while answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        time.sleep(float(answer.headers.get("Retry-After", "60")))
        answer = httpx.request(method, url, timeout=60, **options)
    return answer


def carried_out(writer: Writer, write: Write) -> WriteResult:
    """The result of one write, as a request of its own."""
    (result,) = writer.send(writer.prepare([write], secrets.token_hex(16), ""))
    return result


@dataclass(frozen=True)
class Company:
    """A QuickBooks company, by our own client and by plain HTTP."""

    base: str
    company_id: str
    token: str = field(repr=False)
    limits: bool = True

    @classmethod
    def real(cls) -> Company:
        """The company that the environment names; never one of the production service."""
        base = os.environ.get("PROVISIONER_LIVE_QBO_BASE_URL", SANDBOX).rstrip("/")
        assert base != PRODUCTION, "These tests make and inactivate objects: run them on a sandbox company."
        return cls(base, *(os.environ[name] for name in NEEDED["qbo"]))

    @property
    def access(self) -> QboAccess:
        return QboAccess(self.company_id, FixedToken("qbo", self.token), self.base, self.limits)

    def reader(self) -> QboReader:
        return QboReader(self.access)

    def writer(self) -> QboWriter:
        return QboWriter(self.access, registry().types)

    def write(self, write: Write) -> WriteResult:
        return carried_out(self.writer(), write)

    def send(self, method: str, path: str, token: str = "", **options) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token or self.token}", "Accept": "application/json"}
        return request(method, f"{self.base}/v3/company/{self.company_id}/{path}", headers=headers, **options)


@dataclass(frozen=True)
class Account:
    """A Clio account, by our own client and by plain HTTP."""

    base: str
    token: str = field(repr=False)

    @classmethod
    def real(cls) -> Account:
        """The account that the environment's token opens. Clio has no test service: take a trial account."""
        base = os.environ.get("PROVISIONER_LIVE_CLIO_BASE_URL", HOSTS["us"]).rstrip("/")
        return cls(base, *(os.environ[name] for name in NEEDED["clio"]))

    @property
    def access(self) -> ClioAccess:
        return ClioAccess(FixedToken("clio", self.token), self.base)

    def reader(self) -> ClioReader:
        return ClioReader(self.access)

    def writer(self) -> ClioWriter:
        return ClioWriter(self.access, registry().types)

    def write(self, write: Write) -> WriteResult:
        return carried_out(self.writer(), write)

    def send(self, method: str, path: str, headers: dict[str, str] | None = None, **options) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        return request(method, f"{self.base}/api/v4/{path}", headers=headers, **options)
