"""What a workflow hands back to be shown: plain records, without a word on how they look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provisioner.model.change import Status
from provisioner.model.finding import has_errors
from provisioner.model.resource import IN_FULL, Refresh

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.engine.execute import Outcome
    from provisioner.engine.saved import SavedPlan
    from provisioner.model.address import Address
    from provisioner.model.errors import VendorProblem
    from provisioner.model.finding import Finding
    from provisioner.model.plan import Drift, Enforcement, Plan
    from provisioner.model.setting import Confirmation
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
    """A plan, or the findings that stand in its way (``plan`` None).

    ``approved`` says that it was approved before: by a plan file, or by whoever started the run that it goes on with;
    ``saved`` is the plan as it was written to a file.
    """

    check: CheckReport
    plan: Plan | None = None
    approved: str = ""
    saved: SavedPlan | None = None

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
    """What an apply did. ``after`` is the plan made from reading everything back; None when that was not done.

    ``calls`` are the requests of reading back, ``spent`` all that the apply made after its plan. ``is_open`` says that
    the next apply goes on where this one stopped; ``stopped_by`` is the problem that stopped it, if it was one, and
    ``unread`` the one that kept everything from being read back.
    """

    report: PlanReport
    outcomes: tuple[Outcome, ...] = ()
    after: Plan | None = None
    unapplied: tuple[Unapplied, ...] = ()
    calls: Mapping[str, int] = field(default_factory=dict)
    confirmed: bool = True
    spent: Mapping[str, int] = field(default_factory=dict)
    is_open: bool = False
    stopped_by: VendorProblem | None = None
    unread: VendorProblem | None = None

    @property
    def failed(self) -> bool:
        """True when something was not done, or could not be checked."""
        undone = any(each.status is not Status.DONE for each in self.outcomes)
        return self.report.failed or bool(self.unapplied) or undone or self.unread is not None


@dataclass(frozen=True, slots=True)
class DriftReport:
    """What changed live since the last apply."""

    check: CheckReport
    drifts: tuple[Drift, ...] = ()
    known: int = 0
    calls: Mapping[str, int] = field(default_factory=dict)
    refresh: Refresh = IN_FULL


@dataclass(frozen=True, slots=True)
class AttestReport:
    """What a firm asks people to confirm, and where it stands without a look at live data.

    ``done`` is what this run confirmed, in order; nothing of it was written in a ``rehearsal``.
    """

    check: CheckReport
    as_of: str
    confirmations: tuple[Confirmation, ...] = ()
    done: tuple[Address, ...] = ()
    rehearsal: bool = False

    @property
    def waiting(self) -> tuple[Confirmation, ...]:
        """What somebody has to confirm; what plans see by themselves is not among it."""
        return tuple(each for each in self.confirmations if each.waits and not each.setting.conclusive)


DOUBTFUL = frozenset({"ATT104", "ATT106", "ATT107"})
"""Findings about confirmations that still count."""


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What makes each declared value true. ``values`` are those of each line, by its path.

    Without ``tenants`` nothing was read live. ``findings`` are those that live data brings beside the file's own.
    """

    check: CheckReport
    as_of: str
    lines: tuple[Enforcement, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    environment: str = ""
    tenants: Mapping[str, str] = field(default_factory=dict)
    calls: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_read(self) -> bool:
        """Whether live data was looked at."""
        return bool(self.tenants)

    @property
    def contradicted(self) -> tuple[Enforcement, ...]:
        """What live data shows to be otherwise than people have said, or than the file says of the company itself."""
        return tuple(each for each in self.lines if each.status == "fail" and each.how != "provisioned")

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """What is wrong with confirmations that count all the same: with who gave them, or with their proof."""
        return tuple(each for each in self.check.findings if each.code in DOUBTFUL)

    @property
    def failed(self) -> bool:
        """True with a finding of level error, or with something that is contradicted."""
        return self.check.failed or has_errors(self.findings) or bool(self.contradicted)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A page about one thing: its title, what it is, and facts as (label, text)."""

    title: str
    about: str
    facts: tuple[tuple[str, str], ...]
