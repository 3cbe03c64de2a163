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
    from provisioner.model.source import Path

DESCRIPTIVE = frozenset({"version", "extends", "firm", "systems", "protect", "people", "retired"})
"""Sections that say who and where, or steer this program; there is nothing in QuickBooks or Clio to enforce."""


def enforcement(firm: Firm, changes: Sequence[Change], found: Matches) -> tuple[Enforcement, ...]:
    """One line for each entry that a resource provisions, and one for each declared value that nothing enforces."""
    provisioned: dict[Path, list[str]] = {}
    covered: set[Path] = set()
    planned = {change.address: change for change in changes}
    for address, each in found.by_address.items():
        path = each.desired.path
        provisioned.setdefault(path, []).append(_status(planned.get(address)))
        covered |= {(*path, name) for name in each.desired.covers}
    lines = [
        Enforcement(dotted(path), "provisioned", _worst(statuses), firm.place(*path))
        for path, statuses in provisioned.items()
    ]
    for name, value in firm.tree.items():
        if name not in DESCRIPTIVE:
            lines += [
                Enforcement(dotted(path), "unknown", "unknown", firm.place(*path))
                for path in _uncovered((name,), value, covered, set(provisioned))
            ]
    return tuple(lines)


def _uncovered(path: Path, value: object, covered: set[Path], entries: set[Path]) -> Iterator[Path]:
    if path in covered:
        return
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            yield from _uncovered((*path, name), inner, covered, entries)
    elif path not in entries:
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
