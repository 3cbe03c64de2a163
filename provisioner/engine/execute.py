"""Carries out a plan's steps level by level: each request is written down, sent, and its outcome written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from provisioner.engine.normalise import normalise
from provisioner.engine.ports import Conclusion, Fate, Write
from provisioner.engine.tried import mark, refused
from provisioner.model.address import Address
from provisioner.model.change import Action, Operation, Status
from provisioner.model.errors import VendorProblem
from provisioner.model.resource import ACTIVE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from provisioner.engine.ports import Item, Recorder, Registry, Request, Writer, WriteResult
    from provisioner.model.change import Step
    from provisioner.model.plan import Plan
    from provisioner.model.resource import Observed, Remote, Value

SLACK = 20
"""So many requests more than twice the predicted ones are sent, for retries, before a run is stopped."""


_FATES = {Fate.DONE: Status.DONE, Fate.FAILED: Status.FAILED, Fate.UNKNOWN: Status.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A step and what became of it. A skipped one names in ``because`` what it waited for; None when all was stopped.

    Unknown: it was sent and no answer came. The journal remembers it, and the next apply finds out.
    """

    step: Step
    status: Status
    observed: Observed | None = None
    problem: VendorProblem | None = None
    because: Address | None = None


@dataclass
class Execution:
    """The run so far: where each resource is now, the outcomes in order, and those of them that are not done."""

    remotes: dict[Address, Remote]
    live: dict[Address, Observed]
    outcomes: list[Outcome] = field(default_factory=list)
    failed: dict[Address, Outcome] = field(default_factory=dict)
    untaken: set[tuple[Address, str]] = field(default_factory=set)
    """Fields of what was written that the vendor answered well and left as they were."""
    stopped: dict[str, VendorProblem] = field(default_factory=dict)
    """What stopped everything else in a system. The other one goes on."""

    @property
    def stopped_by(self) -> VendorProblem | None:
        """The first of these problems."""
        return next(iter(self.stopped.values()), None)

    @property
    def is_complete(self) -> bool:
        """True when every step is done."""
        return all(each.status is Status.DONE for each in self.outcomes)

    @property
    def has_unknown(self) -> bool:
        """True when nobody knows yet what became of a step."""
        return any(each.status is Status.UNKNOWN for each in self.outcomes)


def execute(
    plan: Plan,
    writers: Mapping[str, Writer],
    recorder: Recorder,
    registry: Registry,
    *,
    new_id: Callable[[], str],
    progress: Callable[[Outcome], None] = lambda _: None,
    stopping: Callable[[], bool] = lambda: False,
) -> Execution:
    """Carry out every step of ``plan``; independent ones go on after a failure, dependents of it are skipped.

    Adoptions without a difference only bind. Nothing is raised for a vendor's refusal: it becomes an outcome. After a
    problem that stops a system (no permission, company locked, no answer) its remaining steps are skipped, and once
    ``stopping`` says so those of both; a request in flight is always finished and written down first. ``new_id`` gives
    each request its id.
    """
    run = Execution(
        {**plan.bystanders}
        | {each.address: each.observed.remote for each in plan.changes if each.observed is not None},
        {each.address: each.observed for each in plan.changes if each.observed is not None},
    )
    after = {change.address: change.desired.after for change in plan.changes if change.desired.after}
    _bind_known(plan, run, recorder, registry)
    recorder.flush()
    for _, same in groupby(plan.steps, key=lambda step: (not step.temporary, step.level)):
        for group in _batches(list(same), writers):
            halted = group[0].address.system in run.stopped or stopping()
            ready, skipped = _split(group, run, after, halted=halted)
            _note(skipped, run, progress)
            if ready:
                writer = writers[ready[0].address.system]
                outcomes = _send(ready, writer, plan, run, recorder, registry, new_id())
                _note(outcomes, run, progress)
                _watch_budget(writer, plan, run)
    return run


def _note(outcomes: Sequence[Outcome], run: Execution, progress: Callable[[Outcome], None]) -> None:
    for outcome in outcomes:
        run.outcomes.append(outcome)
        if outcome.status is not Status.DONE:
            run.failed[outcome.step.address] = outcome
        if outcome.problem is not None and outcome.problem.stops_run:
            run.stopped.setdefault(outcome.step.address.system, outcome.problem)
        progress(outcome)


def _watch_budget(writer: Writer, plan: Plan, run: Execution) -> None:
    """Stop a run whose requests have to be repeated again and again: calls are metered."""
    predicted = plan.budget.writes.get(writer.system, 0)
    if writer.calls > 2 * predicted + SLACK and writer.system not in run.stopped:
        run.stopped[writer.system] = VendorProblem(
            "More requests were needed than planned",
            f"{predicted} requests were planned and {writer.calls} were made, because many had to be repeated.",
            "Run the same command again later: it goes on where this run stopped.",
            system=writer.system,
            code="budget",
            stops_run=True,
        )


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
        elif change.observed is not None and change.action not in {Action.CREATE, Action.RETIRE, Action.ATTEST}:
            differing = {each.name for each in change.fields}
            fields = {name: value for name, value in change.desired.fields.items() if name not in differing}
            recorder.bind(change.address, change.observed.remote, _applied(change.address, fields, run, registry))


def _batches(steps: Sequence[Step], writers: Mapping[str, Writer]) -> Iterator[list[Step]]:
    for system, same in groupby(sorted(steps, key=lambda step: step.address.system), key=lambda s: s.address.system):
        group = list(same)
        size = writers[system].batch_size
        yield from (group[start : start + size] for start in range(0, len(group), size))


def _split(
    group: Sequence[Step], run: Execution, after: Mapping[Address, frozenset[tuple[Address, str]]], *, halted: bool
) -> tuple[list[Step], list[Outcome]]:
    """The steps that can be sent, and the outcome of those that cannot because something before them failed.

    ``after`` are the fields without which a step cannot be done: the vendor may have left them as they were.
    """
    if halted:
        return [], [Outcome(step, Status.SKIPPED) for step in group]
    ready: list[Step] = []
    skipped: list[Outcome] = []
    for step in group:
        lacking = {address for address, _ in after.get(step.address, frozenset()) & run.untaken}
        because = next(
            (each for each in sorted(step.needs | {step.address}) if each in run.failed or each in lacking), None
        )
        if because is None:
            ready.append(step)
        else:
            skipped.append(Outcome(step, Status.SKIPPED, because=because))
    return ready, skipped


def _send(
    steps: Sequence[Step],
    writer: Writer,
    plan: Plan,
    run: Execution,
    recorder: Recorder,
    registry: Registry,
    request_id: str,
) -> list[Outcome]:
    """Write down what is about to be sent, send it, and write down what came of it, bindings included."""
    writes = [
        Write(
            step.address,
            registry[step.address.kind],
            step.operation,
            resolve(step.fields, run.remotes),
            None if step.operation is Operation.CREATE else run.live[step.address],
            step.active,
            step.temporary,
        )
        for step in steps
    ]
    request = writer.prepare(writes, request_id, plan.read_at.get(writer.system, ""))
    recorder.intend(request)
    results = writer.send(request)
    conclusions = conclude(request, results, recorder, registry)
    for step, result in zip(steps, results, strict=True):
        if result.observed is not None:
            run.remotes[step.address], run.live[step.address] = result.observed.remote, result.observed
            names = refused(step.fields, result.observed, registry[step.address.kind].fields)
            run.untaken |= {(step.address, name) for name in names}
    return [
        Outcome(step, _FATES[said.fate], result.observed, result.problem)
        for step, result, said in zip(steps, results, conclusions, strict=True)
    ]


def conclude(
    request: Request, results: Sequence[WriteResult], recorder: Recorder, registry: Registry
) -> list[Conclusion]:
    """Bind what was done and write down what became of each item of ``request``, durably and together."""
    conclusions = [_conclusion(item, result) for item, result in zip(request.items, results, strict=True)]
    for item, result in zip(request.items, results, strict=True):
        if result.observed is not None:
            recorder.bind(item.address, result.observed.remote, applied(item, result.observed, registry))
    recorder.conclude(request.id, conclusions)
    return conclusions


def _conclusion(item: Item, result: WriteResult) -> Conclusion:
    if result.observed is not None:
        return Conclusion(item.address, Fate.DONE, result.observed.id, result.observed.version)
    said = " ".join(filter(None, (result.problem.summary, result.problem.detail))) if result.problem else ""
    return Conclusion(item.address, Fate.UNKNOWN if result.unknown else Fate.FAILED, said=said)


def applied(item: Item, left: Observed, registry: Registry) -> dict[str, Value]:
    """The managed fields as a carried out item left them; whether it made the object inactive is one of them."""
    infos = registry[item.address.kind].fields
    active = {} if item.active is None else {ACTIVE: item.active}
    return {**normalise(item.fields, infos), **active, **mark(item.fields, left, infos)}


def _applied(address: Address, fields: Mapping[str, Value], run: Execution, registry: Registry) -> dict[str, Value]:
    return dict(normalise(resolve(fields, run.remotes), registry[address.kind].fields))


def resolve(fields: Mapping[str, Value], remotes: Mapping[Address, Remote]) -> dict[str, Value]:
    """Fields with each reference as the object it stands for, where that exists by now."""
    return {name: remotes.get(value, value) if isinstance(value, Address) else value for name, value in fields.items()}
