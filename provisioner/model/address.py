"""Stable names of resources: ``qbo.account.operating``. The key may itself hold dots (``iolta.contact_7001``)."""

from __future__ import annotations

import re
from sys import intern
from typing import NamedTuple

_PART = re.compile(r"[a-z][a-z0-9_]*")
_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*(\.[A-Za-z0-9_][A-Za-z0-9_-]*)*")


class Address(NamedTuple):
    """System, type and key of one resource. ``parse`` and ``str`` are inverses."""

    system: str
    type: str
    key: str

    @property
    def kind(self) -> str:
        """The resource type: ``qbo.account``."""
        return f"{self.system}.{self.type}"

    def __str__(self) -> str:
        """``system.type.key``."""
        return f"{self.system}.{self.type}.{self.key}"

    @classmethod
    def parse(cls, text: str) -> Address:
        """The address written as ``text``; ValueError when it is none."""
        parts = text.split(".", 2)
        if len(parts) == 3 and _PART.fullmatch(parts[0]) and _PART.fullmatch(parts[1]) and _KEY.fullmatch(parts[2]):  # noqa: PLR2004 - system, type, key
            return cls(*map(intern, parts))  # ten thousand addresses share a system and a type
        raise ValueError(f"{text!r} is not an address like qbo.account.operating")
