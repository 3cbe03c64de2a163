"""Multipart bodies in parts, as clients send them: with or without carriage returns, their content byte for byte."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from email.utils import collapse_rfc2231_value
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLANK_LINE = re.compile(rb"\A\r?\n|\r?\n\r?\n")


@dataclass(frozen=True)
class Part:
    """One part of form data; ``content_type`` is "" where the part names none."""

    name: str
    filename: str
    content_type: str
    encoding: str
    content: bytes

    @property
    def media_type(self) -> str:
        """The content type without its parameters."""
        return self.content_type.partition(";")[0].strip().lower()


def split(content_type: str, raw: bytes) -> list[Part]:
    """The parts of a body; 1050 unless it is form data with a boundary."""
    outer = Message()
    outer["Content-Type"] = " ".join(content_type.split())
    boundary = outer.get_boundary()
    if outer.get_content_type() != "multipart/form-data" or not boundary:
        raise errors.content_type(content_type[:100])
    return [_part(chunk) for chunk in _chunks(boundary.encode("utf-8", "replace"), raw)]


def _chunks(boundary: bytes, raw: bytes) -> Iterator[bytes]:
    """What stands between two boundaries; what comes before the first and after the closing one says nothing."""
    marks = re.finditer(rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\Z)", raw)
    begin = None
    for mark in marks:
        if begin is not None:
            yield raw[begin : mark.start()]
        if mark[1]:
            return
        begin = mark.end()


def _part(chunk: bytes) -> Part:
    chunk = re.sub(rb"\A\r?\n", b"", chunk, count=1)
    gap = _BLANK_LINE.search(chunk)
    head, content = (chunk[: gap.start()], chunk[gap.end() :]) if gap else (chunk, b"")
    headers = HeaderParser().parsestr(head.decode("utf-8", "replace"))
    name = headers.get_param("name", "", header="content-disposition")
    return Part(
        collapse_rfc2231_value(name or ""),
        headers.get_filename("") or "",
        str(headers.get("Content-Type", "")).strip(),
        str(headers.get("Content-Transfer-Encoding", "")).strip().lower(),
        content,
    )
