"""Invoices, payments, deposits and their kin on the QuickBooks twin: totals, links, locks, voids."""

# ruff: noqa: S608 - the query language of QuickBooks is no SQL
from __future__ import annotations

from decimal import Decimal

import pytest
from qbo_live import fault, read

from provisioner.sandbox.kernel import FirmSeed
from provisioner.sandbox.qbo.entities import ENTITIES
from provisioner.sandbox.qbo.service import save
from provisioner.sandbox.server import Twin


def line(amount=100, item="1", **detail):
    return {
        "Amount": amount,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {"ItemRef": {"value": item}, **detail},
    }


def form(*lines, customer="1", **fields):
    return {"CustomerRef": {"value": customer}, "Line": list(lines or [line()]), **fields}


def applied(invoice, amount, kind="Invoice"):
    return {"Amount": amount, "LinkedTxn": [{"TxnId": invoice["Id"], "TxnType": kind}]}


def paid(company, invoice, amount, total=None, **fields):
    return company.create(
        "Payment", CustomerRef={"value": "1"}, TotalAmt=total or amount, Line=[applied(invoice, amount)], **fields
    )


def again(company, entity, row):
    return read(company.get(f"{entity.lower()}/{row['Id']}"))[entity]


def remove(company, entity, row):
    body = {"Id": row["Id"], "SyncToken": row["SyncToken"]}
    return company.post(entity.lower(), body, operation="delete")


def void(company, entity, row):
    operation = {"operation": "void"} if entity == "Invoice" else {"operation": "update", "include": "void"}
    answer = company.post(entity.lower(), {"Id": row["Id"], "SyncToken": row["SyncToken"], "sparse": True}, **operation)
    assert answer.status_code == 200, answer.text
    return read(answer)[entity]


def balance(company, name):
    (account,) = company.rows(f"SELECT * FROM Account WHERE Name = '{name}'")
    return account["CurrentBalance"]


class TestInvoice:
    def test_totals_subtotal_discount_and_tax(self, sample):
        percent = {"PercentBased": True, "DiscountPercent": 10}
        discount = {"Amount": 1, "DetailType": "DiscountLineDetail", "DiscountLineDetail": percent}
        made = sample.create(
            "Invoice", **form(line(100), discount, line(50, Qty=2, UnitPrice=25), TxnTaxDetail={"TotalTax": 7.5})
        )
        assert [(each.get("Id"), each["DetailType"], each["Amount"]) for each in made["Line"]] == [
            ("1", "SalesItemLineDetail", 100),
            ("3", "SalesItemLineDetail", 50),
            (None, "SubTotalLineDetail", 150),
            ("2", "DiscountLineDetail", 15),
        ]
        assert (made["TotalAmt"], made["Balance"]) == (Decimal("142.5"), Decimal("142.5"))
        assert made["Line"][3]["DiscountLineDetail"]["DiscountAccountRef"] == {"value": "86", "name": "Discounts given"}

    def test_what_the_service_adds(self, sample):
        made = sample.create("Invoice", **form(TxnDate="2026-01-10"))
        assert (made["DueDate"], made["EmailStatus"], made["PrintStatus"]) == ("2026-02-09", "NotSet", "NeedToPrint")
        assert made["DocNumber"].isdecimal()
        detail = made["Line"][0]["SalesItemLineDetail"]
        assert (detail["ItemAccountRef"]["name"], detail["TaxCodeRef"]) == ("Services", {"value": "NON"})

    def test_the_day_it_is_due_follows_from_the_terms(self, sample):
        made = sample.create("Invoice", **form(TxnDate="2026-01-10", SalesTermRef={"value": "5"}))
        assert (made["DueDate"], made["SalesTermRef"]) == ("2026-01-20", {"value": "5"})

    def test_numbers_count_on_over_all_sales_forms(self, sample):
        first = sample.create("Invoice", **form(DocNumber="2041"))
        receipt = sample.create("SalesReceipt", **form())
        assert (first["DocNumber"], receipt["DocNumber"]) == ("2041", "2042")
        remove(sample, "SalesReceipt", receipt)
        assert sample.create("Estimate", **form())["DocNumber"] == "2043"

    @pytest.mark.parametrize("number", [None, "900000"])
    def test_what_is_refused_uses_up_no_number(self, sample, number):
        first = sample.create("Invoice", **form())
        extra = {"DocNumber": number} if number else {}
        assert sample.refused("Invoice", **form(line(100, Qty=2, UnitPrice=25)), **extra) == "6070"
        assert int(sample.create("Invoice", **form())["DocNumber"]) == int(first["DocNumber"]) + 1

    def test_what_it_bills_is_linked_on_both_sides(self, sample):
        estimate = sample.create("Estimate", **form())
        work = sample.create(
            "TimeActivity",
            NameOf="Employee",
            EmployeeRef={"value": "54"},
            CustomerRef={"value": "1"},
            Hours=1,
            HourlyRate=50,
            BillableStatus="Billable",
        )
        links = [{"TxnId": estimate["Id"], "TxnType": "Estimate"}, {"TxnId": work["Id"], "TxnType": "TimeActivity"}]
        made = sample.create("Invoice", **form(LinkedTxn=links))
        assert made["LinkedTxn"] == links
        billed = again(sample, "Estimate", estimate)
        assert (billed["TxnStatus"], billed["LinkedTxn"]) == ("Closed", [{"TxnId": made["Id"], "TxnType": "Invoice"}])
        assert again(sample, "TimeActivity", work)["BillableStatus"] == "HasBeenBilled"
        assert sample.refused("Invoice", **form(LinkedTxn=[{"TxnId": "987654", "TxnType": "Estimate"}])) == "620"
        void(sample, "Invoice", made)
        assert again(sample, "Estimate", estimate)["TxnStatus"] == "Pending"
        assert again(sample, "TimeActivity", work)["BillableStatus"] == "Billable"

    def test_deleting_what_it_bills_leaves_the_invoice(self, sample):
        estimate = sample.create("Estimate", **form())
        made = sample.create("Invoice", **form(LinkedTxn=[{"TxnId": estimate["Id"], "TxnType": "Estimate"}]))
        remove(sample, "Estimate", again(sample, "Estimate", estimate))
        shown = again(sample, "Invoice", made)
        assert ("LinkedTxn" in shown, shown["TotalAmt"]) == (False, 100)

    @pytest.mark.parametrize(("count", "detail"), [(10_001, {}), (751, {"TaxCodeRef": {"value": "TAX"}})])
    def test_lines_have_an_end(self, sample, count, detail):
        assert sample.refused("Invoice", **form(*(line(1, **detail) for _ in range(count)))) == "6000"

    def test_no_lines_in_a_sparse_update_are_refused_not_overlooked(self, sample):
        made = sample.create("Invoice", **form())
        assert sample.refused("Invoice", Id=made["Id"], SyncToken="0", sparse=True, Line=[]) == "2020"
        payment = paid(sample, made, 100)
        assert sample.update("Payment", payment, Line=[])["UnappliedAmt"] == 100

    def test_with_custom_numbers_none_is_given(self, sample):
        sample.edit(entity="Preferences", set={"SalesFormsPrefs": {"CustomTxnNumbers": True}})
        assert "DocNumber" not in sample.create("Invoice", **form())

    def test_a_number_is_used_once_unless_the_request_allows_more(self, sample):
        first = sample.create("Invoice", **form(DocNumber="A-1"))
        refused = fault(sample.post("invoice", form(DocNumber="A-1")))
        assert refused["code"] == "6140"
        assert f"TxnType=Invoice with TxnId={first['Id']}" in refused["Detail"]
        assert sample.refused("CreditMemo", **form(DocNumber="A-1")) == "6140"
        assert sample.post("invoice", form(DocNumber="A-1"), include="allowduplicatedocnum").status_code == 200

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            (form(customer="999"), "2500"),
            ({"CustomerRef": {"value": "1"}}, "2020"),
            ({"Line": [line()]}, "2020"),
            (form(line(100, Qty=3, UnitPrice=30)), "6070"),
            (form(line(item="999")), "2500"),
            (form({"Amount": 1}), "2020"),
            (form({"DetailType": "SalesItemLineDetail"}), "2020"),
            (form(line(TaxCodeRef={"value": "5"})), "6100"),
            (form(DocNumber="n" * 22), "2050"),
            (form(TxnDate="tomorrow"), "2060"),
            (form(EmailStatus="NeedToSend"), "2020"),
            (form(PrintStatus="Perhaps"), "2170"),
            (form({"Amount": 1, "DetailType": "Nothing"}), "2170"),
            (form({**line(), "Colour": "red"}), "2010"),
            (form(Colour="red"), "2010"),
        ],
    )
    def test_bodies_the_vendor_refuses(self, sample, body, code):
        before = sample.query("SELECT COUNT(*) FROM Invoice")
        assert sample.refused("Invoice", **body) == code
        assert sample.query("SELECT COUNT(*) FROM Invoice") == before

    def test_a_line_without_item_is_a_description(self, sample):
        made = sample.create("Invoice", **form(line(), {"Amount": 9, "DetailType": "SalesItemLineDetail"}))
        assert (made["Line"][1]["DetailType"], made["TotalAmt"]) == ("DescriptionOnly", 100)

    def test_lines_are_all_or_nothing_even_in_a_sparse_update(self, sample):
        made = sample.create("Invoice", **form(line(100), line(50)))
        kept = sample.update("Invoice", made, PrivateNote="a note")
        assert [each["Amount"] for each in kept["Line"]] == [100, 50, 150]
        second = {**kept["Line"][1], "Description": "the second"}
        changed = sample.update("Invoice", kept, Line=[second])
        assert [(each.get("Id"), each.get("Description"), each["Amount"]) for each in changed["Line"]] == [
            ("2", "the second", 50),
            (None, None, 50),
        ]
        assert (changed["TotalAmt"], changed["PrivateNote"]) == (50, "a note")

    def test_a_full_update_clears_what_it_leaves_out(self, sample):
        made = sample.create("Invoice", **form(PrivateNote="gone soon", CustomerMemo={"value": "m"}))
        body = {name: made[name] for name in ("Id", "SyncToken", "CustomerRef", "Line")}
        changed = read(sample.post("invoice", body))["Invoice"]
        assert not {"PrivateNote", "CustomerMemo"} & set(changed)

    def test_what_was_read_can_be_sent_back(self, sample):
        made = sample.create("Invoice", **form(line(100), PrivateNote="n", BillEmail={"Address": "a@example.com"}))
        paid(sample, made, 30)
        shown = again(sample, "Invoice", made)
        echoed = read(sample.post("invoice", {**shown, "Line": shown["Line"]}))["Invoice"]
        changing = {"SyncToken", "MetaData"}
        assert {n: v for n, v in echoed.items() if n not in changing} == {
            n: v for n, v in shown.items() if n not in changing
        }

    def test_classes_count_only_at_the_level_the_company_tracks(self, sample):
        sample.edit(entity="Preferences", set={"AccountingInfoPrefs": {"ClassTrackingPerTxnLine": True}})
        one = sample.create("Class", Name="Family")["Id"]
        made = sample.create("Invoice", **form(line(ClassRef={"value": one}), ClassRef={"value": one}))
        assert "ClassRef" not in made
        assert made["Line"][0]["SalesItemLineDetail"]["ClassRef"]["name"] == "Family"

    def test_it_can_be_printed_and_sent(self, sample):
        made = sample.create("Invoice", **form(CustomerRef={"value": "2"}))  # a customer without an address
        page = sample.get(f"invoice/{made['Id']}/pdf")
        assert (page.headers["content-type"], page.content[:5]) == ("application/pdf", b"%PDF-")
        url = f"{sample.url}/invoice/{made['Id']}/send"
        assert fault(sample.http.post(url))["code"] == "2020"
        sent = read(sample.http.post(url, params={"sendTo": "a@example.com"}))["Invoice"]
        assert (sent["EmailStatus"], sent["BillEmail"]["Address"]) == ("EmailSent", "a@example.com")
        assert fault(sample.http.post(url, params={"sendTo": "nobody"}))["code"] == "2210"


class TestVoidAndDelete:
    def test_a_voided_invoice_is_worth_nothing_and_its_payment_is_unapplied(self, sample):
        made = sample.create("Invoice", **form(line(100, Qty=1, UnitPrice=100), DocNumber="77", PrivateNote="keep"))
        payment = paid(sample, made, 100)
        gone = void(sample, "Invoice", again(sample, "Invoice", made))
        assert (gone["TotalAmt"], gone["Balance"], gone["DocNumber"]) == (0, 0, "77")
        assert gone["PrivateNote"].startswith("Voided")
        assert {each["Amount"] for each in gone["Line"]} == {0}
        assert gone["Line"][0]["SalesItemLineDetail"]["Qty"] == 0
        assert "LinkedTxn" not in gone
        after = again(sample, "Payment", payment)
        assert ("Line" in after, after["UnappliedAmt"]) == (False, 100)
        assert int(after["SyncToken"]) > int(payment["SyncToken"])

    def test_a_voided_payment_is_worth_nothing_and_the_invoice_is_open_again(self, sample):
        made = sample.create("Invoice", **form())
        payment = paid(sample, made, 100)
        assert again(sample, "Invoice", made)["Balance"] == 0
        gone = void(sample, "Payment", payment)
        assert (gone["TotalAmt"], gone["UnappliedAmt"], gone["PrivateNote"]) == (0, 0, "Voided")
        assert "Line" not in gone
        assert again(sample, "Invoice", made)["Balance"] == 100

    def test_a_java_client_voids_by_the_inclusion_alone(self, sample):
        made = sample.create("Payment", CustomerRef={"value": "1"}, TotalAmt=25)
        answer = sample.post("payment", {"Id": made["Id"], "SyncToken": "0"}, include="void")
        assert read(answer)["Payment"]["TotalAmt"] == 0

    def test_a_sales_receipt_is_voided_by_an_update_that_says_so(self, sample):
        made = sample.create("SalesReceipt", **form())
        assert void(sample, "SalesReceipt", made)["TotalAmt"] == 0
        refused = fault(sample.post("salesreceipt", {"Id": made["Id"], "SyncToken": "1"}, operation="void"))
        assert (refused["code"], refused["Detail"]) == ("500", "Operation void is not supported.")

    @pytest.mark.parametrize("entity", ["CreditMemo", "Estimate", "RefundReceipt", "Deposit"])
    def test_others_cannot_be_voided(self, sample, entity):
        assert fault(sample.post(entity.lower(), {"Id": "1", "SyncToken": "0"}, operation="void"))["code"] == "500"

    @pytest.mark.parametrize("entity", ["Invoice", "SalesReceipt", "CreditMemo", "Estimate"])
    def test_what_is_deleted_is_gone_and_its_id_is_never_used_again(self, sample, entity):
        made = sample.create(entity, **form())
        assert fault(sample.post(entity.lower(), {"Id": made["Id"]}, operation="delete"))["code"] == "2020"
        stale = {"Id": made["Id"], "SyncToken": "9"}
        assert fault(sample.post(entity.lower(), stale, operation="delete"))["code"] == "5010"
        answer = read(remove(sample, entity, made))[entity]
        assert answer == {"status": "Deleted", "domain": "QBO", "Id": made["Id"]}
        assert fault(sample.get(f"{entity.lower()}/{made['Id']}"))["code"] == "610"
        assert fault(remove(sample, entity, made))["code"] == "610"
        assert int(sample.create(entity, **form())["Id"]) > int(made["Id"])

    def test_deleting_an_invoice_leaves_its_payment_unapplied(self, sample):
        made = sample.create("Invoice", **form())
        payment = paid(sample, made, 60, total=80)
        remove(sample, "Invoice", again(sample, "Invoice", made))
        assert again(sample, "Payment", payment)["UnappliedAmt"] == 80

    def test_lists_cannot_be_deleted(self, sample):
        assert fault(sample.post("customer", {"Id": "1", "SyncToken": "0"}, operation="delete"))["code"] == "500"

    def test_the_services_own_blocks_are_refused_in_a_delete(self, sample):
        made = sample.create("Invoice", **form())
        payment = again(sample, "Payment", paid(sample, made, 100))
        assert payment["Line"][0]["LineEx"]["any"]
        assert fault(sample.post("payment", payment, operation="delete"))["code"] == "2010"
        assert sample.post("payment", payment).status_code == 200


class TestPayment:
    def test_it_waits_in_undeposited_funds_unless_told_where_to_go(self, sample):
        before = balance(sample, "Undeposited Funds")
        made = sample.create("Payment", CustomerRef={"value": "1"}, TotalAmt=25)
        assert (made["DepositToAccountRef"], made["UnappliedAmt"]) == ({"value": "4"}, 25)
        assert balance(sample, "Undeposited Funds") == before + 25
        bank = sample.create("Payment", CustomerRef={"value": "1"}, TotalAmt=5, DepositToAccountRef={"value": "35"})
        assert bank["DepositToAccountRef"] == {"value": "35"}

    def test_it_shows_on_the_invoice(self, sample):
        made = sample.create("Invoice", **form())
        payment = paid(sample, made, 40)
        shown = again(sample, "Invoice", made)
        assert (shown["Balance"], shown["LinkedTxn"]) == (60, [{"TxnId": payment["Id"], "TxnType": "Payment"}])
        assert int(shown["SyncToken"]) == int(made["SyncToken"]) + 1
        assert again(sample, "Customer", {"Id": "1"})["Balance"] == 60

    def test_a_credit_memo_pays_too(self, sample):
        made = sample.create("Invoice", **form())
        credit = sample.create("CreditMemo", **form(line(30)))
        lines = [applied(made, 30), applied(credit, 30, "CreditMemo")]
        payment = sample.create("Payment", CustomerRef={"value": "1"}, TotalAmt=0, Line=lines)
        assert payment["UnappliedAmt"] == 0
        assert again(sample, "Invoice", made)["Balance"] == 70
        assert again(sample, "CreditMemo", credit)["RemainingCredit"] == 0

    def test_changing_the_lines_changes_what_is_open(self, sample):
        first, second = sample.create("Invoice", **form()), sample.create("Invoice", **form())
        payment = paid(sample, first, 80)
        sample.update("Payment", payment, Line=[applied(second, 50)])
        assert [again(sample, "Invoice", each)["Balance"] for each in (first, second)] == [100, 50]

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"TotalAmt": None}, "2020"),
            ({"TotalAmt": -1}, "2290"),
            ({"CustomerRef": None}, "2020"),
            ({"DepositToAccountRef": {"value": "1"}}, "6430"),
            ({"PaymentMethodRef": {"value": "99"}}, "2500"),
            ({"Line": [{"Amount": 1, "LinkedTxn": [{"TxnId": "999", "TxnType": "Invoice"}]}]}, "620"),
            ({"Line": [{"Amount": 1, "LinkedTxn": [{"TxnId": "1", "TxnType": "Nothing"}]}]}, "620"),
        ],
    )
    def test_bodies_the_vendor_refuses(self, sample, change, code):
        assert sample.refused("Payment", **({"CustomerRef": {"value": "1"}, "TotalAmt": 10} | change)) == code

    def test_more_than_there_is_cannot_be_applied(self, sample):
        made = sample.create("Invoice", **form())
        body = {"CustomerRef": {"value": "1"}, "Line": [applied(made, 50)]}
        assert sample.refused("Payment", TotalAmt=40, **body) == "6000"
        body["Line"] = [applied(made, 150)]
        assert sample.refused("Payment", TotalAmt=150, **body) == "6000"

    def test_another_customers_invoice_cannot_be_paid(self, sample):
        made = sample.create("Invoice", **form(customer="2"))
        assert sample.refused("Payment", CustomerRef={"value": "1"}, TotalAmt=9, Line=[applied(made, 9)]) == "620"


class TestDeposit:
    def deposit(self, company, *lines, **fields):
        return company.create("Deposit", DepositToAccountRef={"value": "35"}, Line=list(lines), **fields)

    def linked(self, payment, amount):
        links = [{"TxnId": payment["Id"], "TxnType": "Payment", "TxnLineId": "0"}]
        return {"Amount": amount, "LinkedTxn": links}

    def direct(self, amount, account="1", **detail):
        detail = {"AccountRef": {"value": account}, **detail}
        return {"Amount": amount, "DetailType": "DepositLineDetail", "DepositLineDetail": detail}

    def test_a_deposited_payment_can_neither_be_changed_nor_deleted_nor_voided(self, sample):
        payment = sample.create("Payment", CustomerRef={"value": "1"}, TotalAmt=25)
        deposit = self.deposit(sample, self.linked(payment, 25))
        shown = again(sample, "Payment", payment)
        assert shown["LinkedTxn"] == [{"TxnId": deposit["Id"], "TxnType": "Deposit"}]
        body = {"Id": shown["Id"], "SyncToken": shown["SyncToken"]}
        for extra, params in (
            ({"sparse": True, "PrivateNote": "n"}, {}),
            ({}, {"operation": "delete"}),
            ({}, {"operation": "update", "include": "void"}),
        ):
            refused = fault(sample.post("payment", body | extra, **params))
            assert refused["code"] == "6540"
            assert "you must edit the deposit it appears on" in refused["Detail"]
        remove(sample, "Deposit", deposit)
        assert remove(sample, "Payment", again(sample, "Payment", payment)).status_code == 200

    def test_money_moves_from_undeposited_funds_to_the_bank(self, sample):
        payment = sample.create("Payment", CustomerRef={"value": "1"}, TotalAmt=25)
        before, waiting = balance(sample, "Checking"), balance(sample, "Undeposited Funds")
        deposit = self.deposit(sample, self.linked(payment, 25), self.direct(-2, "44"))
        assert (deposit["TotalAmt"], balance(sample, "Undeposited Funds")) == (23, waiting - 25)
        assert balance(sample, "Checking") == before + 23

    def test_a_payment_is_deposited_once(self, sample):
        payment = sample.create("Payment", CustomerRef={"value": "1"}, TotalAmt=25)
        self.deposit(sample, self.linked(payment, 25))
        body = {"DepositToAccountRef": {"value": "35"}, "Line": [self.linked(payment, 25)]}
        assert sample.refused("Deposit", **body) == "620"

    def test_a_payment_that_went_to_the_bank_itself_cannot_be_deposited(self, sample):
        payment = sample.create("Payment", CustomerRef={"value": "1"}, TotalAmt=5, DepositToAccountRef={"value": "35"})
        body = {"DepositToAccountRef": {"value": "35"}, "Line": [self.linked(payment, 5)]}
        assert sample.refused("Deposit", **body) == "620"

    def test_trust_money_of_a_client_goes_straight_to_the_liability(self, sample):
        trust = sample.create("Account", Name="Trust", AccountType="Bank", AccountSubType="TrustAccounts")
        held = sample.create(
            "Account",
            Name="Held",
            AccountType="Other Current Liability",
            AccountSubType="TrustAccountsLiabilities",
        )
        entity = {"Entity": {"value": "1", "type": "CUSTOMER"}, "CheckNum": "1001"}
        made = sample.create(
            "Deposit", DepositToAccountRef={"value": trust["Id"]}, Line=[self.direct(3000, held["Id"], **entity)]
        )
        shown = made["Line"][0]["DepositLineDetail"]
        assert shown["Entity"] == {"value": "1", "name": "Amy's Bird Sanctuary", "type": "CUSTOMER"}
        assert (balance(sample, "Trust"), balance(sample, "Held")) == (3000, -3000)

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"Line": []}, "2020"),
            ({"Line": [{"Amount": 1, "DetailType": "DepositLineDetail"}]}, "2020"),
            ({"DepositToAccountRef": {"value": "1"}}, "6430"),
            ({"DepositToAccountRef": None}, "2020"),
        ],
    )
    def test_bodies_the_vendor_refuses(self, sample, body, code):
        good = {"DepositToAccountRef": {"value": "35"}, "Line": [self.direct(5)]}
        assert sample.refused("Deposit", **(good | body)) == code


class TestState:
    def test_nothing_is_written_into_a_closed_period(self, sample):
        made = sample.create("Invoice", **form(TxnDate="2026-01-10"))
        sample.edit(entity="Preferences", set={"AccountingInfoPrefs": {"BookCloseDate": "2026-01-31"}})
        assert sample.refused("Invoice", **form(TxnDate="2026-01-31")) == "6200"
        assert fault(remove(sample, "Invoice", made))["code"] == "6200"
        assert sample.post("invoice", form(TxnDate="2026-02-01")).status_code == 200

    def test_everything_is_there_after_a_restart(self, tmp_path):
        seed = FirmSeed(scenario="intuit-sample")
        twin = Twin(tmp_path, seed=seed)
        company = twin.qbo.companies[seed.company_id]
        made = save(company, ENTITIES["Invoice"], form(), "")["Invoice"]
        gone = save(company, ENTITIES["Invoice"], form(), "")["Invoice"]
        body = {"CustomerRef": {"value": "1"}, "TotalAmt": 100, "Line": [applied(made, 100)]}
        save(company, ENTITIES["Payment"], body, "")
        save(company, ENTITIES["Invoice"], {"Id": gone["Id"], "SyncToken": "0"}, "delete")
        twin.qbo.commit(company, "", 200, "")
        reborn = Twin(tmp_path, seed=seed).qbo.companies[seed.company_id]
        row = reborn.find("Invoice", made["Id"])
        assert reborn.find("Invoice", gone["Id"]) is None
        assert reborn.settlers("Invoice", row.id)
        fresh = save(reborn, ENTITIES["Invoice"], form(), "")["Invoice"]
        assert int(fresh["Id"]) > int(gone["Id"])

    def test_a_batch_creates_deletes_and_voids(self, sample):
        made = [sample.create("Invoice", **form()) for _ in range(2)]
        payment = sample.create("Payment", CustomerRef={"value": "1"}, TotalAmt=25)
        answers = read(
            sample.batch(
                {"operation": "create", "Invoice": form()},
                {"operation": "delete", "Invoice": {"Id": made[0]["Id"], "SyncToken": "0"}},
                {"operation": "update", "optionsData": "void", "Payment": {"Id": payment["Id"], "SyncToken": "0"}},
                {"operation": "delete", "Customer": {"Id": "1", "SyncToken": "0"}},
            )
        )["BatchItemResponse"]
        assert answers[0]["Invoice"]["TotalAmt"] == 100
        assert answers[1]["Invoice"]["status"] == "Deleted"
        assert answers[2]["Payment"]["TotalAmt"] == 0
        assert answers[3]["Fault"]["Error"][0]["code"] == "500"

    @pytest.mark.parametrize(
        ("entity", "column"),
        [
            ("Invoice", "PrivateNote"),
            ("Invoice", "DepartmentRef"),
            ("Payment", "DepositToAccountRef"),
            ("Payment", "UnappliedAmt"),
            ("Deposit", "DepositToAccountRef"),
            ("Invoice", "TotalAmt"),
        ],
    )
    def test_columns_the_reference_does_not_mark_are_not_queryable(self, sample, entity, column):
        assert sample.refused_query(f"SELECT * FROM {entity} WHERE {column} = '1'") == "4001"

    def test_columns_the_reference_marks_are(self, sample):
        made = sample.create("Invoice", **form(DocNumber="X9", TxnDate="2026-03-01"))
        paid(sample, made, 100, PaymentRefNum="chk 7")
        for statement in (
            "SELECT * FROM Invoice WHERE DocNumber = 'x9' AND Balance = '0' AND CustomerRef = '1'",
            "SELECT * FROM Invoice WHERE TxnDate >= '2026-03-01' AND DueDate < '2026-04-01' ORDERBY TxnDate DESC",
            "SELECT * FROM Invoice WHERE DocNumber = 'X9' AND ProjectRef != '1'",
            "SELECT * FROM Payment WHERE TotalAmt = 100 AND PaymentRefNum = 'chk 7' AND CustomerRef = '1'",
        ):
            assert len(sample.rows(statement)) == 1, statement
