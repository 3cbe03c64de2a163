"""Create, update (full and sparse), make inactive and reactivate: the rules every entity shares."""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.books import rebook
from provisioner.sandbox.qbo.company_state import closing, is_lapsed
from provisioner.sandbox.qbo.fields import read_body, read_flag
from provisioner.sandbox.qbo.references import check_references
from provisioner.sandbox.qbo.shape import Draft
from provisioner.sandbox.qbo.store import ZERO, Row, stamp

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Entity
    from provisioner.sandbox.qbo.store import Company

SUFFIX = " (deleted)"  # seen on live sandbox companies, 2026-08


def write(
    company: Company, entity: Entity, body: Record, *, by_hand: bool = False, include: frozenset[str] = frozenset()
) -> Row:
    """Create the object, or update it when ``body`` carries an ``Id`` that is not empty; the stored row."""
    if entity.singleton or (body.get("Id") not in (None, "") and body.get("SyncToken") not in (None, "")):
        if "update" not in entity.operations:
            raise errors.unsupported("update")
        return update(company, entity, body, by_hand=by_hand, include=include)
    # An Id without SyncToken: the reference calls an invented Id on create ignored, and a missing SyncToken on update
    # an error. A known Id is taken as an update.
    if body.get("Id") not in (None, "") and company.find(entity.name, str(body["Id"])):
        raise errors.missing("SyncToken")
    if "create" not in entity.operations:
        raise errors.unsupported("create")
    return create(company, entity, body, by_hand=by_hand, include=include)


def create(
    company: Company,
    entity: Entity,
    body: Record,
    *,
    by_hand: bool = False,
    include: frozenset[str] = frozenset(),
    row_id: str = "",
    inner: Record | None = None,
) -> Row:
    """Store a new object from a request body. ``row_id`` and ``inner`` are for scenarios."""
    values = {name: item.default for name, item in entity.by_name.items() if item.default is not None}
    values |= read_body(entity, body)
    active = entity.transaction or read_flag(body, "Active") is not False
    draft = Draft(company, entity, values, active, inner=inner or {}, by_hand=by_hand, include=include)
    _check(draft)
    if not active:
        values[entity.name_field] = _free_inactive_name(draft, str(values[entity.name_field]))
    now = stamp(company.clock.now())
    return _store(draft, Row(row_id or company.fresh_id(entity), 0, now, now, active, values, draft.inner))


def update(
    company: Company, entity: Entity, body: Record, *, by_hand: bool = False, include: frozenset[str] = frozenset()
) -> Row:
    """Change the object named by ``body``: everything (the default) or, with ``sparse``, only what is sent."""
    before = find_row(company, entity, body.get("Id"))
    if not by_hand:
        _refuse_stale(before, body)
    sparse = read_flag(body, "sparse") is True
    _insist(entity, body, sparse=sparse)
    if entity.merge:
        values = entity.merge(before, body, sparse, by_hand)
    else:
        values = _merged(entity, before, body, sparse=sparse)
    stated = None if entity.transaction else read_flag(body, "Active")
    active = (before.active if sparse else True) if stated is None else stated
    draft = Draft(company, entity, values, active, before, dict(before.inner), by_hand=by_hand, include=include)
    if not (entity.singleton or entity.transaction):
        _require(draft)
        _follow_activity(draft)
    _check(draft)
    now = stamp(company.clock.now())
    row = Row(before.id, before.token + 1, before.created, now, active, draft.values, draft.inner)
    if sparse and entity.keeps_token_when_unchanged and _same(before, row):
        return before
    return _store(draft, row)


def delete(company: Company, entity: Entity, body: Record) -> Row:
    """Delete the object named by ``body`` for good; what settled it is left unapplied. The row as it was."""
    row = find_row(company, entity, body.get("Id"))
    _refuse_stale(row, body)
    _refuse_blocks(body)
    _guard(company, entity, row)
    if row.inner.get("matched"):
        raise errors.matched_to_feed()
    _unsettle(company, entity, row)
    company.remove(entity, row, stamp(company.clock.now()))
    _follow_effects(company, entity, row, None)
    return row


def void(company: Company, entity: Entity, body: Record) -> Row:
    """Bring the transaction to nothing and keep it; what settled it is left unapplied."""
    before = find_row(company, entity, body.get("Id"))
    _refuse_stale(before, body)
    _guard(company, entity, before)
    _unsettle(company, entity, before)
    before = company.tables[entity.name].rows[before.id]
    inner = before.inner | {"voided": True, "total": ZERO}
    now = stamp(company.clock.now())
    row = Row(before.id, before.token + 1, before.created, now, active=True, values=entity.voided(before), inner=inner)
    return _store(Draft(company, entity, row.values, before=before, inner=inner), row)


def _check(draft: Draft) -> None:
    """Everything that can refuse a write, but for names taken."""
    _require(draft)
    if draft.entity.transaction:
        if draft.before:
            _guard(draft.company, draft.entity, draft.before)
        check_references(draft)
    draft.entity.check(draft)
    if draft.entity.transaction:
        _refuse_closed(draft.company, draft.values)


def _store(draft: Draft, row: Row) -> Row:
    """Keep the row, and let what it moves and settles follow."""
    company, entity = draft.company, draft.entity
    _refuse_taken(draft, row)
    if entity.transaction:
        row.inner = row.inner | {"posted": [astuple(posting) for posting in entity.postings(company, row)]}
    company.put(entity, row)
    company.numbers.update(draft.numbered)
    _follow_effects(company, entity, draft.before, row)
    entity.after(draft, row)
    return company.tables[entity.name].rows[row.id]


def _follow_effects(company: Company, entity: Entity, before: Row | None, row: Row | None) -> None:
    """Accounts, customers and vendors move by the difference; what is settled more or less gets a new version."""
    if not entity.transaction:
        return
    rebook(company, before.inner["posted"] if before else [], row.inner["posted"] if row else [])
    old, new = (Counter(entity.links(each)) if each else Counter() for each in (before, row))
    for kind, row_id in sorted({(link.kind, link.id) for link in (old - new) + (new - old)}):
        _touch(company, kind, row_id)


def _touch(company: Company, kind: str, row_id: str) -> None:
    """A linked effect is a write, too: the version grows (that every one does is an assumption)."""
    target = company.find(kind, row_id)
    if target is not None:
        _renew(company, company.tables[kind].entity, target, target.values)


def _renew(company: Company, entity: Entity, row: Row, values: Record) -> None:
    """Keep the row with these values as its next version."""
    changed = {"token": row.token + 1, "updated": stamp(company.clock.now()), "values": values}
    company.put(entity, Row(**(row.record() | changed)))


def _unsettle(company: Company, entity: Entity, row: Row) -> None:
    """Take the links to this transaction out of those that settle it: payments become unapplied."""
    for source, kind in company.settlers(entity.name, row.id):
        if kind.unlink:
            _renew(company, kind, source, kind.unlink(source, entity.name, row.id))


def _guard(company: Company, entity: Entity, row: Row) -> None:
    _refuse_closed(company, row.values)
    if entity.guard:
        entity.guard(company, row)


def _refuse_closed(company: Company, values: Record) -> None:
    """6200 on or before the closing date."""
    closed, needs_password = closing(company)
    if closed and str(values.get("TxnDate", "")) and str(values["TxnDate"]) <= closed:
        raise errors.period_closed(needs_password=needs_password)


def refuse_lapsed(company: Company) -> None:
    """6190 for a write to a company whose subscription has ended (that reads still work is an assumption)."""
    if is_lapsed(company):
        raise errors.company_status()


def _refuse_blocks(body: Record) -> None:
    """The service's own extension blocks are refused in a delete (probe of live companies, 2026-08)."""
    lines = body.get("Line")
    in_lines = isinstance(lines, list) and any(isinstance(line, dict) and line.get("LineEx") for line in lines)
    if in_lines or body.get("PurchaseEx"):
        raise errors.unknown_property("LineEx" if in_lines else "PurchaseEx")


def _insist(entity: Entity, body: Record, *, sparse: bool) -> None:
    for item in entity.fields if sparse else ():
        if item.insisted and body.get(item.name) in (None, "", {}):
            raise errors.missing(item.name)


def find_row(company: Company, entity: Entity, raw_id: object) -> Row:
    """The object with this id; faults for a missing, malformed or unknown one."""
    if raw_id is None or raw_id == "":
        raise errors.missing("Id")
    if isinstance(raw_id, bool) or not isinstance(raw_id, str | int):
        raise errors.bad_id(str(raw_id)[:50])
    text = str(raw_id).strip()
    named = next((row_id for row_id in entity.unpaged if row_id.lower() == text.lower()), "")
    if named and company.find(entity.name, named):
        return company.tables[entity.name].rows[named]
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
        emptied = {name for name in body if body[name] == [] and name in entity.by_name}
        values = {name: value for name, value in before.values.items() if name not in emptied} | sent
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
