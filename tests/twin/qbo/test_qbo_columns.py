"""Which columns a query may name: those the reference marks filterable or sortable, and few more."""

from __future__ import annotations

import pytest

from provisioner.sandbox.qbo.entities import ENTITIES

EVERYWHERE = {"Id", "MetaData.CreateTime", "MetaData.LastUpdatedTime"}
NAME_PARTS = "GivenName MiddleName FamilyName CompanyName PrintOnCheckName DisplayName Active Balance"
# entity -> both, filterable only, sortable only (Intuit API reference, the entities' pages; read 2026-11)
REFERENCE = {
    "Account": (
        "Name SubAccount FullyQualifiedName ParentRef Description CurrentBalance CurrentBalanceWithSubAccounts",
        "Classification AccountType AccountSubType Active",
        "",
    ),
    "Class": ("Active FullyQualifiedName", "", ""),
    "Department": ("Active FullyQualifiedName", "", "SubDepartment"),
    "Term": ("Name Active", "", ""),
    "PaymentMethod": ("Active", "", ""),
    "Item": ("Name Type", "Active Taxable FullyQualifiedName SubItem", "UnitPrice PurchaseCost"),
    "Customer": (f"{NAME_PARTS} FullyQualifiedName", "PrimaryEmailAddr", "BalanceWithJobs"),
    "Vendor": (f"{NAME_PARTS} Suffix", "", ""),
    "Employee": ("GivenName MiddleName FamilyName Suffix PrintOnCheckName DisplayName", "Active", ""),
    "CustomerType": ("Active", "", ""),
    "CompanyCurrency": ("Active", "", ""),
    "TaxAgency": ("", "", "DisplayName"),
    "TaxRate": ("Name Description AgencyRef TaxReturnLineRef Active", "", ""),
    "TaxCode": ("Name Description", "Active", ""),
    "ExchangeRate": ("", "AsOfDate SourceCurrencyCode", ""),
    "Budget": ("Name BudgetType", "Active", ""),
    "Preferences": ("", "", ""),
}
# What the twin allows beyond the reference: "Active" sorts everywhere, as on most pages; the others are filtered by in
# published clients, or on a sister's page.
BEYOND_FILTER = {
    "Class": "Name SubClass",
    "Department": "Name SubDepartment",
    "PaymentMethod": "Name",
    "Item": "ParentRef",
    "Vendor": "PrimaryEmailAddr",
    "Employee": "PrimaryEmailAddr",
    "CustomerType": "Name",
    "CompanyCurrency": "Code Name",
    "TaxAgency": "DisplayName Active",
    "ExchangeRate": "Active",
}
BEYOND_SORT = {
    "Account": "Active",
    "Class": "Name SubClass",
    "Department": "Name",
    "PaymentMethod": "Name",
    "Item": "Active FullyQualifiedName",
    "Employee": "Active",
    "CustomerType": "Name",
    "CompanyCurrency": "Code Name",
    "TaxAgency": "Active",
    "TaxCode": "Active",
    "ExchangeRate": "Active",
    "Budget": "Active",
}


@pytest.mark.parametrize("name", REFERENCE)
def test_columns_that_filter(name):
    both, filtering, _ = REFERENCE[name]
    expected = EVERYWHERE | {*both.split(), *filtering.split(), *BEYOND_FILTER.get(name, "").split()}
    assert {column.name for column in ENTITIES[name].columns.values() if column.filter} == expected


@pytest.mark.parametrize("name", REFERENCE)
def test_columns_that_sort(name):
    both, _, sorting = REFERENCE[name]
    expected = EVERYWHERE | {*both.split(), *sorting.split(), *BEYOND_SORT.get(name, "").split()}
    assert {column.name for column in ENTITIES[name].columns.values() if column.sort} == expected


def test_every_list_is_in_the_table():
    lists = {name for name, entity in ENTITIES.items() if not entity.transaction}
    assert lists - {"Attachable", "CompanyInfo", "RecurringTransaction"} == set(REFERENCE)
