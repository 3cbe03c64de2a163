"""Comments by which a line of a firm file asks that a rule's finding there be ignored, with the reason.

``name: Fees # provisioner: ignore[COA209] one partner, one kind of work`` keeps the finding listed, as ignored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provisioner.config.places import LINE_END
from provisioner.model.finding import Finding, Level
from provisioner.model.source import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from provisioner.config.places import SourceLines

_MARK = b"provisioner:"
_COMMENT = re.compile(r"#\s*provisioner:\s*(?P<rest>.*)$")
_IGNORE = re.compile(r"ignore\s*(?:\[(?P<codes>[^\]]*)\])?[:,]?\s*(?P<reason>.*)$")
_CODE = re.compile(r"[A-Z]{3}\d{3}")
QUOTED = re.compile(r"""(?:(?<=[\s,:\[{])|^)(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')""")
"""Text in quotes on one line, where a `#` begins no comment."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """One such comment: where it stands, the codes it names, and the reason it gives."""

    place: Place
    codes: tuple[str, ...]
    reason: str


def ignores(sources: SourceLines) -> list[Ignore]:
    """The comments of all files that were read, as they are written: codes and reason may be missing."""
    found: list[Ignore] = []
    for name, content in zip(sources.names, sources.contents, strict=True):
        if _MARK in content:
            lines = LINE_END.split(content.decode("utf-8-sig", errors="replace"))
            found += [each for number, line in enumerate(lines, 1) if (each := _ignore(name, number, line))]
    return found


def _ignore(file: str, number: int, line: str) -> Ignore | None:
    # What stands in quotes is no comment; blanks in its place keep the columns.
    plain = QUOTED.sub(lambda quoted: " " * len(quoted.group()), line)
    comment = _COMMENT.search(plain)
    said = _IGNORE.match(comment["rest"]) if comment else None
    if comment is None or said is None or (comment.start() and not plain[comment.start() - 1].isspace()):
        return None
    written = line[comment.start() :].rstrip()
    codes = tuple(code.strip().upper() for code in (said["codes"] or "").split(",") if code.strip())
    reason = line[comment.start("rest") + said.start("reason") :].strip()
    return Ignore(Place(file, number, comment.start() + 1, len(written)), codes, reason)


def with_ignored(
    findings: Sequence[Finding], asked: Iterable[Ignore], known: Collection[str], own: Collection[str]
) -> list[Finding]:
    """The rules' findings, those marked that a comment on their line names, and findings about the comments.

    ``known`` are the codes that exist. A comment in a file that is not among ``own`` serves other firms as well, so
    nothing is said of it when it is of no use here.
    """
    marked = list(findings)
    remarks: list[Finding] = []
    for each in asked:
        problem = _problem(each, known)
        if problem is not None:
            remarks.append(problem)
            continue
        for code in each.codes:
            here = [
                index for index, finding in enumerate(marked) if finding.code == code and _is_on(finding, each.place)
            ]
            for index in here:
                marked[index] = replace(marked[index], ignored=each.reason)
            if not here and each.place.file in own:
                remarks.append(_useless(each, code))
    return [*marked, *remarks]


def _is_on(finding: Finding, place: Place) -> bool:
    return finding.place is not None and finding.place[:2] == place[:2]


def _problem(each: Ignore, known: Collection[str]) -> Finding | None:
    unknown = [code for code in each.codes if not _CODE.fullmatch(code) or code not in known]
    if not each.codes:
        what = "This comment asks to ignore findings without saying which."
        fix = "Write the code of the rule: `# provisioner: ignore[COA209] the reason`."
    elif unknown:
        what = f"This comment asks to ignore {', '.join(unknown)}, which is no rule."
        fix = "Findings show the codes of the rules; others cannot be ignored."
    elif not each.reason:
        what = f"This comment asks to ignore {', '.join(each.codes)} without a reason."
        fix = "Write the reason behind the bracket, for whoever reviews the file."
    else:
        return None
    why = "It is not followed: an exception that nobody explains is a mistake waiting to be copied."
    return Finding("SYN115", "unusable-ignore", Level.WARNING, what, why, fix, each.place)


def _useless(each: Ignore, code: str) -> Finding:
    return Finding(
        "SYN116",
        "ignore-of-nothing",
        Level.WARNING,
        f"This comment asks to ignore {code}, and there is no such finding on this line.",
        "The next mistake of that sort here would be ignored unseen.",
        "Remove it, or put it on the line that the finding names.",
        each.place,
    )
