"""Builds the tree of a YAML file from its events, without recursion: anchors, merge keys, limits."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from provisioner.config import scalars
from provisioner.config.frames import Anchor, Frame, fill, joined
from provisioner.config.places import Map, Seq, key_of, pack, pair
from provisioner.model.finding import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provisioner.config.places import SourceLines

MAX_DEPTH = 64
MAX_ALIASES = 10_000
"""Aliases followed, counting those inside an aliased value each time it is used."""
MAX_EXPANDED = 300_000
"""Values that aliases stand for, all together: a second bound, for few aliases of something huge."""
MAX_FINDINGS = 1_000
"""Findings kept for one file; further ones are only counted."""

_MERGE = "<<"


class Stop(Exception):
    """Reading cannot go on. ``usable`` says whether what was read so far may be looked at."""

    def __init__(self, *, usable: bool) -> None:
        super().__init__()
        self.usable = usable


class Builder:
    """The tree of one file as its events come in. ``root``, ``findings`` and ``nulls`` are the result."""

    def __init__(self, sources: SourceLines, file: int) -> None:
        self.sources = sources
        self.file = file
        self.findings: list[Finding] = []
        self.unlisted = 0
        self.nulls = False
        self._documents = 0
        self._anchors: dict[str, Anchor] = {}
        self._open_anchors: dict[str, int] = {}
        self._aliases = 0
        self._expanded = 0
        top = Seq()
        top.at = []
        self._top = self._frame = Frame(top, 0, None)
        self._stack = [self._frame]

    @property
    def root(self) -> Any:
        """The document's value; None while there is none."""
        return self._top.node[0] if self._top.node else None

    @property
    def root_at(self) -> int:
        """The position of the document's value."""
        return self._top.node.at[0] if self._top.node else pack(self.file, 0, 0, 1)

    def build(self, events: Iterable[Any]) -> None:
        """Read all events. Stop when a limit is reached or a second document begins."""
        scalar = self._scalar
        for event in events:
            kind = event.__class__
            if kind is ScalarEvent:
                scalar(event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._close()
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._open(event, Map() if kind is MappingStartEvent else Seq())
            elif kind is AliasEvent:
                self._alias(event)
            elif kind is DocumentStartEvent:
                self._document(event)

    def report(
        self, code: str, name: str, what: str, position: int, *, why: str = "", fix: str = "", first: int | None = None
    ) -> None:
        """Add an error at a packed position; ``first`` is where the other place is that belongs to it."""
        related = () if first is None else (self.sources.place(first),)
        self.add(Finding(code, name, Level.ERROR, what, why, fix, self.sources.place(position), related=related))

    def add(self, finding: Finding) -> None:
        """Keep a finding, or only count it when there are very many."""
        if len(self.findings) < MAX_FINDINGS:
            self.findings.append(finding)
        else:
            self.unlisted += 1

    def _at(self, event: Any) -> int:
        start, end = event.start_mark, event.end_mark
        line, column = start.line, start.column
        return pack(self.file, line, column, end.column - column if end.line == line else 1)

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark, event.end_mark
        line, column = start.line, start.column
        position = pack(self.file, line, column, end.column - column if end.line == line else 1)
        value = text = event.value
        is_plain = event.implicit[0]
        frame = self._frame
        if event.ctag is not None:  # `tag` is worked out at each asking
            value = self._tagged(event.tag, text, position)
        elif is_plain and text[:1] in scalars.SPECIAL:
            value = scalars.plain(text)
            if not text and frame.awaits_value:
                position = frame.key_at  # nothing was written: the key is all there is to point at
        if event.anchor is not None:
            self._anchors[event.anchor] = Anchor(value)
        if not frame.is_map:
            frame.node.append(value)
            frame.node.at.append(position)
        elif frame.awaits_value:
            self._value(frame, value, position)
        else:
            self._key(frame, value, text, position, merges=is_plain and text == _MERGE)

    def _key(self, frame: Frame, value: Any, text: str | None, position: int, *, merges: bool = False) -> None:
        frame.awaits_value = True
        frame.key_at = position
        if merges:
            self._merge_key(frame, position)
            return
        if type(value) is str:
            key = value
        else:
            self._not_text(value, text, position)
            if text is None:
                frame.key = None
                return
            key = text
        frame.key = key = sys.intern(key)
        if key in frame.node.at:
            first = key_of(frame.node.at[key])
            self.report(
                "SYN103",
                "duplicate-key",
                f"`{key}` is written twice here; the first is at line {self.sources.place(first).line}.",
                position,
                why="Only one of the two can be meant, and programs differ in which one they take.",
                fix="Remove one of them, or join the two.",
                first=first,
            )

    def _not_text(self, value: Any, text: str | None, position: int) -> None:
        if text is None or isinstance(value, (Map, Seq)):
            what, fix = "A list or a group cannot be a key.", "A value that begins with `{` or `[` must be in quotes."
        elif not text:
            what, fix = "There is a `:` without a key before it.", "Write the key, or remove the line."
        else:
            what, fix = (
                f"The key `{text}` is not text.",
                f'Give it a name that begins with a letter, or write it in quotes: "{text}".',
            )
        self.report("SYN109", "key-not-text", what, position, fix=fix)

    def _merge_key(self, frame: Frame, position: int) -> None:
        frame.key = _MERGE
        if frame.merges is None:
            frame.merges = []
            return
        self.report(
            "SYN103",
            "duplicate-key",
            "`<<` is written twice here.",
            position,
            why="Programs differ in which of the two they take.",
            fix="Write one `<<: [*first, *second]`.",
        )

    def _value(self, frame: Frame, value: Any, position: int) -> None:
        frame.awaits_value = False
        key, node = frame.key, frame.node
        if key is None:
            return
        if key is _MERGE and frame.merges is not None:
            frame.merges.append((value, position))
            return
        if type(value) is str:
            value = sys.intern(value)  # the same words come back from the vendor and from our memory: one copy for all
        elif value is None:
            self.nulls = True
        if key not in node.at:
            node[key] = value
            node.at[key] = pair(frame.key_at, position)
        elif type(node.get(key)) is Map and type(value) is Map:
            node[key] = joined(
                value, node[key]
            )  # a group written twice: look at the entries of both for further mistakes

    def _put(self, value: Any, position: int) -> None:
        frame = self._frame
        if not frame.is_map:
            frame.node.append(value)
            frame.node.at.append(position)
        elif frame.awaits_value:
            self._value(frame, value, position)
        else:
            self._key(frame, value, None, position)

    def _tagged(self, tag: str, text: str, position: int) -> Any:
        try:
            return scalars.tagged(tag, text)
        except KeyError:
            self._unknown_tag(tag, position)
        except ValueError:
            self.report(
                "SYN105",
                "wrong-type",
                f"`{text}` is marked as `{_short(tag)}`, and is none.",
                position,
                fix="Remove the mark.",
            )
        return text

    def _unknown_tag(self, tag: str, position: int) -> None:
        self.report(
            "SYN112",
            "unknown-tag",
            f"`{_short(tag)}` marks a type that firm files do not have.",
            position,
            fix="Remove it, or put the whole value in quotes if the `!` belongs to it.",
        )

    def _open(self, event: Any, node: Any) -> None:
        position = self._at(event)
        if len(self._stack) > MAX_DEPTH:
            self._too_deep(position)
        if event.tag not in (None, scalars.NON_SPECIFIC, scalars.MAP if type(node) is Map else scalars.SEQ):
            self._unknown_tag(event.tag, position)
        node.at = {} if type(node) is Map else []
        if event.anchor is not None:
            self._open_anchors[event.anchor] = self._open_anchors.get(event.anchor, 0) + 1
        self._frame = Frame(node, position, event.anchor)
        self._stack.append(self._frame)

    def _close(self) -> None:
        frame = self._stack.pop()
        parent = self._frame = self._stack[-1]
        node = self._merged(frame) if frame.merges else frame.node
        frame.size += len(node)
        if frame.anchor is not None:
            self._open_anchors[frame.anchor] -= 1
            self._anchors[frame.anchor] = Anchor(node, frame.size, frame.aliases, frame.height)
        self._grow(parent, frame.size, frame.aliases, frame.height)
        self._put(node, frame.position)

    def _grow(self, frame: Frame, size: int, aliases: int, height: int) -> None:
        frame.size += size
        frame.aliases += aliases
        frame.height = max(frame.height, height + 1)

    def _alias(self, event: Any) -> None:
        position = self._at(event)
        anchor = self._anchors.get(event.anchor)
        if self._open_anchors.get(event.anchor):
            self.report(
                "SYN112",
                "alias-in-itself",
                f"`*{event.anchor}` stands inside the value it names.",
                position,
                fix="Remove it.",
            )
            anchor = Anchor(f"*{event.anchor}")
        elif anchor is None:
            self.report(
                "SYN112",
                "unknown-alias",
                f"`*{event.anchor}` uses a name that no `&{event.anchor}` above defines.",
                position,
                fix="Define it above, or put the value in quotes if the `*` belongs to it.",
            )
            anchor = Anchor(f"*{event.anchor}")
        self._count(anchor, position)
        self._grow(self._frame, anchor.size, anchor.aliases + 1, anchor.height)
        self._put(anchor.value, position)

    def _count(self, anchor: Anchor, position: int) -> None:
        self._aliases += 1 + anchor.aliases
        self._expanded += anchor.size
        if self._aliases > MAX_ALIASES or self._expanded > MAX_EXPANDED:
            self.report(
                "SYN102",
                "too-many-aliases",
                f"Aliases are used more than {MAX_ALIASES:,} times, or stand for more than {MAX_EXPANDED:,} values.",
                position,
                why="A few lines of aliases (`*name`) can stand for more values than fit in memory.",
                fix="Write the values out, or put what entries share into a template.",
            )
            raise Stop(usable=False)
        if len(self._stack) - 1 + anchor.height > MAX_DEPTH:
            self._too_deep(position)

    def _too_deep(self, position: int) -> None:
        self.report(
            "SYN102",
            "nested-too-deep",
            f"Values are nested more than {MAX_DEPTH} deep here.",
            position,
            fix="Check the brackets.",
        )
        raise Stop(usable=False)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self.report(
                "SYN101",
                "second-document",
                "A second document begins here (`---`).",
                self._at(event),
                why="Only the first one would be read.",
                fix="Remove the line, or move what follows to a file of its own.",
            )
            raise Stop(usable=True)

    def _merged(self, frame: Frame) -> Map:
        """The mapping with what its ``<<`` brings in: its own keys win, then earlier sources over later ones."""
        result = Map()
        result.at = {}
        for value, position in frame.merges or ():
            for source in value if type(value) is Seq else [value]:
                if type(source) is Map:
                    fill(result, source)
                else:
                    self.report(
                        "SYN112", "merge-of-no-group", "`<<` takes a group of keys, or a list of them.", position
                    )
        return joined(result, frame.node)


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
