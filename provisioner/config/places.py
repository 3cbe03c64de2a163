"""Where values were written: compact positions, the containers that carry them, and the files' own lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from provisioner.model.firm import PlaceFinder
from provisioner.model.source import Path, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

_WIDTH_BITS = 12
_COLUMN_BITS = 27
_FILE_BITS = 16
_PAIR_BITS = 96
_PAIR_MASK = (1 << _PAIR_BITS) - 1
_MAX_WIDTH = (1 << _WIDTH_BITS) - 1
_MAX_COLUMN = (1 << _COLUMN_BITS) - 1
_MAX_FILE = (1 << _FILE_BITS) - 1

LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What libyaml counts as the end of a line; editors agree on the first three."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def pack(file: int, line: int, column: int, width: int) -> int:
    """One number that stands for a place: a tenth of the memory of four. Line and column count from 0 here."""
    width = width if width < _MAX_WIDTH else _MAX_WIDTH  # noqa: FURB136 - a call costs more, and this runs for each word
    return ((((line << _COLUMN_BITS) | column) << _WIDTH_BITS | width) << _FILE_BITS) | file


def pair(key: int, value: int) -> int:
    """The positions of a key and of its value in one number: a third of the memory of a pair."""
    return value << _PAIR_BITS | key


def key_of(both: int) -> int:
    """The position of the key in what ``pair`` made."""
    return both & _PAIR_MASK


def value_of(both: int) -> int:
    """The position of the value in what ``pair`` made."""
    return both >> _PAIR_BITS


class Map(dict[str, Any]):
    """A mapping of a file. ``at`` has the ``pair`` of positions, key and value, of each key ever written in it."""

    __slots__ = ("at",)
    at: dict[str, int]


class Seq(list[Any]):
    """A list of a file. ``at`` has the position of each item."""

    __slots__ = ("at",)
    at: list[int]


class SourceLines:
    """The files that were read: their names as shown, their bytes, and the places in them."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.contents: list[bytes] = []
        self._lines: dict[str, list[str]] = {}

    def add(self, name: str, content: bytes) -> int:
        """The number by which positions refer to this file from now on."""
        self.names.append(name)
        self.contents.append(content)
        return min(len(self.names) - 1, _MAX_FILE)

    def place(self, position: int) -> Place:
        """The place a packed position stands for, counted from 1."""
        file = self.names[position & _MAX_FILE]
        position >>= _FILE_BITS
        width = position & _MAX_WIDTH
        position >>= _WIDTH_BITS
        return Place(file, (position >> _COLUMN_BITS) + 1, (position & _MAX_COLUMN) + 1, max(width, 1))

    def line(self, place: Place) -> str | None:
        """The text of the line a place is in, fit for a screen; None when the file was not read or is shorter."""
        if place.file not in self._lines:
            if place.file not in self.names:
                return None
            content = self.contents[self.names.index(place.file)]
            self._lines[place.file] = LINE_END.split(content.decode("utf-8-sig", errors="replace"))
        lines = self._lines[place.file]
        return _CONTROL.sub("\ufffd", lines[place.line - 1]) if 0 < place.line <= len(lines) else None


class Places(PlaceFinder):
    """Finds where the value at a path was written.

    A mapping or list that has a key is pointed at by that key, since it covers many lines itself. ``roots`` are trees
    of other files, each by its top key (``clients``).
    """

    def __init__(
        self, sources: SourceLines, tree: Map | None, top: Place, roots: Mapping[str, Places] | None = None
    ) -> None:
        self._sources = sources
        self._tree = tree
        self._top = top
        self._roots = roots or {}

    def __call__(self, path: Path, *, key: bool = False) -> Place:
        """The place of the value, or of its key; of the nearest enclosing value when there is none."""
        if path and path[0] in self._roots:
            return self._roots[str(path[0])](path, key=key)
        position = find(self._tree, path, key=key)
        return self._top if position is None else self._sources.place(position)


def find(node: Any, path: Path, *, key: bool = False) -> int | None:
    """The packed position of the value at ``path`` below ``node``, or of the nearest enclosing one; None at the top."""
    position: int | None = None
    last = len(path) - 1
    for depth, part in enumerate(path):
        if isinstance(node, Map) and part in node.at:
            both = node.at[str(part)]
            node = node.get(str(part))
            at_key = (key and depth == last) or isinstance(node, (Map, Seq))
            position = key_of(both) if at_key else value_of(both)
        elif isinstance(node, Seq) and isinstance(part, int) and part < len(node):
            position = node.at[part]
            node = node[part]
        else:
            break
    return position
