"""Time activities on the QuickBooks twin: who worked, how long, and what makes time billable."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from qbo_live import fault, read


@pytest.fixture
def people(company):
    """References to an employee, a vendor and a customer."""
    rows = {
        "Employee": company.create("Employee", GivenName="Emily", FamilyName="Platt", BillableTime=True, BillRate=75),
        "Vendor": company.create("Vendor", DisplayName="Contract paralegal"),
        "Customer": company.create("Customer", DisplayName="Rondo Estate"),
    }
    return {name: {"value": row["Id"]} for name, row in rows.items()}


def worked(people, name="Employee", **fields):
    return {"NameOf": name, f"{name}Ref": people[name], "Hours": 3, "Minutes": 30} | fields


class TestLength:
    def test_hours_and_minutes_are_kept_and_the_rest_is_filled_in(self, company, people):
        row = company.create("TimeActivity", **worked(people, TxnDate="2026-09-17", Description="Drafting"))
        expected = {"Hours": 3, "Minutes": 30, "BillableStatus": "NotBillable", "Taxable": False, "HourlyRate": 75}
        assert {name: row[name] for name in expected} == expected
        assert row["EmployeeRef"]["name"] == "Emily Platt"
        assert row["TxnDate"] == "2026-09-17"

    def test_start_and_end_take_the_place_of_hours_and_give_the_date(self, company, people):
        times = {"StartTime": "2016-07-22T10:00:00-07:00", "EndTime": "2016-07-22T11:00:00-07:00"}
        row = company.create("TimeActivity", **worked(people, Hours=None, Minutes=None, BreakMinutes=10, **times))
        assert {name: row[name] for name in times} == times
        assert (row["TxnDate"], row["BreakMinutes"]) == ("2016-07-22", 10)
        assert "Hours" not in row

    def test_a_time_of_day_alone_belongs_to_the_date_of_the_activity(self, company, people):
        times = {"TxnDate": "2021-02-02", "StartTime": "08:00:00-08:00", "EndTime": "17:00:00"}
        row = company.create("TimeActivity", **worked(people, Hours=None, Minutes=None, **times))
        assert (row["StartTime"], row["EndTime"]) == ("2021-02-02T08:00:00-08:00", "2021-02-02T17:00:00-08:00")

    def test_a_new_length_replaces_start_and_end_and_the_other_way_round(self, company, people):
        times = {"StartTime": "2026-07-22T10:00:00-07:00", "EndTime": "2026-07-22T11:00:00-07:00"}
        row = company.create("TimeActivity", **worked(people))
        row = company.update("TimeActivity", row, **times)
        assert "Hours" not in row
        row = company.update("TimeActivity", row, Hours=2)
        assert (row["Hours"], row["Minutes"], "StartTime" in row) == (2, 0, False)

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"Hours": None, "Minutes": None}, "2020"),
            ({"Hours": None, "Minutes": None, "StartTime": "2026-07-22T10:00:00-07:00"}, "2020"),
            ({"StartTime": "10 o'clock", "EndTime": "11:00"}, "2060"),
            ({"StartTime": "12:00", "EndTime": "11:00"}, "6000"),
            ({"StartTime": "0001-01-01T00:00:00+14:00", "EndTime": "9999-12-31T23:59:59-12:00"}, ""),
            ({"Hours": 8760, "Minutes": 1}, "2090"),
            ({"Hours": 8761}, "2090"),
            ({"Minutes": 60}, "2090"),
            ({"Hours": "1.5"}, "2080"),
            ({"Hours": "8", "Minutes": "0"}, ""),
        ],
    )
    def test_lengths_and_times_the_vendor_takes_and_refuses(self, company, people, change, code):
        answer = company.post("timeactivity", worked(people) | change)
        assert (fault(answer)["code"] if code else answer.status_code) == (code or 200)


class TestWho:
    def test_a_vendor_may_have_worked(self, company, people):
        row = company.create("TimeActivity", **worked(people, "Vendor", EmployeeRef=people["Employee"]))
        assert row["VendorRef"]["name"] == "Contract paralegal"
        assert "EmployeeRef" not in row

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"NameOf": None}, "2020"),
            ({"NameOf": "Judge"}, "2170"),
            ({"NameOf": "Vendor"}, "2020"),
            ({"EmployeeRef": {"value": "999"}}, "2500"),
            ({"ItemRef": {"value": "999"}}, "2500"),
            ({"Description": "d" * 4001}, "2050"),
            ({"Foo": 1}, "2010"),
        ],
    )
    def test_bodies_the_vendor_refuses(self, company, people, change, code):
        assert company.refused("TimeActivity", **worked(people) | change) == code


class TestBilling:
    def test_billable_time_needs_a_customer_and_a_rate(self, company, people):
        assert company.refused("TimeActivity", **worked(people, BillableStatus="Billable")) == "2020"
        no_rate = worked(people, "Vendor", BillableStatus="Billable", CustomerRef=people["Customer"])
        assert company.refused("TimeActivity", **no_rate) == "2020"
        row = company.create("TimeActivity", **no_rate, HourlyRate="350.50")
        assert (row["BillableStatus"], row["HourlyRate"]) == ("Billable", Decimal("350.50"))

    def test_the_client_cannot_say_that_time_has_been_billed(self, company, people):
        row = company.create("TimeActivity", **worked(people, BillableStatus="HasBeenBilled"))
        assert row["BillableStatus"] == "NotBillable"

    def test_a_read_activity_can_be_sent_back_whole(self, company, people):
        row = company.create(
            "TimeActivity", **worked(people, BillableStatus="Billable", CustomerRef=people["Customer"])
        )
        body = json.loads(company.get(f"timeactivity/{row['Id']}").text)["TimeActivity"]
        again = read(company.post("timeactivity", body | {"Description": "Updated"}))["TimeActivity"]
        assert (again["Description"], again["SyncToken"], again["HourlyRate"]) == ("Updated", "1", 75)


class TestAsking:
    def test_date_and_billing_can_be_asked_for_and_people_cannot(self, company, people):
        row = company.create("TimeActivity", **worked(people, TxnDate="2026-09-17"))
        for clause in ("TxnDate > '2026-09-14'", "BillableStatus = 'NotBillable'"):
            assert [each["Id"] for each in company.rows(f"SELECT * FROM TimeActivity WHERE {clause}")] == [row["Id"]]  # noqa: S608 - the query language of QuickBooks is no SQL
        assert company.refused_query("SELECT * FROM TimeActivity WHERE EmployeeRef = '1'") == "4001"

    def test_it_is_deleted_for_good_and_not_among_changes(self, company, people):
        row = company.create("TimeActivity", **worked(people))
        stub = read(company.post("timeactivity", {"Id": row["Id"], "SyncToken": "0"}, operation="delete"))
        assert stub["TimeActivity"]["status"] == "Deleted"
        since = row["MetaData"]["CreateTime"]
        assert fault(company.get("cdc", entities="TimeActivity", changedSince=since))["code"] == "500"
