"""What was read last time, brought up to date with what changed since: the same as reading everything again. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Texts = dict[str, dict[str, str]]
"""Objects in the vendor's own form, each as one JSON text, by entity and id."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read from one system, in the vendor's own form.

    ``read_at`` is the vendor's own time, an ISO instant in UTC, when reading began. ``form`` says which entities these
    are and who wrote them down: one of another form is of no use. ``revision`` counts how often it was written; a
    reading that was never stored has 0.
    """

    read_at: str
    form: str
    objects: Texts
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a reading: objects made or changed, as they are now, and the ids of those that are gone."""

    read_at: str
    changed: Texts
    gone: Mapping[str, Collection[str]] = field(default_factory=dict)


def merge(reading: Reading, changes: Changes) -> Reading:
    """The reading that reading everything at the time of ``changes`` would have given."""
    merged = dict(reading.objects)
    for entity in changes.changed.keys() | changes.gone.keys():
        now = merged.get(entity, {}) | changes.changed.get(entity, {})
        merged[entity] = {key: text for key, text in now.items() if key not in changes.gone.get(entity, ())}
    return replace(reading, read_at=changes.read_at, objects=merged)


def difference(before: Reading, after: Reading) -> Changes:
    """What has to be written down, and what crossed out, to turn ``before`` into ``after``."""
    changed, gone = {}, {}
    for entity in before.objects.keys() | after.objects.keys():
        old, new = before.objects.get(entity, {}), after.objects.get(entity, {})
        if old is not new:
            changed[entity] = {key: text for key, text in new.items() if old.get(key) != text}
            gone[entity] = old.keys() - new.keys()
    return Changes(after.read_at, changed, gone)
