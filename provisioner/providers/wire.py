"""How a field of ours is written in a vendor's JSON: its key there and a codec for its value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from provisioner.engine import normalise
from provisioner.engine.ports import FieldInfo, unchanged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from provisioner.model.resource import Value


@dataclass(frozen=True, slots=True)
class WireField:
    """A field with its key on the wire. ``decode`` reads the vendor's value, ``encode`` writes ours.

    ``asked`` is how the field is asked for where that differs from its key (Clio: ``rate{amount}``).
    """

    key: str
    info: FieldInfo
    decode: Callable[[Any], Value] = unchanged
    encode: Callable[[Any], Any] = unchanged
    asked: str = ""


def text(key: str, label: str, *, fixed: str = "", stored: Callable[[Value], Value] = unchanged) -> WireField:
    """A field of plain text."""
    return WireField(key, FieldInfo(label, normal=normalise.text, stored=stored, fixed=fixed))


def amount(key: str, label: str) -> WireField:
    """A field of dollars, exact in both directions."""
    return WireField(
        key,
        FieldInfo(label, normal=normalise.amount),
        decode=lambda value: None if value is None else Decimal(str(value)),
    )


def whole(key: str, label: str) -> WireField:
    """A field of whole numbers."""
    return WireField(key, FieldInfo(label), decode=lambda value: None if value in {None, ""} else int(value))


def flag(key: str, label: str) -> WireField:
    """A field that is on or off."""
    return WireField(key, FieldInfo(label, normal=normalise.flag), decode=bool)


def instant(value: object) -> str:
    """A vendor's timestamp in UTC, so that one instant is one text in summer and in winter; empty for none."""
    try:
        return datetime.fromisoformat(str(value)).astimezone(UTC).isoformat()
    except ValueError:
        return ""


def vendor_time(headers: Mapping[str, str]) -> str:
    """The vendor's own time of an answer (its Date header) as an ISO instant in UTC; empty where it does not tell."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - live runs only, which have imported it already

    try:
        return parsedate_to_datetime(headers.get("Date", "")).astimezone(UTC).isoformat()
    except ValueError:
        return ""


def infos(wire: Mapping[str, WireField]) -> dict[str, FieldInfo]:
    """What the engine needs to know of some wire fields."""
    return {name: each.info for name, each in wire.items()}
