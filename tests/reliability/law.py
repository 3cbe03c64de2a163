"""The law: whatever goes wrong on the way, the end is that of an apply to which nothing happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reliability.chance import text
from reliability.inside import Trouble

if TYPE_CHECKING:
    from collections import Counter

    from reliability.chance import Story
    from reliability.inside import Company
    from reliability.world import World

PATIENCE = 4
"""So many applies without any trouble are enough to end what the troubled ones left."""


@dataclass
class Told:
    """What a story did, to be counted."""

    applies: int = 0
    crashes: int = 0
    faults: int = 0
    edits: int = 0
    duplicates: int = 0
    losses: int = 0
    is_void: bool = False


def broken(story: Story, company: Company, told: Told | None = None) -> list[str]:
    """Which parts of the law the story breaks; none for one that its firm file makes impossible."""
    told = told if told is not None else Told()
    company.write(text(story.before))
    company.apply()
    for edit in story.screen:
        company.edit(edit)
    company.write(text(story.after))
    before = company.frozen()
    held = company.things()
    first = company.apply()
    if first is None or first.report.failed:
        told.is_void = True
        return [] if company.things() == held else ["an error in the way was no obstacle"]
    calm = _end_of(company, Told())
    expected = company.world()
    company.thaw(before)
    for given in story.troubles:
        _suffer(company, given, told)
    ended = _end_of(company, told)
    found = company.world()
    told.duplicates, told.losses = (found.objects - expected.objects).total(), (expected.objects - found.objects).total()
    wrong = [f"{name}: {what}" for name, what in (("calm", calm), ("troubled", ended)) if what]
    wrong += _differs(story, expected, found)
    wrong += [f"{each.name} was touched" for each in held if each.name == "Undeclared" and each not in company.things()]
    return wrong


def _suffer(company: Company, given: dict[str, object], told: Told) -> None:
    trouble = Trouble(**given)  # type: ignore[arg-type] # plain data
    company.twin.faults.clear()
    company.apply(trouble)
    told.applies += 1
    told.crashes += trouble.dead
    told.faults += trouble.fired
    told.edits += sum(1 for each in trouble.edits if each <= trouble.writes)


def _end_of(company: Company, told: Told) -> str:
    """Apply without trouble until there is nothing left to do; why not, if it does not come to that."""
    for _ in range(PATIENCE):
        report = company.apply()
        told.applies += 1
        if report is not None and not report.failed and not report.report.plan.pending:
            return ""
    left = [str(each.address) for each in company.plan().pending]
    return f"not done after {PATIENCE} applies: {left} {company.said[-3:]}"


def _differs(story: Story, expected: World, found: World) -> list[str]:
    wrong = []
    if found.is_open:
        wrong.append("a run or an entry of the journal is left open")
    if found.is_locked:
        wrong.append("the lock is left")
    if story.is_edited:
        return wrong + _doubled(expected.objects, found.objects)
    if found.objects != expected.objects:
        wrong.append(f"too much: {dict(found.objects - expected.objects)}; missing: {dict(expected.objects - found.objects)}")
    if found.bindings != expected.bindings:
        names = [each for each in {**found.bindings, **expected.bindings} if found.bindings.get(each) != expected.bindings.get(each)]
        wrong += [f"{each} is bound as {found.bindings.get(each)}, not {expected.bindings.get(each)}" for each in names]
    if story.is_honest and set(found.results) - {"done"}:
        wrong.append(f"no vendor refused anything, but runs ended as {found.results}")
    return wrong


def _doubled(expected: Counter[tuple[str, str, str]], found: Counter[tuple[str, str, str]]) -> list[str]:
    """Names that there are oftener than in the calm world; edits change contents, but make no object."""
    more = _names(found) - _names(expected)
    return [f"too many: {dict(more)}"] if sum(found.values()) != sum(expected.values()) or more else []


def _names(objects: Counter[tuple[str, str, str]]) -> Counter[tuple[str, str]]:
    from collections import Counter

    names: Counter[tuple[str, str]] = Counter()
    for (kind, name, _), number in objects.items():
        names[kind, name] += number
    return names
