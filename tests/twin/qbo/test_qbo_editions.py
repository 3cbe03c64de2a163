"""What a person sets in the web screens and the API obeys: closing the books, the subscription, default terms."""

from __future__ import annotations

import pytest


def preferences(company):
    return company.get("preferences").json()["Preferences"]


def close(company, **settings):
    company.edit(entity="Preferences", set={"AccountingInfoPrefs": {"BookCloseDate": "2025-12-31", **settings}})


def invoice(company, day="2025-06-30"):
    line = {"DetailType": "SalesItemLineDetail", "Amount": 10, "SalesItemLineDetail": {"ItemRef": {"value": "1"}}}
    return company.post("invoice", {"CustomerRef": {"value": "1"}, "TxnDate": day, "Line": [line]})


def code_of(answer):
    return answer.json()["Fault"]["Error"][0]["code"] if answer.status_code != 200 else ""


class TestClosingTheBooks:
    def test_a_closed_period_takes_no_transaction(self, sample):
        close(sample)
        assert preferences(sample)["AccountingInfoPrefs"]["BookCloseDate"] == "2025-12-31"
        assert code_of(invoice(sample)) == "6200"
        assert code_of(invoice(sample, "2025-12-31")) == "6200"
        assert code_of(invoice(sample, "2026-01-01")) == ""

    def test_with_a_password_the_code_is_another(self, sample):
        close(sample, BookClosePassword="secret")
        assert code_of(invoice(sample)) == "6210"
        assert "BookClosePassword" not in preferences(sample)["AccountingInfoPrefs"]
        assert "secret" not in sample.get("preferences").text

    def test_the_password_stays_until_it_is_taken_away(self, sample):
        close(sample, BookClosePassword="secret")
        sample.edit(entity="Preferences", set={"ReportPrefs": {"ReportBasis": "Cash"}})
        assert code_of(invoice(sample)) == "6210"
        close(sample, BookClosePassword=None)
        assert code_of(invoice(sample)) == "6200"

    def test_opening_the_books_forgets_it(self, sample):
        close(sample, BookClosePassword="secret")
        close(sample, BookCloseDate=None)
        assert code_of(invoice(sample)) == ""
        close(sample)
        assert code_of(invoice(sample)) == "6200"

    def test_the_api_can_set_neither(self, sample):
        body = {"SyncToken": "0", "sparse": True}
        section = {"BookCloseDate": "2025-12-31", "BookClosePassword": "secret"}
        assert sample.post("preferences", {**body, "AccountingInfoPrefs": section}).status_code == 200
        assert "BookCloseDate" not in preferences(sample)["AccountingInfoPrefs"]
        assert code_of(invoice(sample)) == ""


class TestSubscription:
    @pytest.mark.parametrize("status", ["EXPIRED", "CANCELLED", "SUSPENDED"])
    def test_an_ended_one_takes_no_writes_and_is_still_read(self, sample, status):
        info = sample.edit(entity="CompanyInfo", set={"SubscriptionStatus": status})
        assert {"Name": "SubscriptionStatus", "Value": status} in info["NameValue"]
        assert sample.refused("Term", Name="Net 7", DueDays=7) == "6190"
        rate = {"TaxRateName": "A", "RateValue": 1, "TaxAgencyId": "1"}
        assert code_of(sample.post("taxservice/taxcode", {"TaxCode": "A", "TaxRateDetails": [rate]})) == "6190"
        body = {"SourceCurrencyCode": "EUR", "AsOfDate": "2026-01-01", "Rate": 1}
        assert code_of(sample.post("exchangerate", body)) == "6190"
        assert len(sample.rows("SELECT * FROM Term")) == 5

    def test_a_payment_that_failed_still_leaves_a_week(self, company):
        company.edit(entity="CompanyInfo", set={"SubscriptionStatus": "RESTRICTED"})
        company.create("Term", Name="Net 7", DueDays=7)

    def test_a_renewed_one_takes_them_again(self, company):
        company.edit(entity="CompanyInfo", set={"SubscriptionStatus": "EXPIRED"})
        company.edit(entity="CompanyInfo", set={"SubscriptionStatus": "SUBSCRIBED"})
        company.create("Term", Name="Net 7", DueDays=7)

    def test_is_one_of_the_documented_words(self, company):
        change = {"vendor": "qbo", "entity": "CompanyInfo", "set": {"SubscriptionStatus": "LOST"}}
        answer = company.http.post(f"{company.base}/_sandbox/edits", json=change)
        assert (answer.status_code, "EXPIRED" in answer.json()["error"]) == (400, True)

    def test_the_api_cannot_change_it(self, company):
        info = company.get("companyinfo/1").json()["CompanyInfo"]
        info |= {"CompanyAddr": {"City": "Fresno"}, "NameValue": [{"Name": "SubscriptionStatus", "Value": "EXPIRED"}]}
        after = company.post("companyinfo", info).json()["CompanyInfo"]
        assert {"Name": "SubscriptionStatus", "Value": "SUBSCRIBED"} in after["NameValue"]


class TestCompanyInfo:
    def test_an_update_needs_the_address(self, company):
        info = company.get("companyinfo/1").json()["CompanyInfo"]
        assert company.refused("CompanyInfo", **info) == "2020"
        assert company.refused("CompanyInfo", **info, sparse_="x") == "2010"
        after = company.update("CompanyInfo", info, CompanyAddr={"City": "Fresno"})
        assert after["CompanyAddr"] == {"City": "Fresno"}
        assert company.update("CompanyInfo", after, LegalName="L")["CompanyAddr"] == {"City": "Fresno"}

    def test_the_year_starts_as_the_settings_say(self, company):
        company.edit(entity="Preferences", set={"AccountingInfoPrefs": {"FirstMonthOfFiscalYear": "July"}})
        assert company.get("companyinfo/1").json()["CompanyInfo"]["FiscalYearStartMonth"] == "July"

    def test_the_employer_number_is_kept(self, company):
        info = company.get("companyinfo/1").json()["CompanyInfo"]
        sent = {"CompanyAddr": {"City": "Fresno"}, "EmployerId": "91-1144442"}
        assert company.update("CompanyInfo", info, **sent)["EmployerId"] == "91-1144442"

    def test_cannot_be_made(self, company):
        assert company.refused("CompanyInfo", CompanyName="X") == "2020"


class TestDefaultTerms:
    @pytest.mark.parametrize("section", ["SalesFormsPrefs", "VendorAndPurchasesPrefs"])
    def test_are_terms_that_are_there(self, company, section):
        body = {"SyncToken": "0", "sparse": True}
        assert company.refused("Preferences", **body, **{section: {"DefaultTerms": {"value": "99"}}}) == "2500"
        (term,) = company.rows("SELECT * FROM Term WHERE Name = 'Net 15'")
        company.update("Term", term, Name="Net 15", Active=False)
        assert company.refused("Preferences", **body, **{section: {"DefaultTerms": {"value": term["Id"]}}}) == "610"

    def test_that_became_inactive_stay(self, company):
        body = {"SyncToken": "0", "sparse": True, "SalesFormsPrefs": {"DefaultTerms": {"value": "2"}}}
        prefs = company.post("preferences", body).json()["Preferences"]
        (term,) = company.rows("SELECT * FROM Term WHERE Id = '2'")
        company.update("Term", term, Name=term["Name"], Active=False)
        assert company.post("preferences", prefs).status_code == 200


@pytest.mark.parametrize(("entity", "fields"), [("Class", {}), ("Term", {"DueDays": 3})])
def test_a_sparse_update_keeps_the_name(sample, entity, fields):
    row = sample.create(entity, Name="A", **fields)
    assert sample.update(entity, row, Active=False)["Name"] == "A (deleted)"
