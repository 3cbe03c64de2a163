"""What is wrong with a value that does not fit its spot: wrong type, not one of the words, too long, and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from provisioner.config import words
from provisioner.model.spec import OddInt

if TYPE_CHECKING:
    from provisioner.config.shape import Shape
    from provisioner.model.source import Path

_BOUNDS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}
_LENGTHS = {"string_too_short", "string_too_long", "too_short", "too_long"}
_ANSWERS = {
    "true": "true",
    "false": "false",
    "yes": "true",
    "on": "true",
    "y": "true",
    "no": "false",
    "off": "false",
    "n": "false",
    "none": "false",
}
_OWN_CHECKS = {"value_error", "assertion_error"}


class Misfit(NamedTuple):
    """Code, name, what is wrong, and the way out."""

    code: str
    name: str
    what: str
    fix: str


MANY_WORDS = 12
"""So many accepted words are listed even when a guess is at hand."""


def misfit(kind: str, context: dict[str, Any], path: Path, value: Any, shape: Shape) -> Misfit:
    """What to say about ``value`` at ``path``: ``shape`` is what can stand there, ``kind`` the model's complaint."""
    name = words.named(path)
    if isinstance(value, float):
        return _float(name, value, shape)
    if kind in _BOUNDS or kind in _LENGTHS:
        return _bounds(kind, context, name, value)
    if kind == "string_pattern_mismatch":
        return _pattern(str(context["pattern"]), name, value, shape)
    if kind in _OWN_CHECKS:
        return Misfit("SYN108", "value-not-accepted", _sentence(str(context.get("error", "")), name, value), "")
    if shape.literals and isinstance(value, str):
        return _word(name, value, shape)
    return _type(name, value, shape)


def _bounds(kind: str, context: dict[str, Any], name: str, value: Any) -> Misfit:
    if kind in _LENGTHS:
        return _length(kind, context, name, value)
    bound, phrase = _BOUNDS[kind]
    what = f"{name} must be {phrase} {context[bound]}, not {words.shown(value)}."
    return Misfit("SYN108", "value-out-of-range", what, f"Write {phrase} {context[bound]}.")


def _float(name: str, value: float, shape: Shape) -> Misfit:
    text = words.shown(value)
    if "text" in shape.words:
        what = f"{name} takes text, and {text} without quotes is read as an approximate decimal number."
        return Misfit("SYN106", "unquoted-decimal", what, f'Write it in quotes: "{text}".')
    return Misfit("SYN106", "decimal-number", f"{name} takes {words.wanted(shape)}, not the decimal number {text}.", "")


def _length(kind: str, context: dict[str, Any], name: str, value: Any) -> Misfit:
    unit = "characters" if isinstance(value, str) else "items"
    if kind.endswith("too_short"):
        least = context["min_length"]
        what = f"{name} is empty." if not value else f"{name} needs at least {least} {unit}, and has {len(value)}."
        return Misfit(
            "SYN108", "value-too-short", what, "Write a value." if unit == "characters" else "Write at least one item."
        )
    most = context["max_length"]
    return Misfit(
        "SYN108",
        "value-too-long",
        f"{name} has {len(value)} {unit}; {most} are allowed.",
        f"Shorten it to {most} {unit}.",
    )


def _pattern(pattern: str, name: str, value: Any, shape: Shape) -> Misfit:
    form = words.form(pattern)
    doc = "" if form else shape.explained()
    fix = f"It takes {form}." if form else f"It takes: {doc[0].lower()}{doc[1:]}" if doc else ""
    return Misfit("SYN108", "malformed-value", f"{name} cannot be `{words.shown(value)}`.", fix)


def _word(name: str, value: str, shape: Shape) -> Misfit:
    guess = words.did_you_mean(value, shape.literals)
    what = f"{name} cannot be `{words.shown(value)}`"
    if not guess or len(shape.literals) <= MANY_WORDS:
        what += f"; it takes {words.wanted(shape)}"
    what += "."
    return Misfit("SYN108", "unknown-value", what, guess)


def _type(name: str, value: Any, shape: Shape) -> Misfit:
    what = f"{name} takes {words.wanted(shape)}, not {words.described(value)}."
    return Misfit("SYN105", "wrong-type", what, _type_fix(value, shape))


def _type_fix(value: Any, shape: Shape) -> str:
    if value is None:
        return "Write a value, or remove the item."
    if "text" in shape.words:
        if isinstance(value, (dict, list)):
            return "If the value itself begins with `{` or `[`, write it in quotes."
        return f'Write it in quotes: "{words.shown(value)}".'
    if isinstance(value, str):
        return _text_fix(value, shape)
    if isinstance(value, OddInt) and "a whole number" in shape.words:
        return f"Write {int(value)}."
    return ""


def _text_fix(text: str, shape: Shape) -> str:
    if "true or false" in shape.words and text.casefold() in _ANSWERS:
        return f"Write {_ANSWERS[text.casefold()]}, without quotes."
    if "a whole number" in shape.words and text.isdecimal():
        return "Write it without quotes."
    return f"Write it as a list: [{words.shown(text)}]." if shape.items is not None else ""


def _sentence(text: str, name: str, value: Any) -> str:
    text = text or f"{name} cannot be `{words.shown(value)}`"
    return text if text.endswith((".", "!", "?")) else f"{text}."
