"""provisioner status: what makes each declared value true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from provisioner.cli.options import (
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
    from provisioner.engine.report import StatusReport


def status(
    firm: FirmArgument,
    sandbox: SandboxOption = False,
    scenario: ScenarioOption = "",
    offline: Annotated[
        bool, typer.Option("--offline", help="Read nothing live: only what people confirmed. Needs no connection.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="Show each line, also of what is as declared.")] = False,
    as_of: AsOfOption = None,
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
    quiet: QuietOption = False,
) -> None:
    """Show what makes each declared value true.

    Reads QuickBooks and Clio and shows of everything in the firm file how it is enforced: provisioned by program,
    confirmed by a person, seen in live data, kept by this program, or by nothing at all; since when, by whom, and what
    would show that it is wrong. Changes nothing.
    Ends with 0, and with 1 with an error, or when live data shows that something confirmed or declared is not so.
    """
    from provisioner.cli.environment import connection, today  # noqa: PLC0415 - help must not pay for it
    from provisioner.workflows import status as workflow  # noqa: PLC0415 - as above

    output = Output(form, no_color, quiet, pages=True)
    day = today(as_of)
    if offline:
        report = workflow.status_offline(firm, day)
    else:
        from provisioner.state.store import open_state  # noqa: PLC0415 - as above
        from provisioner.workflows.plan import state_file  # noqa: PLC0415 - as above

        output.note("Reading QuickBooks and Clio ...")
        with connection(firm, sandbox=sandbox, scenario=scenario) as reached, open_state(state_file(firm)) as store:
            report = workflow.status(firm, reached, store, day)
    show(report, output, everything=everything)
    raise typer.Exit(int(report.failed))


def show(report: StatusReport, output: Output, *, everything: bool = False) -> None:
    """Print the matrix, or the findings that stand in its way."""
    if output.is_json:
        from provisioner.render.status_documents import status_document  # noqa: PLC0415 - one of the forms

        output.json(status_document(report).model_dump(mode="json"))
    elif output.is_page:
        from provisioner.render.status_page import status_page  # noqa: PLC0415 - one of the forms

        output.documents([status_page(report)])
    elif report.check.failed:
        from provisioner.render.findings import check_text  # noqa: PLC0415 - one of the forms

        output.text(check_text(report.check))
    else:
        from provisioner.render.status_text import status_text  # noqa: PLC0415 - one of the forms

        output.text(status_text(report, everything=everything))
