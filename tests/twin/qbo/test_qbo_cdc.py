"""What changed since: the QuickBooks twin's change data capture."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from qbo_live import fault


def cdc(company, entities, since):
    answer = company.get("cdc", entities=entities, changedSince=since)
    assert answer.status_code == 200, answer.text
    (response,) = answer.json()["CDCResponse"]
    return response["QueryResponse"]


def ago(company, **span):
    return (company.twin.clock.now() - timedelta(**span)).isoformat()


def later(company, seconds=60):
    """A moment after which nothing has changed yet."""
    company.twin.clock.advance(seconds)
    company.connect()
    return company.twin.clock.now().isoformat()


def test_each_list_with_what_changed_in_the_order_of_change(company):
    first = company.bank("First")
    since = later(company)
    company.create("Customer", DisplayName="New")
    company.bank("Second")
    later(company, 5)
    company.update("Account", first, Description="changed")
    accounts, customers, terms = cdc(company, "Account,Customer,Term", since)
    assert [row["Name"] for row in accounts["Account"]] == ["Second", "First"]
    assert (accounts["startPosition"], accounts["maxResults"]) == (1, 2)
    assert customers["Customer"][0]["DisplayName"] == "New"
    assert terms == {}


def test_objects_come_whole_and_inactive_ones_too(company):
    row = company.create("Vendor", DisplayName="Old")
    since = later(company)
    row = company.update("Vendor", row, Active=False)
    (found,) = cdc(company, "vendor", since)
    assert found["Vendor"] == [row]
    assert row["Active"] is False


def test_deleted_ones_come_last_as_stubs(sample):
    since = later(sample)
    item = {"DetailType": "SalesItemLineDetail", "Amount": 10, "SalesItemLineDetail": {"ItemRef": {"value": "1"}}}
    made = [sample.create("Invoice", CustomerRef={"value": "1"}, Line=[item]) for _ in range(2)]
    answer = sample.post("invoice", {"Id": made[0]["Id"], "SyncToken": made[0]["SyncToken"]}, operation="delete")
    assert answer.status_code == 200, answer.text
    (found,) = cdc(sample, "Invoice", since)
    kept, stub = found["Invoice"]
    assert kept["Id"] == made[1]["Id"]
    assert set(stub) == {"status", "domain", "Id", "MetaData"}
    assert (stub["status"], stub["Id"]) == ("Deleted", made[0]["Id"])


def test_nothing_changed(company):
    assert cdc(company, "Account", later(company)) == [{}]


@pytest.mark.parametrize("form", ["{0:%Y-%m-%d}", "{0:%Y-%m-%dT%H:%M:%S}-08:00", "{0:%Y-%m-%dT%H:%M:%S} 02:00"])
def test_forms_of_the_time(company, form):
    at = datetime.fromisoformat(ago(company, days=3))
    (found,) = cdc(company, "Term", form.format(at))
    assert len(found["Term"]) == 4


def test_thirty_days_at_most(company):
    cdc(company, "Account", ago(company, days=30))
    answer = company.get("cdc", entities="Account", changedSince=ago(company, days=32))
    assert fault(answer)["code"] == "2070"


@pytest.mark.parametrize("entity", ["JournalCode", "TaxAgency", "TimeActivity", "TaxCode", "TaxRate"])
def test_lists_without_this_service(company, entity):
    assert fault(company.get("cdc", entities=entity, changedSince=ago(company, days=1)))["code"] == "500"


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"changedSince": "2026-01-01"}, "2020"),
        ({"entities": " , ", "changedSince": "2026-01-01"}, "2020"),
        ({"entities": "Account"}, "2020"),
        ({"entities": "Account", "changedSince": "yesterday"}, "2060"),
        ({"entities": "Account", "changedSince": "0001-01-01T00:00:00+23:59"}, "2060"),
        ({"entities": "Nonsense", "changedSince": "2026-01-01"}, "2000"),
    ],
)
def test_requests_the_vendor_refuses(company, params, code):
    assert fault(company.get("cdc", **params))["code"] == code


def test_a_thousand_objects_at_most(open_company):
    company = open_company(edition="advanced")
    for part in range(34):
        company.batch(*({"operation": "create", "Term": {"Name": f"T{part}-{n}", "DueDays": n}} for n in range(30)))
    terms, accounts = cdc(company, "Term,Account", ago(company, days=1))
    assert len(terms["Term"]) == 1000
    assert accounts == {}
