"""Bill: what a vendor asks to be paid (Intuit API reference, Bill; probe of live companies, 2026-08; read 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.shape import TRANSACTION_OPERATIONS, Computed, Entity, Field, Link, Posting, words
from provisioner.sandbox.qbo.store import ZERO
from provisioner.sandbox.qbo.txn import numbers
from provisioner.sandbox.qbo.txn.common import currency_column, settled, settling_links, total_column, total_of
from provisioner.sandbox.qbo.txn.lines import LINKED_TXN, line_links, without_mention
from provisioner.sandbox.qbo.txn.purchases import (
    BUYING_IGNORED,
    buying_postings,
    keep_links,
    keep_settled,
    take_lines,
    take_payable,
    take_terms,
    take_vendor,
    vendor_fields,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row

ORDERS = frozenset({"PurchaseOrder"})


def _check(draft: Draft) -> None:
    take_lines(draft, ORDERS)
    keep_settled(draft)
    take_vendor(draft)
    take_terms(draft)
    _check_orders(draft)
    numbers.refuse_duplicate(draft, ("Bill",), lambda row: row.values["VendorRef"] == draft.values["VendorRef"])
    take_payable(draft)


def _check_orders(draft: Draft) -> None:
    """Orders named at the top only stay there; those that lines name are shown there, too."""
    values = draft.values
    keep_links(values, ORDERS)
    in_lines = {link.get("TxnId", "") for line in values["Line"] for link in line.get("LinkedTxn", [])}
    above = {link.get("TxnId", "") for link in values.pop("LinkedTxn", [])} - in_lines
    for order_id in in_lines | above:
        order = draft.company.find("PurchaseOrder", order_id)
        if order is None:
            raise errors.linking(f"There is no PurchaseOrder with id {order_id}.")
        if order.values["VendorRef"] != values["VendorRef"]:
            raise errors.linking("The purchase order was sent to another vendor.")
    if above:
        values["LinkedTxn"] = [{"TxnId": order_id, "TxnType": "PurchaseOrder"} for order_id in sorted(above)]


def _orders(row: Row) -> list[Link]:
    """What the bill does to orders: each line bills its amount of the one it names."""
    above = [Link("PurchaseOrder", link["TxnId"], ZERO) for link in row.values.get("LinkedTxn", [])]
    return [*line_links(row, Link), *above]


def _linked(company: Company, row: Row) -> list[Record] | None:
    """The orders it bills, at the top as well as in lines, and what pays it."""
    found = {link.id: {"TxnId": link.id, "TxnType": link.kind} for link in _orders(row)}
    return [*found.values(), *settling_links(company, "Bill", row)] or None


def _balance(company: Company, row: Row) -> Decimal:
    return total_of(row) - settled(company, "Bill", row)


def _postings(company: Company, row: Row) -> list[Posting]:
    return buying_postings(company, row, row.values["APAccountRef"], 1, ("Vendor", row.values["VendorRef"]))


def _no_void() -> NoReturn:
    """HTTP 200 with a SystemFault (probe of a live company, 2026-08; the sentence is an assumption)."""
    raise errors.application_error("An application error has occurred while voiding the bill.")


ENTITY = Entity(
    name="Bill",
    source="Intuit API reference, Bill; probe of live companies, 2026-08; read 2026-11",
    gaps={
        "create": "stock on hand does not move; links to reimburse charges are dropped (assumption)",
        "delete": "payments become unapplied (assumption); the reference asks to unlink them first",
    },
    operations=words(TRANSACTION_OPERATIONS),
    transaction=True,
    id_space="txn",
    fields=(
        *vendor_fields(filters=True, insisted=True),
        Field("SalesTermRef", "ref", target="Term", bare=True, filter=True, sort=True),
        Field("DueDate", "date", filter=True, sort=True),
        LINKED_TXN,
    ),
    computed=(
        total_column(filters=True, sorts=True),
        Computed("Balance", "amount", _balance, filter=True),
        currency_column(),
        Computed("LinkedTxn", "list", _linked),
    ),
    ignored=BUYING_IGNORED | words("BillEmail RemitToAddr ShipAddr Memo ClassRef"),
    odd_void=_no_void,
    check=_check,
    postings=_postings,
    links=_orders,
    unlink=without_mention,
)
