"""BillPayment: bills paid by check or by card (Intuit API reference; probe of live companies, 2026-08)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.books import system_account
from provisioner.sandbox.qbo.parts import address
from provisioner.sandbox.qbo.shape import TRANSACTION_OPERATIONS, Computed, Entity, Field, Link, Posting, words
from provisioner.sandbox.qbo.store import ZERO
from provisioner.sandbox.qbo.txn import numbers
from provisioner.sandbox.qbo.txn.common import (
    currency_column,
    dated,
    nonzero,
    open_on,
    start,
    total_of,
    voided_payment,
)
from provisioner.sandbox.qbo.txn.lines import line_field, line_links, ref, without_link
from provisioner.sandbox.qbo.txn.purchases import (
    BUYING_IGNORED,
    PAYABLE,
    PRINTING,
    check_account,
    check_payable,
    payable_field,
    refuse_same_check,
    vendor_field,
)

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row

LINKABLE = words("Bill VendorCredit JournalEntry")
# How it is paid -> the block that says from where, its account, and that account's type.
PAID_FROM = {
    "Check": ("CheckPayment", "BankAccountRef", "Bank"),
    "CreditCard": ("CreditCardPayment", "CCAccountRef", "Credit Card"),
}


def _check(draft: Draft) -> None:
    start(draft)
    values = draft.values
    if draft.before is None and "Line" not in values:
        raise errors.missing("Line")
    if Decimal(values["TotalAmt"]) < 0:
        raise errors.negative_amount("TotalAmt")
    _check_source(draft)
    check_payable(draft)
    _check_lines(draft)
    draft.inner["total"] = Decimal(values["TotalAmt"])
    if _applied(draft) > draft.inner["total"]:
        raise errors.business("The amounts applied come to more than the payment.")
    refuse_same_check(draft)
    if values["PayType"] == "CreditCard":
        numbers.refuse_duplicate(draft, ("BillPayment",), lambda row: row.values["PayType"] == "CreditCard")


def _check_source(draft: Draft) -> None:
    """The block of the way it is paid is needed, the other one is dropped (assumption)."""
    for kind, (block, name, account_type) in PAID_FROM.items():
        if kind != draft.values["PayType"]:
            draft.values.pop(block, None)
        elif name not in draft.values.get(block, {}):
            raise errors.missing(f"{block}.{name}")
        else:
            check_account(draft.company, name, draft.values[block][name], (account_type,))
    if draft.values["PayType"] == "Check":
        draft.values["CheckPayment"] = {"PrintStatus": "NeedToPrint", **draft.values["CheckPayment"]}


def _check_lines(draft: Draft) -> None:
    """Each line settles what it names: of this vendor, and no more than is open."""
    settling: Counter[tuple[str, str]] = Counter()
    for line in draft.values.get("Line", []):
        if "Amount" not in line:
            raise errors.missing("Line.Amount")
        if line["Amount"] < 0:
            raise errors.negative_amount("Line.Amount")
        if not line.get("LinkedTxn"):
            raise errors.missing("Line.LinkedTxn")
        for link in line["LinkedTxn"]:
            settling[link.get("TxnType", ""), link.get("TxnId", "")] += line["Amount"]
    for (kind, row_id), amount in settling.items():
        target = draft.company.find(kind, row_id) if kind in LINKABLE else None
        if target is None:
            raise errors.linking(f"There is no {kind or 'transaction'} with id {row_id}.")
        if target.values.get("VendorRef", draft.values["VendorRef"]) != draft.values["VendorRef"]:
            raise errors.linking("The transaction belongs to another vendor.")
        if kind != "JournalEntry" and amount > open_on(draft, kind, target):
            raise errors.business("The amount applied is more than what is open on the transaction.")


def _applied(draft: Draft) -> Decimal:
    """Bills less the credits that help to pay them."""
    found = ZERO
    for line in draft.values.get("Line", []):
        for link in line["LinkedTxn"]:
            found += Decimal(line["Amount"]) * (-1 if _is_credit(draft, link) else 1)
    return found


def _is_credit(draft: Draft, link: Record) -> bool:
    """Whether the firm owes less by it: a vendor credit, or a journal entry that debits payables."""
    if link["TxnType"] != "JournalEntry":
        return bool(link["TxnType"] == "VendorCredit")
    company = draft.company
    accounts = company.tables["Account"].rows
    posted = company.tables["JournalEntry"].rows[link["TxnId"]].inner["posted"]
    moves = [amount for account, amount, _ in posted if accounts[account].values["AccountType"] == PAYABLE]
    return sum(moves, ZERO) > 0


def _payable(company: Company, row: Row) -> str:
    """The payables account named, or that of the first bill, or the company's."""
    bills = [company.find("Bill", link.id) for link in line_links(row, Link) if link.kind == "Bill"]
    named = [row.values.get("APAccountRef"), *(bill.values["APAccountRef"] for bill in bills if bill)]
    return next((each for each in named if each), None) or system_account(company, "accounts_payable").id


def _postings(company: Company, row: Row) -> list[Posting]:
    block, name, _ = PAID_FROM[row.values["PayType"]]
    amount, vendor = total_of(row), ("Vendor", row.values["VendorRef"])
    return nonzero([Posting(_payable(company, row), amount, vendor), Posting(row.values[block][name], -amount)])


ENTITY = Entity(
    name="BillPayment",
    source="Intuit API reference, BillPayment; probe of live companies, 2026-08; read 2026-11",
    gaps={"create": "more than is open on a bill, and another vendor's bill, are refused (assumptions)"},
    operations=words(TRANSACTION_OPERATIONS),
    transaction=True,
    id_space="txn",
    fields=(
        vendor_field(filters=True),
        Field("PayType", choices=tuple(PAID_FROM), required=True),
        Field("TotalAmt", "amount", required=True, filter=True, sort=True),
        *dated(),
        line_field(required=False),
        Field(
            "CheckPayment",
            "struct",
            parts=(ref("BankAccountRef", "Account"), Field("PrintStatus", choices=PRINTING)),
            ignored=words("CheckDetail PayeeAddr BillPaymentCheckEx"),
        ),
        Field(
            "CreditCardPayment",
            "struct",
            parts=(ref("CCAccountRef", "Account"),),
            ignored=words("CCDetail BillPaymentCreditCardEx"),
        ),
        payable_field(),
        ref("DepartmentRef", "Department"),
        address("VendorAddr"),
        Field("ProcessBillPayment", "bool"),
    ),
    computed=(
        # An empty list is answered where nothing is paid (reference, query and void).
        Computed("Line", "list", lambda _, row: row.values.get("Line", [])),
        currency_column(),
    ),
    ignored=BUYING_IGNORED | words("BillPaymentEx"),
    void="include",
    voided=voided_payment,
    check=_check,
    postings=_postings,
    links=lambda row: line_links(row, Link),
    unlink=without_link,
)
