"""Invoice (Intuit API reference, Invoice; probe of live companies, 2026-08; read 2026-11)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.books import system_account
from provisioner.sandbox.qbo.shape import TRANSACTION_OPERATIONS, Computed, Entity, Field, Link, Posting, words
from provisioner.sandbox.qbo.store import ZERO
from provisioner.sandbox.qbo.txn import numbers
from provisioner.sandbox.qbo.txn.common import (
    IGNORED,
    currency_column,
    no_projects,
    settled,
    settling_links,
    total_column,
    total_of,
)
from provisioner.sandbox.qbo.txn.lines import LINKED_TXN, amounts, ref, voided, without_mention
from provisioner.sandbox.qbo.txn.sales import GAPS, check_form, form_fields, form_postings, take_terms, term_fields

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row

# Clio's help shows invoices refused over numbers of other sales forms (support.clio.com 115003454593).
CLASHING = ("Invoice", "CreditMemo", "SalesReceipt")


# What an invoice itself names: what it bills. Links to payments are the payments' own (reference, Invoice).
BILLED = words("Estimate TimeActivity")


def _check(draft: Draft) -> None:
    check_form(draft)
    _check_links(draft)
    numbers.refuse_duplicate(draft, CLASHING)
    take_terms(draft)


def _check_links(draft: Draft) -> None:
    """Keeps the links to what is billed, at the top and in lines; 620 for one that is not there."""
    for part in (draft.values, *draft.values["Line"]):
        links = [link for link in part.pop("LinkedTxn", []) if link.get("TxnType") in BILLED]
        for link in links:
            if draft.company.find(link["TxnType"], link.get("TxnId", "")) is None:
                raise errors.linking(f"There is no {link['TxnType']} with id {link.get('TxnId', '')}.")
        if links:
            part["LinkedTxn"] = links


def _billed(row: Row) -> list[Link]:
    """What the invoice bills; nothing of it is settled by that."""
    named = [link for part in (row.values, *row.values["Line"]) for link in part.get("LinkedTxn", [])]
    return list(dict.fromkeys(Link(link["TxnType"], link["TxnId"], ZERO) for link in named))


def _linked(company: Company, row: Row) -> list[Record] | None:
    """What it bills and what pays it."""
    billed = [{"TxnId": link.id, "TxnType": link.kind} for link in _billed(row)]
    return [*billed, *settling_links(company, "Invoice", row)] or None


def _balance(company: Company, row: Row) -> Decimal:
    return total_of(row) - Decimal(row.values.get("Deposit", ZERO)) - settled(company, "Invoice", row)


def _postings(company: Company, row: Row) -> list[Posting]:
    return form_postings(company, row, system_account(company, "accounts_receivable").id, 1)


ENTITY = Entity(
    name="Invoice",
    source="Intuit API reference, Invoice; probe of live companies, 2026-08; read 2026-11",
    gaps={**GAPS, "read": "include=invoiceLink gives no link"},
    operations=words(TRANSACTION_OPERATIONS),
    transaction=True,
    id_space="txn",
    fields=(
        *form_fields(customer_required=True),
        *term_fields(),
        LINKED_TXN,
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
        Computed("LinkedTxn", "list", _linked),
        no_projects(),
    ),
    ignored=IGNORED | words("InvoiceLink EInvoiceStatus ECloudStatusTimeStamp SalesRepRef ARAccountRef"),
    void="operation",
    voided=voided,
    check=_check,
    postings=_postings,
    links=_billed,
    unlink=without_mention,
)
