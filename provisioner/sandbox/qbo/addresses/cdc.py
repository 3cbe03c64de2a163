"""``/cdc``: what changed since a time within the last 30 days (Intuit API reference, ChangeDataCapture; 2026-11)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.entities import ENTITIES
from provisioner.sandbox.qbo.select import instant
from provisioner.sandbox.qbo.shape import words
from provisioner.sandbox.qbo.wire import wire

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.call import Call
    from provisioner.sandbox.qbo.shape import Entity
    from provisioner.sandbox.qbo.store import Company

HEAD = "cdc"
LOOK_BACK = timedelta(days=30)
MOST = 1000
WITHOUT = words("JournalCode TaxAgency TimeActivity TaxCode TaxRate")
_BY_LOWER_NAME = {name.lower(): entity for entity in ENTITIES.values() for name in (entity.name, entity.key)}


def answer(company: Company, call: Call) -> Record | None:
    """Each asked list with its changed objects, the deleted ones last; an empty part where nothing changed."""
    if call.parts or call.method != "GET":
        raise errors.unsupported(HEAD)
    params = {name.lower(): value for name, value in call.params.items()}
    asked = [name.strip() for name in params.get("entities", "").split(",") if name.strip()]
    if not asked:
        raise errors.missing("entities")
    entities = [_entity(name) for name in dict.fromkeys(asked)]
    since = _since(company, params.get("changedsince", ""))
    parts: list[Record] = []
    left = MOST  # of one answer, all lists together; which objects are left out beyond it is an assumption
    for entity in entities:
        found = _changed(company, entity, since)[:left]
        left -= len(found)
        parts.append({entity.key: found, "startPosition": 1, "maxResults": len(found)} if found else {})
    return {"CDCResponse": [{"QueryResponse": parts}]}


def _entity(name: str) -> Entity:
    """The entity by its name; the codes for one without this service, and for one nobody knows, are assumptions."""
    if name.lower() in {each.lower() for each in WITHOUT}:
        raise errors.unsupported(HEAD)
    entity = _BY_LOWER_NAME.get(name.lower())
    if entity is None:
        raise errors.unknown_entity(name[:100])
    return entity


def _since(company: Company, text: str) -> datetime:
    """The time asked for; one more than 30 days back is out of range (the code is an assumption)."""
    if not text.strip():
        raise errors.missing("changedSince")
    try:
        since = instant(text.strip()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise errors.bad_value(2060, "changedSince", text) from None
    # A date alone means its midnight, so a whole day is granted at the far end.
    if company.clock.now() - since > LOOK_BACK + timedelta(days=1):
        raise errors.bad_value(2070, "changedSince", text)
    return since.replace(microsecond=0)  # as exact as LastUpdatedTime is, so that nothing of that second is missed


def _changed(company: Company, entity: Entity, since: datetime) -> list[Record]:
    """Inactive objects are among them, as they are."""
    table = company.tables[entity.name]
    rows = [row for row in table.rows.values() if datetime.fromisoformat(row.updated) >= since]
    rows.sort(key=lambda row: datetime.fromisoformat(row.updated))
    gone = [(at, row_id) for row_id, at in table.deleted.items() if datetime.fromisoformat(at) >= since]
    return [wire(company, entity, row) for row in rows] + [_stub(row_id, at) for at, row_id in sorted(gone)]


def _stub(row_id: str, at: str) -> Record:
    return {"status": "Deleted", "domain": "QBO", "Id": row_id, "MetaData": {"LastUpdatedTime": at}}
