"""Finds out what became of a write whose answer was lost, by looking at what is there now. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from provisioner.engine.normalise import normalise
from provisioner.model.change import Operation

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from provisioner.engine.ports import Item, ResourceType
    from provisioner.model.resource import Observed, Remote


def carried_out(
    item: Item, kind: ResourceType, objects: Iterable[Observed], since: str, taken: Container[Remote]
) -> list[Observed]:
    """The objects that ``item`` may have made or changed: none when it was not carried out, one when it was.

    A created object has the identity that was asked for, was made at or after ``since`` (the vendor's time), and is
    not among ``taken``, the objects that other addresses stand for. More than one is returned only when somebody made
    another one of the same identity in that time and none or several are exactly as asked for. A changed object has
    another version than before and every field as asked for.
    """
    if item.operation is Operation.UPDATE:
        return [each for each in objects if each.id == item.remote_id and _is_changed(item, kind, each)]
    wanted = set(kind.keys(normalise(item.fields, kind.fields)))
    found = [
        each
        for each in objects
        if each.remote not in taken
        and _not_before(each.created_at, since)
        and wanted & set(kind.keys(normalise(each.fields, kind.fields)))
    ]
    exact = [each for each in found if _is_as_asked(item, kind, each)]
    return exact if len(exact) == 1 else found


def _is_changed(item: Item, kind: ResourceType, observed: Observed) -> bool:
    return observed.version != item.version and _is_as_asked(item, kind, observed)


def _is_as_asked(item: Item, kind: ResourceType, observed: Observed) -> bool:
    live = normalise(observed.fields, kind.fields)
    asked = normalise(item.fields, kind.fields)
    is_active = item.active is None or item.active == observed.active
    return is_active and all(live.get(name) == value for name, value in asked.items())


def _not_before(made: str | None, since: str) -> bool:
    """True unless both instants are known and ``made`` is the earlier one. Clocks of vendors tick in seconds."""
    try:
        return datetime.fromisoformat(made or "").replace(microsecond=0) >= datetime.fromisoformat(since).replace(
            microsecond=0
        )
    except (ValueError, TypeError):
        return True
