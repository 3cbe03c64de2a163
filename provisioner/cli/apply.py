"""provisioner apply: carry out the plan, after asking."""

from __future__ import annotations

import shlex
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from provisioner.cli.options import (
    AcceptOption,
    AsOfOption,
    ExcludeOption,
    FormatOption,
    NoColorOption,
    QuietOption,
    SandboxOption,
    ScenarioOption,
    TargetOption,
)
from provisioner.cli.output import Format, Output
from provisioner.cli.plan import show
from provisioner.model.change import Status
from provisioner.model.errors import ProvisionerError, UsageProblem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

    from provisioner.engine.execute import Outcome
    from provisioner.engine.report import ApplyReport, PlanReport
    from provisioner.engine.saved import SavedPlan

INTERRUPTED = 130


def apply(
    what: Annotated[Path, typer.Argument(metavar="FIRM|PLANFILE", help="A firm's folder, its file, or a saved plan.")],
    firm: Annotated[
        Path | None, typer.Option("--firm", metavar="FIRM", help="With a PLANFILE: where the firm is now.")
    ] = None,
    sandbox: SandboxOption = False,
    scenario: ScenarioOption = "",
    auto_approve: Annotated[bool, typer.Option("--auto-approve", help="Do not ask.")] = False,
    target: TargetOption = None,
    exclude: ExcludeOption = None,
    as_of: AsOfOption = None,
    accept: AcceptOption = None,
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
    quiet: QuietOption = False,
) -> None:
    """Bring QuickBooks and Clio in line.

    Shows the plan, asks, applies, and reads everything back; a saved plan is applied as it was approved, or not at
    all. An apply that was interrupted is brought to an end first. Only settings and lists are written, never a
    transaction. Ends with 0, or with 1 when something was not done.
    """
    from provisioner.cli.environment import accepted, connection, now, today, user  # noqa: PLC0415 - help must not pay for it
    from provisioner.state.store import open_state  # noqa: PLC0415 - as above
    from provisioner.workflows import apply as workflow  # noqa: PLC0415 - as above
    from provisioner.workflows.plan import Options, state_file  # noqa: PLC0415 - as above

    saved, where = _what(what, firm)
    if saved is not None and (target or exclude or accept or as_of):
        raise UsageProblem(
            "A saved plan is applied as it is",
            "--target, --exclude, --accept and --as-of were decided when it was made.",
            "Give them to plan --out instead.",
        )
    output = Output(form, no_color, quiet)
    named = [str(what), *(["--firm", str(firm)] if firm is not None else [])]
    stop = _Stop(output)
    talk = _Conversation(output, auto_approve, stop)
    output.note("Reading QuickBooks and Clio ...")
    options = Options(today(as_of), accepted(accept), tuple(target or ()), tuple(exclude or ()))
    doing = workflow.Doing(user(), now, talk.confirm, talk.progress, output.note, lambda: stop.asked)
    try:
        with connection(where, sandbox=sandbox, scenario=scenario) as reached, open_state(state_file(where)) as store:
            report = workflow.apply(where, reached, store, options, doing, saved=saved)
    except KeyboardInterrupt:
        if stop.asked:
            output.problem(_stopped_at_once([*named, *(["--sandbox"] if sandbox else [])]))
        raise
    finally:
        stop.disarm()
    options_again = [
        *(word for each in target or () for word in ("--target", each)),
        *(word for each in exclude or () for word in ("--exclude", each)),
        *(word for each in accept or () for word in ("--accept", each)),
        *(("--as-of", as_of) if as_of is not None else ()),
    ]
    talk.finish(report, named, options_again, where if saved is not None else None)
    raise typer.Exit(INTERRUPTED if stop.asked and report.is_open else int(report.failed or not report.confirmed))


def _stopped_at_once(named: Sequence[str]) -> ProvisionerError:
    return ProvisionerError(
        "The apply was stopped at once",
        "Everything that was sent is written down. What became of the last request may not be known yet.",
        "The next apply finds that out first, and goes on with the same plan:",
        shlex.join(["provisioner", "apply", *named]),
    )


def _what(what: Path, firm: Path | None) -> tuple[SavedPlan | None, Path]:
    """The saved plan that was named, if it was one, and the firm."""
    from provisioner.state.planfile import is_plan_file, read  # noqa: PLC0415 - help must not pay for it

    if not is_plan_file(what):
        if firm is not None:
            raise UsageProblem(f"{what} is no plan file", "--firm goes with one.", "Name the firm alone.")
        return None, what
    saved = read(what)
    where = firm or Path(saved.path)
    if not where.exists():
        raise UsageProblem(
            f"The firm of this plan is not at {where}", "That is where it was when the plan was made.", "Add --firm."
        )
    return saved, where


class _Stop:
    """Once armed, the first Ctrl-C or SIGTERM only asks to stop: the request in flight is finished first."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._before: dict[signal.Signals, Any] = {}
        self.asked = False

    def arm(self) -> None:
        """From now on, writes are under way."""
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._ask)

    def disarm(self) -> None:
        """Signals mean again what they meant before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()

    def _ask(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        self._output.note("Stopping after the request in flight. Once more stops at once, which is safe too.")


class _Conversation:
    """Shows the plan before it is carried out, asks, reports each write, and sums up."""

    def __init__(self, output: Output, auto_approve: bool, stop: _Stop) -> None:  # noqa: FBT001 - private
        self._output = output
        self._auto_approve = auto_approve
        self._stop = stop
        self._planned: PlanReport | None = None

    def confirm(self, report: PlanReport) -> bool:
        """True when the plan is to be carried out. From then on a signal stops between two requests."""
        self._planned = report
        if not self._output.is_json:
            show(report, self._output)
        if report.approved:
            self._output.note(f"{report.approved[:1].upper()}{report.approved[1:]}.")
        if not (self._auto_approve or report.approved) and (self._output.is_json or not _said_yes()):
            return False
        self._stop.arm()
        return True

    def progress(self, outcome: Outcome) -> None:
        """One write."""
        if self._output.is_json or self._output.quiet or (outcome.status is Status.SKIPPED and outcome.because is None):
            return  # what was never tried is counted at the end
        from provisioner.render.apply_text import outcome_line  # noqa: PLC0415 - only when something is written

        plan = self._planned.plan if self._planned else None
        self._output.console().print(outcome_line(outcome, plan))

    def finish(self, report: ApplyReport, what: Sequence[str], options: Sequence[str], firm: Path | None) -> None:
        """The end of an apply of ``what`` with ``options``, as typed; with a plan file, ``firm`` is its firm."""
        if self._output.is_json:
            from provisioner.render.documents import apply_document  # noqa: PLC0415 - one of the two forms

            self._output.json(apply_document(report))
            return
        from provisioner.render.apply_text import apply_text  # noqa: PLC0415 - one of the two forms

        if self._planned is None:
            show(report.report, self._output)
        if not report.report.failed and (self._planned is not None):
            self._output.text(apply_text(report, what, options, str(firm or "")))


def _said_yes() -> bool:
    """The answer to the question whether to apply. UsageProblem when there is nobody to ask."""
    try:
        return input("\nApply these changes? Only 'yes' is accepted: ").strip() == "yes"
    except (EOFError, OSError) as error:
        raise UsageProblem(
            "There is nobody to ask", "Standard input is closed. Nothing was applied.", "Add --auto-approve to apply."
        ) from error
