"""provisioner explain: what an address or the code of a finding means, in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from provisioner.cli.options import FormatOption, NoColorOption
from provisioner.cli.output import Format, Output


def explain(
    what: Annotated[
        str, typer.Argument(metavar="ADDRESS|CODE", help="qbo.account.operating, or a code such as COA201.")
    ],
    firm: Annotated[Path | None, typer.Argument(metavar="[FIRM]", help="The firm whose file declares it.")] = None,
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
) -> None:
    """Explain an address or a code.

    Of an address: where it is declared, what it becomes, and who refers to it.
    """
    from provisioner.render.explain_text import explain_text  # noqa: PLC0415 - help must not pay for it
    from provisioner.workflows.explain import explain as workflow  # noqa: PLC0415 - as above

    output, page = Output(form, no_color), workflow(what, firm)
    if output.is_json:
        output.json({"title": page.title, "about": page.about, "facts": dict(page.facts)})
    else:
        output.text(explain_text(page))
