"""Recurring transactions on the QuickBooks twin: a template wraps a transaction, has a schedule, and moves nothing."""

from __future__ import annotations

import json

import pytest
from qbo_live import fault, read

from provisioner.sandbox.qbo.entities.recurring_transaction import KINDS
from provisioner.sandbox.qbo.txn.schedule import next_date

MONTHLY = {"StartDate": "2100-01-01", "MaxOccurrences": 6, "IntervalType": "Monthly", "DayOfMonth": 1, "NumInterval": 1}


def info(name="Template", **changes):
    return {
        "RecurringInfo": {"Name": name, "RecurType": "Automated", "Active": True, "ScheduleInfo": MONTHLY} | changes
    }


@pytest.fixture
def bodies(company):
    """The smallest body of each kind that a template can wrap."""
    customer = {"value": company.create("Customer", DisplayName="C")["Id"]}
    vendor = {"value": company.create("Vendor", DisplayName="V")["Id"]}
    bank, savings = ({"value": company.bank(name)["Id"]} for name in ("Bank", "Savings"))
    fees = {"value": company.create("Account", Name="Fees", AccountType="Income")["Id"]}
    rent = {"value": company.create("Account", Name="Rent", AccountType="Expense")["Id"]}
    item = {"value": company.create("Item", Name="Hourly", Type="Service", IncomeAccountRef=fees)["Id"]}
    bought = {
        "value": company.create(
            "Item", Name="Copies", Type="Service", IncomeAccountRef=fees, ExpenseAccountRef=rent, PurchaseCost=1
        )["Id"]
    }
    payable = company.create("Account", Name="AP", AccountType="Accounts Payable", AccountSubType="AccountsPayable")

    def line(kind, **detail):
        return {"Line": [{"Amount": 100, "DetailType": kind, kind: detail, "Description": "d"}]}

    sold = {"CustomerRef": customer} | line("SalesItemLineDetail", ItemRef=item)
    spent = line("AccountBasedExpenseLineDetail", AccountRef=rent)
    journal = [
        {
            "Amount": 1,
            "DetailType": "JournalEntryLineDetail",
            "JournalEntryLineDetail": {"PostingType": side, "AccountRef": account},
        }
        for side, account in (("Debit", bank), ("Credit", savings))
    ]
    return {
        **dict.fromkeys(("Invoice", "SalesReceipt", "Estimate", "CreditMemo"), sold),
        "RefundReceipt": sold | {"DepositToAccountRef": bank},
        "Bill": {"VendorRef": vendor} | spent,
        "VendorCredit": {"VendorRef": vendor} | spent,
        "Purchase": {"PaymentType": "Cash", "AccountRef": bank} | spent,
        "PurchaseOrder": {"VendorRef": vendor, "APAccountRef": {"value": payable["Id"]}}
        | line("ItemBasedExpenseLineDetail", ItemRef=bought, Qty=100, UnitPrice=1),
        "Deposit": {"DepositToAccountRef": bank} | line("DepositLineDetail", AccountRef=fees),
        "Transfer": {"FromAccountRef": bank, "ToAccountRef": savings, "Amount": 100},
        "JournalEntry": {"Line": journal},
    }


def create(company, kind, body):
    answer = company.post("recurringtransaction", {kind: body})
    assert answer.status_code == 200, answer.text
    return read(answer)["RecurringTransaction"][kind]


class TestTemplates:
    @pytest.mark.parametrize("kind", sorted(KINDS))
    def test_each_kind_is_wrapped_and_comes_back_the_same_way(self, company, bodies, kind):
        row = create(company, kind, bodies[kind] | info())
        assert row["RecurringInfo"]["ScheduleInfo"]["NextDate"] == "2100-01-01"
        assert (row["SyncToken"], row["RecurDataRef"]["value"]) == ("0", row["Id"])
        assert not {"TxnDate", "DocNumber"} & set(row)
        found = read(company.get(f"recurringtransaction/{row['Id']}"))["RecurringTransaction"]
        assert found == {kind: row}
        assert company.rows(f"SELECT * FROM RecurringTransaction WHERE Type = '{kind}'") == [{kind: row}]  # noqa: S608
        assert company.rows(f"SELECT * FROM {kind}") == []  # noqa: S608 - the query language of QuickBooks is no SQL

    @pytest.mark.parametrize("kind", sorted(KINDS))
    def test_a_read_template_can_be_sent_back_whole_and_deleted_whole(self, company, bodies, kind):
        row = create(company, kind, bodies[kind] | info())
        body = json.loads(company.get(f"recurringtransaction/{row['Id']}").text)["RecurringTransaction"]
        body[kind]["RecurringInfo"]["ScheduleInfo"]["DayOfMonth"] = 15
        changed = read(company.post("recurringtransaction", body))["RecurringTransaction"][kind]
        assert changed["SyncToken"] == "1"
        assert changed["RecurringInfo"]["ScheduleInfo"]["DayOfMonth"] == 15
        assert {name for name in row if name not in changed} == set()
        body[kind]["SyncToken"] = "1"
        gone = read(company.post("recurringtransaction", body, operation="delete"))["RecurringTransaction"]
        assert gone == {kind: {"status": "Deleted", "domain": "QBO", "Id": row["Id"]}}
        assert fault(company.get(f"recurringtransaction/{row['Id']}"))["code"] == "610"

    def test_a_template_moves_no_account_and_uses_no_number(self, company, bodies):
        create(company, "Invoice", bodies["Invoice"] | info())
        create(company, "Transfer", bodies["Transfer"] | info("T"))
        assert company.rows("SELECT * FROM Customer")[0]["Balance"] == 0
        assert all(row["CurrentBalance"] == 0 for row in company.rows("SELECT * FROM Account WHERE Name = 'Bank'"))
        assert company.create("Invoice", **bodies["Invoice"])["DocNumber"] == "1001"

    def test_totals_are_worked_out_as_on_the_transaction(self, company, bodies):
        row = create(company, "Invoice", bodies["Invoice"] | info() | {"TotalAmt": 1})
        assert (row["TotalAmt"], row["Balance"], row["Line"][0]["Description"]) == (100, 100, "d")

    def test_a_sparse_update_changes_only_what_is_sent(self, company, bodies):
        row = create(company, "Bill", bodies["Bill"] | info() | {"PrivateNote": "n"})
        body = {"Bill": {"Id": row["Id"], "SyncToken": "0", "sparse": True, "PrivateNote": "m"}}
        changed = read(company.post("recurringtransaction", body))["RecurringTransaction"]["Bill"]
        assert (changed["PrivateNote"], changed["VendorRef"]) == ("m", row["VendorRef"])
        body["Bill"] |= {"SyncToken": "0"}
        assert fault(company.post("recurringtransaction", body))["code"] == "5010"

    def test_a_batch_takes_templates(self, company, bodies):
        item = {"operation": "create", "RecurringTransaction": {"Invoice": bodies["Invoice"] | info()}}
        (answer,) = read(company.batch(item))["BatchItemResponse"]
        assert answer["RecurringTransaction"]["Invoice"]["RecurringInfo"]["Name"] == "Template"

    def test_names_and_kinds_can_be_asked_for(self, company, bodies):
        row = create(company, "Invoice", bodies["Invoice"] | info())
        create(company, "Bill", bodies["Bill"] | info("Other"))
        for where in ("RecurringInfo.Name = 'template'", f"RecurDataRef = '{row['Id']}'", f"Id = '{row['Id']}'"):
            assert company.rows(f"SELECT * FROM RecurringTransaction WHERE {where}") == [{"Invoice": row}]  # noqa: S608 - no SQL
        assert company.query("SELECT COUNT(*) FROM RecurringTransaction")["totalCount"] == 2
        assert company.refused_query("SELECT * FROM RecurringTransaction WHERE Name = 'x'") == "4001"
        (found,) = company.rows("SELECT Id FROM RecurringTransaction WHERE Type = 'invoice'")
        assert found["Invoice"]["Id"] == row["Id"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"RecurringInfo": None}, "2020"),
            (info(RecurType="Sometimes"), "2170"),
            (info(ScheduleInfo={"StartDate": "2100-01-01"}), "2020"),
            (info(ScheduleInfo=MONTHLY | {"IntervalType": "Hourly"}), "2170"),
            (info(ScheduleInfo=MONTHLY | {"DayOfMonth": 32}), "2090"),
            (info(ScheduleInfo=MONTHLY | {"EndDate": "2026-08-01"}), "2600"),
            (info(ScheduleInfo=MONTHLY | {"Foo": 1}), "2010"),
            ({"CustomerRef": None}, "2020"),
            ({"CustomerRef": {"value": "999"}}, "2500"),
            ({"Foo": 1}, "2010"),
        ],
    )
    def test_bodies_the_vendor_refuses(self, company, bodies, change, code):
        body = {"Invoice": bodies["Invoice"] | info() | change}
        assert fault(company.post("recurringtransaction", body))["code"] == code

    def test_exactly_one_of_the_kinds_is_wrapped(self, company, bodies):
        invoice = bodies["Invoice"] | info()
        for body in ({}, {"Payment": {}}, {"RecurringTransaction": {"Invoice": invoice}}, {"Invoice": "x"}):
            assert fault(company.post("recurringtransaction", body))["code"] == "2120"
        both = {"Invoice": invoice, "Bill": bodies["Bill"] | info("Other")}
        assert fault(company.post("recurringtransaction", both))["code"] == "2120"
        row = create(company, "Invoice", invoice)
        other = {"Bill": bodies["Bill"] | info("Other") | {"Id": row["Id"], "SyncToken": "0"}}
        assert fault(company.post("recurringtransaction", other))["code"] == "2120"

    def test_two_templates_never_have_one_name(self, company, bodies):
        create(company, "Invoice", bodies["Invoice"] | info())
        body = {"Bill": bodies["Bill"] | info("TEMPLATE")}
        assert fault(company.post("recurringtransaction", body))["code"] == "6240"

    def test_the_smallest_plan_has_none(self, open_company):
        company = open_company(edition="simple_start")
        bank, savings = ({"value": company.bank(name)["Id"]} for name in ("B", "S"))
        body = {"Transfer": {"FromAccountRef": bank, "ToAccountRef": savings, "Amount": 1} | info()}
        assert fault(company.post("recurringtransaction", body))["code"] == "5020"


class TestSchedule:
    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"IntervalType": "Daily", "NumInterval": 3}, "2026-11-12"),
            ({"IntervalType": "Weekly", "DayOfWeek": "Friday"}, "2026-11-13"),
            ({"IntervalType": "Weekly", "NumInterval": 2}, "2026-11-14"),
            ({"IntervalType": "Monthly", "DayOfMonth": 31}, "2026-11-30"),
            ({"IntervalType": "Monthly", "DayOfMonth": 9}, "2026-12-09"),
            ({"IntervalType": "Monthly", "WeekOfMonth": 2, "DayOfWeek": "Tuesday"}, "2026-11-10"),
            ({"IntervalType": "Monthly", "WeekOfMonth": 5, "DayOfWeek": "Tuesday"}, "2026-11-24"),
            ({"IntervalType": "Monthly", "NumInterval": 3}, "2027-01-31"),
            ({"IntervalType": "Yearly", "MonthOfYear": "February", "DayOfMonth": 29}, "2027-02-28"),
            ({"IntervalType": "Monthly", "EndDate": "2026-11-20"}, ""),
            ({"IntervalType": "Monthly", "MaxOccurrences": 1}, ""),
            ({"IntervalType": "Daily", "MaxOccurrences": 11}, "2026-11-10"),
            ({"IntervalType": "Daily", "MaxOccurrences": 10}, ""),
            ({"IntervalType": "Yearly", "StartDate": "9999-12-31", "MonthOfYear": "January"}, ""),
            ({"IntervalType": "Daily", "StartDate": "0001-01-01"}, "2026-11-10"),
            ({"IntervalType": "Daily", "StartDate": "2027-03-01"}, "2027-03-01"),
        ],
    )
    def test_the_next_date_follows_from_the_schedule(self, change, expected):
        assert next_date({"StartDate": "2026-10-31"} | change, "2026-11-10") == expected

    def test_a_template_without_schedule_has_no_next_date(self, company, bodies):
        body = bodies["Transfer"] | {"RecurringInfo": {"Name": "By hand"}}
        assert create(company, "Transfer", body)["RecurringInfo"] == {
            "Name": "By hand",
            "RecurType": "UnScheduled",
            "Active": True,
        }
