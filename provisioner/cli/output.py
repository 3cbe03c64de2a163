"""Where reports go: text to the terminal, JSON to standard output, problems to standard error."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.text import Text

    from provisioner.model.errors import ProvisionerError


class Format(StrEnum):
    """The forms of output every command knows."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True)
class Output:
    """How this command talks: its form, and whether colour and progress are wanted."""

    form: Format = Format.TEXT
    no_color: bool = False
    quiet: bool = False

    @property
    def is_json(self) -> bool:
        """True when a program reads the output."""
        return self.form is Format.JSON

    def console(self, *, error: bool = False) -> Console:
        """The terminal. Never wraps what a person may copy; colour only where it is wanted and seen."""
        from rich.console import Console  # noqa: PLC0415 - help must not pay for it

        return Console(
            stderr=error,
            no_color=True if self.no_color or "NO_COLOR" in os.environ else None,
            force_terminal=True if os.environ.get("FORCE_COLOR") else None,
            soft_wrap=True,
            highlight=False,
            markup=False,
            emoji=False,
        )

    def text(self, lines: Iterable[Text]) -> None:
        """Print lines."""
        console = self.console()
        for each in lines:
            console.print(each)

    def json(self, document: Any) -> None:
        """Print one JSON document."""
        plain = not (sys.stdout.encoding or "").lower().startswith("utf")
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=plain, default=str) + "\n")
        sys.stdout.flush()  # a reader that has gone away is noticed here, not while Python ends

    def note(self, text: str) -> None:
        """Say on standard error what is going on, unless --quiet or a program reads along."""
        if not self.quiet and not self.is_json:
            self.console(error=True).print(text, style="dim")

    def problem(self, problem: ProvisionerError) -> None:
        """Show what ended the command."""
        if self.is_json:
            from provisioner.render.documents import problem_document  # noqa: PLC0415 - only when it is needed

            self.json(problem_document(problem))
            return
        from provisioner.render.problem_text import problem_text  # noqa: PLC0415 - only when it is needed

        console = self.console(error=True)
        for each in problem_text(problem):
            console.print(each)
