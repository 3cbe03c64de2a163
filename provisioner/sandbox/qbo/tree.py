"""Objects with parents: whether a parent may be one, how deep the tree gets, and the name with all parents' names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.shape import Computed
from provisioner.sandbox.qbo.wire import display_name

if TYPE_CHECKING:
    from provisioner.sandbox.qbo.shape import Draft, Entity, Key
    from provisioner.sandbox.qbo.store import Company, Row, Table

LEVELS = 5  # Intuit API reference, FullyQualifiedName: five levels in all


def full_name(entity_name: str) -> Computed:
    """The ``FullyQualifiedName`` column: parents and own name, joined by colons."""

    def get(company: Company, row: Row) -> str:
        return display_name(company, company.tables[entity_name].entity, row)

    return Computed("FullyQualifiedName", "text", get, filter=True, sort=True)


def sub_mark(name: str) -> Computed:
    """The ``SubAccount`` / ``SubClass`` column: whether the object has a parent."""
    return Computed(name, "bool", lambda _, row: "ParentRef" in row.values, filter=True, sort=True)


def per_parent(company: Company, row: Row, *, space: str, name_field: str = "Name") -> Key | None:
    """The key of names that must be unique under one parent, whatever their case (that case is ignored is assumed)."""
    del company
    name = row.values.get(name_field)
    return (space, row.values.get("ParentRef", ""), str(name).casefold()) if name else None


def ancestors(table: Table, row_id: str | None) -> list[Row]:
    """The row itself and its parents, nearest first."""
    found: list[Row] = []
    while row_id is not None and row_id in table.rows:
        found.append(table.rows[row_id])
        row_id = found[-1].values.get("ParentRef")
    return found


def height(table: Table, row_id: str) -> int:
    """Levels of the tree from this row down, 1 without children."""
    return 1 + max((height(table, child.id) for child in table.kin(row_id)), default=0)


def check_parent(draft: Draft, *, levels: int = LEVELS) -> Row | None:
    """The parent of the draft, if any; refuses one that is unknown, inactive, or makes a ring or too many levels."""
    parent_id = draft.values.get("ParentRef")
    if parent_id is None:
        return None
    table = draft.company.tables[draft.entity.name]
    parent = table.rows.get(parent_id)
    if parent is None:
        raise errors.bad_reference(plural(draft.entity), parent_id)
    if draft.before and parent_id == draft.before.id:
        raise errors.own_parent()
    chain = ancestors(table, parent_id)
    if draft.before and any(row.id == draft.before.id for row in chain):
        raise errors.bad_parent("An object cannot be placed below one of its own descendants.")
    if not parent.active and (draft.active and draft.was("ParentRef") != parent_id):
        raise errors.not_found()  # a new reference to something inactive
    if len(chain) + (height(table, draft.before.id) if draft.before else 1) > levels:
        raise errors.too_deep(levels)
    return parent


def refuse_active_children(draft: Draft) -> None:
    """Refuses to make an object inactive while it has active children, and to reactivate one under an inactive parent.

    Both are assumptions: no document says what the API does. The stricter answer is given.
    """
    table = draft.company.tables[draft.entity.name]
    if draft.before is None:
        return
    if not draft.active and any(child.active for child in table.kin(draft.before.id)):
        raise errors.business("Make the sub-level objects inactive first.")
    parent = table.rows.get(draft.values.get("ParentRef", ""))
    if draft.active and not draft.before.active and parent is not None and not parent.active:
        raise errors.business("Make the parent active first.")


def check_reference(draft: Draft, name: str) -> Row | None:
    """The row that reference ``name`` points to; 2500 for an unknown id, 610 for a new reference to an inactive one."""
    value = draft.values.get(name)
    field = draft.entity.by_name[name]
    if value is None or not field.target:
        return None
    row = draft.company.find(field.target, value)
    if row is None:
        raise errors.bad_reference(plural(draft.company.tables[field.target].entity), value)
    if not row.active and draft.was(name) != value:
        raise errors.not_found()
    return row


def plural(entity: Entity) -> str:
    """The word for the entity's list in fault texts (assumption beyond "Accounts")."""
    return entity.name + ("es" if entity.name.endswith("s") else "s")
