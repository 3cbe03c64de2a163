"""apply: carries out a plan, writes down each request before it is sent, and reads everything back."""

from __future__ import annotations

import shlex
import uuid
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from provisioner.engine.execute import execute
from provisioner.engine.report import ApplyReport, PlanReport
from provisioner.engine.verify import verify
from provisioner.model.change import Status
from provisioner.model.errors import PlanFileProblem, UnsafePlan, VendorProblem
from provisioner.model.words import moment
from provisioner.state.planfile import dump
from provisioner.state.records import Run
from provisioner.workflows import resume
from provisioner.workflows.approve import as_saved, check_saved, narrowed, still_valid
from provisioner.workflows.catalog import registry
from provisioner.workflows.connect import refresh
from provisioner.workflows.following import with_funds
from provisioner.workflows.plan import Options, addresses_under, ending, instances, session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from provisioner.engine.execute import Execution, Outcome
    from provisioner.engine.ports import Writer
    from provisioner.engine.report import Unapplied
    from provisioner.engine.saved import SavedPlan
    from provisioner.model.address import Address
    from provisioner.model.plan import Plan
    from provisioner.model.resource import Binding, Snapshot
    from provisioner.state.store import StateStore
    from provisioner.workflows.connect import Connection
    from provisioner.workflows.plan import Session


AT_ONCE = timedelta(seconds=30)
"""How long somebody may look at a plan before everything is read once more: Clio takes a second one of any name."""


def _new_id() -> str:
    return str(uuid.uuid4())


@dataclass(frozen=True)
class Doing:
    """How an apply talks and listens while it goes on.

    ``confirm`` is asked whether a plan is to be carried out, ``progress`` told of each write, ``tell`` of what else
    happens; ``stopping`` says whether to stop after the request in flight. ``clock`` gives aware instants. A
    ``rehearsal``, on twins that are thrown away, needs nobody's approval.
    """

    who: str
    clock: Callable[[], datetime]
    confirm: Callable[[PlanReport], bool]
    progress: Callable[[Outcome], None] = lambda _: None
    tell: Callable[[str], None] = lambda _: None
    stopping: Callable[[], bool] = lambda: False
    new_id: Callable[[], str] = _new_id
    rehearsal: bool = False


def apply(
    path: Path,
    connection: Connection,
    store: StateStore,
    options: Options,
    doing: Doing,
    *,
    saved: SavedPlan | None = None,
) -> ApplyReport:
    """Plan, ask, carry out, read back; with ``saved`` exactly that plan, unless what it touches has moved.

    A run that was interrupted is brought to an end first. Nothing is sent with a finding of level error in the way.
    Raises PlanFileProblem for a saved plan that does not hold any more, UnsafePlan for the wrong company or a missing
    approval, StateProblem while another apply of this firm is running.
    """
    report, ready = session(path, connection, store)
    if ready is None:
        return ApplyReport(PlanReport(report))
    ready = replace(ready, notes=tuple(ending(ready, options)))
    if saved is not None:
        check_saved(saved, ready, doing.clock())
    with store.alone(ready.scope, doing.who, doing.clock(), firm=str(path)):
        left = store.unfinished(ready.scope)
        if left is None:
            return _anew(ready, options, doing, saved)
        settled = resume.settle(ready, left, doing, options, saved)
        if settled is None:
            doing.tell(resume.gone(left))
        else:
            reasons, plan = resume.go_on(ready, settled)
            if not reasons:
                planned = PlanReport(report, plan, approved=resume.note(settled))
                return _go(ready, planned, settled.snapshots, settled.bindings, doing, settled.approved, left)
            doing.tell(resume.why_not(left, reasons))
        store.finish_run(left.id, "superseded", doing.clock())
        return _anew(ready, options, doing, saved)


def _anew(ready: Session, options: Options, doing: Doing, saved: SavedPlan | None) -> ApplyReport:
    as_of = options.as_of if saved is None else saved.as_of
    snapshots, bindings = ready.refresh(ready.bindings(), as_of)
    if saved is None:
        planned = PlanReport(ready.report, ready.plan(snapshots, bindings, options))
    else:
        plan = still_valid(saved, narrowed(ready, saved, snapshots, bindings))
        planned = PlanReport(ready.report, plan, approved=f"the plan of {saved.made_by}, {moment(saved.made_at)}")
    return _go(ready, planned, snapshots, bindings, doing, saved, None)


def _go(
    ready: Session,
    planned: PlanReport,
    snapshots: Mapping[str, Snapshot],
    bindings: Mapping[Address, Binding],
    doing: Doing,
    approved: SavedPlan | None,
    left: Run | None,
) -> ApplyReport:
    plan = planned.plan
    if plan is None or planned.failed:
        return ApplyReport(planned)
    if approved is None and ready.firm.config.approvals is not None and plan.pending and not doing.rehearsal:
        raise UnsafePlan(
            "This firm's changes need an approval",
            "The firm file asks for one under `approvals:`.",
            "Save the plan, have it approved, and apply the file:",
            _approved_way(ready),
        )
    asked = doing.clock()
    if (plan.pending or plan.released or left is not None) and not doing.confirm(planned):
        return ApplyReport(planned, confirmed=False)
    if approved is None and doing.clock() - asked > AT_ONCE:
        plan, snapshots, bindings = _once_more(ready, plan, doing)
        planned = replace(planned, plan=plan)
    ready.store.settle(ready.scope, instances(snapshots))
    run_id = left.id if left is not None else doing.new_id()
    if plan.pending and left is None:
        kept = approved if approved is not None else as_saved(plan, doing.who, doing.clock())
        started = doing.clock().isoformat()
        ready.store.start_run(Run(run_id, ready.scope, doing.who, plan.digest, started, dump(kept)))
    run, writers = _carry_out(ready, plan, bindings, doing, run_id)
    is_open = run.has_unknown or any(each.status is Status.SKIPPED and each.because is None for each in run.outcomes)
    if (plan.pending or left is not None) and not is_open:
        ready.store.finish_run(run_id, "done" if run.is_complete else "failed", doing.clock())
    report = ApplyReport(planned, tuple(run.outcomes), is_open=is_open, stopped_by=run.stopped_by)
    report = replace(report, spent={name: each.calls for name, each in writers.items()})
    return report if is_open or doing.stopping() else _read_back(ready, plan, snapshots, run, report)


def _approved_way(ready: Session) -> str:
    """The commands that lead to an approved plan."""
    sandbox = " --sandbox" if ready.systems.is_sandbox else ""
    return (
        f"provisioner plan {shlex.quote(str(ready.path))} --out changes.plan{sandbox}\n"
        f"provisioner approve changes.plan --by NAME\nprovisioner apply changes.plan{sandbox}"
    )


def _once_more(
    ready: Session, plan: Plan, doing: Doing
) -> tuple[Plan, Mapping[str, Snapshot], Mapping[Address, Binding]]:
    """``plan`` from what is there now, and that. UnsafePlan when something it touches has moved since it was shown."""
    doing.tell("The plan was shown a while ago. Reading once more ...")
    shown = as_saved(plan, doing.who, doing.clock())
    snapshots, bindings = ready.refresh(ready.bindings(), plan.as_of)
    try:
        return still_valid(shown, narrowed(ready, shown, snapshots, bindings)), snapshots, bindings
    except PlanFileProblem as problem:
        raise UnsafePlan(
            "Something changed while the plan was on the screen", problem.detail, "Run the same command again."
        ) from problem


def _carry_out(
    ready: Session, plan: Plan, bindings: Mapping[Address, Binding], doing: Doing, run_id: str
) -> tuple[Execution, dict[str, Writer]]:
    recorder = ready.store.recorder(ready.scope, run_id, doing.who, doing.clock)
    recorder.remember(bindings)
    writers = {system: ready.systems.writer(system) for system in sorted({step.address.system for step in plan.steps})}
    run = execute(
        plan,
        writers,
        recorder,
        registry(),
        new_id=doing.new_id,
        progress=doing.progress,
        stopping=doing.stopping,
    )
    for entry in ready.firm.config.protect:
        ready.store.protect(ready.scope, addresses_under(ready.desired, entry))
    return run, writers


def _read_back(
    ready: Session, plan: Plan, before: Mapping[str, Snapshot], run: Execution, report: ApplyReport
) -> ApplyReport:
    """Read again every system that was written to, plan again, and compare. What was done stays known all the same."""
    written = {each.step.address.system for each in run.outcomes}
    if not written:
        return report
    bindings = ready.bindings()
    types = {name: kinds for name, kinds in ready.types(bindings).items() if name in written}
    try:
        snapshots = refresh(ready.firm, ready.systems, types, bindings)
    except VendorProblem as problem:
        return replace(report, unread=problem)
    made = ready.followed(with_funds(before, snapshots), bindings, plan.as_of)
    desired = tuple(each for each in ready.desired if each.address.system in written)
    after = replace(ready, desired=desired).plan(snapshots, bindings, Options(plan.as_of), made=made)
    unapplied: tuple[Unapplied, ...] = tuple(verify(plan, run.outcomes, after, registry()))
    calls = {name: snapshot.calls for name, snapshot in snapshots.items()}
    spent = {name: report.spent.get(name, 0) + calls.get(name, 0) for name in report.spent.keys() | calls.keys()}
    return replace(report, after=after, unapplied=unapplied, calls=calls, spent=spent)
