"""The reports of the QuickBooks twin: accounts and statements, and the answers where there is no report."""

from __future__ import annotations

from decimal import Decimal

import pytest
from qbo_live import fault


def report(company, **params):
    answer = company.get("reports/AccountList", **params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def cells(body, column=0):
    return [row["ColData"][column]["value"] for row in body["Rows"].get("Row", [])]


def test_header_columns_and_rows(sample):
    body = report(sample)
    assert (body["Header"]["ReportName"], body["Header"]["Currency"]) == ("AccountList", "USD")
    assert body["Header"]["Option"] == [{"Name": "NoReportData", "Value": "false"}]
    titles = [column["ColTitle"] for column in body["Columns"]["Column"]]
    assert titles == ["Account", "Type", "Detail type", "Description", "Balance"]
    assert body["Columns"]["Column"][0]["ColType"] == "account_name"
    (visa,) = [row for row in body["Rows"]["Row"] if row["ColData"][0]["value"] == "Mastercard"]
    assert visa["type"] == "Data"
    assert visa["ColData"][0]["id"] == "41"
    assert [cell["value"] for cell in visa["ColData"][1:]] == ["Credit Card", "CreditCard", "", "-157.72"]


def test_the_reference_s_own_example(sample):
    body = report(sample, columns="account_name,account_type", account_type="Income")
    assert "Landscaping Services:Job Materials:Decks and Patios" in cells(body)
    assert set(cells(body, 1)) == {"Income"}
    assert cells(body) == sorted(cells(body), key=str.casefold)
    assert len(body["Columns"]["Column"]) == 2


def test_types_are_written_without_blanks(sample):
    types = "OtherCurrentAsset,Bank"
    assert set(cells(report(sample, account_type=types), 1)) == {"Other Current Asset", "Bank"}


def test_deleted_accounts_are_asked_for(company):
    company.update("Account", company.bank("Old"), Active=False)
    assert "Old (deleted)" not in cells(report(company))
    assert cells(report(company, account_status="Deleted")) == ["Old (deleted)"]


def test_sorting(sample):
    body = report(sample, sort_by="account_bal", sort_order="descend")
    balances = [float(value) for value in cells(body, 4)]
    assert balances == sorted(balances, reverse=True)


def test_times_of_change(company):
    assert cells(report(company, start_createdate="2999-01-01")) == []
    body = report(company, end_moddate="2000-01-01")
    assert body["Header"]["Option"] == [{"Name": "NoReportData", "Value": "true"}]
    assert fault(company.get("reports/AccountList", start_moddate="soon"))["code"] == "2060"


@pytest.mark.parametrize("name", ["GeneralLedger", "CashFlow", "TransactionList", "AgedReceivables"])
def test_documented_reports_this_twin_does_not_make_are_unsupported(company, name):
    assert fault(company.get(f"reports/{name}"))["code"] == "500"


@pytest.mark.parametrize("name", ["ARAgingSummary", "TrialBalanceFR", "Nonsense"])
def test_other_names_are_refused_as_seen_live(company, name):
    assert fault(company.get(f"reports/{name}"))["code"] == "5020"


def test_a_report_is_read_only_and_has_a_name(company):
    assert fault(company.post("reports/AccountList", {}))["code"] == "500"
    assert fault(company.get("reports"))["code"] == "500"


def statement(company, name, **params):
    answer = company.get(f"reports/{name}", **params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def lines(rows):
    """Every row of a report at any depth: first cell -> last cell; a group's name stands for its total."""
    found = {}
    for row in rows.get("Row", []):
        for cells in (row.get("ColData"), row.get("Summary", {}).get("ColData")):
            if cells:
                found[cells[0]["value"]] = cells[-1]["value"]
        if "group" in row and "Summary" in row:
            found[row["group"]] = row["Summary"]["ColData"][-1]["value"]
        found |= lines(row.get("Rows", {}))
    return found


def journal(company, debit, credit, amount, day):
    line = [
        {
            "DetailType": "JournalEntryLineDetail",
            "Amount": amount,
            "JournalEntryLineDetail": {"PostingType": side, "AccountRef": {"value": account}},
        }
        for side, account in (("Debit", debit), ("Credit", credit))
    ]
    return company.create("JournalEntry", TxnDate=day, Line=line)


class TestStatements:
    @pytest.mark.parametrize("end", ["2026-06-30", "2026-12-31", "2031-01-01"])
    def test_books_balance_on_any_day(self, sample, end):
        (*_, total) = statement(sample, "TrialBalance", end_date=end)["Rows"]["Row"]
        assert total["group"] == "GrandTotal"
        title, debit, credit = (cell["value"] for cell in total["Summary"]["ColData"])
        assert (title, debit) == ("TOTAL", credit)
        sheet = lines(statement(sample, "BalanceSheet", end_date=end)["Rows"])
        assert sheet["TotalAssets"] == sheet["TotalLiabilitiesAndEquity"]

    def test_the_balance_sheet_shows_what_the_lists_show(self, sample):
        body = statement(sample, "BalanceSheet", end_date="2031-01-01")
        sheet = lines(body["Rows"])
        for row in sample.rows("SELECT * FROM Account WHERE AccountType IN ('Bank', 'Accounts Receivable')"):
            assert Decimal(sheet.get(row["Name"], "0")) == row["CurrentBalance"]
        assert body["Header"]["Option"][0] == {"Name": "AccountingStandard", "Value": "GAAP"}
        assert body["Columns"]["Column"][1]["MetaData"] == [{"Name": "ColKey", "Value": "total"}]

    def test_profit_and_loss_of_a_span(self, sample):
        before = lines(statement(sample, "ProfitAndLoss", start_date="2024-03-01", end_date="2024-03-31")["Rows"])
        assert before == {}
        journal(sample, "35", "54", 100, "2024-03-15")
        journal(sample, "17", "35", 30, "2024-03-31")
        journal(sample, "17", "35", 5, "2024-04-01")
        body = statement(sample, "ProfitAndLoss", start_date="2024-03-01", end_date="2024-03-31")
        found = lines(body["Rows"])
        assert (found["Income"], found["Expenses"], found["NetIncome"]) == ("100.00", "30.00", "70.00")
        assert (found["GrossProfit"], found["NetOperatingIncome"]) == ("100.00", "70.00")
        assert (body["Header"]["StartPeriod"], body["Header"]["EndPeriod"]) == ("2024-03-01", "2024-03-31")

    def test_earnings_of_earlier_years_are_retained(self, sample):
        before = lines(statement(sample, "BalanceSheet", end_date="2024-12-31")["Rows"])
        journal(sample, "35", "54", 100, "2023-05-05")
        journal(sample, "35", "54", 7, "2024-05-05")
        after = lines(statement(sample, "BalanceSheet", end_date="2024-12-31")["Rows"])
        assert "Retained Earnings" not in before
        assert (after["Retained Earnings"], after["Net Income"]) == ("100.00", "7.00")

    def test_sub_accounts_are_summed_under_their_parent(self, sample):
        journal(sample, "35", "49", 12, "2024-03-15")
        found = lines(statement(sample, "ProfitAndLoss", start_date="2024-03-01", end_date="2024-03-31")["Rows"])
        assert (
            found["Plants and Soil"] == found["Total Job Materials"] == found["Total Landscaping Services"] == "12.00"
        )

    @pytest.mark.parametrize("macro", ["Today", "This Month", "Last Month", "This Fiscal Year", "last fiscal year", ""])
    def test_spans_by_name(self, sample, macro):
        header = statement(sample, "ProfitAndLoss", **({"date_macro": macro} if macro else {}))["Header"]
        assert header["StartPeriod"] <= header["EndPeriod"]
        assert header["DateMacro"] == (macro.lower() or "this fiscal year-to-date")

    @pytest.mark.parametrize(
        ("params", "code"),
        [
            ({"start_date": "2026-02-01", "end_date": "2026-01-01"}, "2600"),
            ({"start_date": "2026-02-01"}, "2020"),
            ({"end_date": "soon"}, "2060"),
            ({"date_macro": "Next Moon"}, "500"),
            ({"accounting_method": "Cash"}, "500"),
            ({"summarize_column_by": "Month"}, "500"),
            ({"customer": "1"}, "500"),
        ],
    )
    def test_what_is_refused(self, company, params, code):
        assert fault(company.get("reports/ProfitAndLoss", **params))["code"] == code

    def test_a_fresh_company_has_nothing_to_show(self, company):
        for name in ("TrialBalance", "BalanceSheet", "ProfitAndLoss"):
            body = statement(company, name)
            assert body["Rows"] == {}
            assert {"Name": "NoReportData", "Value": "true"} in body["Header"]["Option"]


@pytest.mark.parametrize("name", ["TrialBalance", "BalanceSheet", "ProfitAndLoss"])
@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-02", "9999-12-31"])
def test_the_first_and_the_last_day_there_is_are_days_too(sample, name, day):
    assert sample.get(f"reports/{name}", start_date="0001-01-01", end_date=day).status_code == 200
    sample.edit(entity="Preferences", set={"AccountingInfoPrefs": {"FirstMonthOfFiscalYear": "July"}})
    assert sample.get(f"reports/{name}", end_date=day).status_code == 200
