"""Deposit: money into a bank account, from payments received or from an account (Intuit API reference; 2026-11)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.books import system_account
from provisioner.sandbox.qbo.references import party_of
from provisioner.sandbox.qbo.shape import TRANSACTION_OPERATIONS, Entity, Field, Link, Posting, words
from provisioner.sandbox.qbo.store import ZERO
from provisioner.sandbox.qbo.txn.banking import check_bank
from provisioner.sandbox.qbo.txn.common import IGNORED, currency_column, dated, nonzero, start, total_column, total_of
from provisioner.sandbox.qbo.txn.lines import ENTITY_OF, complete, line_field, line_links, ref, total, without_link

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row

LINKABLE = words("Payment SalesReceipt Transfer RefundReceipt JournalEntry")
DETAIL = Field(
    "DepositLineDetail",
    "struct",
    parts=(
        Field("Entity", "party"),
        ref("AccountRef", "Account"),
        ref("ClassRef", "Class"),
        Field("PaymentMethodRef", "ref", target="PaymentMethod", bare=True),
        Field("CheckNum", limit=21),
        Field("TxnType"),
        ref("TaxCodeRef", bare=True),
        Field("TaxApplicableOn"),
    ),
)
CASH_BACK = Field(
    "CashBack",
    "struct",
    parts=(Field("AccountRef", "ref", target="Account"), Field("Amount", "amount"), Field("Memo", limit=4000)),
)


def _check(draft: Draft) -> None:
    start(draft)
    check_bank(draft, "DepositToAccountRef")
    lines = [dict(line) for line in draft.values["Line"]]
    draft.values["Line"] = lines
    for line in lines:
        if "Amount" not in line:
            raise errors.missing("Line.Amount")
        _check_source(draft, line)
    complete(draft)
    back = Decimal(draft.values.get("CashBack", {}).get("Amount", ZERO))
    draft.inner["total"] = total(lines) - back


def _check_source(draft: Draft, line: Record) -> None:
    """A line names what it deposits, or the account it comes from."""
    links = line.get("LinkedTxn", [])
    if not links and "AccountRef" not in line.get("DepositLineDetail", {}):
        raise errors.missing("AccountRef")
    for link in links:
        kind = ENTITY_OF.get(link.get("TxnType", ""), link.get("TxnType", ""))
        target = draft.company.find(kind, link.get("TxnId", "")) if kind in LINKABLE else None
        if target is None:
            raise errors.linking(f"There is no {link.get('TxnType', 'transaction')} with id {link.get('TxnId', '')}.")
        own = ("Deposit", draft.before.id) if draft.before else None
        holders = draft.company.settled.get((kind, target.id), {})
        if any(holder[0] == "Deposit" and holder != own for holder in holders):
            raise errors.linking("The transaction has been deposited already.")
        if kind == "Payment" and not _waits(draft.company, target):
            raise errors.linking("The payment does not wait in Undeposited Funds.")


def _waits(company: Company, payment: Row) -> bool:
    account = company.tables["Account"].rows[payment.values["DepositToAccountRef"]]
    return bool(account.values["AccountSubType"] == "UndepositedFunds")


def _postings(company: Company, row: Row) -> list[Posting]:
    found = [Posting(row.values["DepositToAccountRef"], total_of(row))]
    for line in row.values["Line"]:
        detail = line.get("DepositLineDetail", {})
        source = None if line.get("LinkedTxn") else detail.get("AccountRef")
        source = source or system_account(company, "undeposited_funds").id
        found.append(Posting(source, -Decimal(line["Amount"]), party_of(company, detail.get("Entity"))))
    back = row.values.get("CashBack", {})
    if "AccountRef" in back and "Amount" in back:
        found.append(Posting(back["AccountRef"], Decimal(back["Amount"])))
    return nonzero(found)


ENTITY = Entity(
    name="Deposit",
    source="Intuit API reference, Deposit; read 2026-11",
    operations=words(TRANSACTION_OPERATIONS),
    transaction=True,
    id_space="txn",
    fields=(
        Field("DepositToAccountRef", "ref", target="Account", required=True),
        *dated(number_filter=False),
        line_field(DETAIL),
        CASH_BACK,
        ref("ClassRef", "Class"),
        ref("DepartmentRef", "Department"),
    ),
    computed=(total_column(), currency_column()),
    ignored=IGNORED | words("TxnTaxDetail CustomField"),
    check=_check,
    postings=_postings,
    links=lambda row: line_links(row, Link),
    unlink=without_link,
)
