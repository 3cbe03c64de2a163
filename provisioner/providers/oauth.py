"""Bearer tokens for both vendors: a fixed one, or one renewed with a refresh token that is stored when it changes."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from provisioner.model.errors import VendorProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

INTUIT_TOKEN_URL = "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer"  # noqa: S105 - Intuit OAuth 2.0; read 2026-11
TOKEN_SECONDS = 30.0
NAMES = {"qbo": "QuickBooks", "clio": "Clio"}


class TokenStore(Protocol):
    """Keeps the newest refresh token of each connection, safely."""

    def get(self, key: str) -> str | None:
        """The newest token stored under ``key``."""
        ...

    def put(self, key: str, token: str) -> None:
        """Store ``token``; durable when this returns."""
        ...

    def check(self) -> None:
        """Raise unless a token could be stored now: one that was replaced and not stored is lost."""
        ...


class FixedToken:
    """An access token that cannot be renewed here."""

    def __init__(self, system: str, token: str) -> None:
        self._system = system
        self._token = token

    def access(self) -> str:
        """The token."""
        return self._token

    def renew(self) -> str:
        """Always VendorProblem."""
        raise expired(self._system, "The access token was refused, and there is no refresh token to renew it with.")


@dataclass(frozen=True)
class Application:
    """An OAuth application's id and secret, and where it renews tokens."""

    system: str
    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    basic_auth: bool


class RenewableToken:
    """An access token made from a refresh token; one that the vendor replaces is stored before it is used."""

    def __init__(self, application: Application, refresh_token: str, store: TokenStore) -> None:
        self._application = application
        self._store = store
        digest = hashlib.sha256(refresh_token.encode()).hexdigest()[:24]
        self._key = f"{application.system}:{digest}"
        self._refresh = store.get(self._key) or refresh_token
        self._access: str | None = None
        self._lock = threading.Lock()

    def access(self) -> str:
        """A token, renewed on first use."""
        with self._lock:
            if self._access is None:
                self._renew()
            return self._access or ""

    def renew(self) -> str:
        """A new token. VendorProblem when the vendor refuses."""
        with self._lock:
            self._renew()
            return self._access or ""

    def _renew(self) -> None:
        self._store.check()
        answer = _ask(self._application, self._refresh)
        rotated = str(answer.get("refresh_token") or self._refresh)
        if rotated != self._refresh:
            self._store.put(self._key, rotated)
            self._refresh = rotated
        self._access = str(answer["access_token"])


def _ask(application: Application, refresh_token: str) -> Mapping[str, object]:
    import httpx  # noqa: PLC0415 - a run with fixed tokens never needs it here

    form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    identity = {"client_id": application.client_id, "client_secret": application.client_secret}
    try:
        answer = httpx.post(
            application.token_url,
            data=form if application.basic_auth else {**form, **identity},
            auth=(application.client_id, application.client_secret) if application.basic_auth else None,
            headers={"Accept": "application/json"},
            timeout=TOKEN_SECONDS,
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _unreachable(application, error) from None
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise _unreadable(application, answer.status_code)
    try:
        body = answer.json()
    except ValueError:
        raise _unreadable(application, answer.status_code) from None
    found: Mapping[str, object] = body if isinstance(body, dict) else {}
    if answer.status_code != httpx.codes.OK or not found.get("access_token"):
        said = str(found.get("error_description") or found.get("error") or f"HTTP {answer.status_code}")
        for secret in filter(None, (refresh_token, application.client_secret)):
            said = said.replace(secret, "...")
        raise expired(application.system, f"The token service answered: {said.rstrip('. ')}.")
    return found


def _unreachable(application: Application, error: Exception) -> VendorProblem:
    host = urlsplit(application.token_url).hostname
    return VendorProblem(
        f"The token service of {NAMES[application.system]} cannot be reached",
        f"{host} gave no answer ({type(error).__name__}).",
        "Check the network, then run the same command again. The connection itself may be as good as before.",
        system=application.system,
        code="unreachable",
        stops_run=True,
    )


def _unreadable(application: Application, status: int) -> VendorProblem:
    host = urlsplit(application.token_url).hostname
    return VendorProblem(
        f"The token service of {NAMES[application.system]} did not answer properly",
        f"{host} answered HTTP {status}.",
        "This is usually over in a few minutes. Run the same command again.",
        system=application.system,
        code="unreachable",
        status=status,
        stops_run=True,
    )


def expired(system: str, detail: str) -> VendorProblem:
    """The connection to a vendor does not work any more."""
    prefix = f"PROVISIONER_{system.upper()}"
    return VendorProblem(
        f"The connection to {NAMES[system]} does not work",
        detail,
        f"Connect again and set {prefix}_REFRESH_TOKEN (with {prefix}_CLIENT_ID and {prefix}_CLIENT_SECRET) "
        f"or {prefix}_ACCESS_TOKEN.",
        system=system,
        code="auth",
        status=401,
        stops_run=True,
    )
