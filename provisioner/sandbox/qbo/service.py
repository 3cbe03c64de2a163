"""What each request to a company does, apart from HTTP: read, write, query, batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.entities import ENTITIES
from provisioner.sandbox.qbo.lifecycle import find_row, write
from provisioner.sandbox.qbo.select import run_query
from provisioner.sandbox.qbo.shape import words
from provisioner.sandbox.qbo.wire import wire

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Entity
    from provisioner.sandbox.qbo.store import Company

BY_PATH = {name.lower(): entity for name, entity in ENTITIES.items()}
# What QuickBooks has and this twin does not serve answers "Unsupported Operation", not a guess.
UNSERVED = words(
    "attachable bill billpayment budget cdc companycurrency creditcardpayment creditmemo customertype department "
    "deposit employee estimate exchangerate invoice journalcode journalentry payment purchase purchaseorder "
    "recurringtransaction refundreceipt reimbursecharge reports salesreceipt taxagency taxcode taxrate taxservice "
    "timeactivity transfer upload vendor vendorcredit"
)
MOST_ITEMS = 30
MOST_OBJECTS = 1000


def read(company: Company, entity: Entity, row_id: str) -> Record:
    """One object by id, active or not; of a singleton the only one, whatever the id (the path has the company's)."""
    row = company.tables[entity.name].rows["1"] if entity.singleton else find_row(company, entity, row_id)
    return {entity.name: wire(company, entity, row)}


def save(company: Company, entity: Entity, body: Record, operation: str) -> Record:
    """Create or update one object."""
    if operation not in ("", "create", "update"):
        raise errors.unsupported(operation)  # lists have neither delete nor void
    if entity.singleton and body.get("Id") in (None, "") and not body.get("SyncToken"):
        raise errors.missing("SyncToken")
    if entity.singleton:
        body = {**body, "Id": "1"}
    return {entity.name: wire(company, entity, write(company, entity, body))}


def query(company: Company, text: str) -> Record:
    """The answer to a statement."""
    return {"QueryResponse": run_query(company, text)}


def batch(company: Company, body: Record, *, tight_ids: bool) -> Record:
    """The answers to up to 30 independent items; an item that fails carries its own Fault."""
    items = body.get("BatchItemRequest")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise errors.missing("BatchItemRequest")
    if len(items) > MOST_ITEMS:
        raise errors.batch_too_large(len(items))
    answers: list[Record] = []
    objects = 0
    for item in items:
        answer = _batch_item(company, item, tight_ids=tight_ids)
        size = _objects(answer)
        if objects + size > MOST_OBJECTS and "QueryResponse" in answer:
            answer = {"Fault": errors.too_many_objects().fault()}
        else:
            objects += size
        answers.append({"bId": str(item["bId"])} | answer if "bId" in item else answer)
    return {"BatchItemResponse": answers}


def _batch_item(company: Company, item: Record, *, tight_ids: bool) -> Record:
    try:
        marker = item.get("bId", "")  # a published client's live test sends none
        if not isinstance(marker, str | int):
            raise errors.bad_property('Cannot read the value of "bId" as text')
        if tight_ids and len(str(marker)) > 10:  # noqa: PLR2004 - with a requestid, bId is at most 10 characters
            raise errors.bad_request_id(10, len(str(marker)))
        return _run_item(company, item)
    except errors.FaultError as error:
        return {"Fault": error.fault()}


def _run_item(company: Company, item: Record) -> Record:
    if "Query" in item:
        return query(company, str(item["Query"]))
    operation = str(item.get("operation", ""))
    for name, body in item.items():
        entity = ENTITIES.get(name)
        if entity is not None and isinstance(body, dict):
            return _write_item(company, entity, body, operation)
        if name.lower() in UNSERVED:
            raise errors.unsupported(operation or name)
    if "CDCQuery" in item or "ReportQuery" in item:  # in the XSD, not served
        raise errors.unsupported("batch")
    raise errors.bad_property("A batch item needs one object or a Query")


def _write_item(company: Company, entity: Entity, body: Record, operation: str) -> Record:
    # A published client's live test names no operation and expects new objects; with a version it can only be a change.
    operation = operation or ("update" if body.get("Id") and body.get("SyncToken") else "create")
    if operation == "create":
        body = {name: value for name, value in body.items() if name not in ("Id", "SyncToken")}
    elif operation == "update" and body.get("Id") in (None, "") and not entity.singleton:
        raise errors.missing("Id")
    elif operation not in ("create", "update"):
        raise errors.unsupported(operation)
    return save(company, entity, body, operation)


def _objects(answer: Record) -> int:
    found: object = answer.get("QueryResponse")
    if isinstance(found, dict):
        return int(found.get("maxResults", 0))
    return 0 if "Fault" in answer else 1
