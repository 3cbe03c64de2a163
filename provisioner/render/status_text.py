"""The enforcement matrix as text: what needs somebody first, then what is as declared, summed up by section."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from provisioner.model.finding import Level
from provisioner.render.findings import findings_text
from provisioner.render.status_words import (
    BLOCKED,
    CONTRADICTED,
    HOW,
    LAPSED,
    OPEN,
    PLANNED,
    SO,
    STATES,
    UNENFORCED,
    UNSEEN,
    WAITING,
    by_entry,
    by_state,
    counted_as,
    counts,
    more,
    name_of,
    since,
)
from provisioner.render.style import VENDORS, line, plural
from provisioner.render.waiting import attest_command

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.text import Text

    from provisioner.engine.report import StatusReport
    from provisioner.model.plan import Enforcement

WIDTH = 80
IN_FULL = frozenset({CONTRADICTED, BLOCKED, LAPSED, UNENFORCED})
"""What is shown line by line even in the short form."""
COLOURS = {
    CONTRADICTED: "bold red",
    BLOCKED: "bold red",
    LAPSED: "yellow",
    UNENFORCED: "bold red",
    PLANNED: "yellow",
    WAITING: "yellow",
    OPEN: "bold red",
    UNSEEN: "dim",
    SO: "green",
}
NAMED = 12
"""So many lines of one entry are named; the others are counted."""
SYMBOLS = {
    CONTRADICTED: "x",
    BLOCKED: "x",
    LAPSED: "!",
    UNENFORCED: "?",
    PLANNED: "~",
    WAITING: "!",
    OPEN: "!",
    UNSEEN: "?",
    SO: " ",
}


def status_text(report: StatusReport, *, everything: bool = False) -> Iterator[Text]:
    """The matrix; ``everything`` shows each line, also of what is as declared."""
    yield from _heading(report)
    errors = [each for each in report.findings if each.level is Level.ERROR]
    yield from findings_text([*errors, *report.doubts], report.check.lines)
    for state, lines in by_state(report).items():
        yield line((f"{STATES[state]}: {_values(report, lines)}", f"{COLOURS[state]} underline"))
        if everything and state == SO:
            yield from (text for each in lines for text in _brief(report, each))
        elif everything or state in IN_FULL:
            yield from (text for each in lines for text in _in_full(report, state, each))
        elif state == SO:
            yield from (text for entry in by_entry(lines).items() for text in _summed(report, *entry))
        else:
            yield from (text for entry in by_entry(lines).items() for text in _named(*entry))
        yield line("")
    yield from _closing(report, everything=everything)


def _heading(report: StatusReport) -> Iterator[Text]:
    yield line((f"Status of {report.check.firm}", "bold"), (f"  as of {report.as_of}", "dim"))
    if report.is_read:
        for system, title in report.tenants.items():
            yield line((f"{VENDORS[system]}: {title}", "dim"))
        yield line((f"Read from: {report.environment}", "dim"))
        yield line("")
    else:
        yield line(("Nothing was read live: what only QuickBooks or Clio can show is not looked at.", "yellow"))
    counted = counts(report)
    parts = ", ".join(f"{counted[how]:,} {word}" for how, word in counted_as(report).items())
    for text in wrap(f"{plural(sum(counted.values()), 'declared value')}: {parts}.", WIDTH):
        yield line((text, "bold"))
    yield line("")


def _values(report: StatusReport, lines: Sequence[Enforcement]) -> str:
    return plural(sum(len(report.values.get(each.path, ())) for each in lines), "value")


def _in_full(report: StatusReport, state: str, each: Enforcement) -> Iterator[Text]:
    """One line of the matrix with all that is known of it."""
    values = report.values.get(each.path, ())
    also = more(values, each.path)
    yield line((f"  {SYMBOLS[state]} ", COLOURS[state]), f"{each.path}{also}")
    if each.title:
        yield from _below(each.title)
    for text in (each.note, _since(report, each)):
        if text:
            yield from _below(text)
    if each.wrong_if and each.wrong_if != each.note and state != CONTRADICTED:
        yield from _below(f"What shows it: {each.wrong_if}", "dim")
    address = str(each.addresses[0]) if each.addresses and each.how != "provisioned" else ""
    where = f"      {each.place}   {address}".rstrip()
    for text in [where] if len(where) <= WIDTH else [f"      {each.place}", f"      {address}"]:
        yield line((text, "dim"))


def _brief(report: StatusReport, each: Enforcement) -> Iterator[Text]:
    """One line of the matrix that is as declared; what a person confirmed or was seen, with how."""
    if each.how in {"attested", "observed"}:
        yield from _in_full(report, SO, each)
        return
    also = more(report.values.get(each.path, ()), each.path)
    said = since(each, report.as_of) or each.note
    text = f"    {each.path}{also}"
    if len(text) + len(said) + 2 <= WIDTH:
        yield line(text, (f"  {said}", "dim"))
    else:
        yield line(text)
        yield from _below(said, "dim")


def _since(report: StatusReport, each: Enforcement) -> str:
    said = since(each, report.as_of)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _below(text: str, style: str = "") -> Iterator[Text]:
    for part in wrap(text, WIDTH - 6, break_on_hyphens=False):
        yield line((f"      {part}", style))


def _named(entry: str, lines: Sequence[Enforcement]) -> Iterator[Text]:
    """The lines of one entry by name, as a paragraph."""
    rest = f", and {len(lines) - NAMED} more" if len(lines) > NAMED else ""
    names = ", ".join(_short(each, entry) for each in lines[:NAMED]) + rest
    first, *others = wrap(f"{entry} ({len(lines)}): {names}", WIDTH - 4, break_on_hyphens=False)
    yield line(f"  {first}")
    for part in others:
        yield line(f"    {part}")


def _short(each: Enforcement, entry: str) -> str:
    return each.title or name_of(each).removeprefix(f"{entry}.")


def _summed(report: StatusReport, entry: str, lines: Sequence[Enforcement]) -> Iterator[Text]:
    """What is as declared in one entry, one line for each way in which it is enforced."""
    for how, word in HOW.items():
        here = [each for each in lines if each.how == how]
        if here:
            text = f"  {entry:<26} {_values(report, here):>12}  {word}{_when(how, here)}"
            yield line(text if len(text) <= WIDTH else f"{text[: WIDTH - 3]}...")


def _when(how: str, lines: Sequence[Enforcement]) -> str:
    """When the last of them was applied, or when the first confirmation ends."""
    if how == "attested":
        return f" until {min(each.expires for each in lines)}"
    last = max((each.since for each in lines), default="")
    return f", last {last[:10]}" if how == "provisioned" and last else ""


def _closing(report: StatusReport, *, everything: bool) -> Iterator[Text]:
    found = by_state(report)
    if not everything:
        yield line(("Each line, with what shows that it is so: --all, or --format html.", "dim"))
    if report.calls:
        made = ", ".join(f"{count} {VENDORS[system]}" for system, count in report.calls.items())
        yield line((f"Requests: {made}.", "dim"))
    if OPEN in found or LAPSED in found:
        yield line(f"To confirm: {attest_command(report.check.file)}")
    if PLANNED in found:
        yield line(f"To change: {attest_command(report.check.file).replace('attest', 'apply', 1)}")
    loud = [each for each in (CONTRADICTED, BLOCKED, LAPSED, UNENFORCED, OPEN) if each in found]
    if report.doubts:
        doubtful = plural(len({each.address for each in report.doubts}), "confirmation")
        yield line((f"{doubtful} to be given again: see above.", "bold yellow"))
    if not loud and PLANNED not in found and WAITING not in found:
        if not report.doubts:
            nothing = "Every declared value is enforced." if report.is_read else "Nothing speaks against it."
            yield line((nothing, "bold green"))
    elif report.failed:
        yield line(("Something declared is not so.", "bold red"))
    else:
        waiting = sum(len(report.values.get(each.path, ())) for state in found if state != SO for each in found[state])
        yield line((f"{plural(waiting, 'declared value')} still to be made so, or confirmed.", "bold"))
