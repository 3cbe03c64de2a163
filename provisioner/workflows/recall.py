"""Reads QuickBooks by what changed since the last reading, and everything where that cannot tell what there is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from provisioner.engine.merge import Reading
from provisioner.model.errors import VendorProblem
from provisioner.model.resource import Refresh
from provisioner.providers.qbo.changes import CannotTell, Keeper, entities_of, form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from provisioner.engine.ports import ResourceType
    from provisioner.model.resource import Snapshot


class Company(Protocol):
    """A QuickBooks company that can be read in both ways."""

    @property
    def calls(self) -> int:
        """The requests sent so far."""
        ...

    def read(
        self, types: Sequence[ResourceType], expected: int, keep: Callable[[str, Sequence[Mapping[str, Any]]], None]
    ) -> Snapshot:
        """Everything; ``keep`` is shown it as QuickBooks sends it."""
        ...

    def read_changes(self, types: Sequence[ResourceType], known: Reading, expected: int) -> tuple[Snapshot, Reading]:
        """Everything, from what changed since ``known``, and the reading to remember now. May raise CannotTell."""
        ...


class Recalled:
    """A reader of QuickBooks that remembers. ``after`` is what to remember once it has read.

    Only QuickBooks is read in this way. Clio has no such service, and its lists are short: they are read in full, and
    the balances of its bank accounts are not read at all, since nothing that is planned depends on them.
    """

    system = "qbo"

    def __init__(self, company: Company, known: Reading | None, why_not: str = "") -> None:
        self._company = company
        self._known = known
        self._why_not = why_not or ("" if known is not None else "no earlier reading of it is remembered")
        self.after: Reading | None = None

    def read(self, types: Sequence[ResourceType], expected: int = 0) -> Snapshot:
        """Everything of these types, as it is now but for balances; with ``refresh.why``, those too."""
        before = self._company.calls
        why = self._why_not
        if self._known is not None and not why:
            try:
                snapshot, self.after = self._company.read_changes(types, self._known, expected)
            except CannotTell as reason:
                why = str(reason)
            except VendorProblem as problem:
                if problem.stops_run and problem.code != "misshapen":  # what one answer holds says nothing of others
                    raise
                why = f"QuickBooks did not say what changed ({problem.code or problem.status})"
            else:
                return snapshot
        return self._in_full(types, expected, before, why)

    def _in_full(self, types: Sequence[ResourceType], expected: int, before: int, why: str) -> Snapshot:
        keeper = Keeper()
        snapshot = self._company.read(types, expected, keeper.keep)
        if snapshot.read_at and keeper.is_whole:
            self.after = Reading(snapshot.read_at, form(entities_of(types)), keeper.objects)
        calls = self._company.calls - before
        return replace(snapshot, calls=calls, calls_in_full=snapshot.calls, refresh=Refresh(why=why))
