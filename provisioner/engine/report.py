"""What a workflow hands back to be shown: plain records, without a word on how they look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provisioner.model.finding import has_errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.engine.execute import Outcome
    from provisioner.model.finding import Finding
    from provisioner.model.plan import Drift, Plan
    from provisioner.model.source import Place

Lines = Callable[["Place"], "str | None"]
"""The text of the line at a place, where the file can be read."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The checks of one firm file."""

    file: str
    firm: str
    findings: tuple[Finding, ...]
    lines: Lines
    entries: int = 0

    @property
    def failed(self) -> bool:
        """True with a finding of level error."""
        return has_errors(self.findings)


@dataclass(frozen=True, slots=True)
class PlanReport:
    """A plan, or the findings that stand in its way (``plan`` None)."""

    check: CheckReport
    plan: Plan | None = None

    @property
    def failed(self) -> bool:
        """True when no plan was made or it has findings of level error."""
        return self.plan is None or has_errors(self.plan.findings)


@dataclass(frozen=True, slots=True)
class Unapplied:
    """A field that a vendor answered well and did not take, or something else of an object that moved with it."""

    address: str
    title: str
    what: str


@dataclass(frozen=True, slots=True)
class ApplyReport:
    """What an apply did. ``after`` is the plan made from reading everything back; None when nothing was written."""

    report: PlanReport
    outcomes: tuple[Outcome, ...] = ()
    after: Plan | None = None
    unapplied: tuple[Unapplied, ...] = ()
    calls: Mapping[str, int] = field(default_factory=dict)
    confirmed: bool = True

    @property
    def failed(self) -> bool:
        """True when something was not done."""
        return self.report.failed or bool(self.unapplied) or any(each.problem or each.because for each in self.outcomes)


@dataclass(frozen=True, slots=True)
class DriftReport:
    """What changed live since the last apply."""

    check: CheckReport
    drifts: tuple[Drift, ...] = ()
    known: int = 0
    calls: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A page about one thing: its title, what it is, and facts as (label, text)."""

    title: str
    about: str
    facts: tuple[tuple[str, str], ...]
