"""A planned change of one resource: its action, why, and each field before and after."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.model.address import Address
    from provisioner.model.resource import Desired, Observed, Value


class Action(StrEnum):
    """What happens to a resource, named for what the vendor does: an account is made inactive, never deleted."""

    CREATE = "create"
    UPDATE = "update"
    ADOPT = "adopt"
    REACTIVATE = "reactivate"
    RETIRE = "retire"
    ATTEST = "attest"
    NO_OP = "no_op"


class Cause(StrEnum):
    """Why a live value differs from the file: the file changed, someone changed it live, both, or nobody knows."""

    CONFIG = "config"
    DRIFT = "drift"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"


class Undo(StrEnum):
    """Whether a change can be taken back."""

    YES = "yes"
    HISTORY_KEPT = "history_kept"
    NO = "no"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, before (live) and after (file). References are already shown as the object they point at."""

    name: str
    before: Value
    after: Value
    cause: Cause


@dataclass(frozen=True, slots=True)
class HumanStep:
    """Something only a person can do: numbered instructions, what proof to keep, how we will see that it was done.

    ``fields`` are the fields that it is about; without any it is about the whole resource.
    """

    instructions: tuple[str, ...]
    evidence: str
    checked_by: str
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """One resource's planned change.

    ``untaken`` are the fields that our last write asked for so, and that the vendor answered well and did not take.
    """

    address: Address
    action: Action
    desired: Desired
    observed: Observed | None = None
    fields: tuple[FieldChange, ...] = ()
    step: HumanStep | None = None
    last_applied: Mapping[str, Value] | None = None
    notes: tuple[str, ...] = ()
    untaken: frozenset[str] = frozenset()

    @property
    def cause(self) -> Cause:
        """The strongest cause among the fields; a change without field changes comes from the file."""
        causes = {change.cause for change in self.fields}
        for cause in (Cause.CONFLICT, Cause.DRIFT, Cause.UNKNOWN):
            if cause in causes:
                return cause
        return Cause.CONFIG

    @property
    def undo(self) -> Undo:
        """Whether it can be taken back: what is made can only be made inactive again, the rest can be changed back.

        Clio cannot make anything inactive: there a person has to delete it.
        """
        if self.action is not Action.CREATE:
            return Undo.YES
        return Undo.NO if self.address.system == "clio" else Undo.HISTORY_KEPT

    @property
    def writes(self) -> bool:
        """True when applying it sends something to a vendor."""
        return self.action in _WRITING or (self.action is Action.ADOPT and bool(self.fields))


_WRITING = frozenset({Action.CREATE, Action.UPDATE, Action.REACTIVATE, Action.RETIRE})


class Operation(StrEnum):
    """What one request does to one object."""

    CREATE = "create"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Step:
    """One write of one object. Steps of a lower ``level`` are finished before those of a higher one start.

    ``fields`` are what to set, references as addresses; ``active`` sets or clears the active mark (None leaves it).
    ``temporary`` marks a passing value that breaks a circle of names or numbers.
    """

    address: Address
    operation: Operation
    fields: Mapping[str, Value]
    level: int = 0
    active: bool | None = None
    temporary: bool = False
    needs: frozenset[Address] = field(default_factory=frozenset)


class Status(StrEnum):
    """What became of a step."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"
