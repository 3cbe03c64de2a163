"""provisioner plan: what would change, without changing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from provisioner.cli.options import (
    AcceptOption,
    AsOfOption,
    FirmArgument,
    FormatOption,
    NoColorOption,
    QuietOption,
    SandboxOption,
    ScenarioOption,
)
from provisioner.cli.output import Format, Output

if TYPE_CHECKING:
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
    as_of: AsOfOption = None,
    accept: AcceptOption = None,
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
    quiet: QuietOption = False,
) -> None:
    """Preview what apply would change.

    Reads QuickBooks and Clio and shows what would change, what drifted, and what only a person can do.
    Writes nothing. Ends with 0, with 1 when something is wrong, and with --detailed-exitcode with 2 for changes.
    """
    from provisioner.cli.environment import accepted, connection, today  # noqa: PLC0415 - help must not pay for it
    from provisioner.state.store import open_state  # noqa: PLC0415 - as above
    from provisioner.workflows import plan as workflow  # noqa: PLC0415 - as above

    output = Output(form, no_color, quiet)
    options = workflow.Options(today(as_of), accepted(accept))
    output.note("Reading QuickBooks and Clio ...")
    with (
        connection(firm, sandbox=sandbox, scenario=scenario) as reached,
        open_state(workflow.state_file(firm)) as store,
    ):
        report = workflow.plan(firm, reached, store, options)
    show(report, output, brief=brief)
    raise typer.Exit(_exit_code(report, detailed=detailed_exitcode, attested=require_attested))


def show(report: PlanReport, output: Output, *, brief: bool = False) -> None:
    """Print a plan, or the findings that stand in its way."""
    if output.is_json:
        from provisioner.render.documents import plan_document  # noqa: PLC0415 - one of the two forms

        output.json(plan_document(report).model_dump(mode="json"))
        return
    from provisioner.render.findings import check_text  # noqa: PLC0415 - one of the two forms
    from provisioner.render.plan_text import plan_text  # noqa: PLC0415 - as above

    if report.plan is None:
        output.text(check_text(report.check))
    else:
        output.text(plan_text(report.plan, report.check.lines, brief=brief))


def _exit_code(report: PlanReport, *, detailed: bool, attested: bool) -> int:
    if report.failed or report.plan is None:
        return 1
    changes = bool(report.plan.pending) or (attested and bool(report.plan.human))
    return CHANGES if detailed and changes else 0
