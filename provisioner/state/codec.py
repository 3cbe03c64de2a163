"""Field values and requests as JSON and back, without loss: references and exact amounts are marked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from sys import intern
from typing import TYPE_CHECKING, Any

from provisioner.engine.ports import Conclusion, Fate, Item
from provisioner.model.address import Address
from provisioner.model.change import Operation
from provisioner.model.resource import Remote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provisioner.model.resource import Value

EXACT = "$decimal"
"""Marks an exact number in a request's body. No vendor has a field of that name."""


def encode(fields: Mapping[str, Value]) -> str:
    """The fields as one line of JSON, keys in order."""
    return json.dumps(_plain_fields(fields), sort_keys=True, separators=(",", ":"))


def decode(text: str) -> dict[str, Value]:
    """The fields that ``encode`` wrote."""
    return _fields(json.loads(text))


def decode_all(texts: Sequence[str | None]) -> list[dict[str, Value] | None]:
    """What ``decode`` makes of each text; None stays None. One document of all is read twice as fast as many."""
    found = json.loads(f"[{','.join([text or 'null' for text in texts])}]")
    if len(found) != len(texts):
        raise ValueError("A text holds more than one document")
    return [None if plain is None else _fields(plain) for plain in found]


def encode_items(items: Sequence[Item]) -> str:
    """The items of a request as one line of JSON."""
    plain = [
        {
            "address": str(item.address),
            "operation": item.operation.value,
            "body": item.body,
            "fields": _plain_fields(item.fields),
            "active": item.active,
            "remote_id": item.remote_id,
            "version": item.version,
            "temporary": item.temporary,
        }
        for item in items
    ]
    return json.dumps(plain, separators=(",", ":"), default=_marked)


def decode_items(text: str) -> tuple[Item, ...]:
    """The items that ``encode_items`` wrote."""
    return tuple(
        Item(
            Address.parse(plain["address"]),
            Operation(plain["operation"]),
            plain["body"],
            _fields(plain["fields"]),
            plain["active"],
            plain["remote_id"],
            plain["version"],
            plain["temporary"],
        )
        for plain in json.loads(text, object_hook=_unmarked)
    )


def encode_outcome(conclusion: Conclusion) -> str:
    """What became of an item, its address left out."""
    return json.dumps([conclusion.fate.value, conclusion.remote_id, conclusion.version, conclusion.said])


def decode_outcome(address: str, text: str) -> Conclusion:
    """The conclusion that ``encode_outcome`` wrote."""
    fate, remote_id, version, said = json.loads(text)
    return Conclusion(Address.parse(address), Fate(fate), remote_id, version, said)


def _plain_fields(fields: Mapping[str, Value]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in fields.items()}


def _fields(plain: Mapping[str, Any]) -> dict[str, Value]:
    return {name: _value(value) if type(value) is dict else _once(value) for name, value in plain.items()}


def _once(value: Any) -> Any:
    """The value; a text as the one copy that all texts of these words share."""
    return intern(value) if type(value) is str else value


def _plain(value: Value) -> Any:
    if isinstance(value, Remote):
        return {"remote": [value.kind, value.id]}
    if isinstance(value, Address):
        return {"address": str(value)}
    if isinstance(value, Decimal):
        return {"amount": str(value)}
    return value


def _value(plain: Mapping[str, Any]) -> Value:
    if "remote" in plain:
        return Remote(*plain["remote"])
    if "address" in plain:
        return Address.parse(plain["address"])
    return Decimal(plain["amount"])


def _marked(value: Any) -> Any:
    """What JSON has no word for."""
    if isinstance(value, Decimal):
        return {EXACT: str(value)}
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"A request's body holds {type(value).__name__}, which is not JSON")


def _unmarked(plain: dict[str, Any]) -> Any:
    return Decimal(plain[EXACT]) if len(plain) == 1 and EXACT in plain else plain
