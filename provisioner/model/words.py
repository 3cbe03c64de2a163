"""Words in sentences: the plural of a noun, a moment."""

from __future__ import annotations

from datetime import UTC, datetime

_HISSING = ("s", "x", "z", "ch", "sh")


def plural_of(noun: str) -> str:
    """More than one of it: ``accounts``, ``classes``, ``billing categories``, ``products or services``."""
    first, joint, second = noun.partition(" or ")
    if joint:
        return f"{plural_of(first)}{joint}{plural_of(second)}"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(_HISSING) else f"{noun}s"


def counted(count: int, noun: str) -> str:
    """``1 finding``, ``2,000 findings``."""
    return f"1 {noun}" if count == 1 else f"{count:,} {plural_of(noun)}"


def moment(instant: str) -> str:
    """An ISO instant as people read it: ``2026-11-22 21:55:16 UTC``; any other text as it is."""
    try:
        return f"{datetime.fromisoformat(instant).astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    except ValueError:
        return instant
