"""Customer: clients, and matters as sub-customers (Intuit API reference, Customer; read 2026-11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provisioner.sandbox.qbo import errors
from provisioner.sandbox.qbo.books import post, system_account
from provisioner.sandbox.qbo.parts import address, email, phone, web
from provisioner.sandbox.qbo.shape import Computed, Draft, Entity, Field, Unique, words
from provisioner.sandbox.qbo.store import ZERO
from provisioner.sandbox.qbo.tree import ancestors, check_parent, check_reference, full_name, refuse_active_children

if TYPE_CHECKING:
    from decimal import Decimal

    from provisioner.sandbox.qbo.shape import Key
    from provisioner.sandbox.qbo.store import Company, Row

NAME_MARKS = ":\t\n"
NAME_PARTS = ("Title", "GivenName", "MiddleName", "FamilyName", "Suffix")


def _check(draft: Draft) -> None:
    values = draft.values
    if "DisplayName" not in values:
        # Made from the parts of the name on create, and never removed afterwards.
        made = draft.was("DisplayName") or " ".join(str(values[part]) for part in NAME_PARTS if part in values)
        if not made:
            raise errors.no_name()
        values["DisplayName"] = made
    values.setdefault("PrintOnCheckName", str(values["DisplayName"])[:110])  # "populated from DisplayName" (reference)
    if values.get("Job") and "ParentRef" not in values:
        raise errors.no_parent()
    check_parent(draft)
    refuse_active_children(draft)
    for name in ("SalesTermRef", "PaymentMethodRef"):
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
    if draft.before is None and row.inner.get("balance"):
        receivable = system_account(draft.company, "accounts_receivable")
        income = system_account(draft.company, "uncategorized_income")
        post(draft.company, receivable.id, income.id, row.inner["balance"])


def _name_key(company: Company, row: Row) -> Key | None:
    """One name space for customers, vendors and employees, sub-customers included (reference)."""
    del company
    return ("person", str(row.values["DisplayName"]).casefold())


def _balance(_: Company, row: Row) -> Decimal:
    found: Decimal = row.inner.get("balance", ZERO) + ZERO
    return found


def _whole_balance(company: Company, row: Row) -> Decimal:
    children = company.tables["Customer"].kin(row.id)
    return _balance(company, row) + sum(_whole_balance(company, child) for child in children)


def _level(company: Company, row: Row) -> int | None:
    return len(ancestors(company.tables["Customer"], row.id)) - 1 or None


ENTITY = Entity(
    name="Customer",
    name_field="DisplayName",
    fields=(
        Field("DisplayName", limit=500, banned=NAME_MARKS, filter=True, sort=True),
        Field("Title", limit=16, banned=NAME_MARKS),
        Field("GivenName", limit=100, banned=NAME_MARKS, filter=True, sort=True),
        Field("MiddleName", limit=100, banned=NAME_MARKS, filter=True, sort=True),
        Field("FamilyName", limit=100, banned=NAME_MARKS, filter=True, sort=True),
        Field("Suffix", limit=16, banned=NAME_MARKS),
        Field("CompanyName", limit=100, filter=True, sort=True),
        Field("PrintOnCheckName", limit=110, filter=True, sort=True),
        Field("Job", "bool", default=False),
        Field("ParentRef", "ref", target="Customer", bare=True),
        Field("BillWithParent", "bool", default=False),
        Field("Notes", limit=2000),
        Field("Taxable", "bool"),
        Field("ResaleNum", limit=16),
        Field("PrimaryTaxIdentifier", limit=20, masked=True),
        Field("SecondaryTaxIdentifier", limit=20, masked=True),
        Field("PreferredDeliveryMethod", choices=("Print", "Email", "None"), default="None"),
        Field("OpenBalanceDate", "date"),
        Field("Balance", "amount", filter=True, sort=True),
        address("BillAddr"),
        address("ShipAddr"),
        phone("PrimaryPhone"),
        phone("AlternatePhone"),
        phone("Mobile"),
        phone("Fax"),
        email("PrimaryEmailAddr", filterable=True),
        web("WebAddr"),
        Field("SalesTermRef", "ref", target="Term", bare=True),
        Field("PaymentMethodRef", "ref", target="PaymentMethod", bare=True),
        Field("DefaultTaxCodeRef", "ref"),
        Field("CustomerTypeRef", "ref"),
        Field("ARAccountRef", "ref", target="Account"),
    ),
    computed=(
        full_name("Customer"),
        Computed("Balance", "amount", _balance, filter=True, sort=True),
        Computed("BalanceWithJobs", "amount", _whole_balance, sort=True),
        Computed("Level", "int", _level),
        Computed("CurrencyRef", "struct", lambda _company, _row: {"value": "USD", "name": "United States Dollar"}),
        Computed("IsProject", "bool", lambda _company, _row: False),
    ),
    ignored=words(
        "TaxExemptionReasonId ClientEntityId CustomField OtherAddr ContactName AltContactName OpenBalance "
        "BillableTime TotalRevenue TotalExpense CreditLimit AcctNum Organization UserId OverDueBalance GSTIN "
        "GSTRegistrationType BusinessNumber V4IDPseudonym Source"
    ),
    check=_check,
    after=_open,
    unique=(Unique(_name_key, lambda: errors.duplicate_name("customer, vendor or employee")),),
)
