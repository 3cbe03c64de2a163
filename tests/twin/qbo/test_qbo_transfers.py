"""Transfers and credit card payments on the QuickBooks twin: which accounts they may name, and what they move."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from qbo_live import fault, read


@pytest.fixture
def chart(company):
    """Ids of one account of each kind, by a short name."""
    kinds = {
        "bank": ("Bank", "Checking"),
        "savings": ("Bank", "Savings"),
        "card": ("Credit Card", "CreditCard"),
        "trust": ("Other Current Liability", "TrustAccountsLiabilities"),
        "asset": ("Other Current Asset", "PrepaidExpenses"),
        "receivable": ("Accounts Receivable", "AccountsReceivable"),
        "income": ("Income", "ServiceFeeIncome"),
    }
    return {
        name: company.create("Account", Name=f"T {name}", AccountType=kind, AccountSubType=subtype)["Id"]
        for name, (kind, subtype) in kinds.items()
    }


def transfer(chart, source="bank", target="savings", **fields):
    return {
        "FromAccountRef": {"value": chart[source]},
        "ToAccountRef": {"value": chart[target]},
        "Amount": 120,
    } | fields


def payment(chart, bank="bank", card="card", **fields):
    accounts = {"BankAccountRef": {"value": chart[bank]}, "CreditCardAccountRef": {"value": chart[card]}}
    return accounts | {"Amount": 100} | fields


def balance(company, account):
    return read(company.get(f"account/{account}"))["Account"]["CurrentBalance"]


class TestTransfer:
    def test_money_leaves_one_account_and_arrives_in_the_other(self, company, chart):
        row = company.create("Transfer", **transfer(chart, Amount="120.50", TxnDate="2026-02-06", PrivateNote="n"))
        assert (balance(company, chart["bank"]), balance(company, chart["savings"])) == (
            Decimal("-120.5"),
            Decimal("120.5"),
        )
        assert row["FromAccountRef"] == {"value": chart["bank"], "name": "T bank"}
        assert (row["TxnDate"], row["PrivateNote"], row["CurrencyRef"]["value"]) == ("2026-02-06", "n", "USD")
        assert row["domain"] == "QBO"

    def test_a_changed_amount_moves_the_difference_and_a_deletion_everything_back(self, company, chart):
        row = company.create("Transfer", **transfer(chart))
        row = company.update("Transfer", row, Amount=20)
        assert (row["SyncToken"], balance(company, chart["savings"])) == ("1", 20)
        stub = read(company.post("transfer", {"Id": row["Id"], "SyncToken": "1"}, operation="delete"))["Transfer"]
        assert stub == {"status": "Deleted", "domain": "QBO", "Id": row["Id"]}
        assert balance(company, chart["savings"]) == 0
        assert fault(company.get(f"transfer/{row['Id']}"))["code"] == "610"

    @pytest.mark.parametrize(("source", "target"), [("card", "bank"), ("bank", "trust"), ("asset", "savings")])
    def test_every_balance_sheet_account_may_be_on_either_side(self, company, chart, source, target):
        company.create("Transfer", **transfer(chart, source, target))
        company.create("Transfer", **transfer(chart, target, source))

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"Amount": None}, "2020"),
            ({"FromAccountRef": None}, "2020"),
            ({"ToAccountRef": {"value": "999"}}, "2500"),
            ({"Amount": -1}, "2290"),
            ({"Amount": "much"}, "2100"),
            ({"PrivateNote": "n" * 4001}, "2050"),
            ({"Foo": 1}, "2010"),
        ],
    )
    def test_bodies_the_vendor_refuses(self, company, chart, change, code):
        assert company.refused("Transfer", **transfer(chart, **change)) == code

    def test_income_and_receivable_accounts_are_refused(self, company, chart):
        assert company.refused("Transfer", **transfer(chart, "income")) == "6430"
        assert company.refused("Transfer", **transfer(chart, "bank", "receivable")) == "6430"
        assert company.refused("Transfer", **transfer(chart, "bank", "bank")) == "6000"

    def test_a_read_transfer_can_be_sent_back_whole(self, company, chart):
        row = company.create("Transfer", **transfer(chart, PrivateNote="n"))
        again = read(company.post("transfer", json.loads(company.get(f"transfer/{row['Id']}").text)["Transfer"]))
        assert (again["Transfer"]["PrivateNote"], again["Transfer"]["SyncToken"]) == ("n", "1")

    def test_only_id_date_and_times_can_be_asked_for(self, company, chart):
        row = company.create("Transfer", **transfer(chart, TxnDate="2026-03-01"))
        assert company.rows("SELECT * FROM Transfer WHERE TxnDate >= '2026-03-01'")[0]["Id"] == row["Id"]
        assert company.refused_query("SELECT * FROM Transfer WHERE Amount > '1'") == "4001"

    def test_a_transfer_can_be_neither_voided_nor_made_before_the_closing_date(self, company, chart):
        row = company.create("Transfer", **transfer(chart))
        body = {"Id": row["Id"], "SyncToken": "0"}
        assert fault(company.post("transfer", body, operation="void"))["code"] == "500"
        company.edit(entity="Preferences", id="1", set={"AccountingInfoPrefs": {"BookCloseDate": "2026-01-31"}})
        assert company.refused("Transfer", **transfer(chart, TxnDate="2026-01-31")) == "6200"


class TestCreditCardPayment:
    def test_it_is_called_creditcardpaymenttxn_in_bodies_and_creditcardpayment_in_addresses(self, company, chart):
        answer = read(company.post("creditcardpayment", payment(chart, Amount="100", TxnDate="2026-03-27")))
        row = answer["CreditCardPaymentTxn"]
        assert row["CreditCardAccountRef"] == {"value": chart["card"], "name": "T card"}
        assert read(company.get(f"creditcardpayment/{row['Id']}"))["CreditCardPaymentTxn"] == row
        assert company.query("select * from creditcardpayment")["CreditCardPaymentTxn"] == [row]
        changes = read(company.get("cdc", entities="CreditCardPayment", changedSince=row["MetaData"]["CreateTime"]))
        assert changes["CDCResponse"][0]["QueryResponse"][0]["CreditCardPaymentTxn"] == [row]
        body = {"Id": row["Id"], "SyncToken": "0"}
        gone = read(company.post("creditcardpayment", body, operation="delete"))["CreditCardPaymentTxn"]
        assert gone["status"] == "Deleted"

    def test_a_batch_item_carries_it_under_the_same_name(self, company, chart):
        (item,) = read(company.batch({"operation": "create", "CreditCardPaymentTxn": payment(chart)}))[
            "BatchItemResponse"
        ]
        assert item["CreditCardPaymentTxn"]["Amount"] == 100

    def test_it_lowers_what_is_owed_on_the_card(self, company, chart):
        row = read(company.post("creditcardpayment", payment(chart, VendorRef=None, Memo="m", CheckNum="17")))
        assert (row["CreditCardPaymentTxn"]["Memo"], row["CreditCardPaymentTxn"]["CheckNum"]) == ("m", "17")
        assert (balance(company, chart["card"]), balance(company, chart["bank"])) == (100, -100)

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"Amount": None}, "2020"),
            ({"BankAccountRef": {}}, "2020"),
            ({"CreditCardAccountRef": {"value": "999"}}, "2500"),
            ({"VendorRef": {"value": "999"}}, "2500"),
            ({"PrintStatus": "Maybe"}, "2170"),
            ({"Amount": -5}, "2290"),
        ],
    )
    def test_bodies_the_vendor_refuses(self, company, chart, change, code):
        assert company.refused("CreditCardPayment", **payment(chart, **change)) == code

    def test_only_a_credit_card_is_paid_and_only_from_another_balance_sheet_account(self, company, chart):
        assert company.refused("CreditCardPayment", **payment(chart, card="savings")) == "6430"
        assert company.refused("CreditCardPayment", **payment(chart, bank="income")) == "6430"
        assert company.refused("CreditCardPayment", **payment(chart, bank="card")) == "6000"
