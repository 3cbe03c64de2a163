"""The law: whatever goes wrong on the way, the end is that of an apply to which nothing happened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reliability.chance import text
from reliability.inside import Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reliability.chance import Tree
    from reliability.inside import Company
    from reliability.story import Story
    from reliability.world import World

    from provisioner.engine.report import ApplyReport

PATIENCE = 4
"""So many applies without any trouble are enough to end what the troubled ones left."""


@dataclass
class Told:
    """What a story did, to be counted."""

    runs: int = 0
    applies: int = 0
    crashes: int = 0
    faults: int = 0
    edits: int = 0
    duplicates: int = 0
    losses: int = 0


class Trial:
    """A world in which a file is to be applied, and how that ends when nothing goes wrong."""

    def __init__(self, company: Company, before: Tree, screen: Sequence[Tree], after: Tree) -> None:
        self._company = company
        company.write(text(before))
        company.apply()
        for edit in screen:
            company.edit(edit)
        company.write(text(after))
        self._start = company.frozen()
        self._held = company.things()
        first = company.apply()
        self.is_void = first is None or first.report.failed
        """Whether something is in the way of this file: then nothing at all may be written."""
        self.is_untouched = company.things() == self._held
        self._calm = "" if self.is_void else _end_of(company, Told(), first)
        self._expected = company.world(company.things())

    def anew(self) -> Company:
        """The world as it was before that, with nothing applied of the new file."""
        self._company.thaw(self._start)
        return self._company

    def broken(self, story: Story, told: Told) -> list[str]:
        """Which parts of the law are broken when the troubles of ``story`` come over this world."""
        company = self._company
        if self.is_void:
            return [] if self.is_untouched else ["an error in the way was no obstacle"]
        self.anew()
        for given in story.troubles:
            _suffer(company, given, told)
        ended = _end_of(company, told)
        now = company.things()
        found, expected = company.world(now), self._expected
        told.runs += 1
        if not story.is_edited:
            told.duplicates += (found.objects - expected.objects).total()
            told.losses += (expected.objects - found.objects).total()
        wrong = [f"{name}: {what}" for name, what in (("calm", self._calm), ("troubled", ended)) if what]
        wrong += _differs(story, expected, found)
        strangers = {each for each in self._held if each.name == "Undeclared"}
        return wrong + ["something undeclared was touched"] * bool(strangers - set(now))


def broken(story: Story, company: Company) -> list[str]:
    """Which parts of the law the story breaks."""
    return Trial(company, story.before, story.screen, story.after).broken(story, Told())


def _suffer(company: Company, given: dict[str, object], told: Told) -> None:
    trouble = Trouble(**given)  # type: ignore[arg-type] # plain data
    company.twin.faults.clear()
    company.apply(trouble)
    told.applies += 1
    told.crashes += trouble.dead
    told.faults += trouble.fired
    told.edits += sum(1 for each in trouble.edits if each <= trouble.writes)


def _end_of(company: Company, told: Told, report: ApplyReport | None = None) -> str:
    """Apply without trouble until there is nothing left to do; why not, if it does not come to that."""
    for _ in range(PATIENCE):
        report = report or company.apply()
        told.applies += 1
        if _has_ended(report):
            return ""
        report = None
    left = [str(each.address) for each in company.plan().pending]
    return f"not done after {PATIENCE} applies: {left} {company.said[-3:]}"


def _has_ended(report: ApplyReport | None) -> bool:
    """Whether there was nothing left to do, or nothing is left by what was read back.

    A run that went on with its old plan looked at nothing else: what somebody changed since is up to the next one.
    """
    if report is None or report.failed or report.report.plan is None or report.report.approved:
        return False
    return not (report.after or report.report.plan).pending


def _differs(story: Story, expected: World, found: World) -> list[str]:
    wrong = []
    if found.is_open:
        wrong.append("a run or an entry of the journal is left open")
    if found.is_locked:
        wrong.append("the lock is left")
    if story.is_edited:
        return wrong + _doubled(expected.objects, found.objects)
    if found.objects != expected.objects:
        wrong.append(
            f"too much: {dict(found.objects - expected.objects)}; missing: {dict(expected.objects - found.objects)}"
        )
    if found.bindings != expected.bindings:
        names = [
            each
            for each in {**found.bindings, **expected.bindings}
            if found.bindings.get(each) != expected.bindings.get(each)
        ]
        wrong += [f"{each} is bound as {found.bindings.get(each)}, not {expected.bindings.get(each)}" for each in names]
    if story.is_honest and set(found.results) - {"done"}:
        wrong.append(f"nothing was refused, but runs ended as {found.results}")
    return wrong


def _doubled(expected: Counter[tuple[str, str, str]], found: Counter[tuple[str, str, str]]) -> list[str]:
    """Names that there are oftener than in the calm world; edits change contents, but make no object."""
    more = _names(found) - _names(expected)
    return [f"too many: {dict(more)}"] if sum(found.values()) != sum(expected.values()) or more else []


def _names(objects: Counter[tuple[str, str, str]]) -> Counter[tuple[str, str]]:
    names: Counter[tuple[str, str]] = Counter()
    for (kind, name, _), number in objects.items():
        names[kind, name] += number
    return names
