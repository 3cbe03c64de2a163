"""The query language of the QuickBooks twin over HTTP, on Intuit's sample company."""

# ruff: noqa: S608 - the query language of QuickBooks is no SQL
from __future__ import annotations

import httpx
import pytest


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("Name = 'checking'", ["Checking"]),
        ("name LIKE 'SAV%'", ["Savings"]),
        ("Name LIKE '%card'", ["Mastercard"]),
        ("Name LIKE 'S%g%'", ["Savings", "Stationery & Printing"]),
        ("Id IN ('35', '36')", ["Checking", "Savings"]),
        ("Id = 35", ["Checking"]),
        ("AccountType = 'Bank' AND Name != 'Checking'", ["Savings"]),
        ("Classification = 'liability' and CurrentBalance < -1000", ["Accounts Payable (A/P)", "Loan Payable"]),
        ("ParentRef = '37'", ["Original Cost", "Depreciation"]),
        ("FullyQualifiedName = 'truck:depreciation'", ["Depreciation"]),
        ("SubAccount = true AND AccountType = 'Fixed Asset'", ["Original Cost", "Depreciation"]),
        ("AccountType IN ('Credit Card') AND Active = True", ["Mastercard", "Visa"]),
        ("AccountType = 'Bank' ORDERBY Name DESC", ["Savings", "Checking"]),
        ("AccountType = 'Bank' ORDER BY Name", ["Checking", "Savings"]),
        ("AccountSubType = 'UndepositedFunds' AND Description = ' '", ["Undeposited Funds"]),
        ("Active IN (true, false) AND Name LIKE 'visa'", ["Visa"]),
        ("Active = false", []),
    ],
)
def test_conditions(sample, condition, names):
    found = sample.names(f"SELECT * FROM Account WHERE {condition}")
    assert (found if "ORDER" in condition else sorted(found)) == (names if "ORDER" in condition else sorted(names))


class TestPaging:
    def test_the_default_is_100_rows_in_the_order_of_ids(self, open_company):
        company = open_company(edition="advanced")
        for part in range(4):
            made = ({"Name": f"A{part}-{n}", "AccountType": "Expense"} for n in range(30))
            company.batch(*({"operation": "create", "Account": account} for account in made))
        answer = company.query("select * from account")
        assert (len(answer["Account"]), answer["startPosition"], answer["maxResults"]) == (100, 1, 100)
        ids = [int(row["Id"]) for row in answer["Account"]]
        assert ids == sorted(ids)
        rest = company.query("SELECT * FROM Account STARTPOSITION 101 MAXRESULTS 1000")
        assert (rest["startPosition"], rest["maxResults"]) == (101, 26)
        assert company.query("SELECT COUNT(*) FROM Account") == {"totalCount": 126}

    def test_both_orders_of_paging_words_are_taken(self, sample):
        one = sample.query("SELECT * FROM Account STARTPOSITION 3 MAXRESULTS 2")
        two = sample.query("SELECT * FROM Account MAXRESULTS 2 STARTPOSITION 3")
        assert one == two
        assert [row["Id"] for row in one["Account"]] == ["3", "4"]

    def test_beyond_the_end_is_an_empty_answer(self, sample):
        assert sample.query("SELECT * FROM Account STARTPOSITION 1000") == {}

    @pytest.mark.parametrize("words", ["STARTPOSITION 0", "MAXRESULTS 0", "MAXRESULTS -1", "MAXRESULTS 1001"])
    def test_out_of_range(self, sample, words):
        assert sample.refused_query(f"SELECT * FROM Account {words}") == "4001"

    def test_the_vendors_words_for_too_small(self, sample):
        (error,) = sample.get("query", query="SELECT * FROM Account STARTPOSITION 0").json()["Fault"]["Error"]
        assert error["Detail"] == "QueryValidationError: value 0 is too small. Min allowed value is 1"


def test_a_count_answers_with_the_total_only(sample):
    assert sample.query("SELECT COUNT(*) FROM Account") == {"totalCount": 89}
    assert sample.query("select count(*) from Account where AccountType = 'Bank'") == {"totalCount": 2}


def test_a_column_list_answers_with_those_columns_and_the_id(sample):
    (row,) = sample.rows("SELECT Name, AccountType FROM Account WHERE Id = '35'")
    assert row == {"Name": "Checking", "AccountType": "Bank", "Id": "35", "domain": "QBO", "sparse": False}
    (row,) = sample.rows("SELECT *, Sku FROM Item WHERE Id = '10'")
    assert row["Type"] == "Service"


@pytest.mark.parametrize(
    "statement",
    [
        "",
        "SELECT",
        "SELECT * FROM Account WHERE",
        "SELECT * FROM Account WHERE Name = 'a' OR Name = 'b'",
        "SELECT * FROM Account WHERE NOT Name = 'a'",
        "SELECT * FROM Account WHERE Name = Checking",
        "SELECT * FROM Account WHERE Name = 'open",
        "SELECT * FROM Account GROUP BY Name",
        "SELECT * FROM Account;",
        "SELECT MAX(Id) FROM Account",
        "SELECT * FROM Account MAXRESULTS 1.5",
        "SELECT * FROM Account MAXRESULTS ten",
        "SELECT * FROM Account MAXRESULTS 10 ORDERBY Name",
        "DELETE FROM Account",
        "SELECT * FROM Account, Item",
        "SELECT * FROM Account WHERE Id IN ()",
    ],
)
def test_what_is_no_statement_is_a_parse_fault(sample, statement):
    answer = sample.get("query", query=statement).json()
    (error,) = answer["Fault"]["Error"]
    assert (error["code"], error["Message"]) == ("4000", "Error parsing query")
    assert error["Detail"].startswith("QueryParserError: ")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM Account WHERE AcctNum = '1000'",
        "SELECT * FROM Account WHERE Foo = '1'",
        "SELECT Foo FROM Account",
        "SELECT * FROM Account WHERE Id > '3'",
        "SELECT * FROM Account WHERE Id LIKE '3%'",
        "SELECT * FROM Account ORDERBY AccountType",
        "SELECT * FROM Account WHERE Active = 'perhaps'",
        "SELECT * FROM Account WHERE CurrentBalance > 'x'",
        "SELECT * FROM Account WHERE MetaData.CreateTime > 'yesterday'",
        "SELECT * FROM Customer WHERE Notes = 'x'",
        "SELECT * FROM Preferences WHERE AccountingInfoPrefs = 'x'",
    ],
)
def test_what_no_query_may_ask_is_refused(sample, statement):
    assert sample.refused_query(statement) == "4001"


def test_the_vendors_words_for_a_column_that_cannot_be_filtered(sample):
    (error,) = sample.get("query", query="SELECT * FROM Account WHERE AcctNum = '1'").json()["Fault"]["Error"]
    assert error["Message"] == "Invalid query"
    assert error["Detail"] == "QueryValidationError: property 'AcctNum' is not queryable"


@pytest.mark.parametrize("entity", ["Nonsense", "JournalCode"])
def test_entities_that_are_not_served_are_unknown(sample, entity):
    assert sample.refused_query(f"SELECT * FROM {entity}") == "2000"


def test_apostrophes_and_backslashes_are_escaped(company):
    company.bank("O'Hara")
    company.bank("back\\slash")
    assert company.names(r"SELECT * FROM Account WHERE Name = 'O\'Hara'") == ["O'Hara"]
    assert company.names(r"SELECT * FROM Account WHERE Name = 'back\\slash'") == ["back\\slash"]


def test_letters_beyond_ascii_are_kept(company):
    company.bank("Trésorerie 受託 🏦")
    assert company.names("SELECT * FROM Account WHERE Name = 'trésorerie 受託 🏦'") == ["Trésorerie 受託 🏦"]


def test_a_statement_may_be_posted_as_text(sample):
    headers = {"Content-Type": "application/text"}
    answer = sample.http.post(f"{sample.url}/query", content="SELECT * FROM Term", headers=headers)
    assert [row["Name"] for row in answer.json()["QueryResponse"]["Term"]][:2] == ["Due on receipt", "Net 15"]
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    refused = sample.http.post(f"{sample.url}/query", content="SELECT * FROM Term", headers=form)
    assert refused.json()["Fault"]["Error"][0]["code"] == "1050"


def test_bytes_that_are_no_utf8_are_refused(sample):
    url = f"{sample.url}/query?query=SELECT%20*%20FROM%20Account%20WHERE%20Name%20=%20'%FF'"
    assert sample.http.get(httpx.URL(url)).json()["Fault"]["Error"][0]["code"] == "500"
    headers = {"Content-Type": "application/text"}
    answer = sample.http.post(f"{sample.url}/query", content=b"SELECT * FROM \xff", headers=headers)
    assert answer.json()["Fault"]["Error"][0]["code"] == "500"


def test_times_compare_as_instants_and_current_date_is_the_twins(company):
    company.twin.clock.advance(3 * 86400)
    company.connect()
    made = company.bank("New")
    at = made["MetaData"]["LastUpdatedTime"]
    assert company.names(f"SELECT * FROM Account WHERE MetaData.LastUpdatedTime >= '{at}'") == ["New"]
    assert company.names("SELECT * FROM Account WHERE MetaData.CreateTime > CURRENT_DATE") == ["New"]
    assert company.names("SELECT * FROM Account ORDERBY MetaData.CreateTime DESC MAXRESULTS 1") == ["New"]


def test_references_are_filtered_by_their_bare_name(sample):
    item = sample.create(
        "Item", Name="Sub", Type="Service", SubItem=True, ParentRef={"value": "1"}, IncomeAccountRef={"value": "1"}
    )
    assert sample.names("SELECT * FROM Item WHERE ParentRef = '1'") == [item["Name"]]


def test_transactions_come_newest_first_and_lists_by_id(sample):
    for entity, descending in (("Purchase", True), ("Invoice", True), ("Vendor", False)):
        ids = [int(row["Id"]) for row in sample.rows(f"SELECT * FROM {entity}")]
        assert ids == sorted(ids, reverse=descending)
        assert [int(row["Id"]) for row in sample.rows(f"SELECT * FROM {entity} ORDERBY Id")] == sorted(ids)


def test_e_mail_addresses_are_filterable(sample):
    sample.create("Customer", DisplayName="Ada", PrimaryEmailAddr={"Address": "Ada@example.com"})
    assert sample.names("SELECT * FROM Customer WHERE PrimaryEmailAddr = 'ada@example.com'") == ["Ada"]
