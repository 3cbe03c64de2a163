"""Text from files and vendors made harmless: what would move a cursor, turn or hide text is shown as a code.

Every form of output takes its text through here; each then escapes what its own syntax would act on.
"""

from __future__ import annotations

import json
import re
from typing import Any

ACTING = (
    "\x7f-\x9f\xad"  # controls, the soft hyphen
    "\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero width, line and paragraph ends, direction marks
    "\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"  # surrogates, private use, fillers
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff"  # tags, variation selectors, private use
)
"""Beside the controls of ASCII: format, surrogate and private use characters, ends of lines, and what takes no room.

Unicode 16.0.
"""

_ACTS = re.compile(f"[\x00-\x1f{ACTING}]")
_ACTS_IN_JSON = re.compile(f"[{ACTING}]")
_ACCENTS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]"
_PILE = re.compile(f"({_ACCENTS}{{4}}){_ACCENTS}+")
"""More accents on one letter than any language has: they would cover the lines above."""


def clean(text: str) -> str:
    r"""Text without anything that acts: such characters are shown as codes, ``\u202e``.

    A line break is one of them: a name must not be able to write a line of its own into a plan. Idempotent.
    """
    if text.isascii() and text.isprintable():
        return text
    return _PILE.sub(lambda found: f"{found[1]}...", _ACTS.sub(_code, text))


def _code(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004 - the last of four digits


def json_text(document: Any, *, ascii_only: bool = False) -> str:
    """A JSON document for a screen: characters that act are escaped, which loses nothing."""
    text = json.dumps(document, indent=2, ensure_ascii=ascii_only, default=str)
    if text.isascii() and "\x7f" not in text:
        return text
    return _ACTS_IN_JSON.sub(lambda found: "\\u007f" if found[0] == "\x7f" else json.dumps(found[0])[1:-1], text)
