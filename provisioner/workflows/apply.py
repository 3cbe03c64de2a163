"""apply: carries out a plan, remembers what it did as it goes, and reads everything back."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from provisioner.engine.execute import execute
from provisioner.engine.report import ApplyReport, PlanReport
from provisioner.engine.verify import verify
from provisioner.workflows.catalog import registry
from provisioner.workflows.connect import refresh
from provisioner.workflows.plan import Options, addresses_under, instances, session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from provisioner.engine.execute import Execution, Outcome
    from provisioner.engine.report import Unapplied
    from provisioner.model.address import Address
    from provisioner.model.plan import Plan
    from provisioner.model.resource import Binding
    from provisioner.state.store import StateStore
    from provisioner.workflows.connect import Connection
    from provisioner.workflows.plan import Session


def apply(
    path: Path,
    connection: Connection,
    store: StateStore,
    options: Options,
    *,
    who: str,
    clock: Callable[[], datetime],
    confirm: Callable[[PlanReport], bool],
    progress: Callable[[Outcome], None] = lambda _: None,
) -> ApplyReport:
    """Plan, ask ``confirm``, carry out, read back. Nothing is sent with a finding of level error in the way."""
    report, ready = session(path, connection, store)
    if ready is None:
        return ApplyReport(PlanReport(report))
    with store.alone(ready.scope):
        return _alone(ready, options, who, clock, confirm, progress)


def _alone(
    ready: Session,
    options: Options,
    who: str,
    clock: Callable[[], datetime],
    confirm: Callable[[PlanReport], bool],
    progress: Callable[[Outcome], None],
) -> ApplyReport:
    snapshots, bindings = ready.refresh(ready.bindings())
    report = ready.report
    planned = PlanReport(report, ready.plan(snapshots, bindings, options))
    plan = planned.plan
    if plan is None or planned.failed:
        return ApplyReport(planned)
    if (plan.pending or plan.released) and not confirm(planned):
        return ApplyReport(planned, confirmed=False)
    ready.store.settle(ready.scope, instances(snapshots))
    run = _carry_out(ready, plan, bindings, who, clock, progress)
    after, unapplied, calls = _read_back(ready, plan, run, options)
    return ApplyReport(planned, tuple(run.outcomes), after, unapplied, calls)


def _carry_out(
    ready: Session,
    plan: Plan,
    bindings: Mapping[Address, Binding],
    who: str,
    clock: Callable[[], datetime],
    progress: Callable[[Outcome], None],
) -> Execution:
    recorder = ready.store.recorder(ready.scope, who, clock())
    recorder.remember(bindings)
    run_id = str(uuid.uuid4())
    writers = {system: ready.systems.writer(system) for system in sorted({step.address.system for step in plan.steps})}
    if plan.pending:
        ready.store.start_run(run_id, ready.scope, who, plan.digest, clock())
    run = execute(plan, writers, recorder, registry(), progress)
    for entry in ready.firm.config.protect:
        ready.store.protect(ready.scope, addresses_under(ready.desired, entry))
    if plan.pending:
        ready.store.finish_run(run_id, "failed" if run.failed else "done", clock())
    return run


def _read_back(
    ready: Session, plan: Plan, run: Execution, options: Options
) -> tuple[Plan | None, tuple[Unapplied, ...], dict[str, int]]:
    """Read again every system that was written to, plan again, and compare."""
    written = {each.step.address.system for each in run.outcomes}
    if not written:
        return None, (), {}
    bindings = ready.bindings()
    types = {name: kinds for name, kinds in ready.types(bindings).items() if name in written}
    snapshots = refresh(ready.firm, ready.systems, types, bindings)
    desired = tuple(each for each in ready.desired if each.address.system in written)
    after = replace(ready, desired=desired).plan(snapshots, bindings, options)
    unapplied = tuple(verify(plan, run.outcomes, after, registry()))
    return after, unapplied, {name: snapshot.calls for name, snapshot in snapshots.items()}
