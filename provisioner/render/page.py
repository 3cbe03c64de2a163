"""A report as a page to read, sign or sort: what its HTML, Markdown and spreadsheet forms show, without how.

Texts are as they came; each form makes them harmless in its own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provisioner.model.address import Address
from provisioner.model.change import Action, Undo
from provisioner.model.finding import Level, has_errors
from provisioner.model.plan import tally
from provisioner.render.plan_text import by_meaning, by_step, no_changes, summary
from provisioner.render.style import CAUSES, MEANINGS, SCREENS, SYMBOLS, VENDORS, how_read, plural, shown, some
from provisioner.render.waiting import by_urgency, how_many, stands

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provisioner.engine.report import CheckReport, DriftReport, PlanReport
    from provisioner.model.change import Change, FieldChange
    from provisioner.model.finding import Finding
    from provisioner.model.plan import Drift, Plan
    from provisioner.model.resource import Value
    from provisioner.model.setting import Confirmation

UNDO = {
    Undo.YES: "Yes.",
    Undo.HISTORY_KEPT: "It can be made inactive again; its history stays.",
    Undo.NO: "Not by program; a person can delete it in Clio while nothing uses it.",
}
UNTOUCHED = "No transaction, balance or history is ever changed, and nothing is ever deleted."
CONFIRM = "a person must confirm this"
STOPPED = "Nothing is applied until the errors are corrected."


@dataclass(frozen=True, slots=True)
class Field:
    """One field before and after; ``before`` is None for something new."""

    name: str
    before: str | None
    after: str
    reason: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One change: its name and number as on screen, what happens to it, and what that means."""

    symbol: str
    action: str
    name: str
    address: str
    place: str
    fields: tuple[Field, ...] = ()
    effect: str = ""
    undo: str = ""
    notes: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Changes under one heading of the ledger."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A step only a person can do, and what waits for it; ``about`` says what is declared of a setting."""

    title: str
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    instructions: tuple[str, ...]
    evidence: str
    checked_by: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """One finding."""

    level: str
    code: str
    name: str
    what: str
    why: str
    fix: str
    place: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with headings of its own. ``cells`` says where in a spreadsheet each of its columns stands."""

    title: str
    columns: tuple[str, ...]
    cells: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole report. ``closing`` are sentences after everything; ``signed`` asks for signatures on paper."""

    title: str
    verdict: str
    facts: tuple[tuple[str, str], ...] = ()
    counts: tuple[tuple[int, str], ...] = ()
    notes: tuple[Note, ...] = ()
    groups: tuple[Group, ...] = ()
    tasks: tuple[Task, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    closing: tuple[str, ...] = ()
    plan_hash: str | None = None
    approvals: tuple[tuple[str, str], ...] = ()
    signed: bool = False


def plan_page(report: PlanReport, plan_hash: str | None = None, approvals: Sequence[tuple[str, str]] = ()) -> Page:
    """A plan to sign, or the findings that stand in its way. ``approvals`` are names and times already recorded."""
    plan = report.plan
    if plan is None:
        return check_page(report.check)
    return Page(
        title=f"Plan for {plan.firm}",
        verdict=_verdict(plan),
        facts=tuple(_facts(plan)),
        counts=tuple(_counts(plan)),
        notes=tuple(note_of(each) for each in plan.findings),
        groups=tuple(
            Group(name, tuple(_row(plan, each) for each in changes))
            for name, changes in by_meaning(plan, plan.pending).items()
        ),
        tasks=(*_tasks(plan), *(_to_confirm(each) for each in by_urgency(plan.waiting))),
        closing=tuple(_closing(plan)),
        plan_hash=plan_hash,
        approvals=tuple(approvals),
        signed=True,
    )


def _verdict(plan: Plan) -> str:
    if has_errors(plan.findings):
        return f"{STOPPED} {summary(plan)}" if plan.pending else STOPPED
    said = summary(plan) if plan.pending else no_changes(plan)
    return f"{said} {how_many(plan.waiting)}" if plan.waiting else said


def _facts(plan: Plan) -> Iterator[tuple[str, str]]:
    yield "Firm", plan.firm
    for system, title in plan.tenants.items():
        tenant = plan.identities.get(system, ("", ""))[0]
        number = f" (company {tenant})" if system == "qbo" and tenant else ""
        yield f"{VENDORS[system]} {'company' if system == 'qbo' else 'account'}", f"{title}{number}"
    yield "Systems", "built-in practice systems, not the firm's books" if plan.environment == "sandbox" else "live"
    yield "As of", plan.as_of
    yield "Firm file", plan.file


def _counts(plan: Plan) -> Iterator[tuple[int, str]]:
    counted = tally(plan)
    yield counted.added, "to add"
    yield counted.changed, "to change"
    yield counted.retired, "to make inactive"
    if counted.reactivated:
        yield counted.reactivated, "to make active again"
    if counted.adopted:
        yield counted.adopted, "to adopt as they are"
    yield plan.counts[Action.NO_OP], "unchanged"
    if plan.human:
        yield len({each.step for each in plan.human}), "for a person to do"
    if plan.waiting:
        yield len(plan.waiting), "for a person to confirm"
    if plan.drifted:
        yield len(plan.drifted), "changed live by somebody"
    yield from _levels(plan.findings)


def _levels(findings: Sequence[Finding]) -> Iterator[tuple[int, str]]:
    for level in (Level.ERROR, Level.WARNING):
        if count := sum(1 for each in findings if each.level is level and not each.ignored):
            yield count, level.value if count == 1 else f"{level.value}s"


def _row(plan: Plan, change: Change) -> Row:
    title = plan.titles[str(change.address)]
    return Row(
        SYMBOLS[change.action],
        MEANINGS.get(change.action, ""),
        title.name,
        str(change.address),
        str(change.desired.place),
        tuple(_fields(plan, change)),
        title.effect,
        UNDO[change.undo] if change.action is not Action.ATTEST else "",
        change.notes,
        change.observed.id if change.observed else "",
    )


def _fields(plan: Plan, change: Change) -> Iterator[Field]:
    if change.action in {Action.RETIRE, Action.REACTIVATE}:
        active = change.action is Action.RETIRE
        yield Field("active", shown(active), shown(not active))
    for field in change.fields:
        yield _field(change, field)
    if change.observed is None and not change.fields:
        for name, value in change.desired.fields.items():
            if value is not None and name not in {"name", "number"}:
                yield Field(_words(name), None, shown(_titled(plan, value)), place=str(change.desired.place_of(name)))


def _field(change: Change, field: FieldChange) -> Field:
    place = str(change.desired.place_of(field.name))
    return Field(_words(field.name), shown(field.before), shown(field.after), CAUSES[field.cause], place)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _titled(plan: Plan, value: Value) -> Value:
    """A reference as its name on screen."""
    title = plan.titles.get(str(value)) if isinstance(value, Address) else None
    return title.name if title is not None else value


def _tasks(plan: Plan) -> Iterator[Task]:
    for step, changes in by_step(plan).items():
        names = tuple(plan.titles[str(each.address)].name for each in changes)
        groups = ", ".join(sorted({plan.titles[str(each.address)].group for each in changes}))
        rows = tuple(_row(plan, each) for each in changes)
        yield Task(groups, names, rows, step.instructions, step.evidence, step.checked_by)


def _to_confirm(each: Confirmation) -> Task:
    asked, system = each.asked, each.setting.system
    said = stands(each)
    row = Row(
        SYMBOLS[Action.ATTEST], CONFIRM, asked.title, str(asked.address), str(asked.place), notes=(asked.says, said)
    )
    title, about = SCREENS.get(system, system), f"{asked.says} {said}"
    return Task(title, (asked.title,), (row,), asked.steps, asked.evidence, each.setting.observable, about)


def note_of(finding: Finding) -> Note:
    """A finding as a page shows it."""
    place = str(finding.place) if finding.place is not None else ""
    level = "ignored" if finding.ignored else finding.level.value
    fix = f"Ignored because: {finding.ignored}" if finding.ignored else finding.fix
    return Note(level, finding.code, finding.name, finding.what, finding.why, fix, place)


def _closing(plan: Plan) -> Iterator[str]:
    if unchanged := plan.counts[Action.NO_OP]:
        are = "is" if unchanged == 1 else "are"
        yield f"{plural(unchanged, 'entry')} of the file {are} already as declared and will not be touched."
    if names := [str(each.address) for each in plan.released if not each.protected]:
        yield f"No longer managed, and left as they are: {some(names)}."
    if how := how_read(plan.refresh):
        yield how
    if plan.left_out:
        yield f"Left out of this plan on request: {some([str(each) for each in plan.left_out])}."
    unknown = sum(1 for each in plan.enforcement if each.how == "unknown")
    if unknown and not plan.waiting:
        yield f"{plural(unknown, 'declared line')} that no program can set and nobody has confirmed yet."
    yield f"What this file does not declare is left as it is. {UNTOUCHED}"


def check_page(report: CheckReport) -> Page:
    """The checks of one firm file."""
    if not report.findings:
        verdict = f"{report.file} is valid: {plural(report.entries, 'entry')} checked."
    else:
        verdict = f"{report.file} {'cannot' if report.failed else 'can'} be used."
    facts = (*((("Firm", report.firm),) if report.firm else ()), ("Firm file", report.file))
    title = f"Checks of {report.firm or report.file}"
    notes = tuple(note_of(each) for each in report.findings)
    return Page(title, verdict, facts, tuple(_levels(report.findings)), notes)


def drift_page(report: DriftReport) -> Page:
    """What somebody changed live since the last apply."""
    if report.check.failed:
        return check_page(report.check)
    changed = len(report.drifts)
    if changed:
        verdict = f"{plural(changed, 'object')} of {report.known} changed live since the last apply."
    elif report.known:
        verdict = f"No drift: {plural(report.known, 'object')} compared, all as this program left them."
    else:
        verdict = "This program has not applied anything here yet, so there is nothing to compare."
    groups: dict[str, list[Row]] = {}
    for drift in report.drifts:
        groups.setdefault(VENDORS[drift.address.partition(".")[0]], []).append(_drifted(drift))
    return Page(
        title=f"Drift at {report.check.firm}",
        verdict=verdict,
        facts=(("Firm", report.check.firm), ("Firm file", report.check.file)),
        counts=((changed, "changed live"), (report.known, "compared")),
        groups=tuple(Group(name, tuple(rows)) for name, rows in groups.items()),
        closing=("Run plan to see what apply would do about it.",) if changed else (),
    )


def _drifted(drift: Drift) -> Row:
    fields = tuple(Field(_words(name), shown(was), shown(now)) for name, was, now in drift.fields)
    when = (f"Last changed: {drift.changed_at}",) if drift.changed_at else ()
    action = "is inactive or missing" if drift.gone else "changed live"
    return Row("~", action, drift.title, drift.address, "", fields, notes=when)
