"""A page as rows for a spreadsheet: one row a change, a step for a person, or a finding.

No cell can become a formula: one that would start like one, or that holds such a start after a semicolon (which splits
cells in many countries), begins with an apostrophe there, as spreadsheets mark text themselves.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from provisioner.render.harmless import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from provisioner.render.page import Field, Note, Page, Row, Sheet

COLUMNS = (
    "row",
    "group",
    "what happens",
    "name",
    "before",
    "after",
    "why",
    "effect",
    "can it be undone",
    "address",
    "id",
    "place",
    "notes",
)
_FORMULA = re.compile(r"(^|;)([\s'\"“”‘’]*)(?=[=+\-@−＝＋－＠])")  # noqa: RUF001 - Japanese spreadsheets take wide signs


def csv_text(pages: Sequence[Page]) -> str:
    """All rows under one heading line, every cell in quotes; begins with the mark by which spreadsheets see UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for page in pages:
        for row in _rows(page):
            writer.writerow([cell(each) for each in row])
    return "\ufeff" + text.getvalue()


def cell(text: str) -> str:
    """Text that a spreadsheet takes as text."""
    return _FORMULA.sub(r"\1'\2", clean(text))


def _rows(page: Page) -> Iterator[tuple[str, ...]]:
    for group in page.groups:
        for row in group.rows:
            yield _change("change", group.title, row, "")
    for task in page.tasks:
        steps = " ".join(f"{number}. {each}" for number, each in enumerate(task.instructions, start=1))
        for row in task.rows:
            yield _change("step for a person", task.title, row, steps)
    for sheet in page.sheets:
        for cells in sheet.rows:
            yield _line(sheet, cells)
    for note in page.notes:
        yield _finding(note)


def _change(kind: str, group: str, row: Row, steps: str) -> tuple[str, ...]:
    return (
        kind,
        group,
        row.action,
        row.name,
        _joined(row.fields, lambda each: each.before),
        _joined(row.fields, lambda each: each.after),
        _joined(row.fields, lambda each: each.reason),
        row.effect,
        row.undo,
        row.address,
        row.id,
        row.place,
        " ".join(filter(None, (*row.notes, steps))),
    )


def _joined(fields: Sequence[Field], part: Callable[[Field], str | None]) -> str:
    return "; ".join(f"{each.name}: {said}" for each in fields if (said := part(each)))


def _line(sheet: Sheet, row: tuple[str, ...]) -> tuple[str, ...]:
    """A row of a table with headings of its own."""
    known = {"row": "line", "group": sheet.title} | dict(zip(sheet.cells, row, strict=True))
    return tuple(known.get(column, "") for column in COLUMNS)


def _finding(note: Note) -> tuple[str, ...]:
    said = (note.level, note.code, note.what, "", "", note.why, note.fix)
    return ("finding", *said, "", "", "", note.place, note.name)
