"""provisioner docs: the pages a firm prints from its file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provisioner.cli.options import FirmArgument, FormatOption, NoColorOption, QuietOption
from provisioner.cli.output import Format, Output

if TYPE_CHECKING:
    from provisioner.engine.report import CheckReport


def docs(
    firm: FirmArgument,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder the pages go to; made when missing.")],
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write the pages a firm works by, from its file.

    The mapping of billing categories, the set-up checklist, the trust runbook with worked figures, the posting mode,
    the calendar of duties: each as Markdown and as HTML to print. Needs no connection.
    """
    from provisioner.workflows.docs import docs as workflow  # noqa: PLC0415 - help must not pay for it

    output = Output(form, no_color, quiet)
    written = workflow(firm, out)
    if written.files is None:
        _show(output, written.report)
        raise typer.Exit(1)
    if output.is_json:
        output.json({"files": [str(each) for each in written.files]})
    else:
        from provisioner.render.style import line  # noqa: PLC0415 - one of the two forms

        named = ", ".join(dict.fromkeys(each.stem for each in written.files))
        output.text(
            [line(f"Wrote {len(written.files)} files to {out}: {named}; each to read (.md) and to print (.html).")]
        )


def _show(output: Output, report: CheckReport) -> None:
    if output.is_json:
        from provisioner.render.documents import findings_document  # noqa: PLC0415 - one of the two forms

        output.json(findings_document(report).model_dump(mode="json"))
    else:
        from provisioner.render.findings import check_text  # noqa: PLC0415 - one of the two forms

        output.text(check_text(report))
