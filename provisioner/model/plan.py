"""A plan: every declared resource with its action, the writes in order, findings, enforcement, and cost in requests."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provisioner.model.change import Action, Cause
from provisioner.model.resource import IN_FULL, Refresh

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from provisioner.model.address import Address
    from provisioner.model.change import Change, Step
    from provisioner.model.finding import Finding
    from provisioner.model.resource import Binding, Remote, Value
    from provisioner.model.setting import Confirmation
    from provisioner.model.source import Path, Place


@dataclass(frozen=True, slots=True)
class Enforcement:
    """How some declared values are enforced.

    ``how`` is provisioned, attested, observed, unknown, or tool: this program itself keeps it or only reads it.
    ``status`` is pass, fail, unknown or error. It is about the values at and below ``paths``, with ``keys`` only about
    those keys there; ``path`` is the first of them as people write it. ``since``, ``by`` and ``expires`` tell who made
    it so or confirmed it, ``wrong_if`` what would show that it is not so, ``note`` what is known now.
    """

    path: str
    how: str
    status: str
    place: Place
    paths: tuple[Path, ...] = ()
    keys: frozenset[str] = frozenset()
    addresses: tuple[Address, ...] = ()
    title: str = ""
    since: str = ""
    by: str = ""
    expires: str = ""
    wrong_if: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Budget:
    """Predicted vendor requests of an apply, reading back included, and how long they take at the vendors' limits.

    ``writes`` are those among them that write, by system.
    """

    qbo: int = 0
    clio: int = 0
    seconds: int = 0
    writes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Title:
    """How a resource is shown: its name on screen, and the heading it stands under."""

    name: str
    group: str
    effect: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done, from the file, the live systems and what we remember. The same input gives the same plan.

    ``tenants`` are titles on screen; ``identities`` say which company and account answered, with the instant they were
    made, and ``read_at`` when, on the vendors' own clocks. ``targets`` and ``excluded`` are what --target and
    --exclude name (None: everything), ``left_out`` the changes that they keep back, ``bystanders`` the live objects
    among them, which others may refer to as they are. ``accepted`` are the scopes given with --accept. ``refresh`` is
    how QuickBooks was read. ``confirmations`` are the settings without an API, each with where it stands on the day of
    the plan.
    """

    firm: str
    file: str
    digest: str
    environment: str
    as_of: str
    changes: tuple[Change, ...]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    enforcement: tuple[Enforcement, ...] = ()
    released: tuple[Binding, ...] = ()
    titles: Mapping[str, Title] = field(default_factory=dict)
    tenants: Mapping[str, str] = field(default_factory=dict)
    calls: Mapping[str, int] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)
    identities: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    read_at: Mapping[str, str] = field(default_factory=dict)
    targets: tuple[Address, ...] | None = None
    excluded: tuple[Address, ...] = ()
    left_out: tuple[Address, ...] = ()
    bystanders: Mapping[Address, Remote] = field(default_factory=dict)
    accepted: tuple[str, ...] = ()
    refresh: Refresh = IN_FULL
    confirmations: tuple[Confirmation, ...] = ()

    @property
    def counts(self) -> Mapping[Action, int]:
        """How many resources have each action."""
        return Counter(change.action for change in self.changes)

    @property
    def drifted(self) -> tuple[Change, ...]:
        """Changes that undo what someone did in the vendors' screens."""
        return tuple(change for change in self.changes if change.cause in {Cause.DRIFT, Cause.CONFLICT})

    @property
    def pending(self) -> tuple[Change, ...]:
        """Changes this program would make; steps for a person are not among them."""
        return tuple(change for change in self.changes if change.action not in {Action.NO_OP, Action.ATTEST})

    @property
    def human(self) -> tuple[Change, ...]:
        """Steps that only a person can do."""
        return tuple(change for change in self.changes if change.action is Action.ATTEST)

    @property
    def waiting(self) -> tuple[Confirmation, ...]:
        """Settings without an API that nobody has confirmed, or that are not as somebody confirmed."""
        return tuple(each for each in self.confirmations if each.waits)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many objects are added, changed, made inactive, made active again, and adopted without a change."""

    added: int
    changed: int
    retired: int
    reactivated: int
    adopted: int


def tally(plan: Plan, done: Container[Address] | None = None) -> Tally:
    """The plan in numbers; with ``done``, what was carried out of it. Adopting with a change counts as a change."""

    def count(action: Action, *, changing: bool | None = None) -> int:
        return sum(
            1
            for change in plan.changes
            if change.action is action
            and (changing is None or bool(change.fields) is changing)
            and (done is None or not change.writes or change.address in done)
        )

    return Tally(
        count(Action.CREATE),
        count(Action.UPDATE) + count(Action.ADOPT, changing=True),
        count(Action.RETIRE),
        count(Action.REACTIVATE),
        count(Action.ADOPT, changing=False),
    )


@dataclass(frozen=True, slots=True)
class Drift:
    """What someone changed live since the last apply, of one resource. ``gone``: the object is inactive or missing."""

    address: str
    title: str
    fields: tuple[tuple[str, Value, Value], ...]
    changed_at: str | None
    gone: bool = False
