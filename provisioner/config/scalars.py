"""What a plain or tagged word of YAML means: the 1.2 core types (https://yaml.org/spec/1.2.2, 10.3; read 2026-11)."""

from __future__ import annotations

import re
from typing import Any

from provisioner.model.spec import OddInt, YamlFloat

STR = "tag:yaml.org,2002:str"
MAP = "tag:yaml.org,2002:map"
SEQ = "tag:yaml.org,2002:seq"
NON_SPECIFIC = "!"

_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_PLAIN_INT = re.compile(r"0|-?[1-9][0-9]*")
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_WORDS: dict[str, Any] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
SPECIAL = frozenset(("", *"0123456789+-.~nNtTfF"))
_MOST_DIGITS = 4000  # Python refuses to convert more than 4300; nothing of ours has so many, so it stays text


def plain(text: str) -> Any:
    """The value of a word written without quotes and without a tag. One that begins with none of SPECIAL is text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0].isalpha():
        return text
    if _INT.fullmatch(text):
        return _integer(text)
    if _FLOAT.fullmatch(text):
        return _decimal(text)
    return text


def _integer(text: str) -> Any:
    if len(text) > _MOST_DIGITS:
        return text
    if _PLAIN_INT.fullmatch(text):
        return int(text)
    return OddInt(int(text, 0) if text[:2] in ("0o", "0x") else int(text), text)


def _decimal(text: str) -> YamlFloat:
    # Python spells `.inf` and `.nan` without the point; `5.` and `.5` it understands.
    return YamlFloat(float(text if text[-1] in "0123456789." else text.replace(".", "")), text)


def tagged(tag: str, text: str) -> Any:
    """The value of a word with a core tag. ValueError when the text does not fit it, KeyError for another tag."""
    return _TAGS[tag](text)


def _only(*kinds: type) -> Any:
    def convert(text: str) -> Any:
        value = plain(text)
        if isinstance(value, kinds) and not (isinstance(value, bool) and bool not in kinds):
            return value
        raise ValueError(text)

    return convert


def _float(text: str) -> YamlFloat:
    value = plain(text)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return YamlFloat(float(value), text)
    raise ValueError(text)


_TAGS: dict[str, Any] = {
    STR: str,
    NON_SPECIFIC: str,
    "tag:yaml.org,2002:int": _only(int),
    "tag:yaml.org,2002:float": _float,
    "tag:yaml.org,2002:bool": _only(bool),
    "tag:yaml.org,2002:null": _only(type(None)),
}
