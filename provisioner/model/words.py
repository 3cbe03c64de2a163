"""Words in sentences: the plural of a noun."""

from __future__ import annotations

_HISSING = ("s", "x", "z", "ch", "sh")


def plural_of(noun: str) -> str:
    """More than one of it: ``accounts``, ``classes``, ``billing categories``, ``products or services``."""
    first, joint, second = noun.partition(" or ")
    if joint:
        return f"{plural_of(first)}{joint}{plural_of(second)}"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(_HISSING) else f"{noun}s"
