"""Estimate: an offer, without effect on the books (Intuit API reference, Estimate; read 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo.shape import TRANSACTION_OPERATIONS, Computed, Entity, Field, words
from provisioner.sandbox.qbo.txn.common import IGNORED, currency_column, links_column, total_column
from provisioner.sandbox.qbo.txn.sales import GAPS, check_form, form_fields, term_fields

if TYPE_CHECKING:
    from provisioner.sandbox.qbo.store import Company, Row

STATES = ("Pending", "Accepted", "Closed", "Rejected", "Converted")


def _state(company: Company, row: Row) -> str:
    """Closed once an invoice bills it (that billing all of it is not asked for is an assumption)."""
    return "Closed" if company.settlers("Estimate", row.id) else str(row.values["TxnStatus"])


ENTITY = Entity(
    name="Estimate",
    source="Intuit API reference, Estimate; read 2026-11",
    gaps=GAPS,
    operations=words(TRANSACTION_OPERATIONS),
    transaction=True,
    id_space="txn",
    fields=(
        *form_fields(customer_required=True),
        *term_fields(),
        Field("TxnStatus", choices=STATES, default="Pending"),
        Field("ExpirationDate", "date"),
        Field("AcceptedBy", limit=100),
        Field("AcceptedDate", "date"),
    ),
    computed=(
        Computed("TxnStatus", "text", _state),
        total_column(),
        currency_column(),
        links_column("Estimate"),
    ),
    ignored=IGNORED | words("DepositToAccountRef InvoiceLink"),
    check=check_form,
)
