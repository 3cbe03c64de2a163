"""The JSON form of reports. Versioned: fields are added, never renamed or removed, within one format version."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from provisioner.model.change import Action

if TYPE_CHECKING:
    from provisioner.engine.execute import Outcome
    from provisioner.engine.report import ApplyReport, AttestReport, CheckReport, DriftReport, PlanReport
    from provisioner.engine.saved import SavedPlan
    from provisioner.model.change import Change
    from provisioner.model.errors import ProvisionerError
    from provisioner.model.finding import Finding
    from provisioner.model.plan import Plan
    from provisioner.model.resource import Refresh, Value
    from provisioner.model.setting import Confirmation
    from provisioner.model.source import Place

FORMAT_VERSION = "1.0"


class Document(BaseModel):
    """What every JSON document is made of: nothing but its own keys, described by the text below each."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Source(Document):
    """A position in a firm file or template, counted from 1."""

    file: str
    line: int
    column: int


class FindingDocument(Document):
    """The result of a check."""

    code: str
    name: str
    level: Literal["error", "warning", "advice"]
    message: str
    """What is wrong, why it matters, and how to fix it."""
    what: str
    why: str
    fix: str
    source: Source | None
    address: str | None
    related: list[Source] = Field(default_factory=list)
    ignored: str = ""
    """The reason why the firm file asks to ignore it; empty when it does not."""


class FieldDocument(Document):
    """One field of a change."""

    name: str
    before: Any
    after: Any
    cause: Literal["config", "drift", "conflict", "unknown"]
    source: Source


class ChangeDocument(Document):
    """One resource and what would happen to it."""

    address: str
    name: str
    """As on screen."""
    group: str
    action: Literal["create", "update", "adopt", "reactivate", "retire", "attest", "no_op"]
    before: dict[str, Any] | None
    """Live values of the fields that change; null when there is no object yet."""
    after: dict[str, Any] | None
    """Declared values of the fields that change, or of all for a new object; null for one made inactive."""
    cause: Literal["config", "drift", "conflict", "unknown"]
    fields: list[FieldDocument]
    source: Source
    effect: str
    """One sentence on what is different afterwards."""
    undo: Literal["yes", "history_kept", "no"]
    id: str | None
    """The vendor's id of the object."""
    last_changed: str | None
    """When the object last changed at the vendor, in the vendor's own form."""
    notes: list[str] = Field(default_factory=list)


class AttestationDocument(Document):
    """A step that only a person can do, or a setting that only a person can confirm.

    Of a setting, `status` says how it stands: `observed` is one that live data shows to be as declared, `outdated` one
    that was confirmed before the firm file said something else.
    """

    address: str
    status: Literal["open", "attested", "observed", "expired", "outdated", "contradicted"]
    instructions: list[str]
    evidence: str
    checked_by: str
    expires: str | None
    kind: Literal["step", "setting"] = "step"
    title: str = ""
    says: str = ""
    """What is declared, in one sentence."""
    contradiction: str | None = None
    """What live data shows against it."""
    confirmed_by: str | None = None
    confirmed_on: str | None = None
    source: Source | None = None


class EnforcementDocument(Document):
    """How one declared line is enforced."""

    path: str
    how: Literal["provisioned", "attested", "observed", "unknown", "tool"]
    """tool: this program itself keeps it, or only reads it."""
    status: Literal["pass", "fail", "unknown", "error"]
    source: Source


class Summary(Document):
    """How many resources have each action; ``drift`` counts those that somebody changed live.

    ``attest`` counts what waits for a person: resources that only a person can change, and settings to be confirmed.
    """

    create: int
    update: int
    adopt: int
    reactivate: int
    retire: int
    attest: int
    no_op: int
    drift: int


class ApiCalls(Document):
    """Vendor requests made by this plan, OAuth left out."""

    qbo: int
    clio: int


class ApplyBudget(Document):
    """Predicted vendor requests of applying, reading back included."""

    qbo: int
    clio: int
    seconds_at_rate_limit: int


class StepDocument(Document):
    """One write. Writes of a lower level are finished before those of a higher one start."""

    address: str
    operation: Literal["create", "update"]
    level: int
    temporary: bool


class PlanDocument(Document):
    """What ``plan --format json`` prints. Readers must ignore fields they do not know."""

    format_version: str
    firm: str
    file: str
    environment: str
    as_of: str
    config_digest: str
    tenants: dict[str, str]
    changes: list[ChangeDocument]
    steps: list[StepDocument]
    attestations: list[AttestationDocument]
    findings: list[FindingDocument]
    enforcement: list[EnforcementDocument]
    released: list[str]
    """Resources the file no longer declares; their objects are left as they are."""
    left_out: list[str] = Field(default_factory=list)
    """Resources with a change that --target or --exclude keeps back."""
    summary: Summary
    refresh: Literal["full", "changes"] = "full"
    """How QuickBooks was read: everything, or what changed since the last time."""
    api_calls: ApiCalls
    apply_budget: ApplyBudget


class FindingsDocument(Document):
    """What ``validate --format json`` prints, one element a firm; also a plan that findings stand in the way of."""

    format_version: str
    firm: str
    file: str
    valid: bool
    entries: int
    findings: list[FindingDocument]


def place_document(place: Place) -> Source:
    """A position in a file."""
    return Source(file=place.file, line=place.line, column=place.column)


def finding_document(finding: Finding) -> FindingDocument:
    """One finding."""
    return FindingDocument(
        code=finding.code,
        name=finding.name,
        level=finding.level.value,
        message=finding.message,
        what=finding.what,
        why=finding.why,
        fix=finding.fix,
        source=place_document(finding.place) if finding.place else None,
        address=finding.address,
        related=[place_document(place) for place in finding.related],
        ignored=finding.ignored,
    )


def findings_document(report: CheckReport) -> FindingsDocument:
    """The checks of one file."""
    return FindingsDocument(
        format_version=FORMAT_VERSION,
        firm=report.firm,
        file=report.file,
        valid=not report.failed,
        entries=report.entries,
        findings=[finding_document(finding) for finding in report.findings],
    )


def plain(value: Value) -> Any:
    """A value as JSON has it; amounts as text, so that no cent is lost."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return str(value)


def plan_document(report: PlanReport) -> PlanDocument | FindingsDocument:
    """The plan, or the findings that stand in its way."""
    return findings_document(report.check) if report.plan is None else _plan(report.plan)


def saved_document(report: PlanReport) -> dict[str, Any]:
    """The plan for people and programs that read a plan file: without what does not change, which may be thousands."""
    plan = report.plan
    assert plan is not None  # noqa: S101 - only a plan without errors is saved
    kept = replace(plan, changes=tuple(each for each in plan.changes if each.action is not Action.NO_OP))
    return {**_plan(kept).model_dump(mode="json"), "enforcement": [], "summary": _summary(plan).model_dump()}


def _summary(plan: Plan) -> Summary:
    counts = plan.counts
    counted = {action.value: counts[action] for action in Action}
    counted["attest"] += len(plan.waiting)
    return Summary(**counted, drift=len(plan.drifted))


def _plan(plan: Plan) -> PlanDocument:
    return PlanDocument(
        format_version=FORMAT_VERSION,
        firm=plan.firm,
        file=plan.file,
        environment=plan.environment,
        as_of=plan.as_of,
        config_digest=plan.digest,
        tenants=dict(plan.tenants),
        changes=[_change(plan, change) for change in plan.changes],
        steps=[
            StepDocument(
                address=str(step.address), operation=step.operation.value, level=step.level, temporary=step.temporary
            )
            for step in plan.steps
        ],
        attestations=[
            *(_attestation(change) for change in plan.human),
            *(confirmation_document(each) for each in plan.confirmations),
        ],
        findings=[finding_document(finding) for finding in plan.findings],
        enforcement=[
            EnforcementDocument.model_validate(
                {"path": each.path, "how": each.how, "status": each.status, "source": place_document(each.place)}
            )
            for each in plan.enforcement
        ],
        released=[str(each.address) for each in plan.released],
        summary=_summary(plan),
        left_out=[str(each) for each in plan.left_out],
        refresh=_refresh(plan.refresh),
        api_calls=ApiCalls(qbo=plan.calls.get("qbo", 0), clio=plan.calls.get("clio", 0)),
        apply_budget=ApplyBudget(qbo=plan.budget.qbo, clio=plan.budget.clio, seconds_at_rate_limit=plan.budget.seconds),
    )


def _refresh(refresh: Refresh) -> Literal["full", "changes"]:
    return "changes" if refresh.since else "full"


def _change(plan: Plan, change: Change) -> ChangeDocument:
    title = plan.titles[str(change.address)]
    before: dict[str, Any] | None = {field.name: plain(field.before) for field in change.fields}
    after: dict[str, Any] | None = {field.name: plain(field.after) for field in change.fields}
    if change.observed is None:
        before, after = None, {name: plain(value) for name, value in change.desired.fields.items()}
    if change.action is Action.RETIRE:
        before, after = {"active": True}, None
    return ChangeDocument(
        address=str(change.address),
        name=title.name,
        group=title.group,
        action=change.action.value,
        before=before,
        after=after,
        cause=change.cause.value,
        fields=[
            FieldDocument(
                name=field.name,
                before=plain(field.before),
                after=plain(field.after),
                cause=field.cause.value,
                source=place_document(change.desired.place_of(field.name)),
            )
            for field in change.fields
        ],
        source=place_document(change.desired.place),
        effect=title.effect,
        undo=change.undo.value,
        id=change.observed.id if change.observed else None,
        last_changed=change.observed.changed_at if change.observed else None,
        notes=list(change.notes),
    )


def _attestation(change: Change) -> AttestationDocument:
    step = change.step
    return AttestationDocument(
        address=str(change.address),
        status="open",
        instructions=list(step.instructions) if step else [],
        evidence=step.evidence if step else "",
        checked_by=step.checked_by if step else "",
        expires=None,
    )


def confirmation_document(each: Confirmation) -> AttestationDocument:
    """A setting that only a person can confirm, and where it stands."""
    said = each.attestation
    return AttestationDocument(
        address=str(each.asked.address),
        status=each.standing.value,
        instructions=list(each.asked.steps),
        evidence=each.asked.evidence,
        checked_by=each.setting.observable,
        expires=said.expires.isoformat() if said is not None else None,
        kind="setting",
        title=each.asked.title,
        says=each.asked.says,
        contradiction=each.contradiction or None,
        confirmed_by=said.by if said is not None else None,
        confirmed_on=said.on.isoformat() if said is not None else None,
        source=place_document(each.asked.place),
    )


def apply_document(report: ApplyReport) -> dict[str, Any]:
    """What ``apply --format json`` prints."""
    return {
        "format_version": FORMAT_VERSION,
        "plan": plan_document(report.report).model_dump(mode="json"),
        "applied": report.confirmed and not report.failed,
        "outcomes": [_outcome(each) for each in report.outcomes],
        "approved": report.report.approved,
        "open": report.is_open,
        "api_calls": {"qbo": report.spent.get("qbo", 0), "clio": report.spent.get("clio", 0)},
        "stopped_by": problem_document(report.stopped_by)["error"] if report.stopped_by else None,
        "not_read_back": problem_document(report.unread)["error"] if report.unread else None,
        "not_applied": [{"address": each.address, "name": each.title, "what": each.what} for each in report.unapplied],
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    problem = outcome.problem
    return {
        "address": str(outcome.step.address),
        "operation": outcome.step.operation.value,
        "status": outcome.status.value,
        "id": outcome.observed.id if outcome.observed else None,
        "because": str(outcome.because) if outcome.because else None,
        "problem": problem_document(problem)["error"] if problem else None,
    }


def approval_document(saved: SavedPlan) -> dict[str, Any]:
    """What ``approve --format json`` prints."""
    return {
        "format_version": FORMAT_VERSION,
        "firm": saved.firm,
        "plan": saved.hash,
        "made_by": saved.made_by,
        "expires_at": saved.expires_at,
        "approvals": [{"by": each.by, "at": each.at} for each in saved.approvals],
    }


def attest_document(report: AttestReport) -> dict[str, Any]:
    """What ``attest --format json`` prints."""
    return {
        "format_version": FORMAT_VERSION,
        "firm": report.check.firm,
        "file": report.check.file,
        "as_of": report.as_of,
        "waiting": [str(each.asked.address) for each in report.waiting],
        "confirmed": [str(each) for each in report.done],
        "rehearsal": report.rehearsal,
        "attestations": [confirmation_document(each).model_dump(mode="json") for each in report.confirmations],
        "findings": [finding_document(each).model_dump(mode="json") for each in report.check.findings],
    }


def drift_document(report: DriftReport) -> dict[str, Any]:
    """What ``drift --format json`` prints."""
    return {
        "format_version": FORMAT_VERSION,
        "firm": report.check.firm,
        "file": report.check.file,
        "managed": report.known,
        "refresh": _refresh(report.refresh),
        "api_calls": {"qbo": report.calls.get("qbo", 0), "clio": report.calls.get("clio", 0)},
        "findings": [finding_document(each).model_dump(mode="json") for each in report.check.findings],
        "drift": [
            {
                "address": each.address,
                "name": each.title,
                "gone": each.gone,
                "last_changed": each.changed_at,
                "fields": [{"name": name, "was": plain(was), "is": plain(now)} for name, was, now in each.fields],
            }
            for each in report.drifts
        ],
    }


def problem_document(problem: ProvisionerError) -> dict[str, Any]:
    """A problem that ended a command."""
    return {
        "format_version": FORMAT_VERSION,
        "error": {
            "summary": problem.summary,
            "detail": problem.detail,
            "fix": problem.fix,
            "command": problem.command,
            "code": getattr(problem, "code", ""),
        },
    }
