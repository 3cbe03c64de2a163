"""Order: what others refer to comes first, and names and numbers are freed before they are reused."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from provisioner.model.address import Address
from provisioner.model.change import Action, Change, Operation, Step
from provisioner.model.resource import Remote

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence

    from provisioner.engine.lineage import Lineage
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
    for start, first in declared.items():
        if not references(first.fields):
            done[start] = None
            continue
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


def steps(
    changes: Sequence[Change],
    matches: Mapping[Address, Match],
    registry: Registry,
    lineage: Lineage,
    scarce: frozenset[str] = frozenset(),
) -> list[Step]:
    """The writes that carry out ``changes``, with the level each belongs to. Levels run one after the other.

    Two writes are in different levels when one refers to what the other makes, when one takes a name or number that
    the other gives up, when one moves below what itself moves, or when one makes inactive what the other lets go
    of. A circle of names or numbers is broken by moving one object to a passing value first. Of a ``scarce`` kind, for
    which the company's plan has no room in between, what is made inactive comes before what is added, where it can.
    """
    changes = [change for change in changes if change.writes]
    plain = {change.address: _step(change) for change in changes}
    must = _firm_needs(changes, lineage)
    taken, freed = _tokens(changes, matches, registry)
    needs = {address: set(waits) for address, waits in must.items()}
    for token, taker in taken.items():
        needs[taker] |= freed.get(token, set()) - {taker}
    for kind in scarce:
        closing = {each.address for each in changes if each.address.kind == kind and each.action is Action.RETIRE}
        for each in changes:
            if each.address.kind == kind and each.action in _MAKING:
                needs[each.address] |= closing
    parked, waits = _break_circles(needs, must, taken, freed, matches, registry)
    for address, step in parked.items():
        plain[address] = _restoring(plain[address], step, matches[address])
    return [*parked.values(), *_levelled(plain, needs, parked.keys(), waits)]


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


def _restoring(step: Step, parked: Step, found: Match) -> Step:
    """The step, putting back what parking changes and the step itself would leave: a name kept by what only moves.

    What is made inactive keeps the passing value, since another object has the name or number by then.
    """
    if step.active is False or found.observed is None:
        return step
    kept = {name: found.desired.fields.get(name, found.observed.fields.get(name)) for name in parked.fields}
    return replace(step, fields={**kept, **step.fields})


def tokens_taken(change: Change, found: Match, registry: Registry) -> set[Token]:
    """The names and numbers that only one live object may have and that this change gives to its object."""
    before, after = _before_and_after(change, found, registry)
    return after - before


def _before_and_after(change: Change, found: Match, registry: Registry) -> tuple[set[Token], set[Token]]:
    if not change.writes:
        return set(), set()
    kind = registry[change.address.kind]
    live = dict(change.observed.fields) if change.observed is not None else {}
    was_active = change.observed is not None and change.observed.active
    before = kind.tokens(live) if was_active else ()
    after = () if change.action is Action.RETIRE else kind.tokens({**live, **found.fields})
    return {(kind.kind, *token) for token in before}, {(kind.kind, *token) for token in after}


def _tokens(
    changes: Sequence[Change], matches: Mapping[Address, Match], registry: Registry
) -> tuple[dict[Token, Address], dict[Token, set[Address]]]:
    """Which change takes, and which ones give up, each name or number that only one live object may have."""
    taken: dict[Token, Address] = {}
    freed: dict[Token, set[Address]] = defaultdict(set)
    for change in changes:
        before, after = _before_and_after(change, matches[change.address], registry)
        taken |= dict.fromkeys(after - before, change.address)
        for token in before - after:
            freed[token].add(change.address)
    return taken, freed


def _firm_needs(changes: Sequence[Change], lineage: Lineage) -> dict[Address, set[Address]]:
    """What must be done before each write whatever the names and numbers are. Only writes of this plan are named.

    When all that stands above a resource has moved before it, nothing is ever placed below one of its own descendants.
    """
    moving = {change.address for change in changes if change.fields}
    made = {change.address for change in changes if change.action in _MAKING}
    retiring = {change.address for change in changes if change.action is Action.RETIRE}
    needs = {change.address: references(change.desired.fields) & made for change in changes}
    written = {(change.address, each.name) for change in changes for each in change.fields}
    for change in changes:
        needs[change.address] |= {address for address, _ in change.desired.after & written}
        needs[change.address] |= (lineage.above(change) & moving) - {change.address}
        for target in _pointed_at(change, lineage.owners) & retiring:
            needs[target].add(change.address)
    return needs


def _pointed_at(change: Change, owners: Mapping[Remote, Address]) -> set[Address]:
    """The resources that the live object of ``change`` refers to now."""
    fields = change.observed.fields if change.observed is not None else {}
    return {owners[value] for value in fields.values() if isinstance(value, Remote) and value in owners}


def _break_circles(
    needs: dict[Address, set[Address]],
    must: Mapping[Address, set[Address]],
    taken: Mapping[Token, Address],
    freed: Mapping[Token, set[Address]],
    matches: Mapping[Address, Match],
    registry: Registry,
) -> tuple[dict[Address, Step], dict[Address, set[Address]]]:
    """Passing steps that open every circle, by address, and who waits for which of them.

    ``needs`` loses the edges that the passing steps replace.
    """
    parked: dict[Address, Step] = {}
    waits: dict[Address, set[Address]] = defaultdict(set)
    wanted: dict[Address, list[Token]] = defaultdict(list)
    for token, taker in taken.items():
        wanted[taker].append(token)
    for circle in _circles(needs):
        waiting, holder = _weakest(circle, must)
        needs[waiting].discard(holder)
        names = sorted(token[1] for token in wanted[waiting] if holder in freed.get(token, ()))
        live = matches[holder].observed
        if live is None or not names:
            continue
        kind = registry[holder.kind]
        values = {name: kind.passing_value(name, live) for name in names}
        before = parked[holder].fields if holder in parked else {}
        parked[holder] = Step(holder, Operation.UPDATE, {**before, **values}, temporary=True)
        waits[waiting].add(holder)
    return parked, waits


def _circles(needs: Mapping[Address, set[Address]]) -> Iterator[list[Address]]:
    """Each circle of addresses that wait for one another. The caller opens it before it asks for the next."""
    clear: set[Address] = set()
    for start in sorted(needs):
        while circle := _circle(start, needs, clear):
            yield circle


def _circle(start: Address, needs: Mapping[Address, set[Address]], clear: set[Address]) -> list[Address]:
    """One circle that ``start`` leads to; empty when there is none. Adds to ``clear`` what leads to no circle."""
    path: dict[Address, None] = {}
    stack: list[tuple[Address, bool]] = [(start, False)]
    while stack:
        address, finished = stack.pop()
        if finished:
            path.pop(address)
            clear.add(address)
        elif address in path:
            on_the_way = list(path)
            return on_the_way[on_the_way.index(address) :]
        elif address not in clear:
            path[address] = None
            stack.append((address, True))
            stack += [(each, False) for each in sorted(needs.get(address, ())) if each not in clear]
    return []


def _weakest(circle: Sequence[Address], must: Mapping[Address, set[Address]]) -> tuple[Address, Address]:
    """The pair (who waits, who holds) of a circle to open: one that waits for a name or number only."""
    pairs = list(zip(circle, [*circle[1:], circle[0]], strict=True))
    return next(((waiting, holder) for waiting, holder in pairs if holder not in must[waiting]), pairs[-1])


def _levelled(
    plain: Mapping[Address, Step],
    needs: Mapping[Address, set[Address]],
    parked: Collection[Address],
    waits: Mapping[Address, set[Address]],
) -> list[Step]:
    """The steps with their level, lowest first; within a level in the given order.

    Parking happens at level 0, so what was parked, and who waited for that, starts at level 1.
    """
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
            first = int(address in parked or address in waits)
            level.setdefault(address, max([first, *(level[each] + 1 for each in needs[address])]))
    levelled = [
        replace(step, level=level[each], needs=frozenset(needs[each] | waits.get(each, set())))
        for each, step in plain.items()
    ]
    return sorted(levelled, key=lambda step: step.level)
