"""Where reports go: text to the terminal, JSON to standard output, problems to standard error."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console
    from rich.text import Text

    from provisioner.model.errors import ProvisionerError
    from provisioner.render.page import Page


class Format(StrEnum):
    """The forms of output. Every command knows text and json; reports of changes can also be pages."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "markdown"
    CSV = "csv"


@dataclass(frozen=True)
class Output:
    """How this command talks: its form, and whether colour and progress are wanted."""

    form: Format = Format.TEXT
    no_color: bool = False
    quiet: bool = False
    pages: bool = False
    """True for a command that can also show its report as a page: HTML, Markdown or a spreadsheet."""

    def __post_init__(self) -> None:
        """Refuse a form that this command does not have."""
        if self.is_page and not self.pages:
            from provisioner.model.errors import UsageProblem  # noqa: PLC0415 - only when it is needed

            raise UsageProblem(
                f"This command has no {self.form.value} form",
                "plan, status, drift and validate have one.",
                "Use --format text or --format json.",
            )

    @property
    def is_page(self) -> bool:
        """True when the report is a document of its own: HTML, Markdown or a spreadsheet."""
        return self.form in {Format.HTML, Format.MARKDOWN, Format.CSV}

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
        from provisioner.render.harmless import json_text  # noqa: PLC0415 - help must not pay for it

        plain = not (sys.stdout.encoding or "").lower().startswith("utf")
        sys.stdout.write(json_text(document, ascii_only=plain) + "\n")
        sys.stdout.flush()  # a reader that has gone away is noticed here, not while Python ends

    def documents(self, pages: Sequence[Page]) -> None:
        """Print pages in the form that was asked for, in UTF-8 whatever the terminal speaks."""
        if self.form is Format.HTML:
            from provisioner.render.html import html_text as text_of  # noqa: PLC0415 - one of the forms
        elif self.form is Format.MARKDOWN:
            from provisioner.render.markdown import markdown_text as text_of  # noqa: PLC0415 - one of the forms
        else:
            from provisioner.render.table import csv_text as text_of  # noqa: PLC0415 - one of the forms
        sys.stdout.flush()
        sys.stdout.buffer.write(text_of(pages).encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()

    def note(self, text: str) -> None:
        """Say on standard error what is going on, unless --quiet or a program reads along."""
        if not self.quiet and not self.is_json:
            from provisioner.render.harmless import clean  # noqa: PLC0415 - help must not pay for it

            self.console(error=True).print(clean(text), style="dim")

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


def say(text: str, *, error: bool = False) -> None:
    """Print lines as they are, except that what a terminal would act on is shown as codes."""
    from provisioner.render.harmless import clean  # noqa: PLC0415 - help must not pay for it

    stream = sys.stderr if error else sys.stdout
    stream.write("".join(f"{clean(line)}\n" for line in text.split("\n")))
    stream.flush()
