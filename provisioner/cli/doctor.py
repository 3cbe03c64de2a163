"""provisioner doctor: whether this machine and this firm's folder are ready for work."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from provisioner.cli.options import FirmArgument, FormatOption, NoColorOption, QuietOption
from provisioner.cli.output import Format, Output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from provisioner.workflows.doctor import Checkup

COLOURS = {"pass": "green", "fail": "bold red", "unknown": "yellow"}


def doctor(
    firm: FirmArgument,
    online: Annotated[bool, typer.Option("--online", help="Also compare clocks with the vendors.")] = False,
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
    quiet: QuietOption = False,
) -> None:
    """Check that everything is ready for work.

    Python, the firm's folder and state, the connections and when they end, the keyring, and clocks with --online.
    Each answer is pass, fail or unknown. Ends with 0, or with 1 when something fails.
    """
    from provisioner.cli.environment import now, settings  # noqa: PLC0415 - help must not pay for it
    from provisioner.workflows import doctor as workflow  # noqa: PLC0415 - as above

    output = Output(form, no_color, quiet)
    found = workflow.doctor(firm, settings(), now(), online=online)
    if output.is_json:
        from provisioner.render.documents import FORMAT_VERSION  # noqa: PLC0415 - one of the two forms

        output.json({"format_version": FORMAT_VERSION, "checks": [asdict(each) for each in found]})
    else:
        output.text(row for each in found for row in _rows(each))
    raise typer.Exit(int(any(each.status == workflow.FAIL for each in found)))


def _rows(checkup: Checkup) -> Iterator[Text]:
    from provisioner.render.style import line  # noqa: PLC0415 - one of the two forms

    yield line((f"{checkup.status:<8}", COLOURS[checkup.status]), (f"{checkup.name}: ", "bold"), checkup.text)
    if checkup.fix:
        yield line(f"        {checkup.fix}")
