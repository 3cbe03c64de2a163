"""The page of a jurisdiction: what it says under headings that tell a confirmed rule from what is not one."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING, NamedTuple

from provisioner.jurisdictions.model import FIELDS, Basis, Duty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provisioner.jurisdictions.model import Cell, Jurisdiction

NOTICE = (
    "This is not legal advice. It is what we read in public copies up to the month shown, in our words; the rule's own "
    "text decides. Only what is confirmed is ever called a requirement, all the rest is advice."
)
_EVERY = {
    "monthly": "every month",
    "60_days": "every 60 days",
    "quarterly": "every quarter",
    "yearly": "every year",
    "two_years": "every two years",
}


class Section(NamedTuple):
    """A part of a page: a heading, a sentence on what it holds, and rows of a label and a text."""

    heading: str
    about: str
    rows: tuple[tuple[str, str], ...]


def title(law: Jurisdiction) -> str:
    """The title of the page: ``US-CA California: trust accounts``."""
    return f"{law.code} {law.name}: trust accounts"


def facts(law: Jurisdiction) -> Iterator[tuple[str, str]]:
    """What stands above the sections: citation, earlier citations, program, how old it is."""
    yield "Citation", law.citation
    if law.aliases:
        yield "Formerly", "; ".join(law.aliases)
    yield "Program", f"{law.program}; interest to {law.beneficiary}" if law.beneficiary else law.program
    yield "As of", law.as_of
    if not law.binding:
        yield "Binding", "no: a state has to adopt them first"


def sections(law: Jurisdiction) -> list[Section]:
    """The sections of a page that have something in them."""
    said = [(FIELDS[name], cell) for name, cell in law.cells()]
    said += [(cell.name, cell) for cell in (*law.duties, *law.practices)]
    blank = [name for name in FIELDS if getattr(law, name) is None]
    missing = [name for name in law.none_found if name in blank]
    found = [
        Section(
            "Confirmed",
            "Found in the rule's text, on an official page or in a solid secondary source.",
            _rows(said, lambda cell: cell.binds),
        ),
        Section(
            "Not confirmed",
            "Reported of the rule, but not found there by us: advice only.",
            _rows(said, lambda cell: not cell.binds and cell.basis is not Basis.POLICY),
        ),
        Section(
            "Firm policy",
            "No rule was found that asks for it: what careful firms do.",
            _rows(said, lambda cell: cell.basis is Basis.POLICY),
        ),
        Section("Recent changes", "", tuple(_change(each) for each in law.changes)),
        Section(
            "Not known",
            "",
            tuple(
                (label, ", ".join(FIELDS[name] for name in names))
                for label, names in (
                    ("Nothing found in the text we read", missing),
                    ("No data", [name for name in blank if name not in missing]),
                )
                if names
            ),
        ),
        Section("Sources", "", tuple(("", source) for source in law.sources)),
    ]
    return [section for section in found if section.rows]


def standing(cell: Cell) -> str:
    """How sure we are of a cell, in a word or two."""
    if cell.basis is Basis.POLICY:
        return "firm policy"
    return "confirmed" if cell.verified else "not confirmed"


def when(duty: Duty) -> str:
    """When a duty comes: ``every year, June 1 to August 15``."""
    days = " to ".join(_day(each) for each in (duty.opens, duty.due) if each)
    return f"{_EVERY[duty.every]}, {days}" if days else _EVERY[duty.every]


def _rows(said: list[tuple[str, Cell]], belongs: Callable[[Cell], bool]) -> tuple[tuple[str, str], ...]:
    return tuple((label, _text(cell)) for label, cell in said if belongs(cell))


def _text(cell: Cell) -> str:
    return f"{when(cell)}: {cell.says}" if isinstance(cell, Duty) else cell.says


def _change(cell: Cell) -> tuple[str, str]:
    day, _, what = cell.says.partition(": ")
    return day, what if cell.verified else f"{what} (not confirmed)"


def _day(text: str) -> str:
    month, day = map(int, text.split("-"))
    return f"{calendar.month_name[month]} {day}"
