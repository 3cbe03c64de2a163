"""References of transactions, at any depth: what they point to must be there, and active when it is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.tree import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provisioner.sandbox.qbo.shape import Draft, Field
    from provisioner.sandbox.qbo.store import Company

Target = tuple[str, str]


def check_references(draft: Draft) -> None:
    """Refuses ids nobody has (2500), and new references to something inactive (610)."""
    known = set(_targets(draft.entity.fields, draft.before.values)) if draft.before else set()
    for kind, row_id in _targets(draft.entity.fields, draft.values):
        row = draft.company.find(kind, row_id)
        if row is None:
            raise errors.bad_reference(plural(draft.company.tables[kind].entity), row_id)
        if not row.active and (kind, row_id) not in known:
            raise errors.not_found()


def _targets(fields: Iterable[Field], values: dict[str, Any]) -> Iterator[Target]:
    for field in fields:
        value = values.get(field.name)
        if value is None or not field.refers:
            continue
        if field.kind == "ref" and field.target:
            yield field.target, value
        elif field.kind == "party" and "kind" in value:
            yield value["kind"], value["value"]
        elif field.kind in ("list", "struct"):
            for item in value if field.kind == "list" else (value,):
                yield from _targets(field.parts, item)


def party_of(company: Company, value: dict[str, str] | None) -> Target | None:
    """Whom a ``party`` names: by its kind, or else whoever has the id, as they number together."""
    if value is None:
        return None
    kinds = [value["kind"]] if "kind" in value else ["Customer", "Vendor", "Employee"]
    return next(((kind, value["value"]) for kind in kinds if company.find(kind, value["value"])), None)
