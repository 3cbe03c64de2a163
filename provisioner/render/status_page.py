"""The enforcement matrix as a page to read, print or sort: every line, what needs somebody first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.render.page import Page, Sheet, check_page, note_of
from provisioner.render.status_words import (
    SO,
    STATES,
    by_entry,
    by_state,
    counted_as,
    counts,
    more,
    name_of,
    since,
    state,
)
from provisioner.render.style import VENDORS, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.engine.report import StatusReport
    from provisioner.model.plan import Enforcement

COLUMNS = ("Declared", "Where", "How it is enforced", "Since when, by whom", "What shows it")
CELLS = ("name", "place", "what happens", "why", "effect")
"""The columns of a spreadsheet that they stand in."""
CONFIRMED = "ATT2"
"""Findings about what people confirmed: their lines say the same."""
STATED = {
    "provisioned": "Provisioned by program.",
    "attested": "Confirmed by a person.",
    "observed": "Seen in live data.",
    "unknown": "Nobody has provisioned, confirmed or seen it.",
    "tool": "Kept by this program.",
}


def status_page(report: StatusReport) -> Page:
    """The matrix, or the findings that stand in its way."""
    if report.check.failed:
        return check_page(report.check)
    return Page(
        title=f"What makes the settings of {report.check.firm} true",
        verdict=_verdict(report),
        facts=tuple(_facts(report)),
        counts=tuple((count, counted_as(report)[how]) for how, count in counts(report).items()),
        notes=tuple(
            note_of(each) for each in (*report.doubts, *report.findings) if not each.code.startswith(CONFIRMED)
        ),
        sheets=tuple(_sheets(report)),
    )


def _verdict(report: StatusReport) -> str:
    found = by_state(report)
    if report.failed:
        return "Something declared is not so."
    if list(found) in ([SO], []) and not report.doubts:
        return "Every declared value is enforced."
    if list(found) in ([SO], []):
        return "Everything is as declared, but some of it has to be confirmed again."
    left = sum(len(report.values.get(each.path, ())) for each in report.lines if _state(report, each) != SO)
    return f"{plural(left, 'declared value')} still to be made so, or confirmed."


def _facts(report: StatusReport) -> Iterator[tuple[str, str]]:
    yield "Firm", report.check.firm
    for system, title in report.tenants.items():
        yield f"{VENDORS[system]} {'company' if system == 'qbo' else 'account'}", title
    if not report.is_read:
        yield "Systems", "nothing was read live"
    elif report.environment == "sandbox":
        yield "Systems", "built-in practice systems, not the firm's books"
    else:
        yield "Systems", "live"
    yield "As of", report.as_of
    yield "Firm file", report.check.file


def _sheets(report: StatusReport) -> Iterator[Sheet]:
    for each, lines in by_state(report).items():
        for entry, here in by_entry(lines).items():
            rows = tuple(_row(report, line) for line in here)
            yield Sheet(f"{STATES[each]}: {entry.replace('.', ' ')}", COLUMNS, CELLS, rows)


def _row(report: StatusReport, line: Enforcement) -> tuple[str, ...]:
    also = more(report.values.get(line.path, ()), line.path)
    name = f"{name_of(line)} ({line.path}{also})" if line.title else f"{line.path}{also}"
    note = f" {line.note}" if line.note and line.note != line.wrong_if else ""
    said = since(line, report.as_of)
    said = f"{said[:1].upper()}{said[1:]}." if said else ""
    wrong = line.wrong_if if line.how != "tool" else ""
    how = STATED[line.how] if line.how != "tool" else line.note
    return name, str(line.place), how if line.how == "tool" else f"{how}{note}", said, wrong


def _state(report: StatusReport, line: Enforcement) -> str:
    return state(line, is_read=report.is_read)
