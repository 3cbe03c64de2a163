"""provisioner explain: an address, the code of a finding or a jurisdiction, in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from provisioner.cli.options import FormatOption, NoColorOption
from provisioner.cli.output import Format, Output


def explain(
    what: Annotated[
        str,
        typer.Argument(
            metavar="ADDRESS|CODE|STATE", help="qbo.account.operating, a code such as COA201, or US-CA, CA or ABA."
        ),
    ],
    firm: Annotated[Path | None, typer.Argument(metavar="[FIRM]", help="The firm whose file declares it.")] = None,
    form: FormatOption = Format.TEXT,
    no_color: NoColorOption = False,
) -> None:
    """Explain an address, a code, or the trust rules of a state.

    Of an address: where it is declared, what it becomes, and who refers to it. Of a state: what is confirmed, what is
    not, what is firm policy only, and the sources.
    """
    from provisioner.engine.report import Explanation  # noqa: PLC0415 - help must not pay for it
    from provisioner.render.explain_text import explain_text  # noqa: PLC0415 - as above
    from provisioner.render.jurisdiction import (  # noqa: PLC0415 - as above
        jurisdiction_document,
        jurisdiction_text,
    )
    from provisioner.workflows.explain import explain as workflow  # noqa: PLC0415 - as above

    output, page = Output(form, no_color), workflow(what, firm)
    if isinstance(page, Explanation):
        document, lines = {"title": page.title, "about": page.about, "facts": dict(page.facts)}, explain_text(page)
    else:
        document, lines = jurisdiction_document(page), jurisdiction_text(page)
    if output.is_json:
        output.json(document)
    else:
        output.text(lines)
