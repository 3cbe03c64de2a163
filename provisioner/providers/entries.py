"""What the plain lists share (classes, terms, payment methods, practice areas): entries whose keys are the fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.model.address import Address
from provisioner.model.resource import Desired

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provisioner.model.firm import Firm
    from provisioner.model.resource import Value
    from provisioner.model.spec import Spec


def entry(firm: Firm, kind: str, path: tuple[str, str], spec: Spec, values: Mapping[str, Value]) -> Desired:
    """The resource of one entry: those of ``values`` that the entry says something about."""
    system, _, name = kind.partition(".")
    fields = {field: value for field, value in values.items() if spec.sets(field)}
    places = {field: firm.place(*path, field) for field in fields}
    return Desired(Address(system, name, path[1]), fields, path, firm.place(*path), places, frozenset(fields))


def retired(firm: Firm, kind: str, section: str) -> Iterator[Desired]:
    """The resources of ``retired.<section>``, found by name."""
    system, _, name = kind.partition(".")
    for key, spec in firm.retired(section).items():
        path = ("retired", section, key)
        yield Desired(Address(system, name, key), {"name": spec.name}, path, firm.place(*path), retired=True)
