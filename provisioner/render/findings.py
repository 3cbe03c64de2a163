"""Findings as text: place, level, code, name; the line of the file; what, why, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from provisioner.model.finding import Level
from provisioner.render.harmless import clean
from provisioner.render.style import LEVELS, line, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.text import Text

    from provisioner.engine.report import CheckReport, Lines
    from provisioner.model.finding import Finding
    from provisioner.model.source import Place

LONGEST = 110
"""Characters of a source line that are shown; one cut before its mark is not shown at all."""
ALIKE = 3
"""So many findings of one code are shown in full, the others counted."""


def check_text(report: CheckReport) -> Iterator[Text]:
    """The findings of one file and a summary line."""
    yield from findings_text(report.findings, report.lines)
    counts = {level: sum(1 for each in report.findings if each.level is level and not each.ignored) for level in Level}
    ignored = sum(1 for each in report.findings if each.ignored)
    if not report.findings:
        who = f" ({report.firm})" if report.firm else ""
        yield line((f"{report.file} is valid", "green"), f"{who}: {plural(report.entries, 'entry')} checked.")
        return
    said = ", ".join(
        plural(count, level.value) if level is not Level.ADVICE else f"{count} advice"
        for level, count in counts.items()
        if count
    )
    said = ", ".join(part for part in (said, f"{ignored} ignored" if ignored else "") if part)
    verdict = ("cannot be used", "bold red") if report.failed else ("can be used", "green")
    yield line(f"{report.file} ", verdict, f": {said}.")


def findings_text(findings: Sequence[Finding], lines: Lines, *, brief: bool = False) -> Iterator[Text]:
    """Each finding with its source line; after a few of one code in one file the rest are only counted.

    ``brief`` says each in two lines.
    """
    seen: dict[str, int] = {}
    hidden: dict[str, int] = {}
    for finding in findings:
        seen[finding.code] = seen.get(finding.code, 0) + 1
        if seen[finding.code] > ALIKE and finding.level is not Level.ERROR and not finding.ignored:
            hidden[finding.code] = hidden.get(finding.code, 0) + 1
            continue
        yield from _finding(finding, None if brief else lines)
        yield line("")
    for code, count in hidden.items():
        yield line((f"  ({count} more of {code}; --format json lists them all)", "dim"))
        yield line("")


def _finding(finding: Finding, lines: Lines | None) -> Iterator[Text]:
    where = f"{finding.place}: " if finding.place is not None else ""
    level = ("ignored", "dim") if finding.ignored else (finding.level.value, LEVELS[finding.level])
    yield line((where, "bold"), level, f" {finding.code} ", (finding.name, "dim"))
    if lines is None:
        yield line(f"  {finding.message}")
        return
    if finding.place is not None:
        yield from _source(finding.place, lines)
    for sentence in (finding.what, finding.why, finding.fix):
        if sentence:
            yield line(f"  {sentence}")
    for place in finding.related:
        yield line(("  See also ", "dim"), str(place))
    if finding.ignored:
        yield line(("  Ignored because: ", "dim"), finding.ignored)


def _source(place: Place, lines: Lines) -> Iterator[Text]:
    text = lines(place)
    if text is None:
        return
    number = str(place.line)
    shown = text.rstrip().expandtabs(1)
    if len(shown) > LONGEST and place.column > LONGEST - 20:
        return
    start = place.column - 1
    marked = shown[start : min(start + place.width, LONGEST)]
    yield line((f"  {number} | ", "dim"), shown[:LONGEST])
    yield line(
        (f"  {' ' * len(number)} | ", "dim"),
        " " * _cells(shown[:start].ljust(start)),
        ("^" * max(1, min(_cells(marked), 60)), "bold"),
    )


def _cells(text: str) -> int:
    """The columns some text takes in a terminal: wide characters and those shown as codes take more than one."""
    return cell_len(clean(text))
