"""What a rule is: a check of a whole firm file, with a code, a name for the bad pattern, and a level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provisioner.engine.registry import modules
from provisioner.model.finding import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType

    from provisioner.model.firm import Firm
    from provisioner.model.source import Place


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule's bad pattern was found. ``fix`` replaces the rule's own advice where it can say more.

    ``level`` is for a hit that matters less than the rule's own level says.
    """

    place: Place
    what: str
    fix: str = ""
    related: tuple[Place, ...] = ()
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. ``check`` yields a Hit for each place; ``catalogue`` names the failure it prevents, where it has one.

    A code is three letters for the family and three digits, never reused. The module's docstring is the manual page.
    """

    code: str
    name: str
    level: Level
    why: str
    fix: str
    check: Callable[[Firm], Iterable[Hit]]
    catalogue: str = ""
    needs_whole: bool = False
    """True for a rule that could be wrong about a file of which some entries are left out."""

    def findings(self, firm: Firm) -> Iterator[Finding]:
        """What the rule finds in ``firm``."""
        for hit in self.check(firm):
            yield Finding(
                self.code,
                self.name,
                hit.level or self.level,
                hit.what,
                self.why,
                hit.fix or self.fix,
                hit.place,
                related=hit.related,
            )


def rules_in(package: ModuleType) -> list[Rule]:
    """Every rule defined in the modules of ``package``: the module-level name ``RULE``; by code."""
    found = (getattr(module, "RULE", None) for module in modules(package))
    return sorted((rule for rule in found if isinstance(rule, Rule)), key=lambda rule: rule.code)
