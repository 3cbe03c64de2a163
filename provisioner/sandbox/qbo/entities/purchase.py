"""Purchase: paid at once, in cash, by check or by card (Intuit API reference; probe of live companies, 2026-08)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.parts import address
from provisioner.sandbox.qbo.references import party_of
from provisioner.sandbox.qbo.shape import TRANSACTION_OPERATIONS, Computed, Entity, Field, Posting, words
from provisioner.sandbox.qbo.txn import numbers
from provisioner.sandbox.qbo.txn.common import currency_column, dated, links_column, name_values, total_column
from provisioner.sandbox.qbo.txn.lines import ref
from provisioner.sandbox.qbo.txn.purchases import (
    BUYING_IGNORED,
    CHECKS,
    LINES,
    PRINTING,
    buying_postings,
    check_account,
    give_number,
    refuse_same_check,
    take_lines,
)

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import Record
    from provisioner.sandbox.qbo.shape import Draft
    from provisioner.sandbox.qbo.store import Company, Row

# How it is paid -> what it can be paid from; that petty cash kept as a current asset will do is an assumption.
PAID_FROM = {
    "Cash": ("Bank", "Other Current Asset"),
    "Check": ("Bank",),
    "CreditCard": ("Credit Card",),
}
# The service's own numbers for kinds of transactions (recorded answers: 54 an expense; the other two are assumptions).
TXN_TYPES = {"Check": "3", "Credit": "11"}
EXPENSE = "54"


def _check(draft: Draft) -> None:
    take_lines(draft)
    values = draft.values
    check_account(draft.company, "AccountRef", values["AccountRef"], PAID_FROM[values["PaymentType"]])
    _take_payee(draft)
    _fit_payment(draft)
    refuse_same_check(draft)
    if values["PaymentType"] != "Check":
        numbers.refuse_duplicate(draft, ("Purchase",), lambda row: row.values["PaymentType"] != "Check")
    give_number(draft, *CHECKS)


def _take_payee(draft: Draft) -> None:
    """Whom it is paid to: what kind of object has the id, where the client does not say."""
    values = draft.values
    if "EntityRef" not in values:
        return
    party = party_of(draft.company, values["EntityRef"])
    if party is None:
        raise errors.bad_reference("Names", values["EntityRef"]["value"])
    values["EntityRef"] = {"value": party[1], "kind": party[0]}
    card = draft.company.tables[party[0]].rows[party[1]].values
    if draft.before is None and "BillAddr" in card:
        values.setdefault("RemitToAddr", card["BillAddr"])


def _fit_payment(draft: Draft) -> None:
    """Refunds are for cards only, printing and an address for checks only (reference)."""
    values = draft.values
    if values["PaymentType"] == "CreditCard":
        values.setdefault("Credit", False)
    elif values.pop("Credit", False):
        raise errors.conflict("Credit", "Only a purchase by credit card can be a credit.")
    if values["PaymentType"] == "Check":
        values.setdefault("PrintStatus", "NeedToPrint")
    else:
        values.pop("PrintStatus", None)
        values.pop("RemitToAddr", None)


def _extension(company: Company, row: Row) -> Record:
    del company
    kind = "Credit" if row.values.get("Credit") else row.values["PaymentType"]
    return name_values({"TxnType": TXN_TYPES.get(kind, EXPENSE)})


def _postings(company: Company, row: Row) -> list[Posting]:
    party = party_of(company, row.values.get("EntityRef"))
    return buying_postings(company, row, row.values["AccountRef"], -1 if row.values.get("Credit") else 1, party)


ENTITY = Entity(
    name="Purchase",
    source="Intuit API reference, Purchase; probe of live companies, 2026-08; read 2026-11",
    gaps={"create": "stock on hand does not move; the account types of cash purchases are partly assumed"},
    operations=words(TRANSACTION_OPERATIONS),
    transaction=True,
    id_space="txn",
    fields=(
        ref("AccountRef", "Account", required=True),
        # Needed even in a sparse update (probe of a live company, 2026-08); queried in the reference's own example.
        Field("PaymentType", choices=tuple(PAID_FROM), required=True, insisted=True, filter=True),
        Field("EntityRef", "party", plain_kind=True),
        Field("Credit", "bool"),
        *dated(),
        LINES,
        ref("DepartmentRef", "Department"),
        ref("PaymentMethodRef", "PaymentMethod", bare=True),
        Field("PaymentRefNum", limit=21),
        Field("PrintStatus", choices=PRINTING),
        address("RemitToAddr"),
        Field("Memo", limit=4000),
    ),
    computed=(
        total_column(filters=True),
        currency_column(),
        links_column("Purchase"),
        Computed("PurchaseEx", "struct", _extension),
    ),
    ignored=BUYING_IGNORED | words("CheckPayment CreditCardPayment TxnNum ClassRef"),
    check=_check,
    postings=_postings,
)
