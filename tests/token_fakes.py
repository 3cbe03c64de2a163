"""A token service made of a function, and a store of tokens in memory. No socket is opened."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import httpx

from provisioner.providers import token_service
from provisioner.providers.token_service import Service, endpoints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

SECRET = "CANARY-secret"
GIVEN = "CANARY-refresh-0"
QBO = Service("qbo", endpoints("qbo", "https://qbo.test"), "provisioner auth login quickbooks harbor")
CLIO = Service("clio", endpoints("clio", "https://clio.test"), "provisioner auth login clio harbor")


@dataclass
class Asked:
    """One request as it went out."""

    url: str
    form: dict[str, str]
    headers: httpx.Headers
    body: bytes


@dataclass
class Desk:
    """Gives tokens CANARY-access-1, 2 ... and, when it ``rotates``, new refresh tokens; or what ``answer`` says."""

    rotates: bool = True
    answer: Callable[[Asked], Any] | None = None
    more: dict[str, Any] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        form = {key: value[0] for key, value in parse_qs(request.content.decode()).items()}
        self.asked.append(Asked(str(request.url), form, request.headers, request.content))
        if self.answer is not None:
            found = self.answer(self.asked[-1])
            if isinstance(found, Exception):
                raise found
            return _unread(found)
        number = len(self.asked)
        body = {"token_type": "bearer", "access_token": f"CANARY-access-{number}", "expires_in": 3600, **self.more}
        if self.rotates:
            body["refresh_token"] = f"CANARY-refresh-{number}"
        return _unread(httpx.Response(200, json=body))

    def install(self, monkeypatch: pytest.MonkeyPatch) -> Desk:
        """Answer every request of the token service from now on."""
        monkeypatch.setattr(
            token_service, "_client", lambda _: httpx.Client(transport=httpx.MockTransport(self), timeout=5)
        )
        return self


def _unread(response: httpx.Response) -> httpx.Response:
    """The response as it comes from a socket: nothing of it has been read yet."""
    if not response.is_stream_consumed:
        return response
    return httpx.Response(response.status_code, headers=response.headers, content=iter([response.content]))


class Memory:
    """A token store that keeps a diary."""

    def __init__(self, diary: list[str] | None = None) -> None:
        self.tokens: dict[str, str] = {}
        self.diary = diary if diary is not None else []

    def get(self, key: str) -> str | None:
        """The newest token stored under ``key``."""
        return self.tokens.get(key)

    def put(self, key: str, token: str) -> None:
        """Store a token."""
        self.diary.append(f"stored {token}")
        self.tokens[key] = token

    def check(self) -> None:
        """Note that it was asked whether something could be stored."""
        self.diary.append("checked")

    @contextmanager
    def alone(self, key: str) -> Iterator[None]:
        """Note who is alone."""
        self.diary.append("alone")
        yield
        self.diary.append("done")
