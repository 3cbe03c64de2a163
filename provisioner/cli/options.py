"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from provisioner.cli.output import Format

FirmArgument = Annotated[Path, typer.Argument(metavar="FIRM", help="A firm's folder, or its firm.yaml.")]
FormatOption = Annotated[
    Format, typer.Option("--format", help="text, json; for plan, status, drift, validate also html, markdown or csv.")
]
NoColorOption = Annotated[bool, typer.Option("--no-color", help="No colours (also: NO_COLOR in the environment).")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress messages.")]
SandboxOption = Annotated[
    bool, typer.Option("--sandbox", help="Use the built-in QuickBooks and Clio instead of the real ones.")
]
ScenarioOption = Annotated[
    str,
    typer.Option(
        "--scenario", help="What the sandbox company holds at first: empty, intuit-sample, or a firm's chart."
    ),
]


class RefreshKind(StrEnum):
    """How QuickBooks is read."""

    FULL = "full"
    CHANGES = "changes"


RefreshOption = Annotated[
    RefreshKind,
    typer.Option(
        "--refresh",
        help="full: read everything. changes: ask QuickBooks only what changed since last time; the result is equal.",
    ),
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Plan as on this day (default: today).")
]
AcceptOption = Annotated[
    list[str] | None,
    typer.Option("--accept", metavar="SCOPE", help="Go ahead in spite of one finding, as its text says (repeatable)."),
]
TargetOption = Annotated[
    list[str] | None,
    typer.Option("--target", metavar="ADDRESS", help="Only this and what it needs, e.g. accounts.fees (repeatable)."),
]
ExcludeOption = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="ADDRESS", help="All but this and what needs it (repeatable)."),
]
