"""provisioner approve: agree to a saved plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from provisioner.cli.options import FormatOption, NoColorOption, QuietOption
from provisioner.cli.output import Format, Output


def approve(
    planfile: Annotated[Path, typer.Argument(metavar="PLANFILE", help="A plan saved with plan --out.")],
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", help="Who approves: a key or name under people (default: you).")
    ] = "",
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
    quiet: QuietOption = False,
) -> None:
    """Approve a saved plan.

    Writes who and when into the plan file, bound to exactly this plan. A firm file can ask for this under
    `approvals:`. Needs no connection.
    """
    from provisioner.cli.environment import now, user  # noqa: PLC0415 - help must not pay for it
    from provisioner.workflows.approve import approve as workflow  # noqa: PLC0415 - as above

    output = Output(form, no_color, quiet)
    saved = workflow(planfile, by or user(), now())
    if output.is_json:
        from provisioner.render.documents import approval_document  # noqa: PLC0415 - one of the two forms

        output.json(approval_document(saved))
        return
    from provisioner.render.apply_text import approval_text  # noqa: PLC0415 - one of the two forms

    output.text(approval_text(saved))
