"""How the lines of the enforcement matrix are called, counted and put in order, whatever form they are shown in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from provisioner.model.words import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from provisioner.engine.report import StatusReport
    from provisioner.model.plan import Enforcement

HOW = {
    "provisioned": "provisioned",
    "attested": "confirmed by people",
    "observed": "seen in live data",
    "unknown": "unknown",
    "tool": "kept by this program",
}
"""The five ways in which a declared value is enforced, in the order in which they are counted."""

CONTRADICTED = "contradicted"
BLOCKED = "blocked"
LAPSED = "lapsed"
PLANNED = "planned"
WAITING = "waiting"
OPEN = "open"
UNENFORCED = "unenforced"
UNSEEN = "unseen"
SO = "so"

STATES: Mapping[str, str] = {
    CONTRADICTED: "Live data shows otherwise",
    BLOCKED: "A finding stands in the way",
    LAPSED: "Confirmed once, but that does not count any more",
    UNENFORCED: "Nothing enforces this, and nobody can confirm it as it is written",
    PLANNED: "Not yet so: apply changes it",
    WAITING: "Not there yet, or waits for something that only a person can do",
    OPEN: "Nobody has confirmed this yet",
    UNSEEN: "Not looked at",
    SO: "As declared",
}
"""What can be said of a line, the loudest first."""


def state(line: Enforcement, *, is_read: bool) -> str:
    """What is to be said of a line: one of STATES."""
    if line.status == "pass":
        return SO
    if line.how == "provisioned":
        return {"fail": PLANNED, "error": BLOCKED}.get(line.status, WAITING if is_read else UNSEEN)
    if line.status == "fail":
        return CONTRADICTED
    if line.how == "attested":
        return LAPSED
    if line.how == "observed":
        return UNSEEN
    return OPEN if line.addresses else UNENFORCED


def by_state(report: StatusReport) -> dict[str, list[Enforcement]]:
    """The lines under what is to be said of them, the loudest first."""
    found: dict[str, list[Enforcement]] = {each: [] for each in STATES}
    for line in report.lines:
        found[state(line, is_read=report.is_read)].append(line)
    return {each: lines for each, lines in found.items() if lines}


def by_entry(lines: Iterable[Enforcement]) -> dict[str, list[Enforcement]]:
    """The lines by their section, those of trust accounts and of the systems by entry."""
    found: dict[str, list[Enforcement]] = {}
    for line in lines:
        found.setdefault(entry_of(line), []).append(line)
    return found


def entry_of(line: Enforcement) -> str:
    """The heading of a line: its section, or the entry of a trust account or of one of the systems."""
    parts = [str(part) for part in line.paths[0]] if line.paths else line.path.split(".")
    return ".".join(parts[:2]) if parts[0] in {"trust", "systems"} and len(parts) > 1 else parts[0]


def counts(report: StatusReport) -> dict[str, int]:
    """How many declared values are enforced in each way."""
    counted = Counter(dict.fromkeys(HOW, 0))
    for line in report.lines:
        counted[line.how] += len(report.values.get(line.path, ()))
    return dict(counted)


def counted_as(report: StatusReport) -> dict[str, str]:
    """What to say behind each of the counts. What apply makes is not there before that; what is unread is unseen."""
    now = sum(len(report.values.get(each.path, ())) for each in report.lines if _is_made(each))
    if not report.is_read:
        return {**HOW, "provisioned": "that apply makes", "observed": "that only live data shows"}
    return {**HOW, "provisioned": f"that apply makes ({now:,} as declared now)"}


def _is_made(line: Enforcement) -> bool:
    return line.how == "provisioned" and line.status == "pass"


def values_that_are_so(report: StatusReport) -> int:
    """How many declared values are as declared now."""
    return sum(len(report.values.get(each.path, ())) for each in report.lines if each.status == "pass")


def since(line: Enforcement, as_of: str) -> str:
    """Since when a line is so, and by whom: what was applied, confirmed, or only seen now."""
    if line.status != "pass" and line.how != "attested":
        return ""
    when = moment(line.since) if line.since else ""
    if line.how == "provisioned":
        return f"applied {when} by {line.by}" if when else f"seen {as_of}"
    if line.how == "attested":
        return f"confirmed {line.since} by {line.by}, until {line.expires}"
    return f"seen {as_of}" if line.how == "observed" else ""


def name_of(line: Enforcement) -> str:
    """A line in a few words: its title, or else the path of what it declares."""
    return line.title or line.path


def more(values: Sequence[str], path: str) -> str:
    """How many more values a line is about than the one it is named after."""
    others = [each for each in values if each != path]
    return f" +{len(others)}" if others and path in values else ""
