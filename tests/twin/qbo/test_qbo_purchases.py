"""Purchases and purchase orders, and what all that is bought has in common, in Intuit's sample company."""

# ruff: noqa: S608 - the query language of QuickBooks is no SQL
from __future__ import annotations

from decimal import Decimal

import pytest
from qbo_buying import (
    ADVERTISING,
    CAL,
    CHECKING,
    HICKS,
    INVENTORY,
    PAYABLES,
    SAVINGS,
    VISA,
    again,
    balance,
    bill,
    bill_body,
    code,
    cost,
    goods,
    link,
    order_body,
    owed,
    payment_body,
    purchase_body,
    remove,
    set_other,
)
from qbo_live import fault, read

# Purchases


def test_an_expense_moves_the_bank_and_says_what_it_is(sample):
    before = balance(sample, CHECKING), balance(sample, ADVERTISING)
    made = sample.create("Purchase", **purchase_body(cost(10), EntityRef={"value": HICKS, "type": "Vendor"}))
    assert made["EntityRef"] == {"value": HICKS, "name": "Hicks Hardware", "type": "Vendor"}
    assert made["AccountRef"] == {"value": CHECKING, "name": "Checking"}
    assert made["TotalAmt"] == 10
    assert not {"Credit", "PrintStatus"} & set(made)
    assert made["PurchaseEx"]["any"][0]["value"] == {"Name": "TxnType", "Value": "54"}
    assert (balance(sample, CHECKING) - before[0], balance(sample, ADVERTISING) - before[1]) == (-10, 10)
    assert owed(sample, HICKS) == 0


def test_a_card_is_charged_or_refunded(sample):
    before = balance(sample, VISA)
    charged = sample.create("Purchase", **purchase_body(cost(30), how="CreditCard", account=VISA, PrintStatus="NotSet"))
    assert charged["Credit"] is False
    assert "PrintStatus" not in charged
    assert balance(sample, VISA) - before == -30
    refunded = sample.create("Purchase", **purchase_body(cost(10), how="CreditCard", account=VISA, Credit=True))
    assert refunded["Credit"] is True
    assert balance(sample, VISA) - before == -20
    full = {"PaymentType": "CreditCard", "AccountRef": {"value": VISA}, "Line": [cost(10)]}
    assert sample.update("Purchase", refunded, sparse=False, **full)["Credit"] is False


@pytest.mark.parametrize(
    ("how", "account", "refusal"),
    [
        ("Cash", VISA, "6430"),
        ("Cash", ADVERTISING, "6430"),
        ("Check", VISA, "6430"),
        ("CreditCard", CHECKING, "6430"),
        ("Wire", CHECKING, "2170"),
        ("", CHECKING, "2020"),
        ("Cash", "9999", "2500"),
    ],
)
def test_each_way_to_pay_has_its_accounts(sample, how, account, refusal):
    assert sample.refused("Purchase", **purchase_body(cost(1), how=how, account=account)) == refusal


def test_only_a_card_gives_money_back(sample):
    assert sample.refused("Purchase", **purchase_body(cost(1), Credit=True)) == "2600"
    assert sample.create("Purchase", **purchase_body(cost(1), Credit=False))["TotalAmt"] == 1


def test_a_payee_without_a_kind_is_found_by_its_id_and_an_unknown_one_refused(sample):
    made = sample.create("Purchase", **purchase_body(cost(1), EntityRef={"value": "54"}))
    assert made["EntityRef"]["type"] == "Employee"
    assert sample.refused("Purchase", **purchase_body(cost(1), EntityRef={"value": "9999"})) == "2500"


def test_a_purchase_without_a_number_gets_the_next_unless_numbers_are_the_users(sample):
    sample.create("Purchase", **purchase_body(cost(1), how="Check", DocNumber="2041"))
    assert sample.create("Purchase", **purchase_body(cost(1)))["DocNumber"] == "2042"
    set_other(sample, "VendorAndPurchasesPrefs.UseCustomTxnNumbers", "true")
    assert "DocNumber" not in sample.create("Purchase", **purchase_body(cost(1)))


def test_check_numbers_are_shared_with_bill_payments_of_the_same_bank_account(sample):
    sample.create("Purchase", **purchase_body(cost(1), how="Check", DocNumber="500"))
    made = bill(sample, 10)
    paying = payment_body(10, (10, link(made)), DocNumber="500")
    assert sample.refused("BillPayment", **paying) == "6140"
    assert sample.refused("Purchase", **purchase_body(cost(1), how="Check", DocNumber="500")) == "6140"
    sample.create("Purchase", **purchase_body(cost(1), how="Check", account=SAVINGS, DocNumber="500"))
    answer = sample.post("billpayment", paying, include="allowduplicatedocnum")
    assert answer.status_code == 200, answer.text


def test_duplicate_checks_pass_once_the_company_does_not_want_to_be_warned(sample):
    sample.create("Purchase", **purchase_body(cost(1), how="Check", DocNumber="500"))
    set_other(sample, "WarnDuplicateCheckNumber", "false")
    sample.create("Purchase", **purchase_body(cost(1), how="Check", DocNumber="500"))
    sample.create("Purchase", **purchase_body(cost(1), DocNumber="500"))
    assert sample.refused("Purchase", **purchase_body(cost(1), DocNumber="500")) == "6140"


def test_a_check_is_printed_and_sent_to_the_payees_address(sample):
    vendor = read(sample.get(f"vendor/{HICKS}"))["Vendor"]
    sample.update("Vendor", vendor, BillAddr={"Line1": "42 Main St.", "City": "Middlefield"})
    made = sample.create(
        "Purchase", **purchase_body(cost(1), how="Check", EntityRef={"value": HICKS, "type": "Vendor"})
    )
    assert (made["PrintStatus"], made["RemitToAddr"]["Line1"]) == ("NeedToPrint", "42 Main St.")


def test_a_purchase_cannot_be_voided(sample):
    made = sample.create("Purchase", **purchase_body(cost(1)))
    error = fault(sample.post("purchase", {"Id": made["Id"], "SyncToken": "0"}, operation="void"))
    assert (error["code"], error["Detail"]) == ("500", "Operation void is not supported.")


def test_a_purchase_needs_its_payment_type_even_in_a_sparse_update(sample):
    made = sample.create("Purchase", **purchase_body(cost(1)))
    body = {"Id": made["Id"], "SyncToken": "0", "sparse": True, "PrivateNote": "n"}
    assert code(sample.post("purchase", body)) == "2020"
    assert sample.update("Purchase", made, PaymentType="Cash", PrivateNote="n")["PrivateNote"] == "n"


def test_a_read_purchase_can_be_sent_back_but_not_deleted_with_its_extension(sample):
    made = sample.create("Purchase", **purchase_body(cost(1), how="CreditCard", account=VISA))
    assert sample.post("purchase", made).status_code == 200
    whole = again(sample, "Purchase", made)
    assert code(sample.post("purchase", whole, operation="delete")) == "2010"
    assert remove(sample, "Purchase", whole).status_code == 200
    assert code(sample.get(f"purchase/{made['Id']}")) == "610"


def test_as_xml_the_extension_is_as_in_the_reference_and_the_purchase_can_be_sent_back(sample):
    made = sample.create("Purchase", **purchase_body(cost(1)))
    kind = {"Accept": "application/xml", "Content-Type": "application/xml"}
    text = sample.http.get(f"{sample.url}/purchase/{made['Id']}", headers=kind).text
    assert "<PurchaseEx><NameValue><Name>TxnType</Name><Value>54</Value></NameValue></PurchaseEx>" in text
    whole = text[text.index("<Purchase") : text.index("</IntuitResponse>")]
    answer = sample.http.post(f"{sample.url}/purchase", content=whole, headers=kind)
    assert answer.status_code == 200, answer.text
    assert "<SyncToken>1</SyncToken>" in answer.text


def test_purchases_are_found_by_type_and_total_but_not_by_account(sample):
    made = sample.create("Purchase", **purchase_body(cost(5), how="Check", TxnDate="2031-04-01"))
    sample.create("Purchase", **purchase_body(cost(500), TxnDate="2031-04-01"))
    for condition in ("PaymentType = 'Check'", "TotalAmt < '100.00'", f"DocNumber = '{made['DocNumber']}'"):
        found = sample.rows(f"SELECT * FROM Purchase WHERE TxnDate > '2031-01-01' AND {condition}")
        assert [row["Id"] for row in found] == [made["Id"]], condition
    for name in ("AccountRef", "DepartmentRef", "PrivateNote"):
        assert sample.refused_query(f"SELECT * FROM Purchase WHERE {name} = '{CHECKING}'") == "4001"


@pytest.mark.parametrize("tracked", [True, False])
def test_classes_and_locations_count_only_where_they_are_tracked(sample, tracked):
    office, field = sample.create("Department", Name="Office"), sample.create("Class", Name="Civil")
    settings = {"TrackDepartments": tracked, "ClassTrackingPerTxnLine": tracked}
    sample.edit(entity="Preferences", set={"AccountingInfoPrefs": settings})
    line = cost(1, ClassRef={"value": field["Id"]})
    made = sample.create("Purchase", **purchase_body(line, DepartmentRef={"value": office["Id"]}))
    assert ("DepartmentRef" in made, "ClassRef" in made["Line"][0]["AccountBasedExpenseLineDetail"]) == (
        tracked,
        tracked,
    )


# Purchase orders


def test_a_purchase_order_moves_nothing_and_is_numbered(sample):
    before = balance(sample, PAYABLES), balance(sample, INVENTORY)
    made = sample.create("PurchaseOrder", **order_body(goods(25, Qty=1, UnitPrice=25), DocNumber="1005"))
    assert (made["POStatus"], made["EmailStatus"], made["TotalAmt"]) == ("Open", "NotSet", 25)
    assert "DueDate" not in made
    assert (balance(sample, PAYABLES), balance(sample, INVENTORY)) == before
    assert sample.create("PurchaseOrder", **order_body(goods(25)))["DocNumber"] == "1006"
    assert sample.refused("PurchaseOrder", **order_body(goods(25), DocNumber="1005")) == "6140"
    assert sample.update("PurchaseOrder", made, POStatus="Closed")["POStatus"] == "Closed"


def test_a_bill_takes_over_an_order(sample):
    order = sample.create("PurchaseOrder", **order_body(cost(25)))
    line = {**cost(25), "LinkedTxn": [{"TxnId": order["Id"], "TxnType": "PurchaseOrder", "TxnLineId": "1"}]}
    made = sample.create("Bill", VendorRef={"value": HICKS}, Line=[line])
    assert made["LinkedTxn"] == [{"TxnId": order["Id"], "TxnType": "PurchaseOrder"}]
    billed = again(sample, "PurchaseOrder", order)
    assert (billed["LinkedTxn"], billed["POStatus"]) == ([{"TxnId": made["Id"], "TxnType": "Bill"}], "Closed")
    assert sample.post("bill", made).status_code == 200
    assert sample.refused("Bill", VendorRef={"value": CAL}, Line=[line]) == "620"
    assert remove(sample, "PurchaseOrder", again(sample, "PurchaseOrder", order)).status_code == 200
    alone = again(sample, "Bill", made)
    assert "LinkedTxn" not in alone
    assert alone["Line"][0]["Amount"] == 25


def test_an_order_named_above_the_lines_is_linked_too(sample):
    order = sample.create("PurchaseOrder", **order_body(cost(25)))
    links = [{"TxnId": order["Id"], "TxnType": "PurchaseOrder"}, {"TxnId": "5", "TxnType": "ReimburseCharge"}]
    made = bill(sample, 25, LinkedTxn=links)
    assert made["LinkedTxn"] == links[:1]
    assert again(sample, "PurchaseOrder", order)["POStatus"] == "Open"


def test_an_order_is_mailed_to_the_vendor(sample):
    order = sample.create("PurchaseOrder", **order_body(goods(25), POEmail={"Address": "orders@hicks.test"}))
    sent = read(sample.http.post(f"{sample.url}/purchaseorder/{order['Id']}/send"))["PurchaseOrder"]
    assert (sent["EmailStatus"], sent["POEmail"]) == ("EmailSent", {"Address": "orders@hicks.test"})
    assert sample.get(f"purchaseorder/{order['Id']}/pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("edition", ["simple_start", "essentials"])
def test_smaller_plans_have_no_purchase_orders(open_company, edition):
    company = open_company(edition=edition, scenario="intuit-sample")
    assert company.refused("PurchaseOrder", **order_body(goods(1))) == "5020"


# All of them

BODIES = {
    "Bill": bill_body(7, vendor=HICKS),
    "VendorCredit": bill_body(7, vendor=HICKS),
    "PurchaseOrder": order_body(cost(7)),
    "Purchase": purchase_body(cost(7)),
}


@pytest.mark.parametrize("entity", BODIES)
def test_the_service_works_out_the_total_whatever_is_sent(sample, entity):
    made = sample.create(entity, **BODIES[entity], TotalAmt="99.50", Balance=1, TxnTaxDetail={"TotalTax": 3})
    assert made["TotalAmt"] == Decimal(7)
    assert "TxnTaxDetail" not in made


@pytest.mark.parametrize("entity", BODIES)
def test_unknown_attributes_are_refused_and_a_stale_version_too(sample, entity):
    assert sample.refused(entity, **BODIES[entity], Colour="red") == "2010"
    made = sample.create(entity, **BODIES[entity])
    body = {**made, "SyncToken": "7"}
    assert code(sample.post(entity.lower(), body)) == "5010"


@pytest.mark.parametrize("entity", BODIES)
def test_a_closed_period_takes_nothing(sample, entity):
    sample.edit(entity="Preferences", set={"AccountingInfoPrefs": {"BookCloseDate": "2026-03-31"}})
    assert sample.refused(entity, **BODIES[entity], TxnDate="2026-03-31") == "6200"
    assert sample.create(entity, **BODIES[entity], TxnDate="2026-04-01")["TxnDate"] == "2026-04-01"


@pytest.mark.parametrize("entity", BODIES)
def test_what_is_inactive_can_no_longer_be_bought_on(sample, entity):
    account = sample.create("Account", Name="Old costs", AccountType="Expense")
    sample.update("Account", account, Name="Old costs", Active=False)
    assert sample.refused(entity, **(BODIES[entity] | {"Line": [cost(1, account=account["Id"])]})) == "610"


@pytest.mark.parametrize("entity", BODIES)
def test_money_sent_as_text_is_taken_to_the_cent(sample, entity):
    made = sample.create(entity, **(BODIES[entity] | {"Line": [cost("10.10"), cost("0.20")]}))
    assert made["TotalAmt"] == Decimal("10.30")
