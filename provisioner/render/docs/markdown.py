"""Printed pages as Markdown, for a repository: names from the firm's file can act on nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provisioner.render import markdown as report
from provisioner.render.docs.blocks import Chain, Heading, Steps, Table, Text, Warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.render.docs.blocks import Block, Document


_DOLLARS = re.compile(r"[(]?\$[\d,]*\d(?:\.\d\d)?[).,:;]*")
_SPAN = re.compile(r"(`[\w:.-]+(?: [\w:.-]+)*`[.,:;]?)(?=\s|$)")
"""What is a code span already."""
_INSIDE = re.compile(r"[&–-]|\d+[.)]")  # noqa: RUF001 - the dash of names
"""What could begin a list, and acts on nothing within a line."""


def prose(text: str) -> str:
    """A sentence in which nothing acts. Sums of money stay readable: a dollar sign alone would begin a formula."""
    words: list[str] = []
    for number, part in enumerate(_SPAN.split(text)):
        words += (
            [part] if number % 2 else [_word(word, first=not words and not at) for at, word in enumerate(part.split())]
        )
    return " ".join(words)


def _word(word: str, *, first: bool) -> str:
    if _DOLLARS.fullmatch(word):
        return word.replace("$", "\\$")
    return word if not first and _INSIDE.fullmatch(word) else report.prose(word)


def markdown(document: Document, firm: str, mark: str) -> str:
    """The page of a firm, with ``mark`` in its first line, by which we know it again."""
    parts = [mark, f"# {prose(document.title)}", f"**{prose(firm)}**", prose(document.lead)]
    parts += ["\n".join(_block(each)) for each in document.blocks]
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"{'#' * level} {prose(text)}"
        case Text(text):
            yield prose(text)
        case Warn(text):
            yield f"> **{prose(text)}**"
        case Steps(items, ticked):
            mark = "- [ ] " if ticked else ""
            yield from (f"{mark or f'{number}. '}{prose(each)}" for number, each in enumerate(items, 1))
        case Chain(boxes, links):
            parts = [f"**{prose(boxes[0])}**"]
            parts += [f"→ {prose(link)} → **{prose(box)}**" for link, box in zip(links, boxes[1:], strict=True)]
            yield " ".join(parts)
        case Table(head, rows, amounts):
            yield _row(head)
            yield "|" + "|".join("---:" if column in amounts else "---" for column in range(len(head))) + "|"
            yield from (_row(row) for row in rows)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(prose(each).replace("|", "\\|") for each in cells) + " |"
