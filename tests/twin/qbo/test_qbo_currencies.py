"""Currencies and exchange rates on the QuickBooks twin."""

# ruff: noqa: S608 - the query language of QuickBooks is no SQL
from __future__ import annotations

import pytest
from qbo_live import fault, read

DAY = "2015-07-07"


def rate(company, **params):
    return company.get("exchangerate", **params)


def set_rate(company, **fields):
    answer = company.post("exchangerate", {"SourceCurrencyCode": "EUR", "AsOfDate": DAY, "Rate": 3} | fields)
    assert answer.status_code == 200, answer.text
    return read(answer)["ExchangeRate"]


class TestCompanyCurrency:
    def test_the_sample_company_has_canadian_dollars(self, sample):
        row = sample.get("companycurrency/1").json()["CompanyCurrency"]
        assert (row["Code"], row["Name"], row["Active"]) == ("CAD", "Canadian Dollar", True)

    def test_is_created_from_its_code(self, sample):
        row = sample.create("CompanyCurrency", Code="gbp", Name="Anything")
        assert (row["Code"], row["Name"], row["SyncToken"]) == ("GBP", "British Pound Sterling", "0")

    @pytest.mark.parametrize(("fields", "code"), [({}, "2020"), ({"Code": "XXX"}, "2220"), ({"Code": "CAD"}, "6240")])
    def test_bodies_the_vendor_refuses(self, sample, fields, code):
        assert sample.refused("CompanyCurrency", **fields) == code

    def test_an_inactive_one_keeps_its_name(self, sample):
        row = sample.get("companycurrency/1").json()["CompanyCurrency"]
        after = sample.update("CompanyCurrency", row, sparse=False, Code="CAD", Active=False)
        assert (after["Name"], after["Active"], after["SyncToken"]) == ("Canadian Dollar", False, "1")
        assert sample.names("SELECT * FROM CompanyCurrency") == ["Euro"]

    def test_the_code_never_changes(self, sample):
        row = sample.get("companycurrency/1").json()["CompanyCurrency"]
        assert sample.update("CompanyCurrency", row, Code="GBP")["Code"] == "CAD"

    def test_a_company_of_one_currency_has_none(self, company):
        assert company.refused("CompanyCurrency", Code="GBP") == "5030"
        assert company.rows("SELECT * FROM CompanyCurrency") == []
        company.edit(entity="Preferences", set={"CurrencyPrefs": {"MultiCurrencyEnabled": True}})
        company.create("CompanyCurrency", Code="GBP")


class TestExchangeRate:
    def test_is_read_by_currency_and_day(self, sample):
        row = read(rate(sample, sourcecurrencycode="EUR", asofdate="2016-01-01"))["ExchangeRate"]
        assert (row["SourceCurrencyCode"], row["TargetCurrencyCode"]) == ("EUR", "USD")
        assert (str(row["Rate"]), row["AsOfDate"], row["SyncToken"]) == ("2.5", DAY, "0")
        assert "Id" not in row
        assert set(row["MetaData"]) == {"LastUpdatedTime"}
        assert read(rate(sample, sourcecurrencycode="EUR"))["ExchangeRate"] == row

    @pytest.mark.parametrize(
        ("params", "code"),
        [
            ({}, "2020"),
            ({"sourcecurrencycode": "XXX"}, "2220"),
            ({"sourcecurrencycode": "EUR", "asofdate": "soon"}, "2060"),
            ({"sourcecurrencycode": "EUR", "asofdate": "2015-07-06"}, "610"),
            ({"sourcecurrencycode": "JPY"}, "610"),
        ],
    )
    def test_reads_the_vendor_refuses(self, sample, params, code):
        assert fault(rate(sample, **params))["code"] == code

    def test_the_rate_of_one_day_is_changed(self, sample):
        row = set_rate(sample, SyncToken="0", Rate=3.5)
        assert (str(row["Rate"]), row["SyncToken"]) == ("3.5", "1")
        body = {"SourceCurrencyCode": "EUR", "AsOfDate": DAY, "Rate": 4, "SyncToken": "0"}
        assert sample.refused("ExchangeRate", **body) == "5010"

    def test_another_day_has_a_rate_of_its_own(self, sample):
        assert set_rate(sample, AsOfDate="2026-01-02", SyncToken="0")["SyncToken"] == "0"
        for day, expected in (("2026-01-01", "2.5"), ("2026-01-02", "3")):
            (row,) = sample.rows(f"SELECT * FROM ExchangeRate WHERE SourceCurrencyCode = 'EUR' AND AsOfDate = '{day}'")
            assert str(row["Rate"]) == expected

    def test_a_query_finds_the_latest_rate_of_each_currency(self, sample):
        set_rate(sample, SourceCurrencyCode="INR", AsOfDate="2015-05-15")
        rows = sample.rows(
            f"select * from exchangerate where sourcecurrencycode in ('EUR', 'INR') and asofdate='{DAY}'"
        )
        assert [(row["SourceCurrencyCode"], row["AsOfDate"]) for row in rows] == [("EUR", DAY), ("INR", "2015-05-15")]
        assert len(sample.rows("SELECT * FROM ExchangeRate WHERE SourceCurrencyCode = 'EUR'")) == 1

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"Rate": None}, "2020"),
            ({"AsOfDate": None}, "2020"),
            ({"SourceCurrencyCode": None}, "2020"),
            ({"SourceCurrencyCode": "XXX"}, "2220"),
            ({"SourceCurrencyCode": "USD"}, "6000"),
            ({"Rate": 0}, "2110"),
            ({"Rate": "much"}, "2100"),
            ({"SourceCurrencyCode": {}}, "2020"),
            ({"SourceCurrencyCode": []}, "2020"),
        ],
    )
    def test_rates_the_vendor_refuses(self, sample, fields, code):
        body = {"SourceCurrencyCode": "EUR", "AsOfDate": "2026-02-02", "Rate": 3} | fields
        assert sample.refused("ExchangeRate", **body) == code

    def test_needs_more_than_one_currency(self, company):
        assert fault(rate(company, sourcecurrencycode="EUR"))["code"] == "5030"
        assert company.rows("SELECT * FROM ExchangeRate") == []


class TestCurrencyOfACustomer:
    def test_is_chosen_on_create_and_joins_the_list(self, sample):
        row = sample.create("Customer", DisplayName="Abroad", CurrencyRef={"value": "GBP"})
        assert row["CurrencyRef"] == {"value": "GBP", "name": "British Pound Sterling"}
        assert "British Pound Sterling" in sample.names("SELECT * FROM CompanyCurrency")
        assert sample.update("Customer", row, CurrencyRef={"value": "USD"})["CurrencyRef"]["value"] == "GBP"

    def test_says_nothing_in_a_company_of_one_currency(self, company):
        row = company.create("Vendor", DisplayName="Abroad", CurrencyRef={"value": "GBP"})
        assert row["CurrencyRef"]["value"] == "USD"

    def test_is_a_currency(self, sample):
        assert sample.refused("Vendor", DisplayName="Abroad", CurrencyRef={"value": "XXX"}) == "2220"
