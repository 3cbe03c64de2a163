"""Where a value came from: file, line and column, counted from 1 as an editor shows them."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A position in a file. ``file`` is the path as the user would type it, ``width`` how many columns to underline."""

    file: str
    line: int
    column: int
    width: int = 1

    def __str__(self) -> str:
        """``firm.yaml:48:16``, which editors and terminals turn into a link."""
        return f"{self.file}:{self.line}:{self.column}"


Path = tuple[str | int, ...]
"""The way from the top of a firm file to a value, e.g. ``("accounts", "operating", "number")``."""


def dotted(path: Path) -> str:
    """The path as people write it: ``accounts.operating.number``, ``extends[0]``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
