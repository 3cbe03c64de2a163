"""provisioner explain: what an address or a rule code means, in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from provisioner.cli.options import NoColorOption
from provisioner.cli.output import Output


def explain(
    what: Annotated[
        str, typer.Argument(metavar="ADDRESS|CODE", help="qbo.account.operating, or a code such as COA201.")
    ],
    firm: Annotated[Path | None, typer.Argument(metavar="[FIRM]", help="The firm whose file declares it.")] = None,
    no_color: NoColorOption = False,
) -> None:
    """Explain an address or a code.

    Of an address: where it is declared, what it becomes, and who refers to it.
    """
    from provisioner.render.explain_text import explain_text  # noqa: PLC0415 - help must not pay for it
    from provisioner.workflows.explain import explain as workflow  # noqa: PLC0415 - as above

    Output(no_color=no_color).text(explain_text(workflow(what, firm)))
