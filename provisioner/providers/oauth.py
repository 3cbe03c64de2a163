"""Bearer tokens for both vendors: a fixed one, or one that is renewed and kept before it is used."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from provisioner.providers import token_service
from provisioner.providers.token_service import Application, expired

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from provisioner.providers.token_service import Answer, Service

MARGIN = timedelta(minutes=2)
"""A token that ends sooner is renewed first: clocks differ, and requests take time."""
CONSENT = timedelta(days=5 * 365)  # the longest life of a consent at Intuit; Intuit blog, November 2025; read 2026-11


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

    def alone(self, key: str) -> AbstractContextManager[None]:
        """Be the only one, among all processes, that renews the token under ``key``."""
        ...


@dataclass(frozen=True)
class Grant:
    """What a person's consent gives: tokens, and when each of them ends (None where nobody says)."""

    refresh_token: str = field(default="", repr=False)
    access_token: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    system: str = ""
    host: str = ""
    company: str = ""
    scope: str = ""
    consented: datetime | None = None
    obtained: datetime | None = None
    access_ends: datetime | None = None
    refresh_ends: datetime | None = None
    consent_ends: datetime | None = None

    @staticmethod
    def parse(record: Mapping[str, str]) -> Grant:
        """The grant in a record; what cannot be read is left out."""
        texts = {each.name: record.get(each.name, "") for each in fields(Grant)}
        held: dict[str, Any] = {name: _instant(text) if name in INSTANTS else text for name, text in texts.items()}
        return Grant(**held)

    def record(self) -> dict[str, str]:
        """The grant as texts, ``parse`` reversed."""
        held = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            name: value.isoformat() if isinstance(value, datetime) else value for name, value in held.items() if value
        }

    def serves(self, now: datetime) -> bool:
        """True while the access token can be used."""
        return bool(self.access_token) and self.access_ends is not None and now < self.access_ends - MARGIN

    def renewed(self, answer: Answer, now: datetime) -> Grant:
        """The grant after the token service has answered."""
        return replace(
            self,
            refresh_token=answer.refresh_token or self.refresh_token,
            access_token=answer.access_token,
            scope=answer.scope or self.scope,
            obtained=now,
            access_ends=_after(now, answer.access_life),
            refresh_ends=_after(now, answer.refresh_life),
            consent_ends=_after(now, answer.consent_life) or self.consent_ends or self._consent_end(),
        )

    def _consent_end(self) -> datetime | None:
        return self.consented + CONSENT if self.system == "qbo" and self.consented else None


INSTANTS = frozenset({"consented", "obtained", "access_ends", "refresh_ends", "consent_ends"})


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _after(now: datetime, seconds: int | None) -> datetime | None:
    return None if seconds is None else now + timedelta(seconds=seconds)


def utc_now() -> datetime:
    """The current instant."""
    return datetime.now(UTC)


class Holder(Protocol):
    """Where one grant is kept."""

    def glance(self) -> Grant:
        """What is known of it without opening a keyring."""
        ...

    def newest(self) -> Grant:
        """The newest tokens."""
        ...

    def keep(self, before: Grant, after: Grant) -> None:
        """Store what a renewal gave; durable when this returns."""
        ...

    def check(self) -> None:
        """Raise unless something could be stored now."""
        ...

    def alone(self) -> AbstractContextManager[None]:
        """Be the only one, among all processes, that renews it."""
        ...


class GivenGrant:
    """A refresh token that the user gave in the environment, followed by those that came in its place.

    Access tokens are not kept: who sets the variables decides what is on this machine.
    """

    def __init__(self, given: Grant, store: TokenStore) -> None:
        self._given = given
        self._store = store
        digest = hashlib.sha256(given.refresh_token.encode()).hexdigest()[:24]
        self._key = f"{given.system}:{digest}"

    def glance(self) -> Grant:
        """Nothing."""
        return Grant()

    def newest(self) -> Grant:
        """The newest refresh token."""
        return replace(self._given, refresh_token=self._store.get(self._key) or self._given.refresh_token)

    def keep(self, before: Grant, after: Grant) -> None:
        """Store the refresh token when it was replaced."""
        if after.refresh_token != before.refresh_token:
            self._store.put(self._key, after.refresh_token)

    def check(self) -> None:
        """Raise unless a token could be stored now."""
        self._store.check()

    def alone(self) -> AbstractContextManager[None]:
        """Be the only one that renews it."""
        return self._store.alone(self._key)


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


class RenewableToken:
    """An access token that is renewed when it ends or is refused. New tokens are kept before they are used.

    When another process has renewed the same connection in the meantime, its token is taken. A process that is killed
    before it could keep what it was given has lost nothing yet: Intuit takes the refresh token before the newest for
    another day (README of Intuit's .NET SDK; read 2026-11), and Clio's stays good.
    """

    def __init__(self, service: Service, holder: Holder, now: Callable[[], datetime] = utc_now) -> None:
        self._service = service
        self._holder = holder
        self._now = now
        self._grant: Grant | None = None
        self._lock = threading.Lock()

    def access(self) -> str:
        """A token that should work now."""
        with self._lock:
            if self._grant is None and (known := self._holder.glance()).serves(self._now()):
                self._grant = known
            if self._grant is None or self._is_over(self._grant):
                self._grant = self._renewed()
            return self._grant.access_token

    def renew(self) -> str:
        """A new token, after the vendor refused the last one. VendorProblem when it refuses to give one."""
        with self._lock:
            self._grant = self._renewed()
            return self._grant.access_token

    def _is_over(self, grant: Grant) -> bool:
        return grant.access_ends is not None and not grant.serves(self._now())

    def _renewed(self) -> Grant:
        ours = self._grant.access_token if self._grant else ""
        with self._holder.alone():
            newest = self._holder.newest()
            if newest.access_token != ours and newest.serves(self._now()):
                return newest
            self._holder.check()
            application = Application(self._service, newest.client_id, newest.client_secret)
            answer = token_service.refresh(application, newest.refresh_token)
            after = newest.renewed(answer, self._now())
            self._holder.keep(newest, after)
            return after
