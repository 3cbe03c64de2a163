"""What entries of the firm file share on their way to resources: where their fields are written, which keys they are.

The plain lists (classes, terms, payment methods, practice areas) have entries whose keys are the fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from provisioner.model.address import Address
from provisioner.model.resource import Desired
from provisioner.model.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.model.firm import Firm
    from provisioner.model.resource import Value
    from provisioner.model.spec import Spec


class FieldPlaces(Mapping[str, Place]):
    """Where each field of an entry is written, found when asked for: only what is reported has a use for it."""

    __slots__ = ("_fields", "_firm", "_path")

    def __init__(self, firm: Firm, path: tuple[str, ...], fields: Mapping[str, Value]) -> None:
        self._firm = firm
        self._path = path
        self._fields = fields

    def __getitem__(self, name: str) -> Place:
        if name not in self._fields:
            raise KeyError(name)
        return self._firm.place(*self._path, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)


def keys_of(fields: Iterable[str], *more: str) -> frozenset[str]:
    """The keys of an entry that its fields stand for. Entries alike share one set, which is larger than its entry."""
    return _keys((*fields, *more))


@lru_cache(maxsize=512)
def _keys(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(names)


def entry(firm: Firm, kind: str, path: tuple[str, str], spec: Spec, values: Mapping[str, Value]) -> Desired:
    """The resource of one entry: those of ``values`` that the entry says something about."""
    system, _, name = kind.partition(".")
    fields = {field: value for field, value in values.items() if spec.sets(field)}
    places = FieldPlaces(firm, path, fields)
    return Desired(Address(system, name, path[1]), fields, path, firm.place(*path), places, keys_of(fields))


def retired(firm: Firm, kind: str, section: str) -> Iterator[Desired]:
    """The resources of ``retired.<section>``, found by name."""
    system, _, name = kind.partition(".")
    for key, spec in firm.retired(section).items():
        path = ("retired", section, key)
        yield Desired(Address(system, name, key), {"name": spec.name}, path, firm.place(*path), retired=True)
