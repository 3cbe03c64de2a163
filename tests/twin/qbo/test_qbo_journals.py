"""Journal entries on the QuickBooks twin: both sides equal, names where they are needed, and a void that is none."""

from __future__ import annotations

import json

import pytest
from qbo_live import fault, read

ACCOUNTS = {
    "bank": ("Bank", "Checking"),
    "trust": ("Other Current Liability", "TrustAccountsLiabilities"),
    "receivable": ("Accounts Receivable", "AccountsReceivable"),
    "payable": ("Accounts Payable", "AccountsPayable"),
}


@pytest.fixture
def books(company):
    """Ids of accounts, a customer and a vendor, by a short name."""
    found = {
        name: company.create("Account", Name=f"J {name}", AccountType=kind, AccountSubType=subtype)["Id"]
        for name, (kind, subtype) in ACCOUNTS.items()
    }
    people = {kind: company.create(kind, DisplayName=f"J {kind}")["Id"] for kind in ("Customer", "Vendor")}
    return found | people


def line(books, side, account, amount=100, *, party=None, **detail):
    named = {"Entity": {"Type": party, "EntityRef": {"value": books[party]}}} if party else {}
    inner = {"PostingType": side, "AccountRef": {"value": books[account]}} | named | detail
    return {"Amount": amount, "DetailType": "JournalEntryLineDetail", "JournalEntryLineDetail": inner}


def pair(books, debit="bank", credit="trust", **detail):
    return [line(books, "Debit", debit, **detail), line(books, "Credit", credit, **detail)]


def balance(company, kind, row_id):
    return read(company.get(f"{kind}/{row_id}"))[kind.capitalize()]


class TestWriting:
    def test_debits_and_credits_move_their_accounts_and_name_whom_they_are_for(self, company, books):
        row = company.create("JournalEntry", Line=pair(books, party="Customer"), PrivateNote="n", TxnDate="2026-06-29")
        first, second = row["Line"]
        assert (first["Id"], second["Id"]) == ("0", "1")
        assert first["JournalEntryLineDetail"] == {
            "PostingType": "Debit",
            "Entity": {"Type": "Customer", "EntityRef": {"value": books["Customer"], "name": "J Customer"}},
            "AccountRef": {"value": books["bank"], "name": "J bank"},
        }
        assert (row["TotalAmt"], row["Adjustment"], row["TxnDate"]) == (0, False, "2026-06-29")
        assert "LineNum" not in first
        assert balance(company, "account", books["bank"])["CurrentBalance"] == 100
        assert balance(company, "account", books["trust"])["CurrentBalance"] == -100

    def test_lines_that_stay_keep_their_ids_and_all_lines_are_replaced_together(self, company, books):
        row = company.create("JournalEntry", Line=pair(books))
        lines = [row["Line"][1], line(books, "Debit", "bank", 60), line(books, "Debit", "bank", 40)]
        body = json.loads(json.dumps(lines, default=str))
        changed = company.update("JournalEntry", row, Line=body)
        assert [each["Id"] for each in changed["Line"]] == ["1", "2", "3"]
        kept = company.update("JournalEntry", changed, PrivateNote="only this")
        assert len(kept["Line"]) == 3

    def test_a_read_entry_can_be_sent_back_whole(self, company, books):
        row = company.create("JournalEntry", Line=pair(books, party="Vendor"), DocNumber="7", Adjustment=True)
        again = company.post("journalentry", json.loads(company.get(f"journalentry/{row['Id']}").text)["JournalEntry"])
        changed = read(again)["JournalEntry"]
        assert (changed["Line"], changed["DocNumber"], changed["Adjustment"]) == (row["Line"], "7", True)

    def test_a_line_that_only_describes_posts_nothing(self, company, books):
        note = {"DetailType": "DescriptionOnly", "Description": "see file", "DescriptionLineDetail": {}}
        row = company.create("JournalEntry", Line=[*pair(books), note])
        assert row["Line"][2] == {"Id": "2", "Description": "see file", "DetailType": "DescriptionOnly"}

    def test_deleting_it_takes_the_postings_back(self, company, books):
        row = company.create("JournalEntry", Line=pair(books))
        company.post("journalentry", {"Id": row["Id"], "SyncToken": "0"}, operation="delete")
        assert balance(company, "account", books["bank"])["CurrentBalance"] == 0

    def test_receivable_and_payable_lines_move_what_the_customer_owes_and_the_vendor_is_owed(self, company, books):
        company.create(
            "JournalEntry",
            Line=[
                line(books, "Debit", "receivable", party="Customer"),
                line(books, "Credit", "payable", party="Vendor"),
            ],
        )
        assert balance(company, "customer", books["Customer"])["Balance"] == 100
        assert balance(company, "vendor", books["Vendor"])["Balance"] == 100

    def test_the_type_of_a_name_may_be_left_out(self, company, books):
        lines = pair(books, Entity={"EntityRef": {"value": books["Vendor"]}})
        row = company.create("JournalEntry", Line=lines)
        assert row["Line"][0]["JournalEntryLineDetail"]["Entity"]["Type"] == "Vendor"

    def test_a_class_counts_only_while_the_company_tracks_classes(self, sample):
        (tracked,) = sample.rows("SELECT * FROM Preferences")
        on = tracked["AccountingInfoPrefs"]
        sample.edit(
            entity="Preferences",
            id="1",
            set={"AccountingInfoPrefs": {"ClassTrackingPerTxn": False, "ClassTrackingPerTxnLine": True}},
        )
        kind = sample.create("Class", Name="Litigation")
        first, second = (row["Id"] for row in sample.rows("SELECT * FROM Account WHERE AccountType = 'Bank'")[:2])
        books = {"a": first, "b": second}
        lines = [
            line(books, side, name, ClassRef={"value": kind["Id"]}) for side, name in zip(SIDES, "ab", strict=True)
        ]
        row = sample.create("JournalEntry", Line=lines)
        assert row["Line"][0]["JournalEntryLineDetail"]["ClassRef"]["name"] == "Litigation"
        sample.edit(
            entity="Preferences",
            id="1",
            set={"AccountingInfoPrefs": on | {"ClassTrackingPerTxn": False, "ClassTrackingPerTxnLine": False}},
        )
        assert "ClassRef" not in sample.create("JournalEntry", Line=lines)["Line"][0]["JournalEntryLineDetail"]


SIDES = ("Debit", "Credit")


class TestRefusals:
    def test_the_two_sides_must_be_equal(self, company, books):
        lines = [line(books, "Debit", "bank", 100), line(books, "Credit", "trust", "99.99")]
        assert company.refused("JournalEntry", Line=lines) == "2300"
        assert company.refused("JournalEntry", Line=lines[:1]) == "2300"

    def test_a_line_is_a_debit_or_a_credit(self, company, books):
        for side in ("debit", "Both", ""):
            lines = [line(books, side, "bank"), line(books, "Credit", "trust")]
            assert company.refused("JournalEntry", Line=lines) == "2260"

    @pytest.mark.parametrize(
        ("account", "party", "word"), [("receivable", "Vendor", "a customer"), ("payable", "Customer", "a vendor")]
    )
    def test_receivable_needs_a_customer_and_payable_a_vendor(self, company, books, account, party, word):
        for wrong in (None, party):
            lines = [line(books, "Debit", account, party=wrong), line(books, "Credit", "bank")]
            error = fault(company.post("journalentry", {"Line": lines}))
            assert (error["code"], word in error["Detail"]) == ("6000", True)

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"Line": []}, "2020"),
            ({"Line": [{"DetailType": "DescriptionOnly", "Description": "x"}]}, "2250"),
            ({"Line": [{"Amount": 1}]}, "2020"),
            ({"Line": [{"Amount": 1, "DetailType": "SalesItemLineDetail"}]}, "2170"),
            ({"DocNumber": "9" * 22}, "2050"),
            ({"PrivateNote": "n" * 4001}, "2050"),
            ({"Adjustment": "perhaps"}, "2230"),
            ({"Foo": 1}, "2010"),
        ],
    )
    def test_bodies_the_vendor_refuses(self, company, books, change, code):
        assert company.refused("JournalEntry", **{"Line": pair(books)} | change) == code

    def test_an_account_or_a_name_nobody_has_is_refused(self, company, books):
        assert company.refused("JournalEntry", Line=pair(books, AccountRef={"value": "999"})) == "2500"
        assert company.refused("JournalEntry", Line=pair(books, AccountRef=None)) == "2020"
        for entity in ({"Type": "Vendor", "EntityRef": {"value": books["Customer"]}}, {"EntityRef": {"value": "999"}}):
            assert company.refused("JournalEntry", Line=pair(books, Entity=entity)) == "2500"
        nobody = {"Type": "Judge", "EntityRef": {"value": books["Customer"]}}
        assert company.refused("JournalEntry", Line=pair(books, Entity=nobody)) == "2170"


class TestNumbers:
    def test_a_missing_number_stays_missing_unless_one_is_asked_for(self, company, books):
        assert "DocNumber" not in company.create("JournalEntry", Line=pair(books))
        for number in ("1", "2"):
            answer = company.post("journalentry", {"Line": pair(books)}, include="allowautodocnum")
            assert read(answer)["JournalEntry"]["DocNumber"] == number

    def test_a_number_is_refused_twice_only_when_the_company_warns_of_it(self, company, books):
        for _ in range(2):
            company.create("JournalEntry", Line=pair(books), DocNumber="J1")
        warn = {"Name": "WarnDuplicateJournalNumber", "Value": "true"}
        (preferences,) = company.rows("SELECT * FROM Preferences")
        pairs = [each for each in preferences["OtherPrefs"]["NameValue"] if each["Name"] != warn["Name"]]
        company.edit(entity="Preferences", id="1", set={"OtherPrefs": {"NameValue": [*pairs, warn]}})
        body = {"Line": pair(books), "DocNumber": "J1"}
        error = fault(company.post("journalentry", body))
        assert (error["code"], "DocNumber=J1" in error["Detail"]) == ("6140", True)
        assert company.post("journalentry", body, include="allowduplicatedocnum").status_code == 200
        assert company.rows("SELECT * FROM JournalEntry WHERE DocNumber = 'J1'")


class TestVoid:
    def test_a_void_answers_200_and_does_nothing(self, company, books):
        row = company.create("JournalEntry", Line=pair(books))
        answer = company.post("journalentry", {"Id": row["Id"], "SyncToken": "0"}, operation="void")
        assert answer.status_code == 200
        assert sorted(read(answer)) == ["BatchItemResponse", "time"]
        assert read(answer)["BatchItemResponse"] == []
        assert read(company.get(f"journalentry/{row['Id']}"))["JournalEntry"] == row
