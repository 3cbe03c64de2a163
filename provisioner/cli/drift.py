"""provisioner drift: what somebody changed live since the last apply."""

from __future__ import annotations

import typer

from provisioner.cli.options import (
    FirmArgument,
    FormatOption,
    NoColorOption,
    QuietOption,
    RefreshKind,
    RefreshOption,
    SandboxOption,
    ScenarioOption,
)
from provisioner.cli.output import Format, Output

DRIFTED = 2


def drift(
    firm: FirmArgument,
    sandbox: SandboxOption = False,
    scenario: ScenarioOption = "",
    refresh: RefreshOption = RefreshKind.FULL,
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
    quiet: QuietOption = False,
) -> None:
    """Show what changed live since apply.

    Compares QuickBooks and Clio with what the last apply left behind, whatever the file says now.
    Ends with 0 when nothing drifted, 2 when something did, 1 when it could not be compared: an error, or nothing
    applied yet.
    """
    from provisioner.cli.environment import connection  # noqa: PLC0415 - help must not pay for it
    from provisioner.state.store import open_state  # noqa: PLC0415 - as above
    from provisioner.workflows import drift as workflow  # noqa: PLC0415 - as above
    from provisioner.workflows.plan import state_file  # noqa: PLC0415 - as above

    output = Output(form, no_color, quiet, pages=True)
    output.note("Reading QuickBooks and Clio ...")
    with connection(firm, sandbox=sandbox, scenario=scenario) as reached, open_state(state_file(firm)) as store:
        report = workflow.drift(firm, reached, store, changes=refresh is RefreshKind.CHANGES)
    if output.is_json:
        from provisioner.render.documents import drift_document  # noqa: PLC0415 - one of the forms

        output.json(drift_document(report))
    elif output.is_page:
        from provisioner.render.page import drift_page  # noqa: PLC0415 - one of the forms

        output.documents([drift_page(report)])
    elif report.check.failed:
        from provisioner.render.findings import check_text  # noqa: PLC0415 - one of the forms

        output.text(check_text(report.check))
    else:
        from provisioner.render.drift_text import drift_text  # noqa: PLC0415 - one of the forms

        output.text(drift_text(report))
    if report.check.failed or not report.known:
        raise typer.Exit(1)
    raise typer.Exit(DRIFTED if report.drifts else 0)
