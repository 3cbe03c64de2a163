"""VendorCredit: what a vendor owes the firm (Intuit API reference, VendorCredit; read 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo.shape import TRANSACTION_OPERATIONS, Computed, Entity, Posting, words
from provisioner.sandbox.qbo.txn import numbers
from provisioner.sandbox.qbo.txn.common import currency_column, links_column, settled, total_column, total_of
from provisioner.sandbox.qbo.txn.purchases import (
    BUYING_IGNORED,
    buying_postings,
    give_number,
    keep_settled,
    take_lines,
    take_payable,
    take_vendor,
    vendor_fields,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row


def _check(draft: Draft) -> None:
    take_lines(draft)
    keep_settled(draft)
    take_vendor(draft)
    # Per vendor, as for bills (assumption).
    numbers.refuse_duplicate(draft, ("VendorCredit",), lambda row: row.values["VendorRef"] == draft.values["VendorRef"])
    give_number(draft, "VendorCredit")
    take_payable(draft)


def _balance(company: Company, row: Row) -> Decimal:
    return total_of(row) - settled(company, "VendorCredit", row)


def _postings(company: Company, row: Row) -> list[Posting]:
    return buying_postings(company, row, row.values["APAccountRef"], -1, ("Vendor", row.values["VendorRef"]))


ENTITY = Entity(
    name="VendorCredit",
    source="Intuit API reference, VendorCredit; read 2026-11",
    gaps={"create": "stock on hand does not move; numbers are unique per vendor (assumption)"},
    operations=words(TRANSACTION_OPERATIONS),
    transaction=True,
    id_space="txn",
    fields=vendor_fields(),
    computed=(
        total_column(filters=True, sorts=True),
        Computed("Balance", "amount", _balance, sort=True),
        currency_column(),
        links_column("VendorCredit"),
    ),
    # The last two are sent by a published client.
    ignored=BUYING_IGNORED | words("BillEmail Memo VendorCreditEx ClassRef FromAccountRef ToAccountRef"),
    check=_check,
    postings=_postings,
)
