"""Create, update (full and sparse), make inactive and reactivate: the rules every entity shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.fields import read_body, read_flag
from provisioner.sandbox.qbo.shape import Draft
from provisioner.sandbox.qbo.store import Row, stamp

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Entity
    from provisioner.sandbox.qbo.store import Company

SUFFIX = " (deleted)"  # seen on live sandbox companies, 2026-08


def write(company: Company, entity: Entity, body: Record, *, by_hand: bool = False) -> Row:
    """Create the object, or update it when ``body`` carries an ``Id`` that is not empty; the stored row."""
    if entity.singleton or (body.get("Id") not in (None, "") and body.get("SyncToken") not in (None, "")):
        return update(company, entity, body, by_hand=by_hand)
    # An Id without SyncToken: the reference calls an invented Id on create ignored, and a missing SyncToken on update
    # an error. A known Id is taken as an update.
    if body.get("Id") not in (None, "") and company.find(entity.name, str(body["Id"])):
        raise errors.missing("SyncToken")
    return create(company, entity, body, by_hand=by_hand)


def create(
    company: Company,
    entity: Entity,
    body: Record,
    *,
    by_hand: bool = False,
    row_id: str = "",
    inner: Record | None = None,
) -> Row:
    """Store a new object from a request body. ``row_id`` and ``inner`` are for scenarios."""
    values = {name: item.default for name, item in entity.by_name.items() if item.default is not None}
    values |= read_body(entity, body)
    active = read_flag(body, "Active") is not False
    draft = Draft(company, entity, values, active, inner=inner or {}, by_hand=by_hand)
    _require(draft)
    entity.check(draft)
    if not active:
        values[entity.name_field] = _free_inactive_name(draft, str(values[entity.name_field]))
    now = stamp(company.clock.now())
    row = Row(row_id or str(company.tables[entity.name].next_id), 0, now, now, active, values, draft.inner)
    _refuse_taken(draft, row)
    company.put(entity, row)
    entity.after(draft, row)
    return company.tables[entity.name].rows[row.id]


def update(company: Company, entity: Entity, body: Record, *, by_hand: bool = False) -> Row:
    """Change the object named by ``body``: everything (the default) or, with ``sparse``, only what is sent."""
    before = find_row(company, entity, body.get("Id"))
    if not by_hand:
        _refuse_stale(before, body)
    sparse = read_flag(body, "sparse") is True
    if entity.merge:
        values = entity.merge(before, body, sparse, by_hand)
    else:
        values = _merged(entity, before, body, sparse=sparse)
    stated = read_flag(body, "Active")
    active = (before.active if sparse else True) if stated is None else stated
    draft = Draft(company, entity, values, active, before, dict(before.inner), by_hand=by_hand)
    _require(draft)
    if not entity.singleton:
        _follow_activity(draft)
    entity.check(draft)
    row = Row(
        before.id, before.token + 1, before.created, stamp(company.clock.now()), active, draft.values, draft.inner
    )
    _refuse_taken(draft, row)
    if sparse and entity.keeps_token_when_unchanged and _same(before, row):
        return before
    company.put(entity, row)
    entity.after(draft, row)
    return company.tables[entity.name].rows[row.id]


def find_row(company: Company, entity: Entity, raw_id: object) -> Row:
    """The object with this id; faults for a missing, malformed or unknown one."""
    if raw_id is None or raw_id == "":
        raise errors.missing("Id")
    if isinstance(raw_id, bool) or not isinstance(raw_id, str | int):
        raise errors.bad_id(str(raw_id)[:50])
    text = str(raw_id).strip()
    if not (text.isascii() and text.lstrip("-").isdigit()):
        raise errors.bad_id(text[:50])
    row = company.find(entity.name, text)
    if row is None:
        raise errors.not_found()
    return row


def _refuse_stale(before: Row, body: Record) -> None:
    token = body.get("SyncToken")
    if token is None or token == "":
        raise errors.missing("SyncToken")
    if str(token).strip() != str(before.token):
        raise errors.stale()


def _merged(entity: Entity, before: Row, body: Record, *, sparse: bool) -> Record:
    """The values after the update. A full update blanks what it leaves out, or puts the default back."""
    sent = read_body(entity, body)
    if sparse:
        values = before.values | sent
    else:
        values = {name: item.default for name, item in entity.by_name.items() if item.default is not None} | sent
    for name, item in entity.by_name.items():
        if item.create_only:
            values.pop(name, None)
            if name in before.values:
                values[name] = before.values[name]
    return values


def _require(draft: Draft) -> None:
    for item in draft.entity.fields:
        if item.required and item.name not in draft.values:
            raise errors.missing(item.name)


def _follow_activity(draft: Draft) -> None:
    """Adds " (deleted)" to the name of an object made inactive, and takes it off when it comes back.

    The suffix was seen live; that it goes away again, and what happens to a second object of the same name, is assumed.
    """
    field, before = draft.entity.name_field, draft.before
    name = draft.values.get(field)
    if not isinstance(name, str) or before is None:
        return
    if draft.active:
        if not before.active and name == before.values[field]:
            draft.values[field] = plain_name(name)
    elif not (name == before.values[field] and not before.active):
        draft.values[field] = _free_inactive_name(draft, plain_name(name) if not before.active else name)


def plain_name(name: str) -> str:
    """``name`` without the suffix of inactive objects."""
    base, mark, rest = name.rpartition(" (deleted")
    return base if mark and rest.startswith((")", "-")) else name


def _free_inactive_name(draft: Draft, name: str) -> str:
    """``name`` with the suffix, numbered when another inactive object holds it already (assumption)."""
    candidate, tries = name + SUFFIX, 0
    while _clash(draft, candidate):
        tries += 1
        candidate = f"{name} (deleted-{tries})"
    return candidate


def _clash(draft: Draft, name: str) -> bool:
    row_id = draft.before.id if draft.before else "new"
    row = Row(row_id, 0, "", "", active=False, values={**draft.values, draft.entity.name_field: name})
    keys = [rule.key(draft.company, row) for rule in draft.entity.unique]
    return any(key is not None and draft.company.taken.get(key, row_id) != row_id for key in keys)


def _refuse_taken(draft: Draft, row: Row) -> None:
    for rule in draft.entity.unique:
        key = rule.key(draft.company, row)
        if key is not None and draft.company.taken.get(key, row.id) != row.id:
            raise rule.fault()


def _same(before: Row, row: Row) -> bool:
    return (before.active, before.values, before.inner) == (row.active, row.values, row.inner)
