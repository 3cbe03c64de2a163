"""Invoice (Intuit API reference, Invoice; probe of live companies, 2026-08; read 2026-11)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo.books import system_account
from provisioner.sandbox.qbo.shape import TRANSACTION_OPERATIONS, Computed, Entity, Field, Posting, words
from provisioner.sandbox.qbo.store import ZERO
from provisioner.sandbox.qbo.txn import numbers
from provisioner.sandbox.qbo.txn.common import IGNORED, currency_column, links_column, settled, total_column, total_of
from provisioner.sandbox.qbo.txn.lines import amounts, ref, voided
from provisioner.sandbox.qbo.txn.sales import check_form, form_fields, form_postings, take_terms, term_fields

if TYPE_CHECKING:
    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row

# Clio's help shows invoices refused over numbers of other sales forms (support.clio.com 115003454593).
CLASHING = ("Invoice", "CreditMemo", "SalesReceipt")


def _check(draft: Draft) -> None:
    check_form(draft)
    numbers.refuse_duplicate(draft, CLASHING)
    take_terms(draft)


def _balance(company: Company, row: Row) -> Decimal:
    return total_of(row) - Decimal(row.values.get("Deposit", ZERO)) - settled(company, "Invoice", row)


def _postings(company: Company, row: Row) -> list[Posting]:
    return form_postings(company, row, system_account(company, "accounts_receivable").id, 1)


ENTITY = Entity(
    name="Invoice",
    source="Intuit API reference, Invoice; probe of live companies, 2026-08; read 2026-11",
    gaps={"create": "tax is taken as sent, not worked out", "update": "tax is taken as sent, not worked out"},
    operations=words(TRANSACTION_OPERATIONS),
    transaction=True,
    id_space="txn",
    fields=(
        *form_fields(customer_required=True),
        *term_fields(),
        *amounts("Deposit"),
        ref("DepositToAccountRef", "Account"),
        Field("AllowIPNPayment", "bool", default=False),
        Field("AllowOnlinePayment", "bool", default=False),
        Field("AllowOnlineCreditCardPayment", "bool", default=False),
        Field("AllowOnlineACHPayment", "bool", default=False),
    ),
    computed=(
        total_column(),
        Computed("Balance", "amount", _balance, filter=True, sort=True),
        currency_column(),
        links_column("Invoice"),
    ),
    ignored=IGNORED | words("InvoiceLink EInvoiceStatus ECloudStatusTimeStamp SalesRepRef ARAccountRef"),
    void="operation",
    voided=voided,
    check=_check,
    postings=_postings,
)
