"""The words of messages about the file: what a value is, what a spot takes, and what was perhaps meant."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from provisioner.model.spec import OddInt, YamlFloat

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from provisioner.config.shape import Shape
    from provisioner.model.source import Path

_SINGULARS = {"trust": "trust account", "people": "person", "retired": "retired entry"}
_FEW = 12
_LONGEST_SHOWN = 60
_SIMPLE_PATTERN = re.compile(r"\^(\\d|\[0-9\]|\[A-Z\]|\[a-z\])(?:\{(\d+)\}|\+)\$")
_CHARACTERS = {r"\d": "digits", "[0-9]": "digits", "[A-Z]": "capital letters", "[a-z]": "small letters"}


def singular(section: str) -> str:
    """One entry of a section, in words: ``practice_areas`` gives "practice area"."""
    if section in _SINGULARS:
        return _SINGULARS[section]
    for ending, replacement in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if section.endswith(ending):
            return (section[: -len(ending)] + replacement).replace("_", " ")
    return section.replace("_", " ")


def either(options: Iterable[str]) -> str:
    """Options joined as a sentence has them: ``a, b or c``."""
    options = list(options)
    return " or ".join(filter(None, [", ".join(options[:-1]), *options[-1:]]))


def ticked(words: Iterable[Any]) -> list[str]:
    """Each word between back quotes."""
    return [f"`{word}`" for word in words]


def shown(value: Any) -> str:
    """A simple value as it was written, cut short where it is long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value.text if isinstance(value, (OddInt, YamlFloat)) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def described(value: Any) -> str:
    """What a value is, for a sentence that says what it is not."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list):
        return "a list"
    kind = "" if isinstance(value, bool) else "the number " if isinstance(value, (int, float)) else "the text "
    return f"{kind}`{shown(value)}`"


def wanted(shape: Shape) -> str:
    """What a spot takes, for a sentence."""
    options = [*ticked(shape.literals), *shape.words]
    if shape.items is not None:
        inner = either(ticked(shape.items.literals))
        options.append(f"a list of {inner}" if inner else "a list")
    if shape.specs or shape.values is not None:
        options.append("a group of keys")
    return either(options) or "something else"


def named(path: Path) -> str:
    """The spot at ``path`` as the subject of a sentence."""
    if not path:
        return "The file"
    if isinstance(path[-1], int):
        return (
            f"Item {path[-1] + 1} of {ticked([next((p for p in reversed(path) if isinstance(p, str)), 'the list')])[0]}"
        )
    return f"`{path[-1]}`"


def form(pattern: str) -> str:
    """A pattern in words, where it is a simple one: ``4 digits``."""
    match = _SIMPLE_PATTERN.fullmatch(pattern)
    if match is None:
        return ""
    characters = _CHARACTERS[match[1]]
    return f"{match[2]} {characters}" if match[2] else f"{characters} only"


def few(options: Collection[Any]) -> str:
    """Options to choose from as a sentence, empty when they are too many to help."""
    if not options or len(options) > _FEW:
        return ""
    return f"{either(ticked(options))} can stand here."


@lru_cache(maxsize=4096)
def nearest(word: str, options: tuple[str, ...]) -> str | None:
    """The option that was perhaps meant: equal but for case and spaces, or spelled alike."""
    if len(word) > _LONGEST_SHOWN:
        return None
    plain = {_plain(option): option for option in options}
    key = _plain(word)
    found = [key] if key in plain else difflib.get_close_matches(key, plain, n=1, cutoff=0.6)
    return plain[found[0]] if found else None


def _plain(text: str) -> str:
    return text.casefold().replace(" ", "_").replace("-", "_")


def did_you_mean(word: Any, options: Iterable[Any]) -> str:
    """The question whether one of ``options`` was meant; empty when none is alike."""
    guess = nearest(str(word), tuple(str(option) for option in options))
    return f"Did you mean `{guess}`?" if guess else ""


def as_key(text: str) -> str:
    """A key made from a name: ``IOLTA Bank`` gives ``iolta_bank``; empty when there is none in it."""
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_0123456789")[:60]
