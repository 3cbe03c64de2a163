"""One writer a firm: who holds the lock, and how it is taken away from a process that hangs."""

from __future__ import annotations

import hashlib
import os
import platform
import shlex
import time
import uuid
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from provisioner.model.errors import StateProblem
from provisioner.state.records import Holder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.state.database import Cursor, Database
    from provisioner.state.records import Scope

QUIET = 60
"""Seconds without a sign of life after which the lock of a process may be taken away without being forced."""

ATTEMPTS, PAUSE = 5, 0.1
"""How often, and after how many seconds, to try again for a lock that nobody has signed for."""

_HOLDER = "owner, host, pid, since, seen"


@dataclass(frozen=True)
class Claim:
    """What a process writes under. It ends when the lock is taken away, even if the process lives on."""

    token: str
    rows: int

    def hold(self, cursor: Cursor, now: str) -> None:
        """Give a sign of life. StateProblem unless the lock is still ours: nothing may be sent any more."""
        statement = "UPDATE writer SET seen = ? WHERE token = ? AND owner IS NOT NULL"
        self._require(cursor.execute(statement, (now, self.token)).rowcount)

    def finish(self, cursor: Cursor) -> None:
        """StateProblem when somebody else has applied since: what we know is out of date.

        Where the lock was taken away and nobody came after us, what became of our requests is still worth keeping.
        """
        statement = "UPDATE writer SET token = token WHERE token = ?"
        self._require(cursor.execute(statement, (self.token,)).rowcount)

    def _require(self, rows: int) -> None:
        if rows != self.rows:
            raise StateProblem(
                "The lock was taken away",
                "Somebody ran `provisioner state unlock` while this apply was going on. It stops here.",
                "Make sure that no other apply of this firm is running, then run the same command again: it finds out "
                "what became of the requests that were sent.",
            )


class Locks:
    """The locks of all firms in a database: one for each company and account, whoever's firm file names it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._claims: dict[tuple[str, str], Claim] = {}

    def claim(self, scope: Scope) -> Claim | None:
        """What this process writes under while it is alone; None when it did not ask to be."""
        return self._claims.get(scope.key)

    @contextmanager
    def alone(self, scope: Scope, who: str, now: datetime, firm: str) -> Iterator[None]:
        """Be the only one that applies in this scope, or StateProblem. A process that ends lets go."""
        claim = Claim(str(uuid.uuid4()), len(scope.tenants))
        with ExitStack() as seized:
            self._take(scope, claim, who, now, firm, seized)
            self._claims[scope.key] = claim
            try:
                yield
            finally:
                del self._claims[scope.key]
                with self._database.writing() as cursor:
                    cursor.execute("UPDATE writer SET owner = NULL WHERE token = ?", (claim.token,))

    def _take(self, scope: Scope, claim: Claim, who: str, now: datetime, firm: str, seized: ExitStack) -> None:
        """Take all locks of a scope, or StateProblem.

        Somebody may have taken a lock without having signed for it yet, or break one while we take it: another try
        tells.
        """
        for _ in range(ATTEMPTS):
            if self._try(scope, claim, who, now, seized):
                return
            seized.close()
            holder = self.holder(scope)
            if holder is not None:
                raise _busy(holder, now, firm)
            time.sleep(PAUSE)
        raise _busy(None, now, firm)

    def _try(self, scope: Scope, claim: Claim, who: str, now: datetime, seized: ExitStack) -> bool:
        epochs = self._epochs(scope)
        for tenant, epoch in epochs.items():
            release = self._database.seize(_name(scope.environment, tenant, epoch))
            if release is None:
                return False
            seized.callback(release)
        at = now.isoformat()
        signed = (claim.token, who, platform.node(), os.getpid(), at, at, scope.environment)
        with self._database.writing() as cursor:
            cursor.executemany(
                "UPDATE writer SET token = ?, owner = ?, host = ?, pid = ?, since = ?, seen = ? "
                "WHERE environment = ? AND tenant = ? AND epoch = ?",
                [(*signed, tenant, epoch) for tenant, epoch in epochs.items()],
            )
            taken = cursor.execute("SELECT count(*) FROM writer WHERE token = ?", (claim.token,)).fetchone()
        return bool(taken[0] == claim.rows)

    def holder(self, scope: Scope) -> Holder | None:
        """Who applies in this scope now; None when nobody who is alive does."""
        for tenant in _tenants(scope):
            with self._database.reading() as cursor:
                row = cursor.execute(
                    f"SELECT epoch, {_HOLDER} FROM writer WHERE environment = ? AND tenant = ? AND owner IS NOT NULL",  # noqa: S608 - our own constant
                    (scope.environment, tenant),
                ).fetchone()
            if row is not None and self._database.is_seized(_name(scope.environment, tenant, row[0])):
                return Holder(*row[1:])
        return None

    def break_lock(self, scope: Scope, now: datetime, *, force: bool) -> Holder | None:
        """Take the lock away from its holder, who can then send nothing more: that holder, or None if there is none.

        StateProblem while the holder gives signs of life, unless forced.
        """
        holder = self.holder(scope)
        if holder is not None and not force and _seconds(holder.seen, now) < QUIET:
            raise StateProblem(
                "The apply that holds the lock is at work",
                f"{_told(holder, now)} Its last request was {_ago(holder.seen, now)}.",
                f"Wait until it has ended. A lock without a sign of life for {QUIET} seconds can be taken away; "
                "add --force to take it away now, if you are sure that the process hangs.",
            )
        epochs = self._epochs(scope)
        with self._database.writing() as cursor:
            cursor.executemany(
                "UPDATE writer SET epoch = epoch + 1, owner = NULL WHERE environment = ? AND tenant = ?",
                [(scope.environment, tenant) for tenant in epochs],
            )
        for tenant, epoch in epochs.items():
            self._database.discard(_name(scope.environment, tenant, epoch))
        return holder

    def _epochs(self, scope: Scope) -> dict[str, int]:
        keys = [(scope.environment, tenant) for tenant in _tenants(scope)]
        with self._database.writing() as cursor:
            cursor.executemany(
                "INSERT INTO writer (environment, tenant, epoch) VALUES (?, ?, 0) ON CONFLICT DO NOTHING", keys
            )
            rows = cursor.execute("SELECT tenant, epoch FROM writer WHERE environment = ?", (scope.environment,))
            known = dict(rows.fetchall())
        return {tenant: known[tenant] for _, tenant in keys}


def _tenants(scope: Scope) -> list[str]:
    return sorted(f"{system}:{tenant}" for system, tenant in scope.tenants.items())


def _name(environment: str, tenant: str, epoch: int) -> str:
    return f"{hashlib.sha256(repr((environment, tenant)).encode()).hexdigest()[:12]}-{epoch}"


def _busy(holder: Holder | None, now: datetime, firm: str) -> StateProblem:
    return StateProblem(
        "Another apply of this firm is running" + (f": {_told(holder, now)[:-1]}" if holder is not None else ""),
        "Two at once could make things twice in Clio, which has no way to tell.",
        "Wait until it has ended, then run the same command again. If that process hangs, take the lock away from it:",
        f"provisioner state unlock {shlex.quote(firm)}",
    )


def _told(holder: Holder, now: datetime) -> str:
    since = datetime.fromisoformat(holder.since).astimezone(UTC)
    day = "" if since.date() == now.astimezone(UTC).date() else f"{since.date()} "
    return (
        f"{holder.owner} on host {holder.host} (process {holder.pid}), since {day}{since:%H:%M:%S} UTC, "
        f"{_ago(holder.since, now)}."
    )


def _seconds(instant: str, now: datetime) -> int:
    return max(0, int((now - datetime.fromisoformat(instant)).total_seconds()))


def _ago(instant: str, now: datetime) -> str:
    seconds = _seconds(instant, now)
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return f"{seconds} second{'' if seconds == 1 else 's'} ago"
