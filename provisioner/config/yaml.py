"""YAML text to plain mappings and lists that know where each value was written, from the event stream of libyaml.

Where the compiled reader is missing, ruamel's own one gives the same events, some thirty times slower. The two differ
only in corners of the language: what a tab may follow, signs in names of anchors, colons inside brackets.
"""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from provisioner.config.builder import Builder, Stop
from provisioner.config.places import LINE_END, pack
from provisioner.config.syntax import DIRECTIVE, UNKNOWN, explain
from provisioner.model.finding import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provisioner.config.places import SourceLines
    from provisioner.model.source import Place

try:
    from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]  # reason: taken from a compiled module
except ImportError:  # no compiled reader for this platform
    CParser = None

MAX_BYTES = 64 * 1024 * 1024
_BOM = "\ufeff"
_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?[\r\n])*+%")
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Document:
    """What one file says. ``usable`` is False when reading stopped early, so that ``root`` tells nothing.

    ``root_at`` is its packed position; ``nulls`` says whether any key has no value; ``unlisted`` counts findings
    beyond those kept.
    """

    root: Any
    root_at: int
    findings: tuple[Finding, ...]
    usable: bool
    nulls: bool = False
    unlisted: int = 0


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause Python's cycle collector: while a big tree grows it finds nothing, and costs more than the reading."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def parse(content: bytes, name: str, sources: SourceLines, *, compiled: bool = True) -> Document:
    """The document in ``content``, a file shown as ``name``, with what is wrong in its findings; nothing is raised.

    ``compiled=False`` asks for the pure Python reader.
    """
    file = sources.add(name, content)
    if len(content) > MAX_BYTES:
        return _refused(
            sources,
            pack(file, 0, 0, 1),
            "file-too-big",
            "This file is larger than 64 MiB.",
            "Split it, or check that it is the right file.",
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(content, error.start, sources, file)
    findings = []
    if text.startswith(_BOM):
        text = text[1:]
        findings.append(_marked(sources, file))
    if bad := _NOT_TEXT.search(text):
        return _control_character(text, bad, sources, file)
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # the pure reader takes a lone return for text at times
    builder = Builder(sources, file)
    if directive := _DIRECTIVE.match(text):  # the two readers differ in which ones they know, and no file needs any
        position = _position(text, directive.end() - 1, file)
        builder.report("SYN101", "unreadable-yaml", DIRECTIVE.what, position, fix=DIRECTIVE.fix)
        return Document(None, position, tuple(builder.findings), usable=False)
    with collector_paused():
        usable = _build(builder, text, compiled=compiled and CParser is not None)
    return Document(
        builder.root, builder.root_at, (*findings, *builder.findings), usable, builder.nulls, builder.unlisted
    )


def _build(builder: Builder, text: str, *, compiled: bool) -> bool:
    try:
        builder.build(_compiled_events(text) if compiled else _pure_events(text))
    except Stop as stop:
        return stop.usable
    except MarkedYAMLError as error:
        builder.add(_syntax_error(error, builder))
        return False
    except YAMLError:  # the readers also refuse some text without saying where
        builder.report("SYN101", "unreadable-yaml", UNKNOWN.what, pack(builder.file, 0, 0, 1), fix=UNKNOWN.fix)
        return False
    return True


def _compiled_events(text: str) -> Iterable[Any]:
    return iter(CParser(text.encode()).get_event, None)


def _pure_events(text: str) -> Iterable[Any]:
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 1)  # libyaml's: it differs in what may stand in brackets; values are typed by us
    events: Iterable[Any] = reader.parse(text)
    return events


def _syntax_error(error: MarkedYAMLError, builder: Builder) -> Finding:
    sources, file = builder.sources, builder.file
    mark = error.problem_mark or error.context_mark
    line, column = mark.line, mark.column
    problem, context = error.problem or "", error.context or ""
    text = sources.line(sources.place(pack(file, line, column, 1))) or ""
    if "escape character" in problem and text[column : column + 1] != "\\":
        column -= 1  # the pure reader points behind the backslash
    explanation = explain(problem, context, text, column)
    place = sources.place(pack(file, line, column, 1))
    related: tuple[Place, ...] = ()
    if error.context_mark is not None:
        begun = sources.place(pack(file, error.context_mark.line, error.context_mark.column, 1))
        if explanation.at_start or (explanation.names_start and not text[column:].strip()):
            place = begun
        elif explanation.names_start:
            related = (begun,)
    return Finding(
        "SYN101",
        "unreadable-yaml",
        Level.ERROR,
        explanation.what,
        fix=explanation.fix,
        place=place,
        related=related,
    )


def _refused(sources: SourceLines, position: int, name: str, what: str, fix: str) -> Document:
    place = sources.place(position)
    finding = Finding("SYN102", name, Level.ERROR, what, fix=fix, place=place)
    return Document(None, position, (finding,), usable=False)


def _position(text: str, index: int, file: int) -> int:
    lines = LINE_END.split(text[:index])
    return pack(file, len(lines) - 1, len(lines[-1]), 1)


def _not_utf8(content: bytes, index: int, sources: SourceLines, file: int) -> Document:
    if content.startswith(_OTHER_ENCODINGS):
        what = "This file is saved as UTF-16 (some programs call that Unicode), not as UTF-8."
    else:
        what = f"This file is not UTF-8 text: byte {content[index]:02X} cannot stand here."
    before = content[:index].decode("utf-8").removeprefix(_BOM)
    return _refused(
        sources,
        _position(before, len(before), file),
        "not-utf8",
        what,
        "Open it in an editor that shows it correctly and save it with the encoding UTF-8.",
    )


def _control_character(text: str, bad: re.Match[str], sources: SourceLines, file: int) -> Document:
    return _refused(
        sources,
        _position(text, bad.start(), file),
        "control-character",
        f"There is an invisible control character here (U+{ord(bad[0]):04X}).",
        "Delete it; it often comes along when text is copied from another program.",
    )


def _marked(sources: SourceLines, file: int) -> Finding:
    return Finding(
        "SYN102",
        "byte-order-mark",
        Level.WARNING,
        "This file begins with an invisible byte order mark.",
        "Some tools that read the file will stumble over it.",
        "Save the file as UTF-8 without BOM.",
        sources.place(pack(file, 0, 0, 1)),
    )
