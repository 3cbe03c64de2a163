"""Stored rows as QuickBooks writes them in answers: empty attributes left out, references as value and name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Entity, Field
    from provisioner.sandbox.qbo.store import Company, Row


def wire(company: Company, entity: Entity, row: Row) -> Record:
    """The whole object."""
    if entity.inside:
        kind, within = entity.inside(row)
        return {kind.name: wire(company, kind, within)}
    out: Record = {}
    for field in entity.fields:
        value = row.values.get(field.name)
        if value is not None and value != {}:
            out[field.name] = _shown(company, field, value)
    for column in entity.computed:
        value = column.get(company, row)
        if value is not None:
            out[column.name] = value
    if not (entity.singleton or entity.transaction):
        out["Active"] = row.active
    whole = out | _tail(row)
    return entity.finish(row, whole) if entity.finish else whole


def _shown(company: Company, field: Field, value: Any) -> Any:
    """A stored value as it is answered; references get their names at any depth."""
    if not field.refers:
        return value
    if field.kind == "ref":
        return _reference(company, field, value)
    if field.kind == "party":
        return _party(company, field, value)
    if field.kind == "list":
        return [_parts(company, field, item) for item in value]
    return _parts(company, field, value)


def _parts(company: Company, field: Field, value: Record) -> Record:
    return {part.name: _shown(company, part, value[part.name]) for part in field.parts if part.name in value}


def _party(company: Company, field: Field, value: Record) -> Record:
    """A reference with its kind: in capitals in the samples of Deposit, as it is called in those of Purchase."""
    kind = value.get("kind")
    table = company.tables.get(kind) if kind else None
    row = table.rows.get(value["value"]) if table else None
    name = {"name": display_name(company, table.entity, row)} if table and row else {}
    return {"value": value["value"], **name} | (
        {"type": kind if field.plain_kind else kind.upper()} if kind and not field.bare else {}
    )


def wire_some(company: Company, entity: Entity, row: Row, names: set[str]) -> Record:
    """Only the asked attributes, with what identifies the object (a query with a column list)."""
    if entity.inside:
        kind, within = entity.inside(row)
        return {kind.name: wire_some(company, kind, within, names)}
    whole = wire(company, entity, row)
    keep = {"Id", "domain", "sparse"} | names
    return {name: value for name, value in whole.items() if name in keep}


def _tail(row: Row) -> Record:
    return {
        "domain": "QBO",
        "sparse": False,
        "Id": row.id,
        "SyncToken": str(row.token),
        "MetaData": {"CreateTime": row.created, "LastUpdatedTime": row.updated},
    }


def _reference(company: Company, field: Field, value: str) -> Record:
    """``{value, name}``, or the value alone where the reference's samples show it so."""
    if field.bare or not field.target:
        return {"value": value}
    table = company.tables[field.target]
    row = table.rows.get(value)
    if row is None:
        return {"value": value}
    return {"value": value, "name": display_name(company, table.entity, row)}


def display_name(company: Company, entity: Entity, row: Row) -> str:
    """The name other objects show for this one: with its parents where it has any."""
    parts: list[str] = []
    at: Row | None = row
    while at is not None:
        parts.append(str(at.values[entity.name_field]))
        parent = at.values.get("ParentRef")
        at = company.tables[entity.name].rows.get(parent) if parent else None
    return ":".join(reversed(parts))
