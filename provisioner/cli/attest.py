"""provisioner attest: who confirmed what no program can see, and until when it counts."""

from __future__ import annotations

import shlex
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provisioner.cli.options import FirmArgument, FormatOption, NoColorOption, QuietOption
from provisioner.cli.output import Format, Output
from provisioner.model.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provisioner.model.setting import Confirmation
    from provisioner.workflows.attest import Attesting, Statement

YES = frozenset({"y", "yes"})
LEAVE = frozenset({"q", "quit", "exit"})


def attest(
    firm: FirmArgument,
    addresses: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ADDRESS...]", help="What to confirm, or how its address begins; without it, all that waits."
        ),
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who looked at it: a key or name under people.")] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Anything worth knowing later.")] = "",
    evidence: Annotated[
        Path | None,
        typer.Option("--evidence", metavar="FILE", help="The proof that was kept, below the firm's folder."),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day it was looked at (default: today).")
    ] = None,
    expires: Annotated[
        str | None,
        typer.Option("--expires", metavar="DATE", help="The last day it counts (default: as long as it may)."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Confirm all that waits at once.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --all, or the beginning of addresses: do not ask.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="Only show what is asked for, and how it stands.")] = False,
    sandbox: Annotated[bool, typer.Option("--sandbox", help="Rehearse: nothing is written down.")] = False,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="What waits on this day (default: today).")
    ] = None,
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
    quiet: QuietOption = False,
) -> None:
    """Confirm what only a person can see.

    Some settings no program can read: a person looks at the screen and says so. Walks through those that nobody has
    confirmed, that have expired, or that the firm file declares otherwise since, and writes down who and when in
    attestations.yaml beside the firm file. What was confirmed stays when you leave. With --by and an ADDRESS, or with
    --by, --all and --yes, nothing else is asked. Proof is kept in the firm's folder, and its checksum written down.
    Needs no connection.
    Ends with 0 when all that was asked for is confirmed, with 1 otherwise.
    """
    from provisioner.cli.environment import today  # noqa: PLC0415 - help must not pay for it
    from provisioner.workflows.attest import Attesting, Statement  # noqa: PLC0415 - as above

    output = Output(form, no_color, quiet)
    now = date.fromisoformat(today(None))
    said = Statement(by, _day(on) or now, _day(expires), note, evidence)
    run = Attesting(firm, _day(as_of) or now, today=now, rehearsal=sandbox)
    if run.report.check.failed:
        _show(run, output)
        raise typer.Exit(1)
    chosen = run.chosen(addresses or ())
    if every and not addresses:
        chosen = tuple(each for each in chosen if not each.setting.conclusive)
    if not listed and chosen:
        talk = _Talk(run, output, said, shlex.quote(str(firm)))
        by_name = {str(each.asked.address) for each in chosen} == set(addresses or ())
        talk.confirm(chosen, by_name=by_name, at_once=every or bool(addresses), yes=yes)
    _show(run, output, listed=listed)
    wanted = {each.asked.address for each in chosen if addresses or not each.setting.conclusive}
    settled = {each.asked.address for each in run.report.confirmations if not each.waits}
    raise typer.Exit(int(not wanted <= settled))


def _day(text: str | None) -> date | None:
    from provisioner.cli.environment import today  # noqa: PLC0415 - help must not pay for it

    return date.fromisoformat(today(text)) if text is not None else None


def _show(run: Attesting, output: Output, *, listed: bool = False) -> None:
    report = run.report
    if output.is_json:
        from provisioner.render.documents import attest_document  # noqa: PLC0415 - one of the two forms

        output.json(attest_document(report))
        return
    from provisioner.render.attest_text import attest_end, attest_list  # noqa: PLC0415 - one of the two forms
    from provisioner.render.findings import check_text, findings_text  # noqa: PLC0415 - as above

    if report.check.failed:
        output.text(check_text(report.check))
        return
    if listed:
        output.text(
            findings_text([each for each in report.check.findings if each.code.startswith("ATT")], report.check.lines)
        )
    output.text(attest_list(report) if listed else attest_end(report))


class _Talk:
    """Asks who confirms what, or takes the command line for it."""

    def __init__(self, run: Attesting, output: Output, said: Statement, firm: str) -> None:
        self._run = run
        self._output = output
        self._said = said
        self._firm = firm
        self._asks = not output.is_json and sys.stdin is not None and sys.stdin.isatty()

    def confirm(self, chosen: Sequence[Confirmation], *, by_name: bool, at_once: bool, yes: bool) -> None:
        """Have ``chosen`` confirmed: at once where the command line says enough, else one after the other.

        What is ``by_name`` was named one by one; several things at once are asked about first, unless ``yes``.
        """
        is_said = bool(self._said.by) and at_once
        if not is_said and not self._asks:
            raise self._nobody_to_ask(at_once=at_once)
        if not is_said:
            self._walk(chosen)
        elif by_name or yes or self._agreed(chosen):
            self._run.confirm(chosen, self._said)

    def _nobody_to_ask(self, *, at_once: bool) -> UsageProblem:
        missing = "" if at_once else " ADDRESS"
        return UsageProblem(
            "There is nobody to ask",
            "Standard input is no terminal, and the command line does not say "
            + ("who confirms this." if at_once else "who confirms what."),
            "Say it with --by and the address of what was looked at, or see what waits:",
            f"provisioner attest {self._firm}{missing} --by NAME\nprovisioner attest {self._firm} --list",
        )

    def _agreed(self, chosen: Sequence[Confirmation]) -> bool:
        """Whether somebody at the terminal confirms all of ``chosen``."""
        if not self._asks:
            raise UsageProblem(
                "There is nobody to ask",
                "This confirms several things at once, so it asks first.",
                "Add --yes where everything was looked at.",
            )
        from provisioner.render.attest_text import steps_text  # noqa: PLC0415 - only when somebody is asked

        for number, each in enumerate(chosen, start=1):
            self._output.text(steps_text(each, number, len(chosen)))
        return (_answer("\nIs all of this as declared? Only 'yes' is accepted: ") or "") == "yes"

    def _walk(self, chosen: Sequence[Confirmation]) -> None:
        """One after the other, until somebody leaves."""
        from provisioner.render.attest_text import steps_text  # noqa: PLC0415 - only when somebody is asked

        for number, each in enumerate(chosen, start=1):
            self._output.text(steps_text(each, number, len(chosen)))
            answer = _answer("Is it so? y to confirm, s to skip, q to leave [s]: ")
            if answer is None or answer.casefold() in LEAVE:
                return
            if answer.casefold() in YES and not self._written(each):
                return

    def _written(self, each: Confirmation) -> bool:
        """Ask for the rest until it can be written down. False when somebody leaves instead."""
        while True:
            said = self._asked()
            if said is None:
                return False
            try:
                self._run.confirm([each], said)
            except UsageProblem as problem:
                self._output.problem(problem)
            else:
                return True

    def _asked(self) -> Statement | None:
        from dataclasses import replace  # noqa: PLC0415 - only when somebody is asked

        known = self._said.by
        by = _answer(f"Confirmed by{f' [{known}]' if known else ''}: ")
        note = _answer("Note, if any: ") if by is not None else None
        proof = _answer("File kept as proof, if any: ") if note is not None else None
        if by is None or note is None or proof is None:
            return None
        self._said = replace(self._said, by=by or known)
        evidence = Path(proof) if proof else self._said.evidence
        return replace(self._said, note=note or self._said.note, evidence=evidence)


def _answer(question: str) -> str | None:
    """What somebody types; None when they leave."""
    try:
        return input(question).strip()
    except EOFError:
        return None
