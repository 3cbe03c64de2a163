"""Bills, what pays them, and vendor credits, in Intuit's sample company."""

# ruff: noqa: S608 - the query language of QuickBooks is no SQL
from __future__ import annotations

import pytest
from qbo_buying import (
    ADVERTISING,
    BANK_CHARGES,
    BESSIE,
    CAL,
    CHECKING,
    HICKS,
    INVENTORY,
    PAYABLES,
    VISA,
    again,
    balance,
    bill,
    bill_body,
    code,
    cost,
    goods,
    link,
    owed,
    payment_body,
    remove,
)
from qbo_live import fault, read

# Bills


def test_the_smallest_bill_gets_what_the_reference_says_it_gets(sample):
    made = sample.create("Bill", VendorRef={"value": BESSIE}, Line=[cost(200)])
    assert made["APAccountRef"] == {"value": PAYABLES, "name": "Accounts Payable (A/P)"}
    assert made["VendorRef"]["name"] == "Books by Bessie"
    assert made["DueDate"] == made["TxnDate"]
    assert (made["TotalAmt"], made["Balance"]) == (200, 200)
    assert "DocNumber" not in made
    (line,) = made["Line"]
    assert (line["Id"], line["LineNum"]) == ("1", 1)
    assert line["AccountBasedExpenseLineDetail"] == {
        "AccountRef": {"value": ADVERTISING, "name": "Advertising"},
        "TaxCodeRef": {"value": "NON"},
        "BillableStatus": "NotBillable",
    }


def test_a_bill_is_due_when_its_terms_say(sample):
    sample.update("Vendor", read(sample.get(f"vendor/{HICKS}"))["Vendor"], TermRef={"value": "2"})
    made = bill(sample, 10, TxnDate="2026-01-20")
    assert (made["SalesTermRef"], made["DueDate"]) == ({"value": "2"}, "2026-02-04")
    assert bill(sample, 10, TxnDate="2026-01-20", SalesTermRef={"value": "3"})["DueDate"] == "2026-02-19"
    assert bill(sample, 10, TxnDate="2026-01-20", DueDate="2026-03-01")["DueDate"] == "2026-03-01"


@pytest.mark.parametrize(("issued", "due"), [("2026-01-20", "2026-01-31"), ("2026-01-28", "2026-02-28")])
def test_terms_that_name_a_day_lead_to_it_or_to_that_of_the_next_month(sample, issued, due):
    term = sample.create("Term", Name="End of month", DayOfMonthDue=31, DueNextMonthDays=5)
    assert bill(sample, 10, TxnDate=issued, SalesTermRef={"value": term["Id"]})["DueDate"] == due


def test_a_bill_moves_its_expense_accounts_the_payables_and_the_vendor(sample):
    before = balance(sample, ADVERTISING), balance(sample, PAYABLES), owed(sample, HICKS)
    made = bill(sample, "70.00")
    assert balance(sample, ADVERTISING) - before[0] == 70
    assert balance(sample, PAYABLES) - before[1] == -70
    assert owed(sample, HICKS) - before[2] == 70
    assert remove(sample, "Bill", made).status_code == 200
    assert (balance(sample, ADVERTISING), balance(sample, PAYABLES), owed(sample, HICKS)) == before


def test_goods_for_stock_are_booked_to_the_asset_and_services_to_their_expense(sample):
    item = sample.create(
        "Item",
        Name="Filing",
        Type="Service",
        IncomeAccountRef={"value": "1"},
        ExpenseAccountRef={"value": BANK_CHARGES},
    )
    before = balance(sample, INVENTORY), balance(sample, BANK_CHARGES)
    sample.create("Bill", VendorRef={"value": HICKS}, Line=[goods(20, Qty=2, UnitPrice=10), goods(30, item["Id"])])
    assert (balance(sample, INVENTORY) - before[0], balance(sample, BANK_CHARGES) - before[1]) == (20, 30)


def test_an_item_line_without_an_item_is_documentation(sample):
    made = sample.create(
        "Bill", VendorRef={"value": HICKS}, Line=[cost(5), {**goods(9), "ItemBasedExpenseLineDetail": {}}]
    )
    assert made["TotalAmt"] == 5
    assert made["Line"][1]["DetailType"] == "DescriptionOnly"


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ({"Amount": 1}, "2020"),
        ({"DetailType": "AccountBasedExpenseLineDetail"}, "2020"),
        ({"Amount": 1, "DetailType": "AccountBasedExpenseLineDetail"}, "2020"),
        ({"Amount": 1, "DetailType": "SalesItemLineDetail"}, "2170"),
        (cost(1, account="9999"), "2500"),
        (cost(1, TaxCodeRef={"value": "2"}), "6100"),
        (cost(1, BillableStatus="Billable"), "6000"),
        (cost(-1), "2290"),
        (goods(10, Qty=3, UnitPrice=4), "6070"),
        ({**cost(1), "LinkedTxn": [{"TxnId": "1", "TxnType": "Invoice"}]}, "620"),
        ({**cost(1), "LinkedTxn": [{"TxnId": "999", "TxnType": "PurchaseOrder"}]}, "620"),
    ],
)
def test_a_bad_line_is_refused_and_changes_nothing(sample, line, refusal):
    before = balance(sample, PAYABLES), sample.query("SELECT COUNT(*) FROM Bill")
    assert sample.refused("Bill", VendorRef={"value": HICKS}, Line=[line]) == refusal
    assert (balance(sample, PAYABLES), sample.query("SELECT COUNT(*) FROM Bill")) == before


def test_a_bill_needs_a_vendor_even_in_a_sparse_update(sample):
    assert sample.refused("Bill", Line=[cost(1)]) == "2020"
    assert sample.refused("Bill", VendorRef={"value": HICKS}) == "2020"
    made = bill(sample, 10)
    body = {"Id": made["Id"], "SyncToken": "0", "sparse": True, "PrivateNote": "n"}
    assert code(sample.post("bill", body)) == "2020"
    changed = sample.update("Bill", made, VendorRef={"value": HICKS}, PrivateNote="n")
    assert (changed["PrivateNote"], changed["SyncToken"], changed["TotalAmt"]) == ("n", "1", 10)


def test_a_bill_needs_a_payables_account(sample):
    assert sample.refused("Bill", **bill_body(1, APAccountRef={"value": CHECKING})) == "6430"


def test_a_sparse_update_replaces_all_lines_and_a_full_one_blanks_what_it_leaves_out(sample):
    made = bill(sample, 10, PrivateNote="a", SalesTermRef={"value": "3"}, TxnDate="2026-02-01")
    lines = [{**made["Line"][0], "Amount": 12}, cost(8)]
    changed = sample.update("Bill", made, VendorRef={"value": HICKS}, Line=lines)
    assert [line["Id"] for line in changed["Line"]] == ["1", "2"]
    assert (changed["TotalAmt"], changed["Balance"], changed["PrivateNote"]) == (20, 20, "a")
    full = sample.update(
        "Bill", changed, sparse=False, VendorRef={"value": HICKS}, Line=[cost(3)], TxnDate="2026-02-01"
    )
    assert full["TotalAmt"] == 3
    assert not {"PrivateNote", "SalesTermRef"} & set(full)
    assert full["DueDate"] == "2026-02-01"


def test_a_bill_number_is_the_vendors_own(sample):
    first = bill(sample, 1, DocNumber="A-1")
    assert bill(sample, 1, vendor=CAL, DocNumber="A-1")["DocNumber"] == "A-1"
    error = fault(sample.post("bill", bill_body(1, DocNumber="A-1")))
    assert error["code"] == "6140"
    assert f"TxnId={first['Id']}" in error["Detail"]
    answer = sample.post("bill", bill_body(1, DocNumber="A-1"), include="allowduplicatedocnum")
    assert answer.status_code == 200


def test_voiding_a_bill_answers_200_with_a_fault_and_does_nothing(sample):
    made = bill(sample, 40)
    answer = sample.post("bill", {"Id": made["Id"], "SyncToken": "0"}, operation="void")
    assert answer.status_code == 200
    body = read(answer)["Fault"]
    assert (body["type"], body["Error"][0]["code"]) == ("SystemFault", "10000")
    assert again(sample, "Bill", made) == made


def test_bills_are_found_by_the_columns_the_reference_marks(sample):
    made = bill(sample, 33, DocNumber="Q-1", DueDate="2031-05-01", TxnDate="2031-04-01", SalesTermRef={"value": "3"})
    bill(sample, 44, vendor=CAL, TxnDate="2031-06-01")
    for condition in (
        f"VendorRef = '{HICKS}'",
        "TotalAmt < '40'",
        "Balance = '33'",
        "DocNumber = 'Q-1'",
        "DueDate <= '2031-05-01'",
        "TxnDate < '2031-05-01'",
        "SalesTermRef = '3'",
        f"APAccountRef = '{PAYABLES}' AND Id = '{made['Id']}'",
    ):
        found = sample.rows(f"SELECT * FROM Bill WHERE TxnDate > '2031-01-01' AND {condition}")
        assert [row["Id"] for row in found] == [made["Id"]], condition
    assert sample.refused_query("SELECT * FROM Bill WHERE PrivateNote = 'x'") == "4001"


def test_a_read_bill_can_be_sent_back_whole(sample):
    made = bill(sample, 10, DocNumber="E-1", PrivateNote="n")
    sample.create("BillPayment", **payment_body(4, (4, link(made))))
    whole = again(sample, "Bill", made)
    answer = sample.post("bill", whole)
    assert answer.status_code == 200, answer.text
    kept = {"SyncToken", "MetaData"}
    after = read(answer)["Bill"]
    assert {k: v for k, v in after.items() if k not in kept} == {k: v for k, v in whole.items() if k not in kept}


# Bill payments


def test_a_check_pays_a_bill_and_moves_bank_payables_and_vendor(sample):
    made = bill(sample, 100)
    before = balance(sample, CHECKING), balance(sample, PAYABLES), owed(sample, HICKS)
    paid = sample.create("BillPayment", **payment_body(60, (60, link(made))))
    assert paid["CheckPayment"] == {
        "BankAccountRef": {"value": CHECKING, "name": "Checking"},
        "PrintStatus": "NeedToPrint",
    }
    assert paid["Line"] == [{"Amount": 60, "LinkedTxn": link(made)}]
    assert "DocNumber" not in paid
    after = again(sample, "Bill", made)
    assert (after["Balance"], after["TotalAmt"], after["SyncToken"]) == (40, 100, "1")
    assert after["LinkedTxn"] == [{"TxnId": paid["Id"], "TxnType": "BillPaymentCheck"}]
    assert balance(sample, CHECKING) - before[0] == -60
    assert balance(sample, PAYABLES) - before[1] == 60
    assert owed(sample, HICKS) - before[2] == -60


def test_a_card_pays_a_bill(sample):
    made, before = bill(sample, 25), balance(sample, VISA)
    body = payment_body(25, (25, link(made)), PayType="CreditCard", CreditCardPayment={"CCAccountRef": {"value": VISA}})
    paid = sample.create("BillPayment", **body)
    assert paid["CreditCardPayment"] == {"CCAccountRef": {"value": VISA, "name": "Visa"}}
    assert "CheckPayment" not in paid
    assert again(sample, "Bill", made)["LinkedTxn"][0]["TxnType"] == "BillPaymentCreditCard"
    assert balance(sample, VISA) - before == -25


def test_a_vendor_credit_helps_to_pay(sample):
    made = bill(sample, 100)
    credit = sample.create("VendorCredit", VendorRef={"value": HICKS}, Line=[cost(30)])
    body = payment_body(70, (100, link(made)), (30, link(credit, "VendorCredit")))
    paid = sample.create("BillPayment", **body)
    assert again(sample, "Bill", made)["Balance"] == 0
    left = again(sample, "VendorCredit", credit)
    assert (left["Balance"], left["TotalAmt"]) == (0, 30)
    assert left["LinkedTxn"] == [{"TxnId": paid["Id"], "TxnType": "BillPaymentCheck"}]
    assert owed(sample, HICKS) == 0


def journal(company, amount, side, other):
    vendor = {"Type": "Vendor", "EntityRef": {"value": HICKS}}
    sides = (
        (side, {"AccountRef": {"value": PAYABLES}, "Entity": vendor}),
        (other, {"AccountRef": {"value": ADVERTISING}}),
    )
    lines = [
        {
            "Amount": amount,
            "DetailType": "JournalEntryLineDetail",
            "JournalEntryLineDetail": {"PostingType": kind, **detail},
        }
        for kind, detail in sides
    ]
    return company.create("JournalEntry", Line=lines)


def test_journal_entries_on_payables_are_paid_or_help_to_pay(sample):
    owing, owed_back = journal(sample, 20, "Credit", "Debit"), journal(sample, 5, "Debit", "Credit")
    lines = (20, link(owing, "JournalEntry")), (5, link(owed_back, "JournalEntry"))
    assert sample.refused("BillPayment", **payment_body(14, *lines)) == "6000"
    assert sample.create("BillPayment", **payment_body(15, *lines))["TotalAmt"] == 15
    assert owed(sample, HICKS) == 0


def test_more_than_the_bills_is_kept_as_a_credit(sample):
    made = bill(sample, 10)
    sample.create("BillPayment", **payment_body(15, (10, link(made))))
    assert owed(sample, HICKS) == -5


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"Line": []}, "2020"),
        ({"PayType": ""}, "2020"),
        ({"PayType": "Cash"}, "2170"),
        ({"CheckPayment": {}}, "2020"),
        ({"CheckPayment": {"BankAccountRef": {"value": VISA}}}, "6430"),
        ({"PayType": "CreditCard", "CreditCardPayment": {"CCAccountRef": {"value": CHECKING}}}, "6430"),
        ({"APAccountRef": {"value": CHECKING}}, "6430"),
        ({"TotalAmt": -1}, "2290"),
        ({"TotalAmt": 9}, "6000"),
        ({"VendorRef": {"value": CAL}}, "620"),
        ({"Line": [{"Amount": 10}]}, "2020"),
        ({"Line": [{"Amount": 10, "LinkedTxn": [{"TxnId": "999", "TxnType": "Bill"}]}]}, "620"),
        ({"Line": [{"Amount": 10, "LinkedTxn": [{"TxnId": "1", "TxnType": "Invoice"}]}]}, "620"),
    ],
)
def test_a_bad_bill_payment_is_refused_and_settles_nothing(sample, change, refusal):
    made = bill(sample, 10)
    assert sample.refused("BillPayment", **(payment_body(10, (10, link(made))) | change)) == refusal
    assert again(sample, "Bill", made) == made


def test_a_bill_cannot_be_paid_twice_not_even_over_two_lines(sample):
    made = bill(sample, 10)
    assert sample.refused("BillPayment", **payment_body(12, (6, link(made)), (6, link(made)))) == "6000"
    sample.create("BillPayment", **payment_body(10, (10, link(made))))
    assert sample.refused("BillPayment", **payment_body(10, (10, link(made)))) == "6000"


def test_a_bill_payment_can_be_changed_within_what_it_settles_itself(sample):
    made = bill(sample, 10)
    paid = sample.create("BillPayment", **payment_body(10, (10, link(made))))
    lines = [{"Amount": 8, "LinkedTxn": link(made)}]
    changed = sample.update("BillPayment", paid, TotalAmt=8, Line=lines)
    assert (changed["TotalAmt"], again(sample, "Bill", made)["Balance"]) == (8, 2)


@pytest.mark.parametrize("change", [{"Line": [cost(9)]}, {"VendorRef": {"value": CAL}}])
def test_a_bill_keeps_what_is_paid_of_it(sample, change):
    made = bill(sample, 20)
    sample.create("BillPayment", **payment_body(10, (10, link(made))))
    whole = again(sample, "Bill", made)
    assert sample.refused("Bill", **(whole | change)) == "6000"
    assert again(sample, "Bill", made) == whole


def test_a_voided_bill_payment_stays_as_nothing_and_frees_the_bill(sample):
    made = bill(sample, 10)
    paid = sample.create("BillPayment", **payment_body(10, (10, link(made)), PrivateNote="rent"))
    body = {"Id": paid["Id"], "SyncToken": paid["SyncToken"], "sparse": True}
    assert fault(sample.post("billpayment", body, operation="void"))["Detail"] == "Operation void is not supported."
    answer = sample.post("billpayment", body, operation="update", include="void")
    gone = read(answer)["BillPayment"]
    assert (gone["TotalAmt"], gone["Line"], gone["SyncToken"]) == (0, [], "1")
    assert gone["PrivateNote"].startswith("Voided")
    free = again(sample, "Bill", made)
    assert free["Balance"] == 10
    assert "LinkedTxn" not in free
    assert owed(sample, HICKS) == 10


def test_a_deleted_bill_leaves_its_payment_unapplied(sample):
    made = bill(sample, 10)
    paid = sample.create("BillPayment", **payment_body(10, (10, link(made))))
    assert remove(sample, "Bill", again(sample, "Bill", made)).status_code == 200
    assert again(sample, "BillPayment", paid)["Line"] == []
    assert owed(sample, HICKS) == -10


def test_bill_payments_are_found_by_the_columns_the_reference_marks(sample):
    body = payment_body(10, (10, link(bill(sample, 10))), DocNumber="77", TxnDate="2031-04-01")
    paid = sample.create("BillPayment", **body)
    for condition in (f"VendorRef = '{HICKS}'", "TotalAmt = '10'", "DocNumber = '77'"):
        found = sample.rows(f"SELECT * FROM BillPayment WHERE TxnDate > '2031-01-01' AND {condition}")
        assert [row["Id"] for row in found] == [paid["Id"]], condition
    assert sample.refused_query("SELECT * FROM BillPayment WHERE PayType = 'Check'") == "4001"


# Vendor credits


def test_a_vendor_credit_lowers_what_is_owed(sample):
    before = balance(sample, ADVERTISING)
    made = sample.create("VendorCredit", VendorRef={"value": HICKS}, Line=[cost(90)])
    assert (made["TotalAmt"], made["Balance"]) == (90, 90)
    assert made["APAccountRef"]["value"] == PAYABLES
    assert owed(sample, HICKS) == -90
    assert balance(sample, ADVERTISING) - before == -90
    assert sample.rows("SELECT * FROM VendorCredit WHERE TotalAmt = '90'")[0]["Id"] == made["Id"]
    assert sample.refused_query("SELECT * FROM VendorCredit WHERE VendorRef = '41'") == "4001"
