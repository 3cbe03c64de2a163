"""RecurringTransaction: a template with a schedule around one of twelve kinds of transactions.

Intuit API reference, RecurringTransaction; python-quickbooks, live tests; read 2026-11. Templates are kept, never run.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.entities import (
    bill,
    credit_memo,
    deposit,
    estimate,
    invoice,
    journal_entry,
    purchase,
    purchase_order,
    refund_receipt,
    sales_receipt,
    transfer,
    vendor_credit,
)
from provisioner.sandbox.qbo.fields import ALWAYS_IGNORED, read_body
from provisioner.sandbox.qbo.shape import (
    TRANSACTION_OPERATIONS,
    Column,
    Computed,
    Draft,
    Entity,
    Field,
    Unique,
    words,
)
from provisioner.sandbox.qbo.store import Row
from provisioner.sandbox.qbo.txn.common import today
from provisioner.sandbox.qbo.txn.numbers import ALLOWED
from provisioner.sandbox.qbo.txn.schedule import INFO, complete

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Key
    from provisioner.sandbox.qbo.store import Company

_MODULES = (
    *(bill, credit_memo, deposit, estimate, invoice, journal_entry, purchase, purchase_order),
    *(refund_receipt, sales_receipt, transfer, vendor_credit),
)
# What a template does not have yet: each transaction made from it gets its own (reference, samples).
OF_EACH = ("TxnDate", "DocNumber")
HOISTED = ("Id", "SyncToken", "sparse")


def _template(entity: Entity) -> Entity:
    """The kind with its schedule, and the reference to the template (which is its own; an assumption)."""
    ref = Computed("RecurDataRef", "struct", lambda _, row: {"value": row.id})
    return replace(entity, fields=(*entity.fields, INFO), computed=(*entity.computed, ref))


KINDS = {module.ENTITY.name: _template(module.ENTITY) for module in _MODULES}


def _field(entity: Entity) -> Field:
    """The kind as an attribute."""
    ignored = entity.ignored | ALWAYS_IGNORED | {item.name for item in entity.computed}
    return Field(entity.name, "struct", parts=entity.fields, ignored=ignored - entity.by_name.keys())


def _opened(body: Record) -> Record:
    """The body with what identifies the template beside the transaction instead of in it."""
    kinds = [name for name in KINDS if isinstance(body.get(name), dict)]
    if not kinds and body.get("Id") not in (None, ""):
        return body
    if len(kinds) != 1:
        raise errors.no_kind(tuple(KINDS))
    within = body[kinds[0]]
    return {**body, **{name: within[name] for name in HOISTED if name in within}}


def _merge(before: Row, body: Record, sparse: bool, by_hand: bool) -> Record:  # noqa: FBT001 - the hook's signature
    """A sparse update changes the attributes of the transaction that are sent, a full one all of them."""
    del by_hand
    sent = read_body(ENTITY, body)
    kind = before.inner["type"]
    if set(sent) != {kind}:
        raise errors.no_kind((kind,))
    return {kind: before.values[kind] | sent[kind] if sparse else sent[kind]}


def _check(draft: Draft) -> None:
    """The rules of the transaction inside, and a schedule."""
    company = draft.company
    if company.edition == "simple_start":  # reference: Essentials and above
        raise errors.not_in_plan("Recurring transactions are not part of this QuickBooks plan.")
    if len(draft.values) != 1:
        raise errors.no_kind(tuple(KINDS))
    ((name, sent),) = draft.values.items()
    kind = KINDS[name]
    values = {item.name: item.default for item in kind.fields if item.default is not None} | sent
    for item in kind.fields:
        if item.required and item.name not in values:
            raise errors.missing(item.name)
    values[INFO.name] = complete(values[INFO.name], today(company))
    before = _inside(draft.before)[1] if draft.before else None
    within = Draft(company, kind, values, before=before, inner=draft.inner, include=frozenset({ALLOWED}))
    _check_inside(within)
    draft.values[name] = {key: value for key, value in within.values.items() if key not in OF_EACH}
    draft.inner["type"] = name


def _check_inside(within: Draft) -> None:
    """Lets the kind complete or refuse its values; the numbers it would use up are left for real transactions."""
    numbers = dict(within.company.numbers)
    try:
        within.entity.check(within)
    finally:
        within.company.numbers = numbers


def _inside(row: Row) -> tuple[Entity, Row]:
    kind = row.inner["type"]
    return KINDS[kind], Row(**(row.record() | {"values": row.values[kind]}))


def _info(row: Row, name: str) -> object:
    return row.values[row.inner["type"]][INFO.name].get(name)


def _sought(name: str) -> Column:
    return Column(f"{INFO.name}.{name}", "text", lambda _, row: _info(row, name), filter=True, sort=True)


def _name_key(company: Company, row: Row) -> Key | None:
    del company
    name = _info(row, "Name")
    return ("recurring", str(name).casefold()) if name else None


ENTITY = Entity(
    name="RecurringTransaction",
    source="Intuit API reference, RecurringTransaction; read 2026-11",
    gaps={"create": "no transactions are made from templates; that names are unique (6240) is an assumption"},
    operations=words(TRANSACTION_OPERATIONS),
    transaction=True,
    id_space="txn",
    fields=tuple(_field(kind) for kind in KINDS.values()),
    computed=(
        Computed("Type", "text", lambda _, row: row.inner["type"], filter=True),
        Computed("RecurDataRef", "id", lambda _, row: row.id, filter=True, sort=True),
    ),
    asked=(_sought("Name"), _sought("RecurType")),
    opened=_opened,
    inside=_inside,
    merge=_merge,
    check=_check,
    unique=(Unique(_name_key, lambda: errors.duplicate_name("recurring template")),),
)
