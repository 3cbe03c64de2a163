"""provisioner schema: the JSON Schemas of firm files and of our JSON output."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from provisioner.cli.output import Output


class Which(StrEnum):
    """The documents that have a schema."""

    FIRM = "firm"
    CLIENTS = "clients"
    ATTESTATIONS = "attestations"
    PLAN = "plan"
    FINDINGS = "findings"


def schema(
    which: Annotated[Which, typer.Argument(help="Which document.")] = Which.FIRM,
) -> None:
    """Print a JSON Schema. Editors use the one for firm files to complete and check while you type."""
    from provisioner.workflows.documents import schemas  # noqa: PLC0415 - help must not pay for it

    Output().json(schemas()[f"{which.value}.v1.schema.json"])
