"""provisioner apply: carry out the plan, after asking."""

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
from provisioner.cli.plan import show
from provisioner.model.errors import UsageProblem

if TYPE_CHECKING:
    from provisioner.engine.execute import Outcome
    from provisioner.engine.report import ApplyReport, PlanReport


def apply(
    firm: FirmArgument,
    sandbox: SandboxOption = False,
    scenario: ScenarioOption = "",
    auto_approve: Annotated[bool, typer.Option("--auto-approve", help="Do not ask.")] = False,
    as_of: AsOfOption = None,
    accept: AcceptOption = None,
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
    quiet: QuietOption = False,
) -> None:
    """Bring QuickBooks and Clio in line.

    Shows the plan, asks, applies, and reads everything back. Only settings and lists are written, never a
    transaction. Ends with 0, or with 1 when something was not done.
    """
    from provisioner.cli.environment import accepted, connection, now, today, user  # noqa: PLC0415 - help must not pay for it
    from provisioner.state.store import open_state  # noqa: PLC0415 - as above
    from provisioner.workflows import apply as workflow  # noqa: PLC0415 - as above
    from provisioner.workflows.plan import Options, state_file  # noqa: PLC0415 - as above

    output = Output(form, no_color, quiet)
    talk = _Conversation(output, auto_approve)
    output.note("Reading QuickBooks and Clio ...")
    with connection(firm, sandbox=sandbox, scenario=scenario) as reached, open_state(state_file(firm)) as store:
        report = workflow.apply(
            firm,
            reached,
            store,
            Options(today(as_of), accepted(accept)),
            who=user(),
            clock=now,
            confirm=talk.confirm,
            progress=talk.progress,
        )
    talk.finish(report)
    raise typer.Exit(int(report.failed or not report.confirmed))


class _Conversation:
    """Shows the plan before it is carried out, asks, reports each write, and sums up."""

    def __init__(self, output: Output, auto_approve: bool) -> None:  # noqa: FBT001 - private
        self._output = output
        self._auto_approve = auto_approve
        self._planned: PlanReport | None = None

    def confirm(self, report: PlanReport) -> bool:
        """True when the plan is to be carried out."""
        self._planned = report
        if not self._output.is_json:
            show(report, self._output)
        if self._auto_approve:
            return True
        if self._output.is_json:
            return False
        return _said_yes()

    def progress(self, outcome: Outcome) -> None:
        """One write."""
        if self._output.is_json or self._output.quiet:
            return
        from provisioner.render.apply_text import outcome_line  # noqa: PLC0415 - only when something is written

        plan = self._planned.plan if self._planned else None
        self._output.console().print(outcome_line(outcome, plan))

    def finish(self, report: ApplyReport) -> None:
        """The end."""
        if self._output.is_json:
            from provisioner.render.documents import apply_document  # noqa: PLC0415 - one of the two forms

            self._output.json(apply_document(report))
            return
        from provisioner.render.apply_text import apply_text  # noqa: PLC0415 - one of the two forms

        if self._planned is None:
            show(report.report, self._output)
        if not report.report.failed and (self._planned is not None):
            self._output.text(apply_text(report))


def _said_yes() -> bool:
    """The answer to the question whether to apply. UsageProblem when there is nobody to ask."""
    try:
        return input("\nApply these changes? Only 'yes' is accepted: ").strip() == "yes"
    except (EOFError, OSError) as error:
        raise UsageProblem(
            "There is nobody to ask", "Standard input is closed. Nothing was applied.", "Add --auto-approve to apply."
        ) from error
