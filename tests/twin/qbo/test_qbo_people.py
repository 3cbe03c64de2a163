"""Vendors, employees and customer types on the QuickBooks twin, and the names they share with customers."""

# ruff: noqa: S608 - the query language of QuickBooks is no SQL
from __future__ import annotations

import pytest

ADDRESS = {"Line1": "15 Main St.", "City": "Palo Alto", "CountrySubDivisionCode": "CA", "PostalCode": "94303"}


class TestVendor:
    def test_comes_back_as_sent_with_what_quickbooks_adds(self, company):
        sent = {
            "DisplayName": "Court Reporters LLP",
            "CompanyName": "Court Reporters LLP",
            "GivenName": "Bessie",
            "AcctNum": "1345",
            "Vendor1099": True,
            "BillRate": 25,
            "BillAddr": ADDRESS,
            "PrimaryPhone": {"FreeFormNumber": "(650) 555-7745"},
            "PrimaryEmailAddr": {"Address": "books@example.com"},
            "WebAddr": {"URI": "http://www.example.com"},
            "TermRef": {"value": "1"},
        }
        row = company.create("Vendor", **sent)
        assert {name: row[name] for name in sent} == sent
        assert (row["Balance"], row["Active"], row["SyncToken"]) == (0, True, "0")
        assert row["CurrencyRef"] == {"value": "USD", "name": "United States Dollar"}
        assert row["PrintOnCheckName"] == "Court Reporters LLP"
        assert company.get(f"vendor/{row['Id']}").json()["Vendor"] == row

    def test_the_display_name_is_made_of_the_parts(self, company):
        assert company.create("Vendor", GivenName="Ada", FamilyName="Smith")["DisplayName"] == "Ada Smith"

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({}, "6080"),
            ({"CompanyName": "Only a company"}, "6080"),
            ({"DisplayName": "a:b"}, "2040"),
            ({"DisplayName": "A", "PrintOnCheckName": "a\tb"}, "2040"),
            ({"DisplayName": "n" * 501}, "2050"),
            ({"DisplayName": "A", "AcctNum": "n" * 101}, "2050"),
            ({"DisplayName": "A", "Suffix": "s" * 17}, "2050"),
            ({"DisplayName": "A", "PrimaryEmailAddr": {"Address": "nobody"}}, "2210"),
            ({"DisplayName": "A", "TermRef": {"value": "99"}}, "2500"),
            ({"DisplayName": "A", "Vendor1099": "perhaps"}, "2230"),
            ({"DisplayName": "A", "Colour": "red"}, "2010"),
        ],
    )
    def test_bodies_the_vendor_refuses(self, company, fields, code):
        assert company.refused("Vendor", **fields) == code

    def test_the_tax_number_is_masked_but_for_four_characters(self, company):
        row = company.create("Vendor", DisplayName="A", TaxIdentifier="123-45-6789")
        assert row["TaxIdentifier"] == "XXXXXXX6789"
        after = company.update("Vendor", row, sparse=False, TaxIdentifier=row["TaxIdentifier"])
        assert after["TaxIdentifier"] == "XXXXXXX6789"

    def test_an_opening_balance_is_owed(self, company):
        row = company.create("Vendor", DisplayName="Owed", Balance="241.23")
        assert str(row["Balance"]) == "241.23"
        (payable,) = company.rows("SELECT * FROM Account WHERE AccountType = 'Accounts Payable'")
        assert str(payable["CurrentBalance"]) == "-241.23"
        assert str(company.update("Vendor", row, Balance=0)["Balance"]) == "241.23", "read only afterwards"

    def test_made_inactive_it_hides_and_frees_its_name(self, company):
        row = company.create("Vendor", DisplayName="Old")
        assert company.update("Vendor", row, Active=False)["DisplayName"] == "Old (deleted)"
        assert company.names("SELECT * FROM Vendor") == []
        assert company.names("SELECT * FROM Vendor WHERE Active IN (true, false)") == ["Old (deleted)"]
        company.create("Vendor", DisplayName="Old")

    def test_it_cannot_be_deleted(self, company):
        row = company.create("Vendor", DisplayName="Stays")
        answer = company.post("vendor", {"Id": row["Id"], "SyncToken": "0"}, operation="delete")
        assert answer.json()["Fault"]["Error"][0]["code"] == "500"
        assert company.names("SELECT * FROM Vendor") == ["Stays"]

    def test_a_full_update_blanks_and_a_sparse_one_keeps(self, company):
        row = company.create("Vendor", DisplayName="A", AcctNum="7", Vendor1099=True)
        row = company.update("Vendor", row, CompanyName="A LLP")
        assert (row["AcctNum"], row["Vendor1099"]) == ("7", True)
        row = company.update("Vendor", row, sparse=False, CompanyName="A LLP")
        assert "AcctNum" not in row
        assert (row["DisplayName"], row["Vendor1099"]) == ("A", False)

    @pytest.mark.parametrize(
        "column", ["GivenName", "MiddleName", "FamilyName", "Suffix", "CompanyName", "PrintOnCheckName", "DisplayName"]
    )
    def test_columns_a_query_may_name(self, sample, column):
        assert sample.query(f"SELECT COUNT(*) FROM Vendor WHERE {column} = 'nobody'") == {"totalCount": 0}
        assert len(sample.rows(f"SELECT * FROM Vendor ORDERBY {column} MAXRESULTS 3")) == 3

    @pytest.mark.parametrize("column", ["Title", "AcctNum", "TaxIdentifier", "TermRef", "BillAddr", "Vendor1099"])
    def test_columns_a_query_may_not_name(self, sample, column):
        assert sample.refused_query(f"SELECT * FROM Vendor WHERE {column} = 'x'") == "4001"


class TestNames:
    def test_are_shared_by_customers_vendors_and_employees(self, company):
        company.create("Customer", DisplayName="Smith")
        for entity, fields in (
            ("Vendor", {"DisplayName": "smith"}),
            ("Employee", {"GivenName": "Ada", "DisplayName": "SMITH"}),
        ):
            error = company.post(entity.lower(), fields).json()["Fault"]["Error"][0]
            assert error["code"] == "6240"
            assert "Another customer, vendor or employee is already using this" in error["Detail"]

    def test_are_taken_by_a_rename_as_well(self, company):
        vendor = company.create("Vendor", DisplayName="Jones")
        company.create("Customer", DisplayName="Smith")
        body = {"Id": vendor["Id"], "SyncToken": "0", "sparse": True, "DisplayName": "Smith"}
        assert company.refused("Vendor", **body) == "6240"

    def test_ids_of_the_three_never_meet(self, company):
        made = [
            company.create("Customer", DisplayName="A")["Id"],
            company.create("Vendor", DisplayName="B")["Id"],
            company.create("Employee", GivenName="C")["Id"],
            company.create("Customer", DisplayName="D")["Id"],
        ]
        assert made == sorted(set(made), key=int)

    def test_one_made_inactive_beside_another_gets_a_number(self, company):
        vendor = company.create("Vendor", DisplayName="Twice")
        company.update("Vendor", vendor, Active=False)
        customer = company.create("Customer", DisplayName="Twice")
        assert company.update("Customer", customer, Active=False)["DisplayName"] == "Twice (deleted-1)"


class TestEmployee:
    def test_the_social_security_number_is_never_told(self, company):
        row = company.create(
            "Employee", GivenName="John", FamilyName="Smith", SSN="444-55-6666", HiredDate="2026-01-04"
        )
        assert (row["SSN"], row["DisplayName"], row["HiredDate"]) == ("XXX-XX-XXXX", "John Smith", "2026-01-04")
        row = company.update("Employee", row, SSN="XXX-XX-XXXX")
        assert row["SSN"] == "XXX-XX-XXXX"
        assert "SSN" not in company.create("Employee", GivenName="Jane", SSN="XXX-XX-XXXX"), "a mask is no number"

    def test_the_rate_needs_billable_time(self, company):
        assert "BillRate" not in company.create("Employee", GivenName="A", BillRate=50)
        assert company.create("Employee", GivenName="B", BillRate=50, BillableTime=True)["BillRate"] == 50

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"DisplayName": "No parts"}, "6080"),
            ({"GivenName": "A", "Gender": "Other"}, "2170"),
            ({"GivenName": "A", "BirthDate": "soon"}, "2060"),
            ({"GivenName": "A", "PrimaryPhone": {"FreeFormNumber": "1" * 21}}, "2050"),
            ({"GivenName": "A", "PrintOnCheckName": "n" * 101}, "2050"),
        ],
    )
    def test_bodies_the_vendor_refuses(self, company, fields, code):
        assert company.refused("Employee", **fields) == code

    def test_the_sample_company_has_two(self, sample):
        assert sample.names("SELECT * FROM Employee ORDERBY Id") == ["John Johnson", "Emily Platt"]


class TestCustomerType:
    def test_is_made_in_the_web_screens_and_read_through_the_api(self, company):
        assert company.refused("CustomerType", Name="Corporate") == "500"
        made = company.edit(entity="CustomerType", create={"Name": "Corporate"})
        assert int(made["Id"]) > 2**53
        assert company.names("SELECT * FROM CustomerType WHERE Active = true") == ["Corporate"]
        client = company.create("Customer", DisplayName="A", CustomerTypeRef={"value": made["Id"]})
        assert client["CustomerTypeRef"] == {"value": made["Id"]}
        body = {"Id": made["Id"], "SyncToken": "0", "Name": "Renamed"}
        assert company.refused("CustomerType", **body) == "500"

    def test_a_customer_names_one_that_is_there(self, company):
        assert company.refused("Customer", DisplayName="A", CustomerTypeRef={"value": "7"}) == "2500"


def test_the_sample_company_has_the_names_its_documentation_uses(sample):
    vendors = {row["Id"]: row["DisplayName"] for row in sample.rows("SELECT * FROM Vendor")}
    known = {"30": "Books by Bessie", "32": "Cal Telephone", "40": "Hall Properties", "41": "Hicks Hardware"}
    assert known.items() <= vendors.items()
    assert (vendors["46"], vendors["56"]) == ("Norton Lumber and Building Materials", "Bob's Burger Joint")
    customers = sample.rows("SELECT * FROM Customer")
    assert len(customers) == 29
    assert {row["Id"]: row["FullyQualifiedName"] for row in customers}["8"] == (
        "Freeman Sporting Goods:0969 Ocean View Road"
    )
    assert sample.create("Vendor", DisplayName="Next")["Id"] == "57"


def test_the_sample_company_can_be_written_to(sample):
    info = sample.get("companyinfo/1").json()["CompanyInfo"]
    assert info["CompanyAddr"]["City"] == "San Pablo"
    assert (info["PrimaryPhone"], info["WebAddr"]) == ({}, {})
    (first,) = sample.rows("SELECT * FROM Customer WHERE PrimaryEmailAddr = 'birds@intuit.com'")
    assert (first["Id"], first["BillAddr"]["Line1"]) == ("1", "4581 Finch St.")
    assert sample.names("SELECT * FROM CustomerType") == ["ActiveNew", "Value"]


def test_an_item_names_a_vendor_that_is_there(sample):
    (item,) = sample.rows("SELECT * FROM Item WHERE Name = 'Pump'")
    row = sample.update("Item", item, PrefVendorRef={"value": "46"})
    assert row["PrefVendorRef"] == {"value": "46", "name": "Norton Lumber and Building Materials"}
    body = {"Id": row["Id"], "SyncToken": row["SyncToken"], "sparse": True, "PrefVendorRef": {"value": "1"}}
    assert sample.refused("Item", **body) == "2500"


def test_budgets_can_be_asked_for(company):
    assert company.query("SELECT * FROM Budget WHERE Name = 'x' AND Active IN (true, false)") == {}
    assert company.refused("Budget", Name="x") == "500"
