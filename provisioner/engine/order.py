"""Order: what others refer to comes first, and names and numbers are freed before they are reused."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from provisioner.model.address import Address
from provisioner.model.change import Action, Change, Operation, Step

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from provisioner.engine.match import Match
    from provisioner.engine.ports import Registry
    from provisioner.model.resource import Desired, Value

Token = tuple[str, str, "Hashable"]


def references(fields: Mapping[str, Value]) -> set[Address]:
    """The addresses that some fields refer to."""
    return {value for value in fields.values() if isinstance(value, Address)}


def by_dependency(desired: Iterable[Desired]) -> list[Address]:
    """All addresses, each after what it refers to; otherwise in the given order. A circle keeps the given order."""
    declared = {each.address: each for each in desired}
    done: dict[Address, None] = {}
    for start in declared:
        stack: list[tuple[Address, bool]] = [(start, False)]
        open_now: set[Address] = set()
        while stack:
            address, finished = stack.pop()
            if finished:
                done[address] = None
                open_now.discard(address)
            elif address not in done and address not in open_now and address in declared:
                open_now.add(address)
                stack.append((address, True))
                stack += [(each, False) for each in sorted(references(declared[address].fields), reverse=True)]
    return list(done)


def steps(changes: Sequence[Change], matches: Mapping[Address, Match], registry: Registry) -> list[Step]:
    """The writes that carry out ``changes``, with the level each belongs to. Levels run one after the other.

    Two writes are in different levels when one refers to what the other makes, when one takes a name or number that
    the other gives up, or when one makes inactive what the other lets go of. A circle of names or numbers is broken
    by moving one object to a passing value first.
    """
    plain = {change.address: _step(change) for change in changes if change.writes}
    taken, freed = _tokens(changes, matches, registry)
    made = {change.address for change in changes if change.action in _MAKING}
    needs: dict[Address, set[Address]] = {
        address: references(step.fields) & made & plain.keys() for address, step in plain.items()
    }
    for token, taker in taken.items():
        if token in freed and freed[token] != taker:
            needs[taker].add(freed[token])
    for address, waits in _retirement_needs(changes, matches).items():
        needs[address] |= waits & plain.keys()
    parked, late = _break_circles(needs, taken, freed, matches, registry)
    return [*parked, *_levelled(plain, needs, late)]


_MAKING = frozenset({Action.CREATE, Action.REACTIVATE})


def _step(change: Change) -> Step:
    wanted = dict(change.desired.fields)
    if change.action is Action.RETIRE:
        return Step(change.address, Operation.UPDATE, {}, active=False)
    if change.action is Action.CREATE:
        return Step(change.address, Operation.CREATE, wanted)
    changed = {each.name: wanted[each.name] for each in change.fields}
    if change.action is Action.REACTIVATE:
        keep = {name: wanted[name] for name in ("name",) if name in wanted}
        return Step(change.address, Operation.UPDATE, {**keep, **changed}, active=True)
    return Step(change.address, Operation.UPDATE, changed)


def _tokens(
    changes: Sequence[Change], matches: Mapping[Address, Match], registry: Registry
) -> tuple[dict[Token, Address], dict[Token, Address]]:
    """Which change takes, and which gives up, each name or number that only one live object may have."""
    taken: dict[Token, Address] = {}
    freed: dict[Token, Address] = {}
    for change in changes:
        if not change.writes:
            continue
        kind = registry[change.address.kind]
        found = matches[change.address]
        before = set(kind.tokens(found.observed.fields)) if found.observed and found.observed.active else set()
        live = dict(found.observed.fields) if found.observed else {}
        after = set() if change.action is Action.RETIRE else set(kind.tokens({**live, **found.fields}))
        taken |= {(kind.kind, *token): change.address for token in after - before}
        freed |= {(kind.kind, *token): change.address for token in before - after}
    return taken, freed


def _retirement_needs(changes: Sequence[Change], matches: Mapping[Address, Match]) -> dict[Address, set[Address]]:
    """Something is made inactive only after everything that pointed at it has let go."""
    owners = {found.observed.remote: address for address, found in matches.items() if found.observed is not None}
    needs: dict[Address, set[Address]] = defaultdict(set)
    for change in changes:
        observed = matches[change.address].observed
        if observed is None or not change.writes:
            continue
        for value in observed.fields.values():
            target = owners.get(value) if isinstance(value, tuple) and not isinstance(value, Address) else None
            if target is not None:
                needs[target].add(change.address)
    retiring = {change.address for change in changes if change.action is Action.RETIRE}
    return {address: waits for address, waits in needs.items() if address in retiring}


def _break_circles(
    needs: dict[Address, set[Address]],
    taken: Mapping[Token, Address],
    freed: Mapping[Token, Address],
    matches: Mapping[Address, Match],
    registry: Registry,
) -> tuple[list[Step], set[Address]]:
    """Passing steps that open every circle, and the addresses that must come after them.

    ``needs`` loses the edges that the passing steps replace.
    """
    parked: dict[Address, Step] = {}
    late: set[Address] = set()
    while circle := _circle(needs):
        waiting, holder = _weakest(circle, taken, freed)
        needs[waiting].discard(holder)
        names = [token[1] for token, taker in taken.items() if taker == waiting and freed.get(token) == holder]
        live = matches[holder].observed
        if live is None or not names:
            continue
        kind = registry[holder.kind]
        values = {name: kind.passing_value(name, live) for name in names}
        before = parked[holder].fields if holder in parked else {}
        parked[holder] = Step(holder, Operation.UPDATE, {**before, **values}, temporary=True)
        late |= {waiting, holder}
    return list(parked.values()), late


def _circle(needs: Mapping[Address, set[Address]]) -> list[Address]:
    """One circle of addresses, each waiting for the next; empty when there is none."""
    state: dict[Address, int] = {}
    for start in sorted(needs):
        path: list[Address] = []
        stack: list[tuple[Address, bool]] = [(start, False)]
        while stack:
            address, finished = stack.pop()
            if finished:
                path.pop()
                state[address] = 2
                continue
            if state.get(address) == 1:
                return path[path.index(address) :]
            if address in state:
                continue
            state[address] = 1
            path.append(address)
            stack.append((address, True))
            stack += [(each, False) for each in sorted(needs.get(address, ())) if state.get(each) != 2]  # noqa: PLR2004 - 2 is finished
    return []


def _weakest(
    circle: Sequence[Address], taken: Mapping[Token, Address], freed: Mapping[Token, Address]
) -> tuple[Address, Address]:
    """The pair (who waits, who holds) of a circle to open: one that waits for a name or number only."""
    pairs = list(zip(circle, [*circle[1:], circle[0]], strict=True))
    by_token = {(taker, freed[token]) for token, taker in taken.items() if token in freed}
    return next((pair for pair in pairs if pair in by_token), pairs[-1])


def _levelled(plain: Mapping[Address, Step], needs: Mapping[Address, set[Address]], late: set[Address]) -> list[Step]:
    """The steps with their level, lowest first; within a level in the given order. ``late`` ones start at level 1."""
    level: dict[Address, int] = {}
    for start in plain:
        stack = [start]
        while stack:
            address = stack[-1]
            waiting = [each for each in needs[address] if each not in level]
            if waiting and address not in level:
                stack += waiting
                continue
            stack.pop()
            level.setdefault(address, max([int(address in late), *(level[each] + 1 for each in needs[address])]))
    levelled = [replace(step, level=level[each], needs=frozenset(needs[each])) for each, step in plain.items()]
    return sorted(levelled, key=lambda step: step.level)
