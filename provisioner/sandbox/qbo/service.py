"""What each request to a company does, apart from HTTP: read, write, query, batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.entities import ENTITIES
from provisioner.sandbox.qbo.forms import FORM_ENTITIES, FORMS
from provisioner.sandbox.qbo.lifecycle import delete, find_row, refuse_lapsed, void, write
from provisioner.sandbox.qbo.select import run_query
from provisioner.sandbox.qbo.shape import words
from provisioner.sandbox.qbo.wire import wire

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.call import Call, Refuse
    from provisioner.sandbox.qbo.shape import Entity
    from provisioner.sandbox.qbo.store import Company

BY_PATH = {name.lower(): entity for name, entity in ENTITIES.items()}
BY_KEY = ENTITIES | {entity.key: entity for entity in ENTITIES.values()}
# What QuickBooks has and this twin does not serve answers "Unsupported Operation", not a guess.
# Those that have an address of their own are meant as items of a batch.
UNSERVED = words("cdc journalcode reimbursecharge reports taxservice upload")
MOST_ITEMS = 30
MOST_OBJECTS = 1000


def answer(company: Company, head: str, call: Call) -> Record | bytes | None:
    """The answer to a request at an entity's address, None where there is none."""
    entity = BY_PATH.get(head)
    if entity is None:
        if head in UNSERVED:
            raise errors.unsupported(head)
        return None
    if len(call.parts) == 2 and call.parts[1] in FORMS and entity.name in FORM_ENTITIES:  # noqa: PLR2004 - /invoice/1/pdf
        return FORMS[call.parts[1]](company, entity, call)
    if call.method == "POST" and not call.parts:
        body, operation = _opened(entity, call.body()), call.params.get("operation", "").lower()
        _refuse(call.refuse, 1, entity.name, operation or ("update" if body.get("Id") else "create"))
        return save(company, entity, body, operation, call.include)
    if call.method == "GET" and (len(call.parts) == 1 or (entity.name == "Preferences" and not call.parts)):
        return read(company, entity, call.parts[0] if call.parts else "1")
    raise errors.unsupported(head)


def read(company: Company, entity: Entity, row_id: str) -> Record:
    """One object by id, active or not; of a singleton the only one, whatever the id (the path has the company's)."""
    row = company.tables[entity.name].rows["1"] if entity.singleton else find_row(company, entity, row_id)
    return {entity.key: wire(company, entity, row)}


def save(
    company: Company, entity: Entity, body: Record, operation: str, include: frozenset[str] = frozenset()
) -> Record:
    """Create, update, delete or void one object."""
    refuse_lapsed(company)
    if operation == "delete" and "delete" in entity.operations:
        gone = delete(company, entity, body)
        stub = {"status": "Deleted", "domain": "QBO", "Id": gone.id}
        return {entity.key: {entity.inside(gone)[0].name: stub} if entity.inside else stub}
    if operation == "void" and entity.odd_void:
        return entity.odd_void()
    if entity.void and (operation == "void" if entity.void == "operation" else _voids(operation, include)):
        return {entity.key: wire(company, entity, void(company, entity, body))}
    if operation not in ("", "create", "update") or not entity.operations & {"create", "update"}:
        raise errors.unsupported(operation or "create")
    if entity.singleton and body.get("Id") in (None, "") and not body.get("SyncToken"):
        raise errors.missing("SyncToken")
    if entity.singleton:
        body = {**body, "Id": "1"}
    return {entity.key: wire(company, entity, write(company, entity, body, include=include))}


def _opened(entity: Entity, body: Record) -> Record:
    return entity.opened(body) if entity.opened else body


def _voids(operation: str, include: frozenset[str]) -> bool:
    """Payments, sales receipts and bill payments are voided by an update that includes "void" (reference, Payment).

    Intuit's Java SDK sends the inclusion alone, which is taken as the same (assumption).
    """
    return operation in ("", "update") and "void" in include


def query(company: Company, text: str) -> Record:
    """The answer to a statement."""
    return {"QueryResponse": run_query(company, text)}


def batch(company: Company, body: Record, *, tight_ids: bool, refuse: Refuse | None = None) -> Record:
    """The answers to up to 30 independent items; an item that fails carries its own Fault."""
    items = body.get("BatchItemRequest")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise errors.missing("BatchItemRequest")
    if len(items) > MOST_ITEMS:
        raise errors.batch_too_large(len(items))
    answers: list[Record] = []
    objects = 0
    for place, item in enumerate(items, 1):
        answer = _batch_item(company, refuse, place, item, tight_ids=tight_ids)
        size = _objects(answer)
        if objects + size > MOST_OBJECTS and "QueryResponse" in answer:
            answer = {"Fault": errors.too_many_objects().fault()}
        else:
            objects += size
        answers.append({"bId": str(item["bId"])} | answer if "bId" in item else answer)
    return {"BatchItemResponse": answers}


def _batch_item(company: Company, refuse: Refuse | None, place: int, item: Record, *, tight_ids: bool) -> Record:
    try:
        marker = item.get("bId", "")  # a published client's live test sends none
        if not isinstance(marker, str | int):
            raise errors.bad_property('Cannot read the value of "bId" as text')
        if tight_ids and len(str(marker)) > 10:  # noqa: PLR2004 - with a requestid, bId is at most 10 characters
            raise errors.bad_request_id(10, len(str(marker)))
        _refuse(refuse, place, *_meant(item))
        return _run_item(company, item)
    except errors.FaultError as error:
        return {"Fault": error.fault()}


def _run_item(company: Company, item: Record) -> Record:
    if "Query" in item:
        return query(company, str(item["Query"]))
    operation = str(item.get("operation", ""))
    for name, body in item.items():
        entity = BY_KEY.get(name)
        if entity is not None and isinstance(body, dict):
            return _write_item(company, entity, body, item)
        if name.lower() in UNSERVED:
            raise errors.unsupported(operation or name)
    if "CDCQuery" in item or "ReportQuery" in item:  # in the XSD, not served
        raise errors.unsupported("batch")
    raise errors.bad_property("A batch item needs one object or a Query")


def _refuse(refuse: Refuse | None, place: int, entity: str, operation: str) -> None:
    """Refuse a write that a fault script has chosen."""
    fault = refuse(place, entity, operation) if refuse else None
    if fault is not None:
        raise fault


def _meant(item: Record) -> tuple[str, str]:
    """The entity and the operation of an item, as far as it has any."""
    for name, body in item.items():
        if name in BY_KEY and isinstance(body, dict):
            return BY_KEY[name].name, _operation(item, body)
    return "", ""


def _operation(item: Record, body: Record) -> str:
    # A published client's live test names no operation and expects new objects; with a version it can only be a change.
    return str(item.get("operation", "")) or ("update" if body.get("Id") and body.get("SyncToken") else "create")


def _write_item(company: Company, entity: Entity, body: Record, item: Record) -> Record:
    body = _opened(entity, body)
    operation = _operation(item, body)
    include = frozenset(word.strip().lower() for word in str(item.get("optionsData", "")).split(","))
    if operation == "create":
        body = {name: value for name, value in body.items() if name not in ("Id", "SyncToken")}
    elif operation == "update" and body.get("Id") in (None, "") and not entity.singleton:
        raise errors.missing("Id")
    return save(company, entity, body, operation, include)


def _objects(answer: Record) -> int:
    found: object = answer.get("QueryResponse")
    if isinstance(found, dict):
        return int(found.get("maxResults", 0))
    return 0 if "Fault" in answer else 1
