"""One request to a company as the addresses see it: method, path, query and body, apart from HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors, xml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.sandbox.kernel import Record

REFUSE = "sandbox.refuse"  # the key of a request's scope under which a fault script's Refuse stands
Refuse = Callable[[int, str, str], errors.FaultError | None]
"""Says which writes are refused, by their place in the batch (from 1), entity and operation."""
JSON_TYPES = ("", "application/json", "text/json")


@dataclass(frozen=True)
class Call:
    """A request. ``parts`` are the pieces of the path after the first, in lower case; ``raw`` is uncompressed."""

    method: str
    parts: tuple[str, ...]
    params: Mapping[str, str]
    content_type: str
    raw: bytes
    base_url: str = ""
    refuse: Refuse | None = None

    @property
    def media_type(self) -> str:
        """The content type without its parameters."""
        return self.content_type.partition(";")[0].strip().lower()

    @property
    def include(self) -> frozenset[str]:
        """The words of ``include``, in lower case."""
        return frozenset(word.strip().lower() for word in self.params.get("include", "").split(","))

    def body(self) -> Record:
        """The body as an object; malformed JSON is a property fault, as in recorded answers."""
        if self.media_type in xml.MEDIA_TYPES:
            return xml.parse(decode(self.raw))
        if self.media_type not in JSON_TYPES:
            raise errors.content_type(self.media_type)
        try:
            body = json.loads(decode(self.raw), parse_float=Decimal, parse_constant=_no_constant)
        except (ValueError, ArithmeticError, RecursionError) as error:
            raise errors.bad_property(str(error)[:200]) from None
        if not isinstance(body, dict):
            raise errors.bad_property("The body must be an object")
        return body


def decode(raw: bytes) -> str:
    """Bytes as text; fault 500 when they are not UTF-8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise errors.bad_bytes() from None


def _no_constant(name: str) -> None:
    raise ValueError(f"Unexpected {name}")
