"""Vendors made of a function: what is sent is recorded, and the function answers. No socket is opened."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import requests
import tenacity.nap
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

from provisioner.model.money import loads
from provisioner.providers.clio.client import ClioAccess, ClioReader, ClioWriter
from provisioner.providers.qbo.client import QboAccess, QboReader, QboWriter
from provisioner.workflows.catalog import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provisioner.engine.ports import Write, WriteResult


class Tokens:
    """Tokens T1, T2 ...: each renewal gives the next one."""

    def __init__(self) -> None:
        self.number = 1

    def access(self) -> str:
        """The token of now."""
        return f"T{self.number}"

    def renew(self) -> str:
        """The next one."""
        self.number += 1
        return self.access()


@dataclass
class Sent:
    """One request as it went out."""

    method: str
    url: httpx.URL
    headers: dict[str, str]
    body: Any

    @property
    def path(self) -> str:
        """The path below the version."""
        return self.url.path.partition("/v3/company/9341/")[2] or self.url.path.partition("/api/v4/")[2]


@dataclass
class FakeQuickBooks(BaseAdapter):
    """Answers the requests of a real ``requests`` session."""

    answer: Callable[[Sent], Any]
    sent: list[Sent] = field(default_factory=list)
    tokens: Tokens = field(default_factory=Tokens)
    waits: list[float] = field(default_factory=list)

    def send(self, request: Any, **options: Any) -> requests.Response:
        """What ``answer`` says: a body, or (status, body, headers); text is sent as it is."""
        assert options["timeout"], "every request has a time limit"
        body = loads(request.body) if request.body else None
        self.sent.append(Sent(request.method, httpx.URL(request.url), dict(request.headers), body))
        status, content, headers = whole(self.answer(self.sent[-1]))
        response = requests.Response()
        response.status_code = status
        response.headers.update(headers)
        response.raw = HTTPResponse(io.BytesIO(content), preload_content=False)
        response.encoding = "utf-8"
        response.url, response.request = request.url, request
        return response

    def close(self) -> None:
        """Nothing is open."""

    def reader(self) -> QboReader:
        """A reader that talks to this."""
        return self._mounted(QboReader(QboAccess("9341", self.tokens, "https://qbo.test", limits=False)))

    def writer(self) -> QboWriter:
        """A writer that talks to this."""
        return self._mounted(
            QboWriter(QboAccess("9341", self.tokens, "https://qbo.test", limits=False), registry().types)
        )

    def write(self, *writes: Write) -> Sequence[WriteResult]:
        """The results of one request, prepared and sent."""
        writer = self.writer()
        return writer.send(writer.prepare(writes, "run-1", ""))

    def _mounted(self, client: Any) -> Any:
        http = client._company.session._http
        http.trust_env = False
        http.mount("https://", self)
        return client


@dataclass
class FakeClio:
    """Answers the requests of a real ``httpx`` client."""

    answer: Callable[[Sent], Any]
    sent: list[Sent] = field(default_factory=list)
    tokens: Tokens = field(default_factory=Tokens)
    slept: list[float] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def _handle(self, request: httpx.Request) -> httpx.Response:
        body = loads(request.content) if request.content else None
        self.sent.append(Sent(request.method, request.url, dict(request.headers), body))
        status, content, headers = whole(self.answer(self.sent[-1]))
        return httpx.Response(status, content=content, headers=headers)

    def access(self) -> ClioAccess:
        """How to reach this."""
        return ClioAccess(self.tokens, "https://clio.test", self.slept.append, self.pauses.append)

    def reader(self) -> ClioReader:
        """A reader that talks to this."""
        return self._mounted(ClioReader(self.access()))

    def writer(self) -> ClioWriter:
        """A writer that talks to this."""
        return self._mounted(ClioWriter(self.access(), registry().types))

    def write(self, write: Write, since: str = "") -> WriteResult:
        """The result of one request, prepared and sent; ``since`` is Clio's time when the plan was read."""
        writer = self.writer()
        (result,) = writer.send(writer.prepare([write], "run-1", since))
        return result

    def _mounted(self, client: Any) -> Any:
        account = client._account
        account._http = type(account._http)(transport=httpx.MockTransport(self._handle), follow_redirects=False)
        return client


def whole(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    """Status, content and headers of what a function answered; an exception is raised."""
    if isinstance(answer, Exception):
        raise answer
    status, body, headers = answer if isinstance(answer, tuple) and len(answer) == 3 else (200, answer, {})
    if isinstance(answer, tuple) and len(answer) == 2:
        status, body = answer
    content = body.encode() if isinstance(body, str) else json.dumps(body, default=float).encode()
    return status, content, headers


def in_turn(answers: list[Any]) -> Callable[[Sent], Any]:
    """A function that gives ``answers`` one after the other."""
    left = iter(answers)
    return lambda _: next(left)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the retries wanted to wait; nobody sleeps."""
    waited: list[float] = []

    class Clock:
        """A clock that does not stand in anybody's way."""

        sleep = staticmethod(waited.append)

    monkeypatch.setattr(tenacity.nap, "time", Clock)
    return waited


@pytest.fixture
def quickbooks(waits: list[float]) -> Callable[..., FakeQuickBooks]:
    """Makes a QuickBooks from answers in turn, or from a function."""
    return lambda *answers: FakeQuickBooks(
        answers[0] if len(answers) == 1 and callable(answers[0]) else in_turn(list(answers)), waits=waits
    )


@pytest.fixture
def clio(waits: list[float]) -> Callable[..., FakeClio]:
    """Makes a Clio from answers in turn, or from a function."""
    return lambda *answers: FakeClio(
        answers[0] if len(answers) == 1 and callable(answers[0]) else in_turn(list(answers)), waits=waits
    )
