"""What QuickBooks says changed since the last reading, and whether that is enough to go by. Pure: the client asks.

Intuit, change data capture: whole objects by the time they last changed, inactive ones too, deleted ones as stubs; no
further back than 30 days, no more than 1,000 objects an answer (read 2026-11). A balance moves without its account
being changed, so this tells nothing about balances; which objects were merged on screen it may not tell either.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from provisioner import __version__
from provisioner.engine.merge import Changes, Reading, Texts
from provisioner.model.money import dumps, loads
from provisioner.providers import shapes
from provisioner.providers.qbo import errors
from provisioner.providers.qbo.base import QboType
from provisioner.providers.wire import instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from provisioner.engine.ports import ResourceType

SETTINGS = ("CompanyInfo", "Preferences")
"""Objects of which a company has exactly one. They are read, and change, like the lists."""
MOST = 1000
LONGEST = timedelta(days=29)
"""A day less than Intuit looks back."""
MARGIN = timedelta(minutes=5)
"""How far before the last reading changes are asked for.

A write may be stamped with the time it began and be seen only when it is done: QuickBooks gives a request 120 s (Intuit
REST API features; read 2026-11). The rest is for clocks that differ between its machines (assumption). What comes twice
does no harm.
"""
FORMAT = 1
"""Of what is remembered, beside the version of the program."""
STRETCH = 1000
"""Objects parsed at a time: parsed, they take several times the memory of their text."""

_compact = json.JSONEncoder(separators=(",", ":")).encode


class CannotTell(Exception):
    """Everything has to be read; the message says why, as the end of a sentence."""


class Keeper:
    """Collects what a full reading sees."""

    def __init__(self) -> None:
        self.objects: Texts = {}

    def keep(self, entity: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add objects as QuickBooks sent them."""
        self.objects.setdefault(entity, {}).update({str(row["Id"]): as_text(row) for row in rows})

    @property
    def is_whole(self) -> bool:
        """True when the company said who it is; what there is no such object of cannot be seen to change."""
        return all(self.objects.get(entity) for entity in SETTINGS)


def as_text(row: Mapping[str, Any]) -> str:
    """An object as JSON without blanks, amounts digit for digit."""
    try:
        return _compact(row)
    except TypeError:  # it has a fraction, for which the fast way knows no exact form
        return dumps(row)


def rows(objects: Mapping[str, Mapping[str, str]], entity: str) -> Iterator[dict[str, Any]]:
    """The objects of an entity as QuickBooks sent them."""
    texts = list(objects.get(entity, {}).values())
    for start in range(0, len(texts), STRETCH):
        yield from loads(f"[{','.join(texts[start : start + STRETCH])}]")


def entities_of(types: Sequence[ResourceType]) -> list[str]:
    """The settings, and the lists that the types are kept in."""
    return [*SETTINGS, *(each.entity for each in types if isinstance(each, QboType) and not each.singleton)]


def form(entities: Sequence[str]) -> str:
    """What is remembered of a reading of these entities, and by which program."""
    return f"{FORMAT} {__version__} {' '.join(entities)}"


def since(known: Reading, wanted: str) -> str:
    """From when on to ask for changes. CannotTell when ``known`` is not a reading of the form ``wanted``."""
    if known.form != wanted:
        raise CannotTell("what was remembered is damaged, or of another version of this program")
    return (datetime.fromisoformat(known.read_at) - MARGIN).isoformat()


def found_in(answer: Any, entities: Sequence[str], read_at: str) -> Changes:
    """What changed, from an answer of ``read_at``. CannotTell when it may not be everything."""
    changed: Texts = {}
    gone: dict[str, set[str]] = {}
    count = 0
    for entity, row in _answered(answer, entities):
        count += 1
        if row.get("status") == "Deleted":
            gone.setdefault(entity, set()).add(str(row["Id"]))
        else:
            changed.setdefault(entity, {})[str(row["Id"])] = as_text(row)
    if count >= MOST:
        raise CannotTell(f"{MOST:,} objects or more changed since it was last read")
    return Changes(read_at, changed, gone)


def _answered(answer: Any, entities: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every object of the answer with its entity."""
    try:
        parts = [part for each in answer["CDCResponse"] for part in each["QueryResponse"]]
        found = [(entity, row) for part in parts for entity in entities for row in part.get(entity, ())]
        if any(errors.fault_in(each) is not None for each in (*answer["CDCResponse"], *parts)):
            raise _unclear()
        if not all(row["Id"] for _, row in found):
            raise _unclear()
    except (KeyError, TypeError, AttributeError) as error:
        raise _unclear() from error
    yield from found


def refuse(known: Reading, changes: Changes) -> None:
    """CannotTell unless ``changes`` are all that happened in this company since ``known``."""
    if not changes.read_at:
        raise CannotTell("QuickBooks did not say what time it is")
    then, now = datetime.fromisoformat(known.read_at), datetime.fromisoformat(changes.read_at)
    if now < then:
        raise CannotTell("QuickBooks's clock has gone back since it was last read")
    if now - then > LONGEST:
        raise CannotTell(f"it was last read more than {LONGEST.days} days ago")
    if any(changes.gone.get(entity) for entity in SETTINGS):
        raise _unclear()
    # A sandbox that is started over has another company under the old id; none of its old objects is reported deleted.
    made, before = (_made(each, "CompanyInfo") for each in (changes.changed, known.objects))
    if made and made != before:
        raise CannotTell("the company was opened anew since it was last read")
    if made and max(made) >= known.read_at:  # times are in seconds: it may be another one of the very same second
        raise CannotTell("the company had only just been opened when it was last read")


def _made(objects: Mapping[str, Mapping[str, str]], entity: str) -> list[str]:
    times = [shapes.record(each.get("MetaData"), "qbo", "times") for each in rows(objects, entity)]
    return [instant(each.get("CreateTime")) for each in times]


def _unclear() -> CannotTell:
    return CannotTell("QuickBooks did not say clearly what changed")
