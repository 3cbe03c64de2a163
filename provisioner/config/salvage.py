"""What is left of a firm file without the entries that have mistakes, so that rules can check it in the same run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from provisioner.config.places import Map
from provisioner.config.references import References
from provisioner.config.shape import of_spec
from provisioner.model.firm import FirmBase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provisioner.config.shape import Shape

ROUNDS = 12
"""Taking an entry away may leave others that refer to it; a chain longer than this is not followed."""

# Stand-ins for what a file must say. Rules that read these sections do not run on a salvaged file.
STAND_INS: dict[str, Any] = {
    "version": 1,
    "firm": {"name": "this firm"},
    "systems": {"quickbooks": {"company_id": "0"}},
}

F = TypeVar("F", bound=FirmBase)


def salvage(model: type[F], tree: Map, handled: Iterable[str] = ()) -> tuple[F, Map] | None:
    """The firm without the entries that have mistakes or refer to one that has, and its tree; None if nothing is left.

    ``handled`` are keys at the top that are dealt with elsewhere.
    """
    left = _copied(tree)
    for key in handled:
        left.pop(key, None)
    for key, stand_in in STAND_INS.items():
        left.setdefault(key, stand_in)
    shape = of_spec(model)
    copied: set[str] = set()
    for _ in range(ROUNDS):
        try:
            firm = model.model_validate(left)
        except ValidationError as error:
            wrong = [details["loc"] for details in error.errors(include_url=False, include_input=False)]
        else:
            wrong = [path for path, _ in References(shape, left).dangling(shape, left)]
            if not wrong:
                return firm, left
        if not all(wrong):
            return None
        for path in wrong:
            _remove(left, shape, path, copied)
    return None


def _remove(tree: Map, shape: Shape, path: tuple[str | int, ...], copied: set[str]) -> None:
    """Take away the entry that ``path`` leads into; the whole section where that has no entries, or is none.

    Sections belong to the file; the first entry taken from one makes a copy of it, noted in ``copied``.
    """
    section = str(path[0])
    entries, below = tree.get(section), shape.child(section)
    if section in STAND_INS:
        tree[section] = STAND_INS[section]
    elif len(path) > 1 and isinstance(entries, Map) and below is not None and below.values is not None:
        if section not in copied:
            tree[section] = entries = _copied(entries)
            copied.add(section)
        entries.pop(str(path[1]), None)
    else:
        tree.pop(section, None)


def _copied(tree: Map) -> Map:
    copy = Map(tree)
    copy.at = tree.at
    return copy
