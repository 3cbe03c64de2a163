"""Makes the settings that are one question about the whole firm, which most are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provisioner.model.setting import Nature, Setting
from provisioner.settings._asking import asked, says

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.setting import Asked
    from provisioner.model.source import Path
    from provisioner.settings._asking import Sayings
    from provisioner.settings._watching import Watch

YEAR = 365
HALF_YEAR = 180
QUARTER = 92
NOT_SEEN = "Nothing: no program can read it."


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a title, what the values say, the steps and the proof. ``applies`` is false where none is due."""

    title: str
    base: Path
    sayings: Sayings
    steps: tuple[str, ...]
    evidence: str
    applies: Callable[[Firm], bool] = lambda _: True


def switch_setting(
    kind: str,
    question: Question,
    *,
    valid_days: int,
    sources: tuple[str, ...],
    catalogue: str,
    observable: str = NOT_SEEN,
    contradiction: Watch | None = None,
    conclusive: bool = False,
) -> Setting:
    """A switch on a screen, one for the whole firm."""
    return Setting(
        kind=kind,
        noun=question.title,
        nature=Nature.SWITCH,
        valid_days=valid_days,
        asked=_asker(kind, question),
        observable=observable,
        sources=sources,
        contradiction=contradiction,
        conclusive=conclusive,
        catalogue=catalogue,
        system=kind.partition(".")[0],
    )


def procedure(
    kind: str,
    question: Question,
    *,
    sources: tuple[str, ...],
    catalogue: str,
    valid_days: int = YEAR,
    observable: str = NOT_SEEN,
) -> Setting:
    """A procedure that staff keep to, one for the whole firm."""
    return Setting(
        kind=kind,
        noun=question.title,
        nature=Nature.PROCEDURE,
        valid_days=valid_days,
        asked=_asker(kind, question),
        observable=observable,
        sources=sources,
        catalogue=catalogue,
        system=kind.partition(".")[0],
    )


def _asker(kind: str, question: Question) -> Callable[[Firm], Iterator[Asked]]:
    def ask(firm: Firm) -> Iterator[Asked]:
        if question.applies(firm):
            said = says(firm, question.base, question.sayings)
            yield from asked(firm, kind, question.title, said, question.steps, question.evidence)

    return ask
