"""Field values as JSON and back, without loss: references and exact amounts are marked."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from provisioner.model.address import Address
from provisioner.model.resource import Remote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.model.resource import Value


def encode(fields: Mapping[str, Value]) -> str:
    """The fields as one line of JSON, keys in order."""
    return json.dumps({name: _plain(value) for name, value in fields.items()}, sort_keys=True, separators=(",", ":"))


def decode(text: str) -> dict[str, Value]:
    """The fields that ``encode`` wrote."""
    return {name: _value(plain) for name, plain in json.loads(text).items()}


def _plain(value: Value) -> Any:
    if isinstance(value, Remote):
        return {"remote": [value.kind, value.id]}
    if isinstance(value, Address):
        return {"address": str(value)}
    if isinstance(value, Decimal):
        return {"amount": str(value)}
    return value


def _value(plain: Any) -> Value:
    if isinstance(plain, dict):
        if "remote" in plain:
            return Remote(*plain["remote"])
        if "address" in plain:
            return Address.parse(plain["address"])
        return Decimal(plain["amount"])
    value: Value = plain
    return value
