"""Brings an interrupted apply to an end: finds out what became of its requests, then goes on with the approved plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from provisioner.engine.execute import applied, conclude
from provisioner.engine.ports import Conclusion, Fate
from provisioner.engine.saved import goes_on
from provisioner.engine.settle import carried_out
from provisioner.model.errors import PlanFileProblem
from provisioner.model.resource import Binding, Remote
from provisioner.model.words import moment
from provisioner.state.planfile import load
from provisioner.workflows.approve import narrowed
from provisioner.workflows.catalog import registry
from provisioner.workflows.plan import instances

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from provisioner.engine.ports import Entry, Item
    from provisioner.engine.saved import SavedPlan
    from provisioner.model.address import Address
    from provisioner.model.errors import VendorProblem
    from provisioner.model.plan import Plan
    from provisioner.model.resource import Observed, Snapshot
    from provisioner.state.recorder import StateRecorder
    from provisioner.state.records import Run
    from provisioner.workflows.apply import Doing
    from provisioner.workflows.plan import Options, Session

IN_FLIGHT = timedelta(seconds=20)
"""How long a vendor may still be working on a request whose sender has died."""
UNSENT = timedelta(minutes=10)
"""How long a request may have been written down and not been sent yet, waiting for room in Clio's limits."""


@dataclass(frozen=True)
class Settled:
    """An interrupted run whose every request has a known outcome, with the world as it is now."""

    run: Run
    approved: SavedPlan
    outdated: tuple[str, ...]
    entries: tuple[Entry, ...]
    snapshots: Mapping[str, Snapshot]
    bindings: Mapping[Address, Binding]


def settle(ready: Session, left: Run, doing: Doing, options: Options, saved: SavedPlan | None = None) -> Settled | None:
    """Find out what became of every request of the run ``left``, and bind what it made.

    While its plan holds, QuickBooks is sent the open requests again; once the file, the options or the plan file are
    others, nothing of that plan is sent any more, and looking alone decides.
    None when the run was of a company or account that is not there any more, as a sandbox that was started over, or
    when its plan cannot be read by this release.
    Raises VendorProblem while a vendor does not answer: the run then stays as it is.
    """
    try:
        approved = load(left.plan.encode(), "the journal")
    except PlanFileProblem:
        return None
    outdated = tuple(_outdated(ready, approved, options, saved, doing.clock()))
    opened = [each for each in ready.store.entries(left.id) if each.open]
    # What is open may be of a type that nothing in the file is of any more.
    wanted = {item.address: Binding(item.address, "") for entry in opened for item in entry.open}
    snapshots, bindings = ready.refresh({**wanted, **ready.bindings()}, approved.as_of)
    if any(instances(snapshots).get(name, made) != made for name, (_, made) in approved.identities.items() if made):
        return None
    bindings = ready.bindings()
    recorder = ready.store.recorder(ready.scope, left.id, doing.who, doing.clock)
    recorder.remember(bindings)
    if opened:
        requests = "one request" if len(opened) == 1 else f"{len(opened)} requests"
        doing.tell(f"Finding out what became of {requests} of the interrupted apply ...")
        if not outdated:
            _send_again(ready, opened, recorder)
        _wait_for_flight(ready, opened, doing, ("qbo", "clio") if outdated else ("clio",))
        snapshots, _ = ready.refresh({**wanted, **ready.bindings()}, approved.as_of)
        recorder.remember(ready.bindings())
        _look(ready, left, recorder, snapshots)
        bindings = ready.bindings()
    return Settled(left, approved, outdated, tuple(ready.store.entries(left.id)), snapshots, bindings)


def _outdated(
    ready: Session, approved: SavedPlan, options: Options, saved: SavedPlan | None, now: datetime
) -> Iterator[str]:
    """Why the plan of a run is not to be carried out any further, whatever is live."""
    if ready.firm.digest != approved.digest:
        yield "The firm file was changed since."
    if options.targets or options.excluded:
        yield "With --target or --exclude another one was asked for."
    if saved is not None and saved.hash != approved.hash:
        yield "Another plan file was given."
    if now >= datetime.fromisoformat(approved.expires_at):
        yield f"It could be applied until {moment(approved.expires_at)}."


def _send_again(ready: Session, opened: Sequence[Entry], recorder: StateRecorder) -> None:
    """Send QuickBooks its open requests once more under their ids, which carries nothing out twice.

    What it refuses now may have been done then, and not be remembered: that is found out by looking.
    Raises VendorProblem when it cannot be reached.
    """
    mine = [each for each in opened if each.request.system == "qbo"]
    if mine:
        writer = ready.systems.writer("qbo")
        for entry in mine:
            results = writer.send(entry.request)
            unreached = next((each.problem for each in results if each.problem and _is_unreached(each.problem)), None)
            if unreached is not None:
                raise unreached
            doubtful = [replace(each, unknown=each.problem is not None) for each in results]
            conclude(entry.request, doubtful, recorder, registry())


def _is_unreached(problem: VendorProblem) -> bool:
    """No answer at all, so that looking would not help either."""
    return problem.maybe_done and problem.stops_run and not problem.status


def _wait_for_flight(ready: Session, opened: Sequence[Entry], doing: Doing, systems: Collection[str]) -> None:
    """Give a vendor time to finish what it may still be working on. An instant in the future is of another clock."""
    noted = [datetime.fromisoformat(each.at) for each in opened if each.request.system in systems]
    if noted and doing.clock() - max(noted) < UNSENT + IN_FLIGHT:
        ready.systems.pause(IN_FLIGHT.total_seconds())


def _look(ready: Session, left: Run, recorder: StateRecorder, snapshots: Mapping[str, Snapshot]) -> None:
    """Decide what is still open by what is there now, and write it down."""
    taken = {Remote(address.kind, each.remote_id) for address, each in ready.bindings().items()}
    for entry in ready.store.entries(left.id):
        concluded = []
        for item in entry.open:
            live = snapshots[entry.request.system].objects.get(item.address.kind, ())
            found = _found(item, entry, live, taken, ready)
            if len(found) == 1:
                recorder.bind(item.address, found[0].remote, applied(item, found[0], registry()))
                taken.add(found[0].remote)
            concluded.append(_conclusion(item, found))
        if concluded:
            recorder.conclude(entry.request.id, concluded)


def _found(item: Item, entry: Entry, live: Iterable[Observed], taken: set[Remote], ready: Session) -> list[Observed]:
    """What ``item`` made or changed. An object that its own address stands for already is not somebody else's."""
    own = ready.bindings().get(item.address)
    others = taken - ({Remote(item.address.kind, own.remote_id)} if own is not None else set())
    return carried_out(item, registry()[item.address.kind], live, entry.request.since, others)


def _conclusion(item: Item, found: Sequence[Observed]) -> Conclusion:
    if len(found) == 1:
        return Conclusion(item.address, Fate.DONE, found[0].id, found[0].version, "found by looking")
    said = "not carried out" if not found else f"may be any of {', '.join(each.id for each in found)}"
    return Conclusion(item.address, Fate.FAILED, said=said)


def go_on(ready: Session, settled: Settled) -> tuple[Sequence[str], Plan]:
    """Why the run cannot go on with its plan (empty when it can), and what is left to do of that plan."""
    plan = narrowed(ready, settled.approved, settled.snapshots, settled.bindings, started=True)
    if settled.outdated:
        return settled.outdated, plan
    if any(each.level == "error" for each in plan.findings):
        return ["There are findings in the way now."], plan
    return goes_on(settled.approved.touches, plan, _ours(settled.entries), registry()), plan


def _ours(entries: Iterable[Entry]) -> dict[Remote, str]:
    """The version in which the run left each object it wrote."""
    return {
        Remote(each.address.kind, each.remote_id): each.version
        for entry in entries
        for each in entry.conclusions
        if each.fate is Fate.DONE
    }


def note(settled: Settled) -> str:
    """What the user is told when a run goes on."""
    done = sum(1 for entry in settled.entries for each in entry.conclusions if each.fate is Fate.DONE)
    return (
        f"An apply by {settled.run.who}, started {moment(settled.run.started)}, was interrupted after {done} writes. "
        "Going on with the plan that was approved then"
    )


def why_not(left: Run, reasons: Sequence[str]) -> str:
    """What the user is told when a run cannot go on."""
    why = " ".join(reasons[:5])
    return f"{_interrupted(left)} What it did is known now; its plan does not hold any more: {why} A new plan follows."


def gone(left: Run) -> str:
    """What the user is told when nothing can be found out about a run."""
    return (
        f"{_interrupted(left)} The company or account it wrote to is not there any more, or its plan is of another "
        "release of this program: it is closed, and everything is planned anew from what is there."
    )


def _interrupted(left: Run) -> str:
    return f"An apply by {left.who}, started {moment(left.started)}, was interrupted."
