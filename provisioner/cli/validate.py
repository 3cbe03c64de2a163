"""provisioner validate: the offline checks of one or many firm files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from provisioner.cli.options import FormatOption, NoColorOption, QuietOption
from provisioner.cli.output import Format, Output


def validate(
    firms: Annotated[list[Path], typer.Argument(metavar="FIRM...", help="Folders, or firm.yaml files.")],
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
    quiet: QuietOption = False,
) -> None:
    """Check firm files offline.

    Spelling, references, the rules of QuickBooks, Clio and the bars, and what people confirmed.
    Ends with 0, or with 1 when a file has an error.
    """
    from provisioner.cli.environment import now  # noqa: PLC0415 - help must not pay for it
    from provisioner.workflows.check import check_many  # noqa: PLC0415 - as above

    output = Output(form, no_color, quiet, pages=True)
    reports, templates = check_many(firms, now().astimezone().date())
    for folder in templates:
        output.note(f"{folder} holds templates, not a firm: not checked by itself.")
    if output.is_json:
        from provisioner.render.documents import findings_document  # noqa: PLC0415 - one of the forms

        documents = [findings_document(report).model_dump(mode="json") for report in reports]
        output.json(documents[0] if len(documents) == 1 else documents)
    elif output.is_page:
        from provisioner.render.page import check_page  # noqa: PLC0415 - one of the forms

        output.documents([check_page(report) for report in reports])
    else:
        from provisioner.render.findings import check_text  # noqa: PLC0415 - one of the forms

        for report in reports:
            output.text(check_text(report))
    raise typer.Exit(int(any(report.failed for report in reports)))
