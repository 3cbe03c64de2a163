"""PurchaseOrder: what the firm orders from a vendor; it moves no account (Intuit API reference; read 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.books import system_account
from provisioner.sandbox.qbo.parts import address, email
from provisioner.sandbox.qbo.shape import TRANSACTION_OPERATIONS, Computed, Entity, Field, words
from provisioner.sandbox.qbo.txn import numbers
from provisioner.sandbox.qbo.txn.common import (
    CUSTOM_FIELDS,
    currency_column,
    due_date,
    links_column,
    settled,
    total_column,
    total_of,
)
from provisioner.sandbox.qbo.txn.lines import ref
from provisioner.sandbox.qbo.txn.purchases import (
    BUYING_IGNORED,
    PRINTING,
    give_number,
    payable_field,
    take_lines,
    take_vendor,
    vendor_fields,
)

if TYPE_CHECKING:
    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row

KINDS = ("PurchaseOrder",)


def _check(draft: Draft) -> None:
    if draft.company.edition not in ("plus", "advanced"):  # QuickBooks help, plans
        raise errors.not_in_plan("Purchase orders are not part of this QuickBooks plan.")
    take_lines(draft)
    take_vendor(draft)
    _take_ship_address(draft)
    numbers.refuse_duplicate(draft, KINDS)
    give_number(draft, *KINDS)
    if "DueDate" not in draft.values and "SalesTermRef" in draft.values:
        draft.values["DueDate"] = due_date(draft.company, draft.values, 0)
    # A published client's live test names the first account there is: its type is not looked at.
    if "APAccountRef" not in draft.values:
        draft.values["APAccountRef"] = system_account(draft.company, "accounts_payable").id


def _take_ship_address(draft: Draft) -> None:
    """Goods for a customer go to the customer's address (reference, ShipTo)."""
    if draft.before is None and "ShipTo" in draft.values and "ShipAddr" not in draft.values:
        card = draft.company.tables["Customer"].rows[draft.values["ShipTo"]].values
        shown = card.get("ShipAddr") or card.get("BillAddr")
        draft.values |= {"ShipAddr": shown} if shown else {}


def _status(company: Company, row: Row) -> str:
    """Closed when it was closed, or when bills have taken all of it (that they close it is an assumption)."""
    billed = total_of(row) > 0 and settled(company, "PurchaseOrder", row) >= total_of(row)
    return "Closed" if billed else str(row.values["POStatus"])


ENTITY = Entity(
    name="PurchaseOrder",
    source="Intuit API reference, PurchaseOrder; QuickBooks help, plans; read 2026-11",
    gaps={"delete": "bills lose the link (assumption); the reference asks to unlink them first"},
    operations=words(TRANSACTION_OPERATIONS),
    transaction=True,
    id_space="txn",
    fields=(
        *(field for field in vendor_fields() if field.name != "APAccountRef"),
        payable_field(filters=False),
        ref("ClassRef", "Class"),
        ref("SalesTermRef", "Term", bare=True),
        Field("DueDate", "date", filter=True, sort=True),
        Field("ExpectedDate", "date"),
        Field("Memo", limit=4000),
        Field("POStatus", choices=("Open", "Closed"), default="Open"),
        email("POEmail"),
        Field("EmailStatus", choices=("NotSet", "NeedToSend", "EmailSent"), default="NotSet"),
        Field("PrintStatus", choices=PRINTING, default="NotSet"),
        address("ShipAddr"),
        ref("ShipTo", "Customer"),
        ref("ShipMethodRef"),
        Field("FOB", limit=13),
        ref("TaxCodeRef", bare=True),
        CUSTOM_FIELDS,
    ),
    computed=(
        total_column(),
        Computed("POStatus", "text", _status),
        currency_column(),
        links_column("PurchaseOrder"),
    ),
    ignored=BUYING_IGNORED | words("BillEmail ManuallyClosed ReimbursableInfoRef PurchaseOrderEx TemplateRef"),
    check=_check,
)
