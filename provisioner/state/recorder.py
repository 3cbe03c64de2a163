"""Records what an apply is about to do and what it did, as it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.state.codec import encode, encode_items, encode_outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from provisioner.engine.ports import Conclusion, Request
    from provisioner.model.address import Address
    from provisioner.model.resource import Binding, Remote, Value
    from provisioner.state.database import Cursor, Database
    from provisioner.state.lock import Claim
    from provisioner.state.records import Scope

_BIND = (
    "INSERT INTO binding (environment, tenant, address, remote_id, last_applied, protected, bound_at, bound_by) "
    "VALUES (?, ?, ?, ?, ?, 0, ?, ?) ON CONFLICT (environment, tenant, address) DO UPDATE SET "
    "remote_id = excluded.remote_id, last_applied = excluded.last_applied, "
    "bound_at = excluded.bound_at, bound_by = excluded.bound_by"
)
_RELEASE = "DELETE FROM binding WHERE environment = ? AND tenant = ? AND address = ? AND protected = 0"
_INTEND = (
    "INSERT INTO request (run_id, number, id, system, items, since, at) VALUES (?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (run_id, id) DO NOTHING"
)
_CONCLUDE = (
    "INSERT INTO conclusion (run_id, request_id, address, outcome) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (run_id, request_id, address) DO UPDATE SET outcome = excluded.outcome"
)


class StateRecorder:
    """The recorder of one run. Nothing is written once somebody else has taken the firm's lock."""

    def __init__(
        self,
        database: Database,
        scope: Scope,
        run_id: str,
        who: str,
        clock: Callable[[], datetime],
        claim: Claim | None,
    ) -> None:
        self._database = database
        self._scope = scope
        self._run_id = run_id
        self._who = who
        self._clock = clock
        self._claim = claim
        self._number: int | None = None
        self._known: dict[Address, dict[str, Value]] = {}
        self._remotes: dict[Address, str] = {}
        self._stored: set[Address] = set()
        self._bound: dict[Address, tuple[str, ...]] = {}
        self._released: dict[Address, tuple[str, ...]] = {}

    def remember(self, bindings: Mapping[Address, Binding]) -> None:
        """The last applied values known before the run, which new ones are added to."""
        self._known = {address: dict(each.last_applied or {}) for address, each in bindings.items()}
        self._remotes = {address: each.remote_id for address, each in bindings.items()}
        self._stored = {address for address, each in bindings.items() if each.last_applied is not None}

    def intend(self, request: Request) -> None:
        """Write down a request that is about to be sent. Once more for the same request changes nothing."""
        at = self._clock().isoformat()
        with self._database.writing() as cursor:
            if self._claim is not None:
                self._claim.hold(cursor, at)
            number = self._next(cursor)
            values = (request.id, request.system, encode_items(request.items), request.since, at)
            added = cursor.execute(_INTEND, (self._run_id, number, *values)).rowcount
        self._number = number + added

    def conclude(self, request_id: str, conclusions: Sequence[Conclusion]) -> None:
        """Write down what became of a request, together with the bindings since the last flush, in one transaction."""
        rows = [(self._run_id, request_id, str(each.address), encode_outcome(each)) for each in conclusions]
        self._write(rows)

    def bind(self, address: Address, remote: Remote, applied: Mapping[str, Value]) -> None:
        """Bind, and add to the values known to be applied."""
        if self._remotes.get(address, remote.id) != remote.id:
            self._known.pop(address, None)  # another object now: what we knew of the old one says nothing about it
        elif address in self._stored and _holds(self._known[address], applied):
            return  # most of what an apply binds is as the one before left it
        self._stored.discard(address)
        self._remotes[address] = remote.id
        known = self._known.setdefault(address, {})
        known.update(applied)
        self._released.pop(address, None)
        row = self._scope.row(address)
        self._bound[address] = (*row, remote.id, encode(known), self._clock().isoformat(), self._who)

    def release(self, address: Address) -> None:
        """Forget the binding, unless it is protected: protection outlives the file."""
        self._stored.discard(address)
        self._bound.pop(address, None)
        self._released[address] = self._scope.row(address)

    def flush(self) -> None:
        """Make everything since the last flush durable, in one transaction."""
        if self._bound or self._released:
            self._write([])

    def _write(self, conclusions: Sequence[tuple[str, ...]]) -> None:
        with self._database.writing() as cursor:
            if self._claim is not None:
                self._claim.finish(cursor)
            for statement, rows in (
                (_CONCLUDE, conclusions),
                (_BIND, list(self._bound.values())),
                (_RELEASE, list(self._released.values())),
            ):
                if rows:
                    cursor.executemany(statement, rows)
        self._bound.clear()
        self._released.clear()

    def _next(self, cursor: Cursor) -> int:
        if self._number is None:
            last = cursor.execute("SELECT max(number) FROM request WHERE run_id = ?", (self._run_id,)).fetchone()
            self._number = (last[0] or 0) + 1
        return self._number


def _holds(known: Mapping[str, Value], applied: Mapping[str, Value]) -> bool:
    """True when all of ``applied`` is known, to the last digit."""
    return all(
        name in known and type(known[name]) is type(value) and str(known[name]) == str(value)
        for name, value in applied.items()
    )
