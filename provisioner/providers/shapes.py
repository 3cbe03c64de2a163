"""Answers of the vendors made sure of: lists are lists, every object has an id of its own, values are what they seem.

What does not fit ends in a problem in plain words. Nothing is guessed: half an answer must not be planned from.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from provisioner.engine import normalise
from provisioner.model.errors import VendorProblem
from provisioner.model.resource import Remote
from provisioner.providers.limits import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from provisioner.engine.ports import FieldInfo
    from provisioner.model.resource import Observed

BIGGEST = 15
"""Digits before the point that an amount has at most: more is no amount of money."""
_TEXT = frozenset({str, type(None)})
_SCALAR = frozenset({str, int, bool, Decimal, Remote, type(None)})
_MISFITS = (KeyError, IndexError, TypeError, ValueError, AttributeError, ArithmeticError)
"""What reading a row raises that is made otherwise than the vendor's documents say."""


class Kind(Protocol):
    """What is asked of a resource type here."""

    kind: ClassVar[str]
    noun: ClassVar[str]
    fields: ClassVar[Mapping[str, FieldInfo]]

    def observe(self, wire: Mapping[str, Any]) -> Observed:
        """A row in our vocabulary."""
        ...


def record(value: object, system: str, what: str) -> dict[str, Any]:
    """The object ``value``, empty for none. VendorProblem for anything else."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise misshapen(system, f"{what} that is no object")
    return value


def records(value: object, system: str, what: str) -> list[dict[str, Any]]:
    """The list of objects ``value``, empty for none. VendorProblem for anything else."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(type(each) is dict for each in value):
        raise misshapen(system, f"{what} that is no list of objects")
    return value


def text(value: object, system: str, what: str) -> str | None:
    """The text ``value``, None for none. VendorProblem for anything else."""
    if value is not None and not isinstance(value, str):
        raise misshapen(system, f"{what} that is no text")
    return value


def count(value: object, system: str, what: str) -> int:
    """The number ``value``, 0 for none. VendorProblem for anything else."""
    if value is None:
        return 0
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**BIGGEST:
        raise misshapen(system, f"{what} that is no number")
    return value


def observed(kind: Kind, rows: Iterable[Mapping[str, Any]]) -> list[Observed]:
    """Some rows of a type in our vocabulary. VendorProblem when one cannot be understood."""
    known: set[tuple[type, ...]] = set()
    return [one(kind, row, known) for row in rows]


def distinct(kind: Kind, found: list[Observed]) -> list[Observed]:
    """``found``, a whole list. VendorProblem when an object comes twice: somebody changes the list meanwhile."""
    if len({each.id for each in found}) < len(found):
        raise misshapen(kind.kind.partition(".")[0], f"the same {kind.noun} twice")
    return found


def one(kind: Kind, row: Mapping[str, Any], known: set[tuple[type, ...]] | None = None) -> Observed:
    """A row in our vocabulary. VendorProblem when it cannot be understood.

    ``known`` remembers the types of values that were looked at and found right: among many rows there are few.
    """
    try:
        seen = kind.observe(row)
        types = (type(seen.changed_at), type(seen.created_at), *map(type, seen.fields.values()))
        wrong = "no id" if seen.id in {"", "None"} else ""
        if known is None or types not in known:
            wrong = wrong or next(_wrong(seen, kind.fields), "")
            if known is not None and Decimal not in types:
                known.add(types)
    except _MISFITS as error:
        raise misshapen(kind.kind.partition(".")[0], f"a {kind.noun} that cannot be read") from error
    if wrong:
        name = f" ({seen.fields['name']!r})" if isinstance(seen.fields.get("name"), str) else ""
        raise misshapen(seen.kind.partition(".")[0], f"a {kind.noun}{name} with {wrong}")
    return seen


def _wrong(seen: Observed, infos: Mapping[str, FieldInfo]) -> Iterator[str]:
    """What does not fit about an object."""
    if type(seen.changed_at) not in _TEXT or type(seen.created_at) not in _TEXT:
        yield "a time that is none"
    for name, value in seen.fields.items():
        if type(value) not in (_TEXT if infos[name].normal is normalise.text else _SCALAR):
            yield f"a {infos[name].label} that is none"
        elif type(value) is Decimal and not (value.is_finite() and value.adjusted() < BIGGEST):
            yield f"a {infos[name].label} that is no amount"
        elif infos[name].normal is normalise.amount:
            infos[name].form(value)


def misshapen(system: str, what: str) -> VendorProblem:
    """An answer that is not made as the vendor's documents say."""
    return VendorProblem(
        f"{NAMES[system]} did not answer properly",
        f"It sent {what}.",
        "Run the same command again. If it goes on, a newer release of provisioner may understand it.",
        system=system,
        code="misshapen",
        stops_run=True,
        maybe_done=True,
    )
