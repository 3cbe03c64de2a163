"""The state store: bindings by environment, tenant and address, the journal, and the lock, behind one interface."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from provisioner.state.bindings import Bindings
from provisioner.state.cache import Cache
from provisioner.state.journal import Journal
from provisioner.state.lock import Locks
from provisioner.state.places import FOLDER, Server, own_folder, state_path, token_path
from provisioner.state.recorder import StateRecorder
from provisioner.state.records import Holder, Kept, Run, Scope
from provisioner.state.sqlite import open_file

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from provisioner.engine.merge import Reading
    from provisioner.engine.ports import Entry
    from provisioner.model.address import Address
    from provisioner.model.resource import Binding
    from provisioner.state.database import Database
    from provisioner.state.places import Place

__all__ = [
    "FOLDER",
    "Holder",
    "Kept",
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
        self._bindings = Bindings(database)
        self._journal = Journal(database)
        self._locks = Locks(database)
        self._cache = Cache(database)

    @property
    def label(self) -> str:
        """Where the state is, as a person may read it."""
        return self._database.label

    def bindings(self, scope: Scope) -> dict[Address, Binding]:
        """All bindings of a scope, by address, in order."""
        return self._bindings.read(scope)

    def kept(self, scope: Scope) -> dict[Address, Kept]:
        """All bindings of a scope with when and by whom they were written, by address, in order."""
        return self._bindings.kept(scope)

    def find(self, scope: Scope, address: Address) -> Kept:
        """The binding of an address, with when and by whom it was written. StateProblem when there is none."""
        return self._bindings.find(scope, address)

    def stale(self, scope: Scope, instances: Mapping[str, str]) -> set[str]:
        """The systems in which another company or account has come under the old id, as a sandbox started anew does."""
        known = self._bindings.instances(scope)
        return {system for system, found in instances.items() if known.get(system, found) != found}

    def instances(self, scope: Scope) -> dict[str, str]:
        """Which company and account answered last, by system."""
        return self._bindings.instances(scope)

    def settle(self, scope: Scope, instances: Mapping[str, str]) -> None:
        """Remember which company and account answered, and forget bindings to the objects of others before them."""
        self._bindings.settle(scope, instances, self.stale(scope, instances))

    def protect(self, scope: Scope, addresses: Sequence[Address], *, protected: bool = True) -> None:
        """Remember, or forget, that objects must never be made inactive."""
        self._bindings.protect(scope, addresses, protected=protected)

    def forget(self, scope: Scope) -> None:
        """Drop every binding and reading of a scope, the protected ones too: its objects are gone."""
        self._bindings.forget(scope)
        self._cache.forget(scope)

    def move(self, scope: Scope, old: Address, new: Address) -> None:
        """Let ``new`` stand for the object that ``old`` stands for. StateProblem unless that can be."""
        self._bindings.move(scope, old, new)

    def remove(self, scope: Scope, addresses: Sequence[Address], accepted: Collection[str] = ()) -> None:
        """Forget bindings, all or none. StateProblem for one that is unknown, or protected and not in ``accepted``."""
        self._bindings.remove(scope, addresses, accepted)

    def replace(
        self, scope: Scope, kept: Collection[Kept], instances: Mapping[str, str], accepted: Collection[str] = ()
    ) -> None:
        """Make ``kept`` all the bindings of a scope. StateProblem for a protection that would be lost."""
        self._bindings.replace(scope, kept, instances, accepted)

    def recall(self, scope: Scope, system: str) -> Reading | None:
        """What was last read from a system with the wish to remember it; None when nothing was."""
        return self._cache.recall(scope, system)

    def remember(self, scope: Scope, system: str, before: Reading | None, after: Reading) -> None:
        """Keep a reading in place of ``before``, unless somebody has kept another one since that was recalled."""
        self._cache.remember(scope, system, before, after)

    def check(self) -> None:
        """Look through everything, however long it takes. StateProblem for damage."""
        self._database.check()

    def alone(self, scope: Scope, who: str, now: datetime, *, firm: str = "FIRM") -> AbstractContextManager[None]:
        """Be the only one that applies in this scope, or StateProblem. A process that ends lets go.

        ``firm`` is the path of the firm, for the command that takes the lock away.
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
