"""Grants: which token opens which company, until when, and which refresh token is the newest (OAuth 2.0 at Intuit)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Clock, Journal, Record

CLIENT_ID = "sandbox-client-id"
CLIENT_SECRET = "sandbox-client-secret"  # noqa: S105 - printed at start, known to everyone
ACCESS_SECONDS = 3600  # intuit-oauth 1.2.6, sample answers
REFRESH_SECONDS = 8_726_400  # 100 days and a bit, as in its samples
# A refresh answers with a new refresh token; the one before works for another day (README of Intuit's .NET SDK, and
# python-quickbooks' live tests, which refresh with one and the same token before each test; both read 2026-11).
OVERLAP_SECONDS = 86_400
CODE_SECONDS = 600
CONSENT_SECONDS = 5 * 365 * 86_400  # at most five years from consent, since November 2025 (Intuit developer blog)


@dataclass(frozen=True)
class Token:
    """One token of a grant: the company it opens and when it ends."""

    realm: str
    grant: str
    ends: datetime
    opened: datetime  # when consent was given


class Tokens:
    """All grants. Every issue is journalled before the tokens are handed out."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock
        self._codes: dict[str, tuple[str, str, datetime]] = {}
        self._access: dict[str, Token] = {}
        self._refresh: dict[str, Token] = {}
        self._issued: list[Record] = []

    def replay(self, record: Record) -> None:
        """Take in a journal record of kind ``token``, ``revoked`` or ``ended``."""
        if record["k"] == "revoked":
            self._forget(record["g"])
        elif record["k"] == "ended":
            self._access = {}
            self._refresh = {} if record["all"] else self._refresh
            self._issued = [] if record["all"] else [{**each, "ended": True} for each in self._issued]
        else:
            self._admit(record)

    def records(self) -> list[Record]:
        """Journal records that bring the living tokens back, for a journal that starts over."""
        now = self._clock.now()
        living = {name for name, token in (self._refresh | self._access).items() if now < token.ends}
        return [record for record in self._issued if record["r"] in living or record["a"] in living]

    def code(self, realm: str, redirect: str) -> str:
        """A one-time code for the redirect back to the app."""
        code = "AB" + secrets.token_hex(24)
        self._codes[code] = (realm, redirect, self._clock.now() + timedelta(seconds=CODE_SECONDS))
        return code

    def redeem(self, code: str, redirect: str) -> Record | None:
        """The token answer for a code, None when it is unknown, used, late or meant for another address."""
        realm, meant_for, ends = self._codes.pop(code, ("", "", self._clock.now()))
        if not realm or redirect != meant_for or self._clock.now() >= ends:
            return None
        return self.issue(realm)

    def issue(self, realm: str, before: Token | None = None, used: str = "") -> Record:
        """New tokens for a company, of a new grant or of that of ``before``, whose refresh token ``used`` ends soon."""
        now = self._clock.now()
        opened = before.opened if before else now
        record: Record = {
            "k": "token",
            "a": "eyJ" + secrets.token_hex(48),
            "r": "RT1-" + secrets.token_hex(24),
            "c": realm,
            "g": before.grant if before else secrets.token_hex(8),
            "at": now.isoformat(),
            "since": opened.isoformat(),
            "u": used,
        }
        self._journal.append(record)
        self._admit(record)
        return {
            "token_type": "bearer",
            "access_token": record["a"],
            "refresh_token": record["r"],
            "expires_in": ACCESS_SECONDS,
            "x_refresh_token_expires_in": REFRESH_SECONDS,
            "x_refresh_token_hard_expires_in": CONSENT_SECONDS - int((now - opened).total_seconds()),
        }

    def rotate(self, refresh: str) -> Record | None:
        """The token answer for a living refresh token, None for any other.

        The one sent ends a day from now, and those before it at once: whoever sends it has kept it (assumption).
        """
        token = self._refresh.get(refresh)
        now = self._clock.now()
        if token is None or now >= token.ends or now >= token.opened + timedelta(seconds=CONSENT_SECONDS):
            return None
        return self.issue(token.realm, token, refresh)

    def revoke(self, text: str) -> bool:
        """End the grant that this access or refresh token belongs to; False when there is none."""
        token = self._refresh.get(text) or self._access.get(text)
        if token is None:
            return False
        self._journal.append({"k": "revoked", "g": token.grant})
        self._forget(token.grant)
        return True

    def end(self, *, refresh_too: bool) -> None:
        """End every access token at once, with ``refresh_too`` every grant."""
        record: Record = {"k": "ended", "all": refresh_too}
        self._journal.append(record)
        self.replay(record)

    def realm_of(self, access: str) -> str | None:
        """The company a living access token opens."""
        token = self._access.get(access)
        return token.realm if token and self._clock.now() < token.ends else None

    def _admit(self, record: Record) -> None:
        at = datetime.fromisoformat(record["at"])
        since = datetime.fromisoformat(record["since"] if "since" in record else record["at"])
        overlap = at + timedelta(seconds=OVERLAP_SECONDS)
        older = self._older(str(record.get("u", "")), record["g"])
        self._refresh = {
            name: replace(token, ends=min(token.ends, overlap)) if token.grant == record["g"] else token
            for name, token in self._refresh.items()
            if at < token.ends and name not in older
        }
        if not record.get("ended"):
            self._access[record["a"]] = Token(record["c"], record["g"], at + timedelta(seconds=ACCESS_SECONDS), since)
        self._refresh[record["r"]] = Token(record["c"], record["g"], at + timedelta(seconds=REFRESH_SECONDS), since)
        self._issued.append(record)

    def _older(self, used: str, grant: str) -> set[str]:
        """The refresh tokens of the grant that were issued before the one used."""
        names = [name for name, token in self._refresh.items() if token.grant == grant]
        return set(names[: names.index(used)]) if used in names else set()

    def _forget(self, grant: str) -> None:
        self._access = {name: token for name, token in self._access.items() if token.grant != grant}
        self._refresh = {name: token for name, token in self._refresh.items() if token.grant != grant}
        self._issued = [record for record in self._issued if record["g"] != grant]
