"""provisioner plan: what would change, without changing anything."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provisioner.cli.options import (
    AcceptOption,
    AsOfOption,
    ExcludeOption,
    FirmArgument,
    FormatOption,
    NoColorOption,
    QuietOption,
    RefreshKind,
    RefreshOption,
    SandboxOption,
    ScenarioOption,
    TargetOption,
)
from provisioner.cli.output import Format, Output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provisioner.engine.report import PlanReport

CHANGES = 2


def plan(
    firm: FirmArgument,
    sandbox: SandboxOption = False,
    scenario: ScenarioOption = "",
    detailed_exitcode: Annotated[
        bool, typer.Option("--detailed-exitcode", help="End with 2 when there are changes.")
    ] = False,
    require_attested: Annotated[
        bool, typer.Option("--require-attested", help="Count open steps of people as changes.")
    ] = False,
    brief: Annotated[bool, typer.Option("--brief", help="Only count and name what is added or adopted.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Save the plan, to be approved and applied as it is.")
    ] = None,
    target: TargetOption = None,
    exclude: ExcludeOption = None,
    refresh: RefreshOption = RefreshKind.FULL,
    as_of: AsOfOption = None,
    accept: AcceptOption = None,
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
    quiet: QuietOption = False,
) -> None:
    """Preview what apply would change.

    Reads QuickBooks and Clio and shows what would change, what drifted, and what only a person can do.
    Changes nothing there. Ends with 0, with 1 when something is wrong, and with --detailed-exitcode with 2 for changes.
    With --refresh changes what was read from QuickBooks is remembered beside the firm file, and the next time only
    what changed since is asked for; apply always reads everything.
    """
    from provisioner.cli.environment import accepted, connection, now, today, user  # noqa: PLC0415 - not for help
    from provisioner.state.store import open_state  # noqa: PLC0415 - as above
    from provisioner.workflows import plan as workflow  # noqa: PLC0415 - as above

    output = Output(form, no_color, quiet, pages=True)
    options = workflow.Options(
        today(as_of), accepted(accept), tuple(target or ()), tuple(exclude or ()), refresh is RefreshKind.CHANGES
    )
    saving = None
    if out is not None:
        from provisioner.workflows.approve import save  # noqa: PLC0415 - only to save a plan

        saving = save(out, user(), now())
    output.note("Reading QuickBooks and Clio ...")
    with (
        connection(firm, sandbox=sandbox, scenario=scenario) as reached,
        open_state(workflow.state_file(firm)) as store,
    ):
        report = workflow.plan(firm, reached, store, options, saving)
    show(report, output, brief=brief, plan_hash=report.saved.hash if report.saved is not None else None)
    if report.saved is not None:
        from provisioner.model.words import moment  # noqa: PLC0415 - only when a plan was saved

        command = shlex.join(["provisioner", "apply", str(out), *(["--sandbox"] if sandbox else [])])
        output.note(f"Saved as {out}. It can be applied until {moment(report.saved.expires_at)}: {command}")
    raise typer.Exit(_exit_code(report, detailed=detailed_exitcode, attested=require_attested))


def show(
    report: PlanReport,
    output: Output,
    *,
    brief: bool = False,
    plan_hash: str | None = None,
    approvals: Sequence[tuple[str, str]] = (),
) -> None:
    """Print a plan, or the findings that stand in its way. ``approvals`` are names and times, for a page to sign."""
    if output.is_json:
        from provisioner.render.documents import plan_document  # noqa: PLC0415 - one of the forms

        output.json(plan_document(report).model_dump(mode="json"))
        return
    if output.is_page:
        from provisioner.render.page import plan_page  # noqa: PLC0415 - one of the forms

        output.documents([plan_page(report, plan_hash, approvals)])
        return
    from provisioner.render.findings import check_text  # noqa: PLC0415 - one of the forms
    from provisioner.render.plan_text import plan_text  # noqa: PLC0415 - as above

    if report.plan is None:
        output.text(check_text(report.check))
    else:
        output.text(plan_text(report.plan, report.check.lines, brief=brief))


def _exit_code(report: PlanReport, *, detailed: bool, attested: bool) -> int:
    if report.failed or report.plan is None:
        return 1
    changes = bool(report.plan.pending) or (attested and bool(report.plan.human or report.plan.waiting))
    return CHANGES if detailed and changes else 0
