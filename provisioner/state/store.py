"""The state store: bindings by environment, tenant and address, the journal, and the lock, behind one interface."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from provisioner.model.address import Address
from provisioner.model.resource import Binding
from provisioner.state.codec import decode
from provisioner.state.journal import Journal
from provisioner.state.lock import Locks
from provisioner.state.places import FOLDER, Server, own_folder, state_path, token_path
from provisioner.state.recorder import StateRecorder
from provisioner.state.records import Holder, Run, Scope
from provisioner.state.sqlite import open_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from provisioner.engine.ports import Entry
    from provisioner.state.database import Database
    from provisioner.state.places import Place

__all__ = [
    "FOLDER",
    "Holder",
    "Run",
    "Scope",
    "StateStore",
    "open_state",
    "own_folder",
    "state_path",
    "token_path",
]


class StateStore:
    """The state of one firm or of many. Every write is durable when the method returns."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._journal = Journal(database)
        self._locks = Locks(database)

    def bindings(self, scope: Scope) -> dict[Address, Binding]:
        """All bindings of a scope, by address, in order."""
        with self._database.reading() as cursor:
            rows = cursor.execute(
                "SELECT address, tenant, remote_id, last_applied, protected FROM binding "
                "WHERE environment = ? ORDER BY address",
                (scope.environment,),
            ).fetchall()
        tenants = scope.tenants
        found = (self._binding(*row) for row in rows if tenants.get(row[0].partition(".")[0]) == row[1])
        return {each.address: each for each in found}

    def _binding(self, address: str, _: str, remote_id: str, last_applied: str | None, protected: int) -> Binding:
        try:
            last = decode(last_applied) if last_applied is not None else None
            return Binding(Address.parse(address), remote_id, last, bool(protected))
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
            raise self._database.damaged(f"It cannot be read at {address!r}.") from error

    def stale(self, scope: Scope, instances: Mapping[str, str]) -> set[str]:
        """The systems in which another company or account has come under the old id, as a sandbox started anew does."""
        known = self._instances(scope)
        return {system for system, found in instances.items() if known.get(system, found) != found}

    def settle(self, scope: Scope, instances: Mapping[str, str]) -> None:
        """Remember which company and account answered, and forget bindings to the objects of others before them."""
        stale = self.stale(scope, instances)
        with self._database.writing() as cursor:
            for system, found in instances.items():
                if system in stale:
                    cursor.execute(
                        "DELETE FROM binding WHERE environment = ? AND tenant = ? AND substr(address, 1, ?) = ?",
                        (scope.environment, scope.tenants[system], len(system) + 1, f"{system}."),
                    )
                cursor.execute(
                    "INSERT INTO meta (key, value) VALUES (?, ?) "
                    "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    (_instance_key(scope, system), found),
                )

    def _instances(self, scope: Scope) -> dict[str, str]:
        found = {}
        with self._database.reading() as cursor:
            for system in scope.tenants:
                row = cursor.execute("SELECT value FROM meta WHERE key = ?", (_instance_key(scope, system),)).fetchone()
                if row is not None:
                    found[system] = row[0]
        return found

    def protect(self, scope: Scope, addresses: Sequence[Address], *, protected: bool = True) -> None:
        """Remember, or forget, that objects must never be made inactive."""
        with self._database.writing() as cursor:
            cursor.executemany(
                "UPDATE binding SET protected = ? WHERE environment = ? AND tenant = ? AND address = ?",
                [(int(protected), *scope.row(address)) for address in addresses],
            )

    def forget(self, environment: str) -> None:
        """Drop every binding of an environment, the protected ones too: its objects are gone."""
        with self._database.writing() as cursor:
            cursor.execute("DELETE FROM binding WHERE environment = ?", (environment,))

    def alone(self, scope: Scope, who: str, now: datetime, *, firm: str = "FIRM") -> AbstractContextManager[None]:
        """Be the only one that applies in this scope, or StateProblem. A process that ends lets go.

        ``firm`` is the firm as it is written in the command that takes the lock away.
        """
        return self._locks.alone(scope, who, now, firm)

    def holder(self, scope: Scope) -> Holder | None:
        """Who applies in this scope now; None when nobody who is alive does."""
        return self._locks.holder(scope)

    def break_lock(self, scope: Scope, now: datetime, *, force: bool = False) -> Holder | None:
        """Take the lock away from its holder, who can then send nothing more: that holder, or None if there is none.

        StateProblem while the holder gives signs of life, unless forced.
        """
        return self._locks.break_lock(scope, now, force=force)

    def recorder(self, scope: Scope, run_id: str, who: str, clock: Callable[[], datetime]) -> StateRecorder:
        """A recorder for one run. Inside ``alone`` it writes nothing once the lock is taken away."""
        return StateRecorder(self._database, scope, run_id, who, clock, self._locks.claim(scope))

    def start_run(self, run: Run) -> None:
        """Note that an apply begins, with the plan that was approved."""
        self._journal.start(run)

    def unfinished(self, scope: Scope) -> Run | None:
        """The newest run of exactly this scope that has not ended."""
        return self._journal.unfinished(scope)

    def runs(self, scope: Scope, limit: int) -> list[Run]:
        """The runs of exactly this scope, newest first."""
        return self._journal.runs(scope, limit)

    def finish_run(self, run_id: str, result: str, now: datetime) -> None:
        """Note how an apply ended. Of all but the newest runs the requests and the plan are dropped."""
        self._journal.finish(run_id, result, now)

    def entries(self, run_id: str) -> list[Entry]:
        """The requests of a run in the order in which they were about to be sent."""
        return self._journal.entries(run_id)


def _instance_key(scope: Scope, system: str) -> str:
    return f"instance:{scope.environment}:{system}:{scope.tenants[system]}"


@contextmanager
def open_state(place: Place) -> Iterator[StateStore]:
    """The store in a file, made on first use, or in a database. StateProblem when it cannot be opened or used."""
    if isinstance(place, Server):
        from provisioner.state.postgresql import open_server  # noqa: PLC0415 - only a shared state needs it

        with open_server(place) as shared:
            yield StateStore(shared)
    else:
        with open_file(place) as own:
            yield StateStore(own)
