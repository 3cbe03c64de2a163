"""Changes as a person makes them in the QuickBooks web screens, where more is possible than through the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.books import balance, post, system_account
from provisioner.sandbox.qbo.entities import ENTITIES
from provisioner.sandbox.qbo.entities.company_info import EDITIONS, STATUSES
from provisioner.sandbox.qbo.fields import number
from provisioner.sandbox.qbo.lifecycle import create, update
from provisioner.sandbox.qbo.store import Row
from provisioner.sandbox.qbo.wire import display_name, wire

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Entity
    from provisioner.sandbox.qbo.store import Company


def apply(company: Company, change: Mapping[str, Any]) -> Record:
    """Make one change and return the object: ``create``, or ``id``/``name`` with ``set`` or ``inactivate``.

    ``which`` is an id or, when no object has it, a name. ``set`` takes the API's field names; null empties a field, and
    a reference may be given by name alone, or as plain text, as it is picked from a list on screen. Beyond the API it
    can rename QuickBooks' own accounts, set every preference, book an account to a new ``CurrentBalance``, and change
    the company's ``edition`` and ``SubscriptionStatus``, and say that a transaction is ``matched`` in the bank feed.
    ``read_only`` in a ``set`` of Preferences lists keys, such as ClassTrackingPerTxnLine, that the API leaves as they
    are from then on, without a word: which ones the real service takes is not known for all of them.
    """
    entity = ENTITIES.get(str(change.get("entity")))
    if entity is None:
        raise ValueError(f"entity must be one of {', '.join(ENTITIES)}.")
    try:
        row = _changed(company, entity, change)
    except errors.FaultError as error:
        raise ValueError(error.detail) from None
    return wire(company, entity, row)


def _changed(company: Company, entity: Entity, change: Mapping[str, Any]) -> Row:
    if "create" in change:
        return create(company, entity, _picked(company, entity, _object(change, "create")), by_hand=True)
    row = _find(company, entity, change)
    wanted = _picked(company, entity, _object(change, "set")) if "set" in change else {}
    if change.get("inactivate"):
        wanted = {**wanted, "Active": False}
    if not wanted:
        raise ValueError("Say what to do: create, set or inactivate.")
    edition = wanted.pop("edition", None) if entity.name == "CompanyInfo" else None
    if edition is not None:
        _change_plan(company, edition)
    status = wanted.pop("SubscriptionStatus", None) if entity.name == "CompanyInfo" else None
    if status is not None:
        row = _subscribe(company, entity, row, status)
    marks = _marks(entity, wanted)
    if marks:
        row = _mark(company, entity, row, **marks)
        if not wanted:
            return row
    target = wanted.pop("CurrentBalance", None) if entity.name == "Account" else None
    if target is not None:
        _book(company, row, target)
        row = company.tables["Account"].rows[row.id]
    return _rewrite(company, entity, row, wanted)


def _object(change: Mapping[str, Any], name: str) -> Record:
    if not isinstance(change[name], dict):
        raise ValueError(f"{name} must be an object with field names.")  # noqa: TRY004 - the caller answers ValueError
    return dict(change[name])


def _marks(entity: Entity, wanted: Record) -> Record:
    """What only QuickBooks itself knows of an object; taken out of ``wanted``."""
    matched = wanted.pop("matched", None) if entity.transaction else None
    keys = wanted.pop("read_only", None) if entity.name == "Preferences" else None
    if keys is not None and not (isinstance(keys, list) and all(isinstance(each, str) for each in keys)):
        raise ValueError("read_only must be a list of keys.")
    return ({} if matched is None else {"matched": bool(matched)}) | ({} if keys is None else {"read_only": keys})


def _picked(company: Company, entity: Entity, wanted: Record) -> Record:
    """The object with every reference that was given by name alone, or as plain text, completed with its id."""
    targets = {field.name: field.target for field in entity.fields if field.kind == "ref" and field.target}
    for name, value in wanted.items():
        sought = _sought(value) if name in targets else None
        if sought is not None:
            wanted = {**wanted, name: {"value": _find(company, ENTITIES[targets[name]], sought).id}}
    return wanted


def _sought(value: object) -> Record | None:
    """How to find what a reference means; None where the API's own form, or none, was given."""
    if isinstance(value, dict):
        return value if "value" not in value and "name" in value else None
    return {"which": str(value)} if isinstance(value, str | int) and not isinstance(value, bool) else None


def _find(company: Company, entity: Entity, change: Mapping[str, Any]) -> Row:
    rows = company.tables[entity.name].rows
    if entity.singleton:
        return rows["1"]
    found = [rows[str(change[by])] for by in ("id", "which") if str(change.get(by)) in rows]
    if not found and "id" not in change:
        name = str(change.get("name", change.get("which", ""))).casefold()
        found = [row for row in rows.values() if display_name(company, entity, row).casefold() == name]
        found = found or [row for row in rows.values() if str(row.values[entity.name_field]).casefold() == name]
    if len(found) != 1:
        raise ValueError(f"{len(found)} objects of {entity.name} answer to that id or name; exactly one is needed.")
    return found[0]


def _rewrite(company: Company, entity: Entity, row: Row, wanted: Record) -> Row:
    """A full update that echoes the object, so that null in ``wanted`` empties a field."""
    if entity.name == "Preferences":
        return update(company, entity, {"Id": "1", **wanted}, by_hand=True)
    body = wire(company, entity, row) | wanted
    if wanted.get("ParentRef", "") is None:
        for mark in ("SubAccount", "SubClass", "SubItem", "Job"):
            body.pop(mark, None)
    return update(company, entity, {name: value for name, value in body.items() if value is not None}, by_hand=True)


def _change_plan(company: Company, edition: object) -> None:
    if edition not in EDITIONS:
        raise ValueError(f"edition must be one of {', '.join(EDITIONS)}.")
    company.edition = str(edition)


def _subscribe(company: Company, entity: Entity, row: Row, status: object) -> Row:
    """The subscription as it stands from now on; an ended one takes no more writes."""
    if status not in STATUSES:
        raise ValueError(f"SubscriptionStatus must be one of {', '.join(sorted(STATUSES))}.")
    return _mark(company, entity, row, subscription=str(status))


def _mark(company: Company, entity: Entity, row: Row, **marks: object) -> Row:
    """The row with what only QuickBooks itself knows of it; its version stays."""
    changed = Row(**(row.record() | {"inner": row.inner | marks}))
    company.put(entity, changed)
    return changed


def _book(company: Company, row: Row, target: object) -> None:
    """A journal entry against Opening Balance Equity that brings the account to ``target``, debits positive."""
    wanted = number(target)
    if wanted is None:
        raise ValueError("CurrentBalance must be an amount.")
    equity = system_account(company, "opening_balance_equity")
    post(company, row.id, equity.id, wanted - balance(row))
