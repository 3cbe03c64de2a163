"""An explanation as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.render.style import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from provisioner.engine.report import Explanation


def explain_text(page: Explanation) -> Iterator[Text]:
    """Title, facts, then what it is."""
    yield line((page.title, "bold"))
    for label, text in page.facts:
        yield line((f"  {label}: ", "dim"), text)
    yield line("")
    for each in page.about.splitlines():
        yield line(each)
