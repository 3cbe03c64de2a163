"""RefundReceipt: money back to a customer (Intuit API reference, RefundReceipt; read 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.shape import TRANSACTION_OPERATIONS, Entity, Posting, words
from provisioner.sandbox.qbo.txn.banking import check_deposit_account, refuse_deposited
from provisioner.sandbox.qbo.txn.common import IGNORED
from provisioner.sandbox.qbo.txn.sales import GAPS, check_form, form_fields, form_postings, paid_columns, paid_fields

if TYPE_CHECKING:
    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row


def _check(draft: Draft) -> None:
    if "DepositToAccountRef" not in draft.values:  # the account the money is taken from (reference)
        raise errors.missing("DepositToAccountRef")
    check_form(draft)
    check_deposit_account(draft)


def _postings(company: Company, row: Row) -> list[Posting]:
    return form_postings(company, row, row.values["DepositToAccountRef"], -1)


ENTITY = Entity(
    name="RefundReceipt",
    source="Intuit API reference, RefundReceipt; read 2026-11",
    gaps=GAPS,
    operations=words(TRANSACTION_OPERATIONS),
    transaction=True,
    id_space="txn",
    fields=(*form_fields(customer_required=False), *paid_fields()),
    computed=paid_columns("RefundReceipt"),
    ignored=IGNORED | words("SalesTermRef DueDate"),
    check=_check,
    postings=_postings,
    guard=refuse_deposited("RefundReceipt"),
)
