"""Tax agencies, rates and codes, and the service that makes them, on the QuickBooks twin."""

from __future__ import annotations

import pytest
from qbo_live import read


def made(company, name="Fresno", **changes):
    rate = {"TaxRateName": name, "RateValue": 7.975, "TaxAgencyId": 1, "TaxApplicableOn": "Sales"} | changes
    return company.post("taxservice/taxcode", {"TaxCode": name, "TaxRateDetails": [rate]})


def code_of(answer):
    assert answer.status_code == 400, answer.text
    return answer.json()["Fault"]["Error"][0]["code"]


class TestTaxCode:
    def test_three_pseudo_codes_come_beyond_the_limit(self, sample):
        rows = sample.rows("SELECT * FROM TaxCode MAXRESULTS 1")
        assert [row["Id"] for row in rows] == ["TAX", "NON", "CustomSalesTax", "2"]
        assert sample.names("SELECT * FROM TaxCode STARTPOSITION 2 MAXRESULTS 1") == ["Tucson"]

    def test_a_pseudo_code_has_no_version_and_no_rates(self, sample):
        row = sample.get("taxcode/NON").json()["TaxCode"]
        assert set(row) == {"Id", "Name", "Description", "Taxable", "TaxGroup", "MetaData"}
        assert (row["Id"], row["Taxable"], row["TaxGroup"]) == ("NON", False, False)
        assert sample.rows("SELECT * FROM TaxCode WHERE Id = 'TAX'")[0]["Taxable"] is True

    def test_a_group_names_its_rates(self, sample):
        row = sample.get("taxcode/3").json()["TaxCode"]
        details = row["SalesTaxRateList"]["TaxRateDetail"]
        assert [each["TaxRateRef"]["name"] for each in details] == ["AZ State tax", "Tucson City"]
        assert row["PurchaseTaxRateList"] == {"TaxRateDetail": []}
        assert (row["TaxGroup"], row["Taxable"], row["SyncToken"]) == (True, True, "0")

    def test_a_fresh_company_has_the_pseudo_codes_only(self, company):
        assert company.names("SELECT * FROM TaxCode") == ["TAX", "NON", "CustomSalesTax"]

    @pytest.mark.parametrize("entity", ["TaxCode", "TaxRate"])
    def test_codes_and_rates_are_written_through_the_service_only(self, sample, entity):
        assert sample.refused(entity, Name="X") == "500"
        row = sample.get(f"{entity.lower()}/2").json()[entity]
        assert sample.refused(entity, **{**row, "Name": "X"}) == "500"
        assert sample.get(f"{entity.lower()}/2").json()[entity] == row

    def test_columns_a_query_may_name(self, sample):
        assert sample.names("SELECT * FROM TaxCode WHERE Name = 'tucson'") == ["Tucson"]
        assert sample.refused_query("SELECT * FROM TaxCode WHERE Taxable = true") == "4001"


class TestTaxRate:
    def test_is_read(self, sample):
        row = read(sample.get("taxrate/2"))["TaxRate"]
        assert (row["Name"], row["RateValue"], row["AgencyRef"]) == ("Tucson City", 2, {"value": "1"})
        assert (row["SpecialTaxType"], row["DisplayType"], row["Active"]) == ("NONE", "ReadOnly", True)
        assert len(sample.rows("SELECT * FROM TaxRate MAXRESULTS 1")) == 1
        assert sample.names("SELECT * FROM TaxRate WHERE AgencyRef = '2'") == ["California"]


class TestTaxAgency:
    def test_is_created_read_and_renamed(self, sample):
        row = sample.create("TaxAgency", DisplayName="CityTaxAgency")
        assert (row["Id"], row["TaxTrackedOnSales"], row["TaxTrackedOnPurchases"]) == ("3", True, False)
        assert "Active" not in row
        assert sample.get("taxagency/3").json()["TaxAgency"] == row
        assert sample.update("TaxAgency", row, DisplayName="Renamed")["DisplayName"] == "Renamed"

    def test_needs_a_name_nobody_has(self, sample):
        assert sample.refused("TaxAgency") == "2020"
        assert sample.refused("TaxAgency", DisplayName="board of equalization") == "6240"

    def test_the_sample_has_two(self, sample):
        assert sample.names("SELECT * FROM TaxAgency ORDERBY DisplayName") == [
            "Arizona Dept. of Revenue",
            "Board of Equalization",
        ]


class TestTaxService:
    def test_makes_a_code_with_its_rate_and_answers_without_an_envelope(self, sample):
        answer = read(made(sample))
        (detail,) = answer["TaxRateDetails"]
        assert answer["TaxCode"] == "Fresno"
        assert (detail["TaxRateName"], str(detail["RateValue"]), detail["TaxAgencyId"]) == ("Fresno", "7.975", "1")
        code = sample.get(f"taxcode/{answer['TaxCodeId']}").json()["TaxCode"]
        (rate,) = code["SalesTaxRateList"]["TaxRateDetail"]
        assert rate["TaxRateRef"] == {"value": detail["TaxRateId"], "name": "Fresno"}
        assert read(sample.get(f"taxrate/{detail['TaxRateId']}"))["TaxRate"]["AgencyRef"] == {"value": "1"}

    def test_takes_rates_that_are_there(self, sample):
        body = {
            "TaxCode": "Both",
            "TaxRateDetails": [{"TaxRateId": "1"}, {"TaxRateId": 3, "TaxApplicableOn": "Purchase"}],
        }
        answer = sample.post("taxservice/taxcode", body).json()
        code = sample.get(f"taxcode/{answer['TaxCodeId']}").json()["TaxCode"]
        assert [len(code[name]["TaxRateDetail"]) for name in ("SalesTaxRateList", "PurchaseTaxRateList")] == [1, 1]
        assert len(sample.rows("SELECT * FROM TaxRate")) == 3

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"RateValue": 101}, "2110"),
            ({"RateValue": "much"}, "2100"),
            ({"RateValue": None}, "2020"),
            ({"TaxRateName": None}, "2020"),
            ({"TaxAgencyId": "77"}, "2500"),
            ({"TaxRateId": "77"}, "2500"),
            ({"TaxApplicableOn": "Moons"}, "2170"),
            ({"TaxRateName": "california"}, "6240"),
            ({"Colour": "red"}, "2010"),
        ],
    )
    def test_what_is_refused_changes_nothing(self, sample, changes, code):
        before = sample.query("SELECT COUNT(*) FROM TaxRate"), sample.query("SELECT COUNT(*) FROM TaxCode")
        assert code_of(made(sample, **changes)) == code
        assert before == (sample.query("SELECT COUNT(*) FROM TaxRate"), sample.query("SELECT COUNT(*) FROM TaxCode"))

    def test_a_second_detail_that_fails_leaves_no_first(self, sample):
        good = {"TaxRateName": "New", "RateValue": 1, "TaxAgencyId": "1"}
        body = {"TaxCode": "Two", "TaxRateDetails": [good, {**good, "TaxRateName": "NEW"}]}
        assert code_of(sample.post("taxservice/taxcode", body)) == "6240"
        assert "New" not in sample.names("SELECT * FROM TaxRate")

    def test_names_are_used_once(self, sample):
        made(sample)
        error = made(sample, TaxRateName="Other").json()["Fault"]["Error"][0]
        assert (error["code"], "Another tax code" in error["Detail"]) == ("6240", True)
        body = {"TaxCode": "Other", "TaxRateDetails": [{"TaxRateName": "Fresno", "RateValue": 1, "TaxAgencyId": 1}]}
        error = sample.post("taxservice/taxcode", body).json()["Fault"]["Error"][0]
        assert (error["code"], "Another tax rate" in error["Detail"]) == ("6240", True)

    @pytest.mark.parametrize("body", [{}, {"TaxCode": "X"}, {"TaxCode": "X", "TaxRateDetails": []}])
    def test_needs_a_name_and_rates(self, sample, body):
        assert code_of(sample.post("taxservice/taxcode", body)) == "2020"

    def test_is_at_one_address_only(self, sample):
        assert code_of(sample.get("taxservice/taxcode")) == "500"
        assert code_of(sample.post("taxservice", {})) == "500"


def test_a_customer_and_an_item_name_a_tax_code_that_is_there(sample):
    row = sample.create("Customer", DisplayName="A", DefaultTaxCodeRef={"value": "2"})
    assert row["DefaultTaxCodeRef"] == {"value": "2"}
    assert sample.refused("Customer", DisplayName="B", DefaultTaxCodeRef={"value": "9"}) == "2500"
    assert sample.create("Customer", DisplayName="C", DefaultTaxCodeRef={"value": "NON"})
