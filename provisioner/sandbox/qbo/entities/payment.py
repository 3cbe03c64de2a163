"""Payment: money from a customer, applied to invoices or kept on account (Intuit API reference; read 2026-11)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.books import system_account
from provisioner.sandbox.qbo.shape import TRANSACTION_OPERATIONS, Computed, Entity, Field, Link, Posting, words
from provisioner.sandbox.qbo.txn.banking import check_deposit_account, refuse_deposited
from provisioner.sandbox.qbo.txn.common import (
    CARD_PAYMENT,
    IGNORED,
    currency_column,
    links_column,
    name_values,
    nonzero,
    open_on,
    start,
    total_of,
    voided_payment,
)
from provisioner.sandbox.qbo.txn.lines import ENTITY_OF, line_field, line_links, ref, without_link

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row

LINKABLE = words("Invoice CreditMemo JournalEntry Purchase Deposit")
CREDITS = frozenset({"CreditMemo"})


def _check(draft: Draft) -> None:
    start(draft)
    values = draft.values
    if Decimal(values["TotalAmt"]) < 0:
        raise errors.negative_amount("TotalAmt")
    check_deposit_account(draft)
    for number, line in enumerate(values.get("Line", []), 1):
        line["LineNum"] = number
        _check_line(draft, line)
    draft.inner["total"] = Decimal(values["TotalAmt"])
    if _unapplied(values) < 0:
        raise errors.business("The amounts applied come to more than the payment.")


def _check_line(draft: Draft, line: Record) -> None:
    if "Amount" not in line:
        raise errors.missing("Line.Amount")
    for link in line.get("LinkedTxn", []):
        kind = ENTITY_OF.get(link.get("TxnType", ""), link.get("TxnType", ""))
        target = draft.company.find(kind, link.get("TxnId", "")) if kind in LINKABLE else None
        if target is None:
            raise errors.linking(f"There is no {link.get('TxnType', 'transaction')} with id {link.get('TxnId', '')}.")
        if target.values.get("CustomerRef", draft.values["CustomerRef"]) not in _family(draft):
            raise errors.linking("The transaction belongs to another customer.")
        if kind == "Invoice" and line["Amount"] > open_on(draft, "Invoice", target):
            raise errors.business("The amount applied is more than what is open on the invoice.")


def _family(draft: Draft) -> set[str]:
    """The customer, its jobs and its parents: a payment by one may settle what another owes (assumption)."""
    table = draft.company.tables["Customer"]
    found, waiting = set(), [draft.values["CustomerRef"]]
    while waiting:
        row = table.rows.get(waiting.pop())
        if row is not None and row.id not in found:
            found.add(row.id)
            waiting += [child.id for child in table.kin(row.id)]
            waiting += [row.values["ParentRef"]] if "ParentRef" in row.values else []
    return found


def _unapplied(values: Record) -> Decimal:
    rest = Decimal(values["TotalAmt"])
    for line in values.get("Line", []):
        credits_it = any(link.get("TxnType") in CREDITS for link in line.get("LinkedTxn", []))
        rest += Decimal(line["Amount"]) * (1 if credits_it else -1)
    return rest


def _shown_lines(company: Company, row: Row) -> list[Record] | None:
    """Lines with the extension block in which the service tells more about what they settle (reference, sample)."""
    return [line | {"LineEx": _extras(company, line)} for line in row.values.get("Line", [])] or None


def _extras(company: Company, line: Record) -> Record:
    pairs: dict[str, str] = {}
    for link in line.get("LinkedTxn", []):
        target = company.find(ENTITY_OF.get(link["TxnType"], link["TxnType"]), link["TxnId"])
        number = target.values.get("DocNumber") if target else None
        pairs = {"txnId": link["TxnId"], "txnOpenBalance": f"{line['Amount']:.2f}"}
        pairs |= {"txnReferenceNumber": number} if number else {}
    return name_values(pairs)


def _postings(company: Company, row: Row) -> list[Posting]:
    receivable, customer = system_account(company, "accounts_receivable").id, ("Customer", row.values["CustomerRef"])
    amount = total_of(row)
    return nonzero([Posting(row.values["DepositToAccountRef"], amount), Posting(receivable, -amount, customer)])


ENTITY = Entity(
    name="Payment",
    source="Intuit API reference, Payment; probe of live companies, 2026-08; read 2026-11",
    operations=words(TRANSACTION_OPERATIONS),
    transaction=True,
    id_space="txn",
    fields=(
        Field("CustomerRef", "ref", target="Customer", required=True, filter=True),
        Field("TotalAmt", "amount", required=True, filter=True),
        Field("TxnDate", "date", filter=True, sort=True),
        Field("PrivateNote", limit=4000),
        Field("PaymentRefNum", limit=21, filter=True),
        Field("PaymentMethodRef", "ref", target="PaymentMethod", bare=True, filter=True),
        Field("DepositToAccountRef", "ref", target="Account", bare=True),
        ref("ARAccountRef", "Account"),
        Field("ProcessPayment", "bool", default=False),
        line_field(required=False),
        CARD_PAYMENT,
    ),
    computed=(
        Computed("UnappliedAmt", "amount", lambda _, row: _unapplied(row.values)),
        Computed("Line", "list", _shown_lines),
        currency_column(),
        links_column("Payment"),
    ),
    ignored=IGNORED | words("PaymentType CheckPayment TxnStatus DocNumber"),
    void="include",
    voided=voided_payment,
    check=_check,
    postings=_postings,
    links=lambda row: line_links(row, Link),
    unlink=without_link,
    guard=refuse_deposited("Payment"),
)
