"""CreditMemo: what a customer need not pay (Intuit API reference, CreditMemo; read 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo.books import system_account
from provisioner.sandbox.qbo.entities.invoice import CLASHING
from provisioner.sandbox.qbo.shape import TRANSACTION_OPERATIONS, Computed, Entity, Field, Posting, words
from provisioner.sandbox.qbo.txn import numbers
from provisioner.sandbox.qbo.txn.common import (
    IGNORED,
    currency_column,
    links_column,
    no_projects,
    settled,
    total_column,
    total_of,
)
from provisioner.sandbox.qbo.txn.lines import ref
from provisioner.sandbox.qbo.txn.sales import GAPS, check_form, form_fields, form_postings

if TYPE_CHECKING:
    from decimal import Decimal

    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row


def _check(draft: Draft) -> None:
    check_form(draft)
    numbers.refuse_duplicate(draft, CLASHING)


def _rest(company: Company, row: Row) -> Decimal:
    return total_of(row) - settled(company, "CreditMemo", row)


def _postings(company: Company, row: Row) -> list[Posting]:
    return form_postings(company, row, system_account(company, "accounts_receivable").id, -1)


ENTITY = Entity(
    name="CreditMemo",
    source="Intuit API reference, CreditMemo; read 2026-11",
    gaps=GAPS,
    operations=words(TRANSACTION_OPERATIONS),
    transaction=True,
    id_space="txn",
    fields=(
        *form_fields(customer_required=True),
        Field("SalesTermRef", "ref", target="Term", bare=True, filter=True),
        ref("PaymentMethodRef", "PaymentMethod", bare=True),
        ref("DepositToAccountRef", "Account"),
        ref("InvoiceRef", "Invoice", bare=True),
    ),
    computed=(
        total_column(),
        Computed("RemainingCredit", "amount", _rest),
        Computed("Balance", "amount", _rest, filter=True, sort=True),
        currency_column(),
        links_column("CreditMemo"),
        no_projects(),
    ),
    ignored=IGNORED | words("ARAccountRef DueDate"),
    check=_check,
    postings=_postings,
)
