"""Normal forms: two fields are equal when their normal forms are, so no phantom differences arise."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.engine.ports import FieldInfo
    from provisioner.model.resource import Value


def text(value: Value) -> Value:
    """Text without blanks around it; an empty text is no value. Vendors leave empty values out of their answers."""
    if isinstance(value, str):
        return value.strip() or None
    return value


def amount(value: Value) -> Value:
    """An exact number; 350, 350.0 and 350.00 are the same."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, str, Decimal)):
        return Decimal(value).quantize(Decimal("0.01"))
    return value


def flag(value: Value) -> Value:
    """True or False; a flag the vendor leaves out is off."""
    return bool(value)


def normalise(fields: Mapping[str, Value], infos: Mapping[str, FieldInfo]) -> Mapping[str, Value]:
    """The normal form of fields, declared or read, as the vendor keeps them. Idempotent.

    Fields that are in normal form already come back as the same mapping: among many objects that is the usual case,
    and a copy of each would cost more than all the rest of planning them.
    """
    for name, value in fields.items():
        info = infos.get(name)
        if info is None or info.form(value) is not value:
            return {name: infos[name].form(value) for name, value in fields.items() if name in infos}
    return fields
