"""Narrows a plan down: only some resources with what they need, or all but some and what needs those."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provisioner.engine.order import references
from provisioner.model.change import Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from provisioner.model.address import Address
    from provisioner.model.change import Change, Step


@dataclass(frozen=True, slots=True)
class Selection:
    """What a plan is narrowed down to. ``targets`` None: everything but ``excluded``."""

    targets: frozenset[Address] | None = None
    excluded: frozenset[Address] = frozenset()

    @property
    def is_everything(self) -> bool:
        """True when nothing is narrowed down."""
        return self.targets is None and not self.excluded

    def keeps(self, address: Address) -> bool:
        """Whether ``address`` itself is asked for."""
        return address not in self.excluded and (self.targets is None or address in self.targets)


def select(
    changes: Sequence[Change], steps: Iterable[Step], selection: Selection, lost: frozenset[Address] = frozenset()
) -> tuple[list[Change], tuple[Address, ...], bool]:
    """The changes that stay, the addresses of those left out, and whether a target needs one of the ``lost``.

    ``steps`` are those of the whole plan, ``lost`` the resources that could not be planned. What a target has to wait
    for comes with it; what has to wait for something excluded stays out with it. Resources without a change always
    stay: nothing happens to them.
    """
    pending = [each.address for each in changes if each.action not in {Action.NO_OP, Action.ATTEST}]
    needs: dict[Address, set[Address]] = {}
    for step in steps:
        needs.setdefault(step.address, set()).update(step.needs)
    for change in changes:
        if waiting := references(change.desired.fields) & lost:
            needs.setdefault(change.address, set()).update(waiting)
    chosen = set(pending) if selection.targets is None else _with_needs(selection.targets, needs)
    barred = _with_dependents(selection.excluded, needs)
    out = {each for each in pending if each not in chosen or each in barred}
    kept = [each for each in changes if each.address not in out]
    missing = selection.targets is not None and bool((chosen - barred) & lost)
    return kept, tuple(each for each in pending if each in out), missing


def _with_needs(start: Iterable[Address], needs: Mapping[Address, set[Address]]) -> set[Address]:
    found: set[Address] = set()
    stack = list(start)
    while stack:
        address = stack.pop()
        if address not in found:
            found.add(address)
            stack += needs.get(address, ())
    return found


def _with_dependents(start: Iterable[Address], needs: Mapping[Address, set[Address]]) -> set[Address]:
    turned: dict[Address, set[Address]] = {}
    for address, needed in needs.items():
        for each in needed:
            turned.setdefault(each, set()).add(address)
    return _with_needs(start, turned)
