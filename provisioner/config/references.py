"""Checks that every value which names an entry of another section names one that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provisioner.config import words
from provisioner.config.places import Map, Seq
from provisioner.config.shape import Shape, fields
from provisioner.model.finding import Finding, Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provisioner.model.firm import PlaceFinder
    from provisioner.model.source import Path

Declared = dict[str, frozenset[str] | None]
ANY_SECTION = "*"
_COMPARISONS = 50_000
"""Keys that values are compared with to guess what was meant, all together."""


class References:
    """The declared entries of a firm, and the check of values against them."""

    def __init__(self, shape: Shape, tree: Mapping[str, Any]) -> None:
        self._sections = {
            key: _keys(tree.get(key))
            for key in shape.fixed_keys()
            if (child := shape.child(key)) is not None and child.values is not None
        }
        self._declared = {name: None if keys is None else frozenset(keys) for name, keys in self._sections.items()}
        retired = tree.get("retired")
        self._retired = retired if isinstance(retired, Map) else {}
        self._joined: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._left = _COMPARISONS

    def check(self, shape: Shape, tree: Any, places: PlaceFinder) -> Iterator[Finding]:
        """A finding for each value of ``tree`` that refers to an entry which is not there."""
        for path, value, sections in self._dangling(shape, tree):
            yield Finding(
                "REF101",
                "unknown-reference",
                Level.ERROR,
                self._what(value, sections),
                fix=self._fix(value, sections),
                place=places(path),
            )

    def dangling(self, shape: Shape, tree: Any) -> Iterator[tuple[Path, str]]:
        """Path and value of every reference of ``tree`` that leads nowhere."""
        return ((path, value) for path, value, _ in self._dangling(shape, tree))

    def _dangling(self, shape: Shape, tree: Any) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
        return _dangling(tree, shape, (), self._declared)

    def _what(self, value: str, sections: tuple[str, ...]) -> str:
        text = words.shown(value)
        if sections == (ANY_SECTION,):
            return f"There is no entry `{text}`."
        return f"There is no {words.either(words.singular(section) for section in sections)} `{text}`."

    def _fix(self, value: str, sections: tuple[str, ...]) -> str:
        if sections == (ANY_SECTION,):
            return (
                self._meant(value, self._dotted(value))
                or "Write section and key with a point between them, like `accounts.operating`."
            )
        for section in sections:
            if value in (self._retired.get(section) or ()):
                return f"It is listed under `retired.{section}`: refer to another one, or declare it again."
        options = self._options(sections)
        where = words.either(words.ticked(sections))
        return self._meant(value, options) or words.few(options) or f"Declare it under {where}, or correct the key."

    def _options(self, sections: tuple[str, ...]) -> tuple[str, ...]:
        if sections not in self._joined:
            self._joined[sections] = tuple(key for section in sections for key in self._sections.get(section) or ())
        return self._joined[sections]

    def _dotted(self, value: str) -> tuple[str, ...]:
        section, _, key = value.partition(".")
        keys = self._sections.get(section)
        if keys is not None:
            meant = words.nearest(key, keys) if self._may_compare(keys) else None
            return (f"{section}.{meant}",) if meant else ()
        guess = words.nearest(section, tuple(self._sections))
        return (f"{guess}.{key}",) if guess and key in (self._declared[guess] or ()) else ()

    def _meant(self, value: str, options: tuple[str, ...]) -> str:
        return words.did_you_mean(value, options) if self._may_compare(options) else ""

    def _may_compare(self, options: tuple[str, ...]) -> bool:
        """True as long as guessing what was meant has not taken longer than the check itself."""
        self._left -= len(options)
        return self._left >= 0


def _dangling(node: Any, shape: Shape, path: Path, declared: Declared) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """Path, value and sections of every reference below ``node`` that leads nowhere."""
    if isinstance(node, str):
        if shape.sections and node not in shape.literals and not _is_declared(node, shape.sections, declared):
            yield path, node, shape.sections
        return
    for part, value, child in _referring(node, shape):
        yield from _dangling(value, child, (*path, part), declared)


def _referring(node: Any, shape: Shape) -> Iterator[tuple[str | int, Any, Shape]]:
    """The values right below ``node`` that are references or hold some."""
    if isinstance(node, Map):
        for spec in shape.specs:
            for key, child in fields(spec).items():
                if child.refers and key in node:
                    yield key, node[key], child
        if shape.values is not None and shape.values.refers:
            for key, value in node.items():
                yield key, value, shape.values
    elif isinstance(node, Seq) and shape.items is not None and shape.items.refers:
        for index, value in enumerate(node):
            yield index, value, shape.items


def _keys(entries: Any) -> tuple[str, ...] | None:
    """The keys of a section; None when it is no group of entries, so that nothing can be said about its keys."""
    if entries is None:
        return ()
    return tuple(entries) if isinstance(entries, Map) else None


def _is_declared(value: str, sections: tuple[str, ...], declared: Declared) -> bool:
    if sections == (ANY_SECTION,):
        section, _, key = value.partition(".")
        keys = declared.get(section, frozenset())
        return keys is None or key in keys
    return any((keys := declared.get(section)) is None or value in keys for section in sections)
