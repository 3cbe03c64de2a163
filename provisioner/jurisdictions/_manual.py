"""The manual of the jurisdictions: a page for each as Markdown, and a table of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.jurisdictions import all_codes, get
from provisioner.jurisdictions.page import NOTICE, facts, sections, standing, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.jurisdictions.model import Cell, Jurisdiction

_INTRODUCTION = f"""\
# Jurisdictions

What the program knows of trust accounts in each state, and of the ABA's model rules. The rules whose codes begin with
JUR compare a firm file with it, for each trust account by its `jurisdiction`; `provisioner explain US-CA` shows a page
in the terminal.

{NOTICE}

An interval or a number of years in *italics* is not confirmed, or is firm policy because no rule with one was found."""


def pages() -> dict[str, str]:
    """The manual as Markdown, by path below ``docs/``: an index, and a page for each jurisdiction."""
    known = [law for code in all_codes() if (law := get(code)) is not None]
    return {"jurisdictions.md": _index(known), **{f"jurisdictions/{law.code}.md": page(law) for law in known}}


def page(law: Jurisdiction) -> str:
    """The page of one jurisdiction, as Markdown."""
    return "\n".join(_lines(law)) + "\n"


def _lines(law: Jurisdiction) -> Iterator[str]:
    yield f"# {title(law)}"
    yield ""
    for label, text in facts(law):
        yield f"- {label}: {text}"
    for heading, about, rows in sections(law):
        yield from ("", f"## {heading}", "")
        if about:
            yield from (about, "")
        for label, text in rows:
            yield f"- {label}: {text}" if label else f"- {text}"
    yield from ("", NOTICE)


def _index(known: list[Jurisdiction]) -> str:
    head = ["| code | name | citation | reconciled | records kept | as of |", "|---|---|---|---|---|---|"]
    rows = (
        f"| [{law.code}](jurisdictions/{law.code}.md) | {law.name} | {law.citation} | {_marked(law.reconciliation)} | "
        f"{_marked(law.retention)} | {law.as_of} |"
        for law in known
    )
    return "\n".join([_INTRODUCTION, "", *head, *rows]) + "\n"


def _marked(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return cell.says if standing(cell) == "confirmed" else f"*{cell.says}*"
