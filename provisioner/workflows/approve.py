"""Saved plans: writes one to a file, adds an approval to it, and checks whether it may still be applied."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from provisioner.engine.saved import SavedPlan, moved, touches
from provisioner.engine.selection import Selection
from provisioner.model.errors import PlanFileProblem, UnsafePlan, UsageProblem
from provisioner.model.words import counted, moment
from provisioner.render.documents import saved_document
from provisioner.state.planfile import FORMAT, MAKE_ANEW, MOST_BYTES, dump, read, sealed
from provisioner.state.planfile import approve as with_approval
from provisioner.state.whole import is_of_format, write_whole
from provisioner.workflows.catalog import registry
from provisioner.workflows.plan import Options

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from provisioner.engine.report import PlanReport
    from provisioner.model.address import Address
    from provisioner.model.plan import Plan
    from provisioner.model.practice import Approvals, Person
    from provisioner.model.resource import Binding, Snapshot
    from provisioner.workflows.plan import Saving, Session

VALID = timedelta(days=7)
"""How long a saved plan may be applied. The live objects are compared whatever its age."""

APPROVES = "approves"


def as_saved(
    plan: Plan,
    who: str,
    now: datetime,
    *,
    path: str = "",
    document: Mapping[str, object] | None = None,
    selection: Selection | None = None,
) -> SavedPlan:
    """The plan as it is kept: in a file, or with the run that carries it out."""
    targets = selection.targets if selection is not None else None
    return sealed(
        SavedPlan(
            firm=plan.firm,
            file=plan.file,
            path=path,
            digest=plan.digest,
            environment=plan.environment,
            identities=plan.identities,
            made_at=now.isoformat(),
            made_by=who,
            expires_at=(now + VALID).isoformat(),
            as_of=plan.as_of,
            touches=touches(plan, registry()),
            released=tuple(each.address for each in plan.released),
            accepted=plan.accepted,
            targets=None if targets is None else tuple(sorted(targets)),
            excluded=tuple(sorted(selection.excluded)) if selection is not None else (),
            document=document or {},
        )
    )


def save(target: Path, who: str, now: datetime) -> Saving:
    """What ``plan`` needs to write its plan to the file ``target``."""

    def keep(ready: Session, planned: PlanReport) -> SavedPlan:
        assert planned.plan is not None  # noqa: S101 - only a plan without errors is saved
        document = saved_document(planned)
        targets, excluded = planned.plan.targets, planned.plan.excluded
        selection = Selection(None if targets is None else frozenset(targets), frozenset(excluded))
        saved = as_saved(planned.plan, who, now, path=str(ready.path), document=document, selection=selection)
        write(saved, target)
        return saved

    return keep


def write(saved: SavedPlan, target: Path) -> None:
    """Write a plan file, whole or not at all. UsageProblem rather than replacing a file that is none."""
    if target.exists() and not is_of_format(target, FORMAT, MOST_BYTES):
        raise UsageProblem(f"{target} exists and is no plan file", "It was left as it is.", "Choose another name.")
    write_whole(dump(saved), target)


def approve(path: Path, by: str, now: datetime) -> SavedPlan:
    """Add an approval to the plan file at ``path``; the plan with it.

    PlanFileProblem for a file that was edited or has expired, UsageProblem for a second approval of one person.
    """
    saved = read(path)
    _refuse_expired(saved, now)
    if any(each.by == by for each in saved.approvals):
        raise UsageProblem(f"{by} has approved this plan already", "One person's approval counts once.")
    approved = with_approval(saved, by, now.isoformat())
    write(approved, path)
    return approved


def check_saved(saved: SavedPlan, ready: Session, now: datetime) -> None:
    """Raise unless the plan is for this firm file and these systems, has not expired, and is approved as asked for."""
    _refuse_expired(saved, now)
    if saved.environment != ready.scope.environment:
        raise PlanFileProblem(
            "This plan was made for other systems",
            f"It was made against {saved.environment}; this run reaches {ready.scope.environment}.",
            "Use --sandbox for a plan of the sandbox, and leave it out for one of the real systems.",
        )
    if saved.digest != ready.firm.digest:
        raise PlanFileProblem(
            "The firm file was changed since this plan was made",
            "A plan holds for the file, its templates and its clients exactly as they were.",
            MAKE_ANEW,
        )
    if ready.firm.config.approvals is not None:
        _require_approvals(saved, ready.firm.config.approvals, ready.firm.config.people)


def _refuse_expired(saved: SavedPlan, now: datetime) -> None:
    if now >= datetime.fromisoformat(saved.expires_at):
        raise PlanFileProblem(
            "This plan has expired",
            f"It was made at {moment(saved.made_at)} and could be applied until {moment(saved.expires_at)}.",
            MAKE_ANEW,
        )


def _require_approvals(saved: SavedPlan, rule: Approvals, people: Mapping[str, Person]) -> None:
    """UnsafePlan unless enough people who may approve have done so."""
    may = {key for key, person in people.items() if APPROVES in person.does} if rule.by is None else set(rule.by)
    known = {name: key for key in may for name in (key, people[key].name if key in people else key)}
    by = {known.get(each.by, each.by) for each in saved.approvals}
    author = known.get(saved.made_by, saved.made_by)
    valid = {each for each in by if (not may or each in may) and (rule.author_may_approve or each != author)}
    if len(valid) < rule.required:
        uncounted = sorted(by - valid)
        ignored = f" {', '.join(uncounted)} may not approve it." if uncounted else ""
        who = f" Those who may: {', '.join(sorted(may))}." if may else ""
        asked = counted(rule.required, "approval")
        raise UnsafePlan(
            "This plan is not approved",
            f"The firm file asks for {asked}, and has {len(valid)} that count.{ignored}{who}",
            "Have it approved, then apply it:",
            "provisioner approve PLANFILE",
        )


def narrowed(
    ready: Session,
    saved: SavedPlan,
    snapshots: Mapping[str, Snapshot],
    bindings: Mapping[Address, Binding],
    *,
    started: bool = False,
) -> Plan:
    """The plan of now, of nothing but what ``saved`` touches. ``started``: its size was accepted when it began."""
    only = frozenset(each.address for each in saved.touches) | frozenset(saved.released)
    brakes = {"brake:qbo", "brake:clio"} if started else set()
    options = Options(saved.as_of, frozenset(saved.accepted) | brakes)
    return ready.plan(snapshots, bindings, options, Selection(only))


def still_valid(saved: SavedPlan, fresh: Plan) -> Plan:
    """``fresh`` if it is what ``saved`` said. PlanFileProblem otherwise, naming everything that moved."""
    for system, (tenant, made) in saved.identities.items():
        if fresh.identities.get(system, (tenant, made)) != (tenant, made):
            raise PlanFileProblem(
                "This plan was made for another company or account",
                f"It was made for {_told(system, (tenant, made))}; this run reaches "
                f"{_told(system, fresh.identities[system])}.",
                MAKE_ANEW,
            )
    reasons = moved(saved, fresh, registry())
    if reasons:
        more = f" And {len(reasons) - 10} more." if len(reasons) > 10 else ""  # noqa: PLR2004 - ten are enough
        raise PlanFileProblem(
            "The plan is out of date", " ".join(reasons[:10]) + more + " Nothing was applied.", MAKE_ANEW
        )
    return fresh


def _told(system: str, identity: tuple[str, str]) -> str:
    tenant, made = identity
    name = {"qbo": "QuickBooks company", "clio": "Clio account"}[system]
    return f"{name} {tenant}, opened {moment(made) if made else 'on an unknown day'}"
