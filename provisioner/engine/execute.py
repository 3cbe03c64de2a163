"""Carries out a plan's steps level by level through the writer ports, and records each outcome as it comes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from provisioner.engine.normalise import normalise
from provisioner.engine.ports import Write
from provisioner.model.address import Address
from provisioner.model.change import Action, Operation
from provisioner.model.resource import ACTIVE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from provisioner.engine.ports import Recorder, Registry, Writer, WriteResult
    from provisioner.model.change import Step
    from provisioner.model.errors import VendorProblem
    from provisioner.model.plan import Plan
    from provisioner.model.resource import Observed, Remote, Value


class Status(StrEnum):
    """What became of a step."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A step and what became of it. A skipped one names in ``because`` what it waited for."""

    step: Step
    status: Status
    observed: Observed | None = None
    problem: VendorProblem | None = None
    because: Address | None = None


@dataclass
class Execution:
    """The run so far: where each resource is now, and the outcomes in order."""

    remotes: dict[Address, Remote]
    live: dict[Address, Observed]
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def failed(self) -> dict[Address, Outcome]:
        """Steps that failed or were skipped, by address."""
        return {each.step.address: each for each in self.outcomes if each.status is not Status.DONE}


def execute(
    plan: Plan,
    writers: Mapping[str, Writer],
    recorder: Recorder,
    registry: Registry,
    progress: Callable[[Outcome], None] = lambda _: None,
) -> Execution:
    """Carry out every step of ``plan``; independent ones go on after a failure, dependents of it are skipped.

    Adoptions without a difference only bind. Nothing is raised for a vendor's refusal: it becomes an outcome. After a
    problem that stops the run (no permission, company locked) all remaining steps are skipped.
    """
    run = Execution(
        {each.address: each.observed.remote for each in plan.changes if each.observed is not None},
        {each.address: each.observed for each in plan.changes if each.observed is not None},
    )
    _bind_known(plan, run, recorder, registry)
    recorder.flush()
    stopped: Address | None = None
    for _, same in groupby(plan.steps, key=lambda step: (not step.temporary, step.level)):
        for group in _batches(list(same), writers):
            ready, outcomes = _split(group, run, stopped)
            outcomes += _send(ready, writers, run, registry)
            for outcome in outcomes:
                run.outcomes.append(outcome)
                _record(outcome, run, recorder, registry)
                progress(outcome)
                if outcome.problem is not None and outcome.problem.stops_run:
                    stopped = outcome.step.address
            recorder.flush()
    return run


def _bind_known(plan: Plan, run: Execution, recorder: Recorder, registry: Registry) -> None:
    """Remember adoptions, fields that are as declared, and what is inactive already; forget what is gone from the file.

    What is retired stays bound, so that no other entry takes it for its own namesake.
    """
    for binding in plan.released:
        recorder.release(binding.address)
    for change in plan.changes:
        if change.desired.retired and change.action is Action.NO_OP:
            if change.observed is None:
                recorder.release(change.address)
            else:
                recorder.bind(change.address, change.observed.remote, {ACTIVE: False})
        elif change.observed is not None and change.action in {Action.ADOPT, Action.NO_OP, Action.UPDATE}:
            differing = {each.name for each in change.fields}
            fields = {name: value for name, value in change.desired.fields.items() if name not in differing}
            recorder.bind(change.address, change.observed.remote, _applied(change.address, fields, run, registry))


def _batches(steps: Sequence[Step], writers: Mapping[str, Writer]) -> Iterator[list[Step]]:
    for system, same in groupby(sorted(steps, key=lambda step: step.address.system), key=lambda s: s.address.system):
        group = list(same)
        size = writers[system].batch_size
        yield from (group[start : start + size] for start in range(0, len(group), size))


def _split(group: Sequence[Step], run: Execution, stopped: Address | None) -> tuple[list[Step], list[Outcome]]:
    """The steps that can be sent, and the outcome of those that cannot because something before them failed."""
    failed = run.failed
    ready: list[Step] = []
    skipped: list[Outcome] = []
    for step in group:
        because = stopped or next((each for each in sorted(step.needs) if each in failed), None)
        if because is None and step.address in failed:
            because = step.address
        if because is None:
            ready.append(step)
        else:
            skipped.append(Outcome(step, Status.SKIPPED, because=because))
    return ready, skipped


def _send(steps: Sequence[Step], writers: Mapping[str, Writer], run: Execution, registry: Registry) -> list[Outcome]:
    if not steps:
        return []
    writes = [
        Write(
            step.address,
            registry[step.address.kind],
            step.operation,
            resolve(step.fields, run.remotes),
            None if step.operation is Operation.CREATE else run.live[step.address],
            step.active,
        )
        for step in steps
    ]
    results = writers[steps[0].address.system].write(writes)
    return [_outcome(step, result) for step, result in zip(steps, results, strict=True)]


def _outcome(step: Step, result: WriteResult) -> Outcome:
    status = Status.FAILED if result.problem is not None else Status.DONE
    return Outcome(step, status, result.observed, result.problem)


def _record(outcome: Outcome, run: Execution, recorder: Recorder, registry: Registry) -> None:
    if outcome.status is not Status.DONE or outcome.observed is None:
        return
    step = outcome.step
    run.remotes[step.address] = outcome.observed.remote
    run.live[step.address] = outcome.observed
    mark = {} if step.active is None else {ACTIVE: step.active}
    applied = _applied(step.address, step.fields, run, registry)
    recorder.bind(step.address, outcome.observed.remote, {**applied, **mark})


def _applied(address: Address, fields: Mapping[str, Value], run: Execution, registry: Registry) -> dict[str, Value]:
    return normalise(resolve(fields, run.remotes), registry[address.kind].fields)


def resolve(fields: Mapping[str, Value], remotes: Mapping[Address, Remote]) -> dict[str, Value]:
    """Fields with each reference as the object it stands for, where that exists by now."""
    return {name: remotes.get(value, value) if isinstance(value, Address) else value for name, value in fields.items()}
