"""What the builder keeps in hand while it reads: mappings and lists still open, named values, and how mappings join."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from provisioner.config.places import Map


@dataclass(frozen=True, slots=True)
class Anchor:
    """A named value: how many values it holds, how many aliases were followed in it, and how deep it is."""

    value: Any
    size: int = 1
    aliases: int = 0
    height: int = 0


class Frame:
    """A mapping or list that is being read."""

    __slots__ = (
        "aliases",
        "anchor",
        "awaits_value",
        "height",
        "is_map",
        "key",
        "key_at",
        "merges",
        "node",
        "position",
        "size",
    )

    def __init__(self, node: Any, position: int, anchor: str | None) -> None:
        self.node = node
        self.position = position
        self.anchor = anchor
        self.is_map = type(node) is Map
        self.awaits_value = False
        self.key: str | None = None
        self.key_at = 0
        self.merges: list[tuple[Any, int]] | None = None
        self.size = 1
        self.aliases = 0
        self.height = 1


def fill(target: Map, source: Map) -> None:
    """Add to ``target`` the keys it does not have yet."""
    for key, value in source.items():
        if key not in target:
            target[key] = value
            target.at[key] = source.at[key]


def joined(under: Map, over: Map) -> Map:
    """A new mapping with the keys of both; the values of ``over`` win."""
    result = Map(under)
    result.update(over)
    result.at = {**under.at, **over.at}
    return result
