"""A problem that ended a command: what happened, why, and the way out. A command to copy stands on its own line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.render.style import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from provisioner.model.errors import ProvisionerError


def problem_text(problem: ProvisionerError) -> Iterator[Text]:
    """The problem in at most four short parts."""
    yield line(("Error: ", "bold red"), (problem.summary.rstrip("."), "bold"), ".")
    for part in (problem.detail, problem.fix):
        if part:
            yield line(f"  {part}")
    if problem.command:
        yield line("")
        for each in problem.command.splitlines():
            yield line(f"      {each}")
