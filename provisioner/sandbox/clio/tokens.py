"""Connections of the app to accounts: codes, access and refresh tokens (Clio developer docs, authorization)."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from provisioner.sandbox.clio.errors import invalid_token, oauth_error, unauthorized
from provisioner.sandbox.clio.store import Key, parse_instant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.sandbox.clio.shape import Record
    from provisioner.sandbox.kernel import Clock, Journal

CLIENT_ID = "sandbox-client-id"
CLIENT_SECRET = "sandbox-client-secret"  # noqa: S105 - the sandbox's public app, printed at start
ACCESS_SECONDS = 2592000  # 30 days (Clio developer docs, FAQ)
CODE_LIFE = timedelta(minutes=10)
# Clio OpenAPI 2026-04-08, servers. A token is good at its own region's only (seen live, lawyered0/clio-mcp 2026-04).
_REGIONS = {"app.clio.com": "us", "eu.app.clio.com": "eu", "ca.app.clio.com": "ca", "au.app.clio.com": "au"}


@dataclass(frozen=True)
class Grant:
    """One token. `connection` ties an access token to the refresh token it came with; no `expires` means never."""

    token: str
    kind: str  # access | refresh
    connection: str
    region: str
    account: str
    expires: str | None = None
    permissions: Mapping[str, str] | None = None

    @property
    def key(self) -> Key:
        """The account the token is bound to."""
        return (self.region, self.account)


def _is_elsewhere(region: str, host: str | None) -> bool:
    """Whether a request named the host of another region; a host that is none of Clio's stands for all of them."""
    return _REGIONS.get((host or "").partition(":")[0].lower(), region) != region


@dataclass(frozen=True)
class Code:
    """An authorization code: single use, ten minutes, good for one redirect address."""

    key: Key
    redirect_uri: str
    expires: str


class Tokens:
    """Hands tokens out, knows them again, takes them back."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock
        self._grants: dict[str, Grant] = {}
        self._codes: dict[str, Code] = {}

    def records(self) -> list[Record]:
        """Journal records that bring every token back."""
        return [{"op": "grant", "grant": asdict(grant)} for grant in self._grants.values()]

    def replay(self, entry: Record) -> None:
        """Apply one journal record again."""
        if entry["op"] == "revoke":
            self._grants = {t: g for t, g in self._grants.items() if g.connection != entry["connection"]}
        elif entry["op"] == "end":
            self._grants = {t: g for t, g in self._grants.items() if g.kind == "refresh" and not entry["all"]}
        else:
            grant = Grant(**entry["grant"])
            self._grants[grant.token] = grant

    def connect(self, key: Key, permissions: Mapping[str, str] | None = None) -> Record:
        """A new connection: the answer of the token endpoint with both tokens."""
        connection = secrets.token_hex(8)
        refresh = Grant(secrets.token_urlsafe(24), "refresh", connection, *key, None, permissions)
        self._keep(refresh)
        return {**self._access_for(refresh), "refresh_token": refresh.token}

    def refresh(self, token: str, host: str | None = None) -> Record:
        """A new access token; the refresh token stays good and is not sent again (Clio developer docs, FAQ)."""
        grant = self._grants.get(token)
        if grant is None or grant.kind != "refresh" or _is_elsewhere(grant.region, host):
            raise oauth_error(400, "invalid_grant", "The refresh token is invalid or was revoked.")
        return self._access_for(grant)

    def new_code(self, key: Key, redirect_uri: str) -> str:
        """A code to trade for tokens."""
        code = secrets.token_urlsafe(18)
        self._codes[code] = Code(key, redirect_uri, (self._clock.now() + CODE_LIFE).isoformat())
        return code

    def trade(self, code: str, redirect_uri: str) -> Record:
        """The tokens for a code, which is used up whether or not it was good."""
        known = self._codes.pop(code, None)
        if known is None or known.redirect_uri != redirect_uri or parse_instant(known.expires) <= self._clock.now():
            raise oauth_error(400, "invalid_grant", "The authorization code is invalid, expired or was used already.")
        return self.connect(known.key)

    def bearer(self, header: str | None, host: str | None = None) -> Grant:
        """The access token of an Authorization header; which of the two 401s is raised depends on the header's form."""
        scheme, _, token = (header or "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise unauthorized()
        grant = self._grants.get(token.strip())
        if grant is None or grant.kind != "access" or self._is_over(grant) or _is_elsewhere(grant.region, host):
            raise invalid_token()
        return grant

    def revoke(self, token: str) -> None:
        """End the connection of an access token. Assumption: its refresh token ends with it."""
        grant = self._grants.get(token)
        if grant is not None:
            self._write({"op": "revoke", "connection": grant.connection})

    def end(self, *, refresh_too: bool) -> None:
        """End every access token at once, with ``refresh_too`` every connection."""
        self._write({"op": "end", "all": refresh_too})

    def _is_over(self, grant: Grant) -> bool:
        return grant.expires is not None and parse_instant(grant.expires) <= self._clock.now()

    def _access_for(self, refresh: Grant) -> Record:
        expires = (self._clock.now() + timedelta(seconds=ACCESS_SECONDS)).isoformat()
        token = secrets.token_urlsafe(24)
        grant = Grant(token, "access", refresh.connection, *refresh.key, expires, refresh.permissions)
        self._keep(grant)
        return {"token_type": "bearer", "access_token": grant.token, "expires_in": ACCESS_SECONDS}

    def _keep(self, grant: Grant) -> None:
        self._write({"op": "grant", "grant": asdict(grant)})

    def _write(self, entry: Record) -> None:
        self._journal.append(entry)
        self.replay(entry)
