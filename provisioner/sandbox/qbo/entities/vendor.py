"""Vendor: whom the firm buys from (Intuit API reference, Vendor; read 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import currencies
from provisioner.sandbox.qbo.books import balance, post, system_account
from provisioner.sandbox.qbo.parts import address
from provisioner.sandbox.qbo.people import (
    ID_SPACE,
    UNIQUE_NAME,
    complete_name,
    contact_fields,
    currency_columns,
    name_fields,
)
from provisioner.sandbox.qbo.shape import Computed, Draft, Entity, Field, words
from provisioner.sandbox.qbo.store import ZERO
from provisioner.sandbox.qbo.tree import check_reference

if TYPE_CHECKING:
    from provisioner.sandbox.qbo.store import Row

CURRENCY, CURRENCY_SHOWN = currency_columns()


def _check(draft: Draft) -> None:
    complete_name(draft)
    currencies.settle(draft.company, draft.values)
    check_reference(draft, "TermRef")
    check_reference(draft, "APAccountRef")
    amount = draft.values.pop("Balance", ZERO)
    if draft.before is None and amount:
        draft.inner["balance"] = amount  # "Write-on-create, read-only otherwise"


def _open(draft: Draft, row: Row) -> None:
    """An opening balance is posted to Accounts Payable (the accounts are an assumption)."""
    currencies.list_currency(draft.company, row.values.get("CurrencyRef"))
    if draft.before is None and row.inner.get("balance"):
        expense = system_account(draft.company, "uncategorized_expense")
        payable = system_account(draft.company, "accounts_payable")
        post(draft.company, expense.id, payable.id, row.inner["balance"])


ENTITY = Entity(
    name="Vendor",
    source="Intuit API reference, Vendor; read 2026-11",
    gaps={
        "create": "an opening balance is posted against Uncategorized Expense (assumption); fields of other countries "
        "are read and dropped",
    },
    name_field="DisplayName",
    id_space=ID_SPACE,
    fields=(
        *name_fields(),
        Field("CompanyName", limit=100, filter=True, sort=True),
        Field("AcctNum", limit=100),
        Field("TaxIdentifier", limit=20, masked=4),
        Field("Vendor1099", "bool", default=False),
        Field("BillRate", "amount"),
        Field("CostRate", "amount"),
        Field("Balance", "amount"),
        address("BillAddr"),
        *contact_fields(),
        Field("OtherContactInfo", "list"),
        Field("TermRef", "ref", target="Term", bare=True),
        Field("APAccountRef", "ref", target="Account"),
        Field("Notes", limit=4000),
        CURRENCY,
    ),
    computed=(Computed("Balance", "amount", lambda _, row: balance(row), filter=True, sort=True), CURRENCY_SHOWN),
    ignored=words(
        "Source GSTIN T4AEligible T5018Eligible BusinessNumber HasTPAR TaxReportingBasis VendorPaymentBankDetail "
        "GSTRegistrationType V4IDPseudonym OpenBalanceDate ShipAddr OtherAddr CustomField ContactName AltContactName "
        "CreditLimit Organization UserId IsDefaultVendor TaxCountry DefaultTaxCodeRef PurchaseEx VendorTypeRef"
    ),
    check=_check,
    after=_open,
    unique=(UNIQUE_NAME,),
)
