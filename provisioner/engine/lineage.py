"""Who stands above whom once a plan is applied: parents of parents, declared or not, by one reference field."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from provisioner.model.address import Address
from provisioner.model.resource import Remote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.engine.match import Match
    from provisioner.model.change import Change
    from provisioner.model.resource import Observed, Snapshot, Value


class Lineage:
    """Answers for the resources of one plan. Nothing is prepared before the first question."""

    def __init__(self, matches: Mapping[Address, Match], snapshots: Mapping[str, Snapshot]) -> None:
        self._matches = matches
        self._snapshots = snapshots

    @cached_property
    def owners(self) -> dict[Remote, Address]:
        """The declared resource that stands for each object."""
        return {each.observed.remote: address for address, each in self._matches.items() if each.observed is not None}

    @cached_property
    def _live(self) -> dict[Remote, Observed]:
        return {
            each.remote: each
            for snapshot in self._snapshots.values()
            for objects in snapshot.objects.values()
            for each in objects
        }

    def above(self, change: Change) -> set[Address]:
        """The declared resources above one that moves; the resource itself is among them when it is in a circle."""
        found: set[Address] = set()
        for name in (each.name for each in change.fields):
            seen: set[Address | Remote] = set()
            at = self._next(change.address, name)
            while at is not None and at.kind == change.address.kind and at not in seen:
                seen.add(at)
                at = self._next(at, name)
            found |= {each for each in seen if isinstance(each, Address)}
        return found

    def _next(self, at: Address | Remote, name: str) -> Address | Remote | None:
        """What field ``name`` of ``at`` will refer to."""
        value: Value = None
        if isinstance(at, Remote):
            value = self._live[at].fields.get(name) if at in self._live else None
        elif (found := self._matches.get(at)) is not None:
            live = found.observed.fields.get(name) if found.observed is not None else None
            value = found.fields.get(name, live)
        if isinstance(value, Remote):
            return self.owners.get(value, value)
        return value if isinstance(value, Address) else None
