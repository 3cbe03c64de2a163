"""A page as Markdown for a pull-request comment: verdict and counts first, the details folded away.

A word that Markdown or GitHub could act on stands in a code span, where nothing acts: no emphasis, link, mention,
issue number, emoji, formula, HTML. Every line begins with a word of ours.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from markupsafe import escape

from provisioner.render.harmless import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provisioner.render.page import Field, Group, Note, Page, Row, Sheet, Task

LIMIT = 65_536
"""Characters GitHub takes in one comment; an attempt to send more is answered so (read 2026-11)."""
SHORTENED = "This is the short form: the whole plan does not fit into one comment. `--format html` shows all of it."
CLIP = 120
"""So many characters of one name or value the short form shows."""
LEFT_OUT = "Even the short form does not fit: what follows is left out here."
BRIEF = 10
"""So many names under one heading the short form shows."""

_WORD = re.compile(r"[(\"'“‘]*[^\W_]+(?:['’.,/%()=+-]+[^\W_]+)*[\"'”’.,;:!?)%]*")  # noqa: RUF001 - quotation marks
_LINKED = re.compile(r"(?i)\bwww\.|\bgh-\d|\b[0-9a-f]{7,40}\b|^\d+[.)]$")
_FENCE = 3
"""Longer runs of backticks are shown as codes."""


def markdown_text(pages: Sequence[Page]) -> str:
    """All pages, never longer than one comment may be: what does not fit is shown in a short form that says so."""
    share = LIMIT // len(pages)
    return "\n".join(_fitting(page, share) for page in pages)


def _fitting(page: Page, most: int) -> str:
    whole = "\n".join(_Form().blocks(page))
    if _length(whole) < most:
        return whole
    text, room = "", most - _length(LEFT_OUT) - 2
    for block in _Form(CLIP, BRIEF).blocks(page):
        if _length(text) + _length(block) + 1 > room:
            return f"{text}{LEFT_OUT}\n"
        text += f"{block}\n"
    return text


def _length(text: str) -> int:
    """Characters as JavaScript counts them, two for a rare one: the strictest way."""
    return len(text.encode("utf-16-le", "replace")) // 2


class _Form:
    """The whole form, or with ``clip`` and ``brief`` a short one: clipped values, and a few names a heading."""

    def __init__(self, clip: int | None = None, brief: int | None = None) -> None:
        self._clip = clip
        self._brief = brief

    def blocks(self, page: Page) -> Iterator[str]:
        """Verdict and counts, facts, errors; then everything else, folded. Each block ends its lines."""
        yield f"**{self._prose(page.verdict)}**\n"
        if page.counts:
            yield ", ".join(f"{count:,} {label}" for count, label in page.counts) + ".\n"
        if self._brief is not None:
            yield f"{SHORTENED}\n"
        yield "".join(f"- {label}: {self._code(text)}\n" for label, text in page.facts)
        if page.plan_hash:
            yield f"Plan hash: {self._code(page.plan_hash)}\n"
        yield from self._notes("What must be corrected", [each for each in page.notes if each.level == "error"], "open")
        yield from self._notes("Warnings", [each for each in page.notes if each.level == "warning"])
        for group in page.groups:
            yield self._group(group)
        for task in page.tasks:
            yield self._task(task)
        for sheet in page.sheets:
            yield self._sheet(sheet)
        yield from self._notes("Remarks", [each for each in page.notes if each.level == "advice"])
        yield from (f"{self._prose(each)}\n" for each in page.closing)
        yield from (f"Approved by {self._code(name)}, {self._code(when)}.\n" for name, when in page.approvals)

    def _group(self, group: Group) -> str:
        title = f"{group.title}: {len(group.rows):,}"
        if self._brief is None:
            return _folded(title, "".join(self._row(each) for each in group.rows))
        counted = Counter(f"{each.symbol} {each.action}" for each in group.rows)
        lines = [f"- {self._prose(what)}: {count:,}\n" for what, count in counted.items()]
        names = ", ".join(self._code(each.name) for each in group.rows[: self._brief])
        more = len(group.rows) - self._brief
        lines.append(f"- Named: {names}{f' and {more:,} more' if more > 0 else ''}\n")
        return _folded(title, "".join(lines))

    def _row(self, row: Row) -> str:
        parts = [f"- {self._code(row.symbol)} {self._prose(row.action)}: **{self._code(row.name)}**"]
        said = [row.effect, *row.notes]
        if row.undo:
            said.append(f"Can it be undone? {row.undo}")
        parts.append(f" {self._prose(' '.join(filter(None, said)))}\n" if any(said) else "\n")
        return "".join(parts) + "".join(f"  - {self._field(each)}\n" for each in row.fields)

    def _field(self, field: Field) -> str:
        before = f"{self._code(field.before)} → " if field.before is not None else ""
        reason = f" ({self._prose(field.reason)})" if field.reason else ""
        return f"{field.name}: {before}{self._code(field.after)}{reason}"

    def _task(self, task: Task) -> str:
        shown = task.names[: self._brief] if self._brief is not None else task.names
        more = f" and {len(task.names) - len(shown):,} more" if len(task.names) > len(shown) else ""
        waiting = f"Waiting for it: {', '.join(self._code(each) for each in shown)}{more}"
        lines = [f"{self._prose(task.about) if task.about else waiting}\n"]
        lines += [f"{number}. {self._prose(each)}" for number, each in enumerate(task.instructions, start=1)]
        lines.append(f"\nKeep as proof: {self._prose(task.evidence)} Checked by: {self._prose(task.checked_by)}\n")
        setting = task.names[0] if task.about else ""
        return _folded(f"Only a person can do this: {task.title}", "\n".join(lines), name=setting)

    def _sheet(self, sheet: Sheet) -> str:
        shown = sheet.rows[: self._brief] if self._brief is not None else sheet.rows
        lines = [f"- {' '.join(self._prose(cell) for cell in row if cell)}\n" for row in shown]
        if len(sheet.rows) > len(shown):
            lines.append(f"- And {len(sheet.rows) - len(shown):,} more\n")
        return _folded(f"{sheet.title}: {len(sheet.rows):,}", "".join(lines))

    def _notes(self, title: str, notes: Sequence[Note], state: str = "") -> Iterator[str]:
        if not notes:
            return
        shown = notes[: self._brief] if self._brief is not None else notes
        lines = [
            f"- **{each.code}** {self._prose(f'{each.place}: ' if each.place else '')}"
            f" {self._prose(' '.join(filter(None, (each.what, each.why, each.fix))))}\n"
            for each in shown
        ]
        if len(notes) > len(shown):
            lines.append(f"- And {len(notes) - len(shown):,} more\n")
        yield _folded(f"{title}: {len(notes):,}", "".join(lines), state)

    def _prose(self, text: str) -> str:
        return prose(text, self._clip and self._clip * 4)

    def _code(self, text: str) -> str:
        return code(text, self._clip)


def _folded(title: str, inside: str, state: str = "", *, name: str = "") -> str:
    """A folded part; ``name`` stands behind its title, in code. The empty line makes what follows Markdown again."""
    opening = f"<details {state}>" if state else "<details>"
    named = f", <code>{escape(clean(name))}</code>" if name else ""
    return f"{opening}<summary>{escape(clean(title))}{named}</summary>\n\n{inside}\n</details>\n"


def code(text: str, most: int | None = None) -> str:
    """The text in a code span; clipped to ``most`` characters."""
    shown = clean(text)
    if most is not None and len(shown) > most:
        shown = shown[: most - 3] + "..."
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    if longest > _FENCE:
        shown, longest = shown.replace("`", "\\u0060"), 0
    fence = "`" * (longest + 1)
    pad = " " if shown[:1] in "` " or shown[-1:] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}" if shown.strip() else "` `"


def prose(text: str, most: int | None = None) -> str:
    """A sentence, with code spans around the words that could act."""
    shown = clean(text)
    if most is not None and len(shown) > most:
        shown = shown[: most - 3] + "..."
    return " ".join(word if _is_harmless(word) else code(word) for word in shown.split())


def _is_harmless(word: str) -> bool:
    return _WORD.fullmatch(word) is not None and _LINKED.search(word) is None
