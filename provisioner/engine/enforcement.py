"""The enforcement matrix: for every declared line of the firm file, what makes it true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from provisioner.model.change import Action
from provisioner.model.plan import Enforcement
from provisioner.model.source import dotted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provisioner.engine.match import Matches
    from provisioner.model.change import Change
    from provisioner.model.firm import Firm
    from provisioner.model.source import Path, Place

_NOTHING: frozenset[str] = frozenset()

DESCRIPTIVE = frozenset({"version", "extends", "firm", "systems", "protect", "people", "retired"})
"""Sections that say who and where, or steer this program; there is nothing in QuickBooks or Clio to enforce."""


def enforcement(firm: Firm, changes: Sequence[Change], found: Matches) -> tuple[Enforcement, ...]:
    """One line for each entry that a resource provisions, and one for each declared value that nothing enforces."""
    provisioned: dict[Path, str] = {}
    places: dict[Path, Place] = {}
    covered: dict[Path, frozenset[str]] = {}
    planned = {change.address: change for change in changes}
    for address, each in found.by_address.items():
        path, status = each.desired.path, _status(planned.get(address))
        if path in provisioned:
            provisioned[path] = _worst((provisioned[path], status))
            covered[path] |= each.desired.covers
        else:
            provisioned[path], places[path], covered[path] = status, each.desired.place, each.desired.covers
        for also in each.desired.also:
            provisioned[also], places[also], covered[also] = status, firm.place(*also), _NOTHING
    lines = [Enforcement(dotted(path), "provisioned", status, places[path]) for path, status in provisioned.items()]
    for name, value in firm.tree.items():
        if name not in DESCRIPTIVE:
            lines += [
                Enforcement(dotted(path), "unknown", "unknown", firm.place(*path))
                for path in _uncovered((name,), value, covered)
            ]
    return tuple(lines)


def _uncovered(path: Path, value: object, covered: Mapping[Path, frozenset[str]]) -> Iterator[Path]:
    """The values at and below ``path`` that no resource covers; ``covered`` are keys by the path of their entry."""
    if isinstance(value, Mapping) and value:
        keys = covered.get(path, _NOTHING)
        for name, inner in value.items():
            if name not in keys:
                yield from _uncovered((*path, name), inner, covered)
    elif path not in covered:
        yield path


def _status(change: Change | None) -> str:
    """How sure we are of one resource. What is not there yet, or waits for a person, has not passed."""
    if change is None:
        return "error"
    if change.action is Action.ATTEST:
        return "unknown"
    if change.action is not Action.NO_OP:
        return "fail"
    is_there = change.observed is not None or change.desired.retired
    return "pass" if is_there and not change.notes else "unknown"


def _worst(statuses: Sequence[str]) -> str:
    return next(status for status in ("error", "fail", "unknown", "pass") if status in statuses)
