"""Customer: clients, and matters as sub-customers (Intuit API reference, Customer; read 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import currencies, errors
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
from provisioner.sandbox.qbo.tree import ancestors, check_parent, check_reference, full_name, refuse_active_children

if TYPE_CHECKING:
    from decimal import Decimal

    from provisioner.sandbox.qbo.store import Company, Row

CURRENCY, CURRENCY_SHOWN = currency_columns()


def _check(draft: Draft) -> None:
    complete_name(draft)
    currencies.settle(draft.company, draft.values)
    if draft.values.get("Job") and "ParentRef" not in draft.values:
        raise errors.no_parent()
    check_parent(draft)
    refuse_active_children(draft)
    for name in ("SalesTermRef", "PaymentMethodRef", "DefaultTaxCodeRef", "CustomerTypeRef", "ARAccountRef"):
        check_reference(draft, name)
    if draft.before is None:
        _take_balance(draft)


def _take_balance(draft: Draft) -> None:
    """Balance counts only at creation and needs its date (that 6060 is the code is an assumption)."""
    amount, on = draft.values.pop("Balance", ZERO), draft.values.pop("OpenBalanceDate", None)
    if amount:
        if on is None:
            raise errors.no_opening_date()
        draft.inner["balance"] = amount


def _open(draft: Draft, row: Row) -> None:
    """An opening balance is posted to Accounts Receivable (its effect through the API is an assumption)."""
    row.values.pop("Balance", None)
    row.values.pop("OpenBalanceDate", None)
    currencies.list_currency(draft.company, row.values.get("CurrencyRef"))
    if draft.before is None and row.inner.get("balance"):
        receivable = system_account(draft.company, "accounts_receivable")
        income = system_account(draft.company, "uncategorized_income")
        post(draft.company, receivable.id, income.id, row.inner["balance"])


def _whole_balance(company: Company, row: Row) -> Decimal:
    children = company.tables["Customer"].kin(row.id)
    return balance(row) + sum(_whole_balance(company, child) for child in children)


def _level(company: Company, row: Row) -> int | None:
    return len(ancestors(company.tables["Customer"], row.id)) - 1 or None


ENTITY = Entity(
    name="Customer",
    source="Intuit API reference, Customer; read 2026-11",
    gaps={"create": "an opening balance is posted to Accounts Receivable; no opening invoice is made (assumption)"},
    name_field="DisplayName",
    id_space=ID_SPACE,
    fields=(
        *name_fields(suffix_sought=False),
        Field("CompanyName", limit=100, filter=True, sort=True),
        Field("Job", "bool", default=False),
        Field("ParentRef", "ref", target="Customer", bare=True),
        Field("BillWithParent", "bool", default=False),
        Field("Notes", limit=2000),
        Field("Taxable", "bool"),
        Field("ResaleNum", limit=16),
        Field("PrimaryTaxIdentifier", limit=20, masked=5),
        Field("SecondaryTaxIdentifier", limit=20, masked=5),
        Field("PreferredDeliveryMethod", choices=("Print", "Email", "None"), default="None"),
        Field("OpenBalanceDate", "date"),
        Field("Balance", "amount", filter=True, sort=True),
        address("BillAddr"),
        address("ShipAddr"),
        *contact_fields(),
        Field("SalesTermRef", "ref", target="Term", bare=True),
        Field("PaymentMethodRef", "ref", target="PaymentMethod", bare=True),
        Field("DefaultTaxCodeRef", "ref", target="TaxCode", bare=True),
        Field("CustomerTypeRef", "ref", target="CustomerType", bare=True),
        Field("ARAccountRef", "ref", target="Account"),
        CURRENCY,
    ),
    computed=(
        full_name("Customer"),
        Computed("Balance", "amount", lambda _, row: balance(row), filter=True, sort=True),
        Computed("BalanceWithJobs", "amount", _whole_balance, sort=True),
        Computed("Level", "int", _level),
        CURRENCY_SHOWN,
        Computed("IsProject", "bool", lambda _company, _row: False),
    ),
    ignored=words(
        "TaxExemptionReasonId ClientEntityId CustomField OtherAddr ContactName AltContactName OpenBalance "
        "OtherContactInfo "
        "BillableTime TotalRevenue TotalExpense CreditLimit AcctNum Organization UserId OverDueBalance GSTIN "
        "GSTRegistrationType BusinessNumber V4IDPseudonym Source"
    ),
    check=_check,
    after=_open,
    unique=(UNIQUE_NAME,),
)
