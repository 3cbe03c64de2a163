"""state: what is remembered of a firm, looked at and put right by hand. Reaches no vendor and needs no credentials."""

from __future__ import annotations

import shlex
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provisioner.model.errors import ConfigProblem, StateProblem
from provisioner.state import backup
from provisioner.state.backup import Backup
from provisioner.state.store import open_state
from provisioner.workflows.check import check
from provisioner.workflows.plan import scope_of, state_file

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from provisioner.model.address import Address
    from provisioner.state.store import Holder, Kept, Run, Scope, StateStore


ALL = 1_000_000
"""More runs than anybody ever makes."""


@dataclass(frozen=True)
class Remembered:
    """A firm's state, open, with all that a command needs to know about the firm."""

    firm: str
    scope: Scope
    store: StateStore


@dataclass(frozen=True)
class Differences:
    """What an import would do to the bindings."""

    added: tuple[Address, ...]
    changed: tuple[Address, ...]
    removed: tuple[Address, ...]
    unchanged: int

    def __bool__(self) -> bool:
        """True when it would do anything."""
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True)
class Checked:
    """What was found in a state that can be read: how much there is, and which addresses stand for one object."""

    where: str
    bindings: int
    runs: int
    requests: int
    doubled: tuple[tuple[Address, ...], ...]
    unfinished: Run | None
    holder: Holder | None


@contextmanager
def remembered(path: Path, environment: str) -> Iterator[Remembered]:
    """The state of the firm at ``path`` in one environment. ConfigProblem when its company cannot be told."""
    report, firm = check(path)
    if firm is None:
        raise ConfigProblem(
            f"{report.file} cannot be read",
            "The firm file says which company and which Clio account are meant.",
            "See what is wrong, and put it right:",
            f"provisioner validate {shlex.quote(str(path))}",
        )
    with open_state(state_file(path)) as store:
        yield Remembered(str(path), scope_of(firm, environment), store)


def move(state: Remembered, old: Address, new: Address, *, who: str, now: datetime) -> Run | None:
    """Let ``new`` stand for what ``old`` stood for. The apply that was broken off before, if there is one."""
    with _alone(state, who, now):
        state.store.move(state.scope, old, new)
    return state.store.unfinished(state.scope)


def remove(
    state: Remembered, addresses: Sequence[Address], accepted: Collection[str], *, who: str, now: datetime
) -> Run | None:
    """Forget bindings. The apply that was broken off before, if there is one."""
    with _alone(state, who, now):
        state.store.remove(state.scope, addresses, accepted)
    return state.store.unfinished(state.scope)


def export(state: Remembered, now: datetime) -> Backup:
    """All bindings, to be written to a file."""
    kept = tuple(state.store.kept(state.scope).values())
    return Backup(state.scope, now.isoformat(), state.store.instances(state.scope), kept)


def restore(
    state: Remembered,
    path: Path,
    accepted: Collection[str],
    confirm: Callable[[Differences], bool],
    *,
    who: str,
    now: datetime,
) -> Differences | None:
    """Make the bindings those of a file, after asking ``confirm``: what was changed, or None if it was not wanted.

    StateProblem for a file of another firm or environment, or one that was edited.
    """
    found = backup.read(path)
    _refuse_strangers(found, state.scope, path)
    with _alone(state, who, now):
        differences = _compare(state.store.kept(state.scope), found.kept)
        if differences and not confirm(differences):
            return None
        state.store.replace(state.scope, found.kept, found.instances, accepted)
    return differences


def inspect(state: Remembered) -> Checked:
    """Read everything there is. StateProblem for damage."""
    store, scope = state.store, state.scope
    store.check()
    kept = store.kept(scope)
    by_object: dict[tuple[str, str], list[Address]] = defaultdict(list)
    for address, each in kept.items():
        by_object[address.kind, each.binding.remote_id].append(address)
    runs = store.runs(scope, ALL)
    return Checked(
        store.label,
        len(kept),
        len(runs),
        sum(len(store.entries(each.id)) for each in runs),
        tuple(tuple(each) for each in by_object.values() if len(each) > 1),
        store.unfinished(scope),
        store.holder(scope),
    )


def _alone(state: Remembered, who: str, now: datetime) -> AbstractContextManager[None]:
    return state.store.alone(state.scope, who, now, firm=state.firm)


def _refuse_strangers(found: Backup, scope: Scope, path: Path) -> None:
    """StateProblem unless the file is of this company, this Clio account and this environment."""
    if found.scope.key == scope.key:
        return
    raise StateProblem(
        f"{path} belongs to another firm or environment",
        f"It holds the bindings of {_told(found.scope)}; this is {_told(scope)}.",
        "Ids of one company mean nothing in another. Name the firm it belongs to; --sandbox says that the sandbox is "
        "meant.",
    )


def _told(scope: Scope) -> str:
    return f"{scope.environment} ({', '.join(f'{name} {tenant}' for name, tenant in sorted(scope.tenants.items()))})"


def _compare(before: Mapping[Address, Kept], after: Collection[Kept]) -> Differences:
    wanted = {each.binding.address: each for each in after}
    return Differences(
        tuple(address for address in wanted if address not in before),
        tuple(address for address, each in wanted.items() if address in before and before[address] != each),
        tuple(address for address in before if address not in wanted),
        sum(1 for address, each in wanted.items() if before.get(address) == each),
    )
