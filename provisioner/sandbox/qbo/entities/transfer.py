"""Transfer: money from one account to another (Intuit API reference, Transfer; read 2026-11)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.shape import TRANSACTION_OPERATIONS, Entity, Field, Posting, words
from provisioner.sandbox.qbo.txn.banking import check_balance_sheet, refuse_deposited
from provisioner.sandbox.qbo.txn.common import IGNORED, currency_column, links_column, nonzero, start

if TYPE_CHECKING:
    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row


def _check(draft: Draft) -> None:
    """The reference asks for asset accounts; a published client's live test also moves money off a credit card."""
    start(draft)
    values = draft.values
    if Decimal(values["Amount"]) < 0:
        raise errors.negative_amount("Amount")
    for name in ("FromAccountRef", "ToAccountRef"):
        check_balance_sheet(draft, name)
    if values["FromAccountRef"] == values["ToAccountRef"]:  # (assumption)
        raise errors.business("A transfer needs two different accounts.")


def _postings(company: Company, row: Row) -> list[Posting]:
    del company
    amount = Decimal(row.values["Amount"])
    return nonzero([Posting(row.values["ToAccountRef"], amount), Posting(row.values["FromAccountRef"], -amount)])


ENTITY = Entity(
    name="Transfer",
    source="Intuit API reference, Transfer; read 2026-11",
    operations=words(TRANSACTION_OPERATIONS),
    transaction=True,
    id_space="txn",
    fields=(
        Field("FromAccountRef", "ref", target="Account", required=True),
        Field("ToAccountRef", "ref", target="Account", required=True),
        Field("Amount", "amount", required=True),
        Field("TxnDate", "date", filter=True, sort=True),
        Field("PrivateNote", limit=4000),
    ),
    computed=(currency_column(), links_column("Transfer")),
    ignored=IGNORED | words("DocNumber ClassRef DepartmentRef Line TransferEx TxnStatus TxnTaxDetail CustomField"),
    check=_check,
    postings=_postings,
    guard=refuse_deposited("Transfer"),  # that what a deposit holds is locked here, too, is an assumption
)
