"""CreditCardPayment: paying down a credit card from a bank account (Intuit API reference; read 2026-11).

It has three names: the address and queries say ``creditcardpayment``, bodies and answers ``CreditCardPaymentTxn``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.shape import TRANSACTION_OPERATIONS, Entity, Field, Posting, words
from provisioner.sandbox.qbo.txn.banking import check_balance_sheet, check_bank
from provisioner.sandbox.qbo.txn.common import IGNORED, currency_column, nonzero, start

if TYPE_CHECKING:
    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row

CARD_TYPES = frozenset({"Credit Card"})


def _check(draft: Draft) -> None:
    """The reference asks for a bank account; a published client's live test pays from another asset."""
    start(draft)
    if Decimal(draft.values["Amount"]) < 0:
        raise errors.negative_amount("Amount")
    check_balance_sheet(draft, "BankAccountRef")
    check_bank(draft, "CreditCardAccountRef", CARD_TYPES)
    if draft.values["BankAccountRef"] == draft.values["CreditCardAccountRef"]:  # (assumption)
        raise errors.business("A credit card cannot be paid from itself.")


def _postings(company: Company, row: Row) -> list[Posting]:
    del company
    amount = Decimal(row.values["Amount"])
    return nonzero(
        [Posting(row.values["CreditCardAccountRef"], amount), Posting(row.values["BankAccountRef"], -amount)]
    )


ENTITY = Entity(
    name="CreditCardPayment",
    element="CreditCardPaymentTxn",
    source="Intuit API reference, CreditCardPayment; read 2026-11",
    operations=words(TRANSACTION_OPERATIONS),
    transaction=True,
    id_space="txn",
    fields=(
        Field("CreditCardAccountRef", "ref", target="Account", required=True),
        Field("BankAccountRef", "ref", target="Account", required=True),
        Field("Amount", "amount", required=True),
        Field("TxnDate", "date", filter=True, sort=True),
        Field("PrivateNote", limit=4000),
        Field("VendorRef", "ref", target="Vendor", filter=True),
        Field("Memo", limit=4000),
        Field("PrintStatus", choices=("NotSet", "NeedToPrint", "PrintComplete")),
        Field("CheckNum", limit=21),
    ),
    computed=(currency_column(),),
    ignored=IGNORED | words("DocNumber Line CreditCardPaymentEx TxnStatus TxnTaxDetail CustomField DepartmentRef"),
    check=_check,
    postings=_postings,
)
