"""Account on the QuickBooks twin: what the vendor's reference and live probes say, over real HTTP."""

from __future__ import annotations

from decimal import Decimal

import pytest

from provisioner.sandbox.qbo.account_types import ACCOUNT_TYPES


def test_a_created_account_has_everything_quickbooks_works_out(company):
    row = company.create("Account", Name="Operating", AccountType="Bank", AccountSubType="Checking", AcctNum="1000")
    assert row["FullyQualifiedName"] == "Operating"
    assert row["Classification"] == "Asset"
    assert (row["SubAccount"], row["Active"], row["SyncToken"], row["CurrentBalance"]) == (False, True, "0", 0)
    assert row["domain"] == "QBO"
    assert row["sparse"] is False
    assert row["CurrencyRef"] == {"value": "USD", "name": "United States Dollar"}
    assert row["MetaData"]["CreateTime"] == row["MetaData"]["LastUpdatedTime"]
    assert "Description" not in row, "empty attributes are left out"


def test_an_account_can_be_read_by_id_even_when_inactive(company):
    row = company.bank("Old")
    company.update("Account", row, Active=False)
    assert company.get(f"account/{row['Id']}").json()["Account"]["Active"] is False


@pytest.mark.parametrize(("path", "code"), [("account/999999", "610"), ("account/abc", "2030")])
def test_unknown_and_malformed_ids_are_refused(company, path, code):
    assert company.get(path).json()["Fault"]["Error"][0]["code"] == code


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"AccountType": "Bank"}, "2020"),
        ({"Name": "  ", "AccountType": "Bank"}, "2020"),
        ({"Name": "A"}, "6010"),
        ({"Name": "A", "AccountType": "Piggy Bank"}, "2170"),
        ({"Name": "A", "AccountType": "Bank", "AccountSubType": "Travel"}, "2170"),
        ({"Name": "A", "AccountSubType": "Nonsense"}, "2170"),
        ({"Name": "A" * 101, "AccountType": "Bank"}, "2050"),
        ({"Name": "A:B", "AccountType": "Bank"}, "2040"),
        ({"Name": 'A"B', "AccountType": "Bank"}, "2040"),
        ({"Name": "A", "AccountType": "Bank", "Description": "d" * 101}, "2050"),
        ({"Name": "A", "AccountType": "Bank", "AcctNum": "1" * 21}, "2050"),
        ({"Name": "A", "AccountType": "Bank", "AcctNum": "1:1"}, "2040"),
        ({"Name": "A", "AccountType": "Bank", "Foo": 1}, "2010"),
        ({"Name": ["A"], "AccountType": "Bank"}, "2010"),
        ({"Name": "A", "AccountType": "Bank", "Active": "perhaps"}, "2230"),
        ({"Name": "A", "AccountType": "Bank", "ParentRef": {"value": "999"}}, "2500"),
        ({"Name": "A", "AccountType": "Bank", "ParentRef": "7"}, "2010"),
        ({"Name": "A", "AccountType": "Bank", "SubAccount": True}, "6150"),
        ({"Name": "A", "AccountType": "Bank", "OpeningBalance": "12.50"}, "6060"),
        ({"Name": "A", "AccountType": "Bank", "OpeningBalance": "x", "OpeningBalanceDate": "2026-01-01"}, "2100"),
        ({"Name": "A", "AccountType": "Bank", "OpeningBalance": 1, "OpeningBalanceDate": "01/02/2026"}, "2060"),
    ],
)
def test_bodies_the_vendor_refuses(company, fields, code):
    assert company.refused("Account", **fields) == code
    assert company.query("SELECT COUNT(*) FROM Account")["totalCount"] == 6


@pytest.mark.parametrize("name", sorted(ACCOUNT_TYPES))
def test_every_type_has_its_documented_default_and_classification(company, name):
    row = company.create("Account", Name="Some account", AccountType=name)
    assert row["AccountSubType"] == ACCOUNT_TYPES[name].default
    assert row["Classification"] == ACCOUNT_TYPES[name].classification


def test_a_subtype_alone_brings_its_type(company):
    row = company.create("Account", Name="IOLTA", AccountSubType="TrustAccounts")
    assert row["AccountType"] == "Bank"


def test_empty_text_counts_as_absent_and_read_only_values_are_ignored(company):
    row = company.create(
        "Account",
        Name="Fees",
        AccountType="Income",
        AccountSubType="",
        AcctNum="",
        Description=None,
        FullyQualifiedName="Elsewhere:Fees",
        CurrentBalance=500,
        Classification="Asset",
        Id="",
        SyncToken=0,
        sparse=False,
        domain="QBO",
        MetaData={"CreateTime": "1999-01-01T00:00:00-08:00"},
        TaxCodeRef={"value": "1"},
    )
    assert (row["AccountSubType"], row["FullyQualifiedName"]) == ("OtherPrimaryIncome", "Fees")
    assert (row["CurrentBalance"], row["Classification"]) == (0, "Revenue")
    assert not row["MetaData"]["CreateTime"].startswith("1999")


def test_an_invented_id_on_create_is_ignored(company):
    assert company.create("Account", Id="7777", Name="A", AccountType="Bank")["Id"] != "7777"


def test_blanks_around_a_name_are_trimmed(company):
    assert company.create("Account", Name="  Fees ", AccountType="Income")["Name"] == "Fees"


class TestTree:
    def test_children_carry_their_parents_names_and_follow_a_rename(self, company):
        top = company.create("Account", Name="Trust", AccountType="Bank", AccountSubType="TrustAccounts")
        child = company.create("Account", Name="Smith", AccountType="Bank", ParentRef={"value": top["Id"]})
        assert child["FullyQualifiedName"] == "Trust:Smith"
        assert child["SubAccount"] is True
        assert child["ParentRef"] == {"value": top["Id"]}
        company.update("Account", top, Name="IOLTA")
        assert company.get(f"account/{child['Id']}").json()["Account"]["FullyQualifiedName"] == "IOLTA:Smith"

    def test_five_levels_are_the_most(self, company):
        parent = company.bank("L1")
        for level in range(2, 6):
            parent = company.bank(f"L{level}", ParentRef={"value": parent["Id"]})
        refused = {"Name": "L6", "AccountType": "Bank", "ParentRef": {"value": parent["Id"]}}
        assert company.refused("Account", **refused) == "6180"

    def test_moving_a_subtree_counts_its_depth(self, company):
        chain = [company.bank("L1")]
        for level in range(2, 5):
            chain.append(company.bank(f"L{level}", ParentRef={"value": chain[-1]["Id"]}))
        upper = company.bank("U1")
        lower = company.bank("U2", ParentRef={"value": upper["Id"]})
        body = {"Id": chain[0]["Id"], "SyncToken": "0", "sparse": True, "ParentRef": {"value": lower["Id"]}}
        assert company.refused("Account", **body) == "6180"

    def test_parent_and_child_have_one_type(self, company):
        bank = company.bank("Bank")
        assert company.refused("Account", Name="Rent", AccountType="Expense", ParentRef={"value": bank["Id"]}) == "6000"

    def test_rings_are_refused(self, company):
        top = company.bank("Top")
        child = company.bank("Child", ParentRef={"value": top["Id"]})
        move = {"Id": top["Id"], "SyncToken": "0", "sparse": True}
        assert company.refused("Account", **move, ParentRef={"value": top["Id"]}) == "900"
        assert company.refused("Account", **move, ParentRef={"value": child["Id"]}) == "700"

    def test_some_detail_types_have_no_sub_accounts(self, company):
        (equity,) = company.rows("SELECT * FROM Account WHERE AccountSubType = 'RetainedEarnings'")
        body = {"Name": "Sub", "AccountType": "Equity", "ParentRef": {"value": equity["Id"]}}
        assert company.refused("Account", **body) == "6000"

    def test_equal_names_may_stand_under_different_parents(self, company):
        one, two = company.bank("One"), company.bank("Two")
        for parent in (one, two):
            company.bank("Smith", ParentRef={"value": parent["Id"]})
        body = {"Name": "SMITH", "AccountType": "Bank", "ParentRef": {"value": one["Id"]}}
        assert company.refused("Account", **body) == "6240"

    def test_a_new_reference_to_an_inactive_parent_is_refused(self, company):
        parent = company.bank("Parent")
        company.update("Account", parent, Active=False)
        body = {"Name": "Child", "AccountType": "Bank", "ParentRef": {"value": parent["Id"]}}
        assert company.refused("Account", **body) == "610"

    def test_a_parent_with_active_children_stays_active(self, company):
        parent = company.bank("Parent")
        company.bank("Child", ParentRef={"value": parent["Id"]})
        body = {"Id": parent["Id"], "SyncToken": "0", "sparse": True, "Active": False}
        assert company.refused("Account", **body) == "6000"

    def test_a_full_update_without_parent_takes_the_account_to_the_top(self, company):
        parent = company.bank("Parent")
        child = company.bank("Child", ParentRef={"value": parent["Id"]})
        moved = company.update("Account", child, sparse=False, Name="Child", AccountSubType="Checking")
        assert moved["FullyQualifiedName"] == "Child"
        assert "ParentRef" not in moved


class TestUniqueness:
    def test_names_clash_whatever_their_case(self, company):
        company.bank("Operating")
        answer = company.post("account", {"Name": "operATING", "AccountType": "Expense"}).json()
        (error,) = answer["Fault"]["Error"]
        assert error["code"] == "6240"
        assert error["Message"] == "Duplicate Name Exists Error"
        assert "already using this \\nname" in error["Detail"]

    def test_numbers_clash_among_active_accounts_only(self, company):
        first = company.bank("One", AcctNum="1000")
        assert company.refused("Account", Name="Two", AccountType="Bank", AcctNum="1000") == "6000"
        company.update("Account", first, Active=False)
        company.bank("Two", AcctNum="1000")

    def test_numbers_of_eleven_characters_pass_as_in_a_published_live_test(self, company):
        assert company.bank("Long", AcctNum="12345678901")["AcctNum"] == "12345678901"

    def test_an_update_onto_another_name_is_refused_and_onto_the_own_is_not(self, company):
        company.bank("One")
        two = company.bank("Two")
        body = {"Id": two["Id"], "SyncToken": "0", "sparse": True}
        assert company.refused("Account", **body, Name="one") == "6240"
        assert company.update("Account", two, Name="TWO")["Name"] == "TWO"


class TestUpdate:
    def test_a_full_update_blanks_what_it_leaves_out(self, company):
        row = company.bank("Operating", AcctNum="1000", Description="Main")
        after = company.update("Account", row, sparse=False, Name="Operating", AccountType="Bank")
        assert "AcctNum" not in after
        assert "Description" not in after
        assert after["AccountSubType"] == "CashOnHand", "the default of the type, not what was there"
        assert after["SyncToken"] == "1"

    def test_a_sparse_update_keeps_what_it_leaves_out(self, company):
        row = company.bank("Operating", AcctNum="1000", Description="Main")
        after = company.update("Account", row, Description="Other")
        assert (after["AcctNum"], after["Description"], after["AccountSubType"]) == ("1000", "Other", "Checking")

    def test_a_sparse_update_that_changes_nothing_keeps_its_version(self, company):
        row = company.bank("Operating", Description="Main")
        assert company.update("Account", row, Description="Main")["SyncToken"] == "0"
        assert company.create("Account", **row)["SyncToken"] == "1", "a full update counts"

    def test_echoing_the_whole_object_is_accepted(self, company):
        parent = company.bank("Parent")
        row = company.bank("Child", ParentRef={"value": parent["Id"]}, AcctNum="7")
        answer = company.post("account", row | {"Description": "new"}).json()["Account"]
        same = {"MetaData", "SyncToken", "Description"}
        assert {key: answer[key] for key in row if key not in same} == {key: row[key] for key in row if key not in same}

    def test_a_stale_version_is_refused_in_the_vendors_words(self, company):
        row = company.bank("Operating")
        company.update("Account", row, Description="theirs")
        answer = company.post("account", {**row, "Description": "mine"}).json()
        (error,) = answer["Fault"]["Error"]
        assert (error["code"], error["Message"]) == ("5010", "Stale Object Error")
        assert "You and root were working on this at the same time." in error["Detail"]

    def test_version_and_id_are_needed(self, company):
        row = company.bank("Operating")
        assert company.refused("Account", Id=row["Id"], Name="X", AccountType="Bank") == "2020"
        assert company.refused("Account", Id="4711", SyncToken="0", Name="X", AccountType="Bank") == "610"

    def test_an_unused_operation_is_refused_and_update_is_tolerated(self, company):
        row = company.bank("Operating")
        assert company.post("account", row, operation="update").status_code == 200
        answer = company.post("account", {"Id": row["Id"], "SyncToken": "1"}, operation="delete").json()
        (error,) = answer["Fault"]["Error"]
        assert (error["code"], error["Detail"]) == ("500", "Operation delete is not supported.")

    def test_a_user_account_may_change_its_type_but_not_to_receivables(self, company):
        row = company.bank("Costs")
        after = company.update("Account", row, AccountType="Expense", AccountSubType="Travel")
        assert after["Classification"] == "Expense"
        body = {"Id": row["Id"], "SyncToken": "1", "sparse": True, "AccountType": "Accounts Receivable"}
        assert company.refused("Account", **body, AccountSubType="AccountsReceivable") == "6000"


class TestActivity:
    def test_an_inactive_account_takes_a_suffix_frees_its_name_and_disappears_from_lists(self, company):
        row = company.bank("Old")
        after = company.update("Account", row, Active=False)
        assert (after["Name"], after["FullyQualifiedName"]) == ("Old (deleted)", "Old (deleted)")
        assert company.names("SELECT * FROM Account WHERE Name LIKE 'Old%'") == []
        assert company.names("SELECT * FROM Account WHERE Active IN (true, false) AND Name LIKE 'Old%'") == [
            "Old (deleted)"
        ]
        company.bank("Old")

    def test_two_inactive_accounts_of_one_name_get_along(self, company):
        for _ in range(3):
            company.update("Account", company.bank("Old"), Active=False)
        names = company.names("SELECT * FROM Account WHERE Active = false")
        assert len(set(names)) == 3
        assert all(name.startswith("Old (deleted") for name in names)

    def test_coming_back_takes_the_suffix_off(self, company):
        gone = company.update("Account", company.bank("Old"), Active=False)
        back = company.update("Account", gone, Active=True)
        assert (back["Name"], back["Active"], back["SyncToken"]) == ("Old", True, "2")

    def test_an_echoed_full_update_of_an_inactive_account_keeps_its_name(self, company):
        gone = company.update("Account", company.bank("Old"), Active=False)
        same = company.create("Account", **gone | {"Description": "d"})
        assert same["Name"] == "Old (deleted)"

    def test_coming_back_onto_a_taken_name_is_refused(self, company):
        gone = company.update("Account", company.bank("Old"), Active=False)
        company.bank("Old")
        body = {"Id": gone["Id"], "SyncToken": "1", "sparse": True, "Active": True}
        assert company.refused("Account", **body) == "6240"

    def test_a_balance_does_not_stop_it_and_reads_zero_afterwards(self, company):
        row = company.bank("Old", OpeningBalance=100, OpeningBalanceDate="2026-01-01")
        assert row["CurrentBalance"] == 100
        assert company.update("Account", row, Active=False)["CurrentBalance"] == 0


class TestSystemAccounts:
    @pytest.mark.parametrize("change", [{"Active": False}, {"Name": "Mine"}, {"AccountSubType": "OtherCurrentAssets"}])
    def test_are_locked(self, company, change):
        (row,) = company.rows("SELECT * FROM Account WHERE AccountSubType = 'UndepositedFunds'")
        body = {"Id": row["Id"], "SyncToken": row["SyncToken"], "sparse": True, **change}
        assert company.refused("Account", **body) == "6000"

    def test_may_get_a_number_and_a_description(self, company):
        (row,) = company.rows("SELECT * FROM Account WHERE AccountSubType = 'UndepositedFunds'")
        assert company.update("Account", row, AcctNum="1499", Description="d")["AcctNum"] == "1499"

    def test_the_one_for_undeposited_funds_has_its_newer_name(self, company):
        assert "Payments to deposit" in company.names("SELECT * FROM Account")

    def test_receivables_and_payables_are_not_there_before_first_use(self, company):
        assert (
            company.rows("SELECT * FROM Account WHERE AccountType IN ('Accounts Receivable', 'Accounts Payable')") == []
        )


class TestOpeningBalance:
    def test_it_posts_and_brings_opening_balance_equity(self, company):
        bank = company.bank("Bank", OpeningBalance="100.10", OpeningBalanceDate="2026-01-01")
        loan = {"AccountType": "Long Term Liability", "OpeningBalance": 30.5, "OpeningBalanceDate": "2026-01-01"}
        debt = company.create("Account", Name="Loan", **loan)
        (equity,) = company.rows("SELECT * FROM Account WHERE AccountSubType = 'OpeningBalanceEquity'")
        balances = [Decimal(str(row["CurrentBalance"])) for row in (bank, debt, equity)]
        assert balances == [Decimal("100.10"), Decimal("-30.5"), Decimal("-69.6")], "debits are positive"

    def test_a_parents_whole_balance_includes_its_children(self, company):
        parent = company.bank("Parent", OpeningBalance=10, OpeningBalanceDate="2026-01-01")
        company.bank("Child", ParentRef={"value": parent["Id"]}, OpeningBalance=5, OpeningBalanceDate="2026-01-01")
        row = company.get(f"account/{parent['Id']}").json()["Account"]
        assert (row["CurrentBalance"], row["CurrentBalanceWithSubAccounts"]) == (10, 15)


class TestPlanCeiling:
    def _fill(self, company, upto):
        made = 0
        while made < upto:
            size = min(30, upto - made)
            accounts = [{"Name": f"A{made + n}", "AccountType": "Expense"} for n in range(size)]
            answer = company.batch(*({"operation": "create", "Account": account} for account in accounts))
            assert not any("Fault" in item for item in answer.json()["BatchItemResponse"])
            made += size

    def test_250_active_accounts_of_the_users_own_below_advanced(self, company):
        self._fill(company, 249)  # beside "Services", the one account of a fresh company that is not QuickBooks' own
        assert company.refused("Account", Name="One more", AccountType="Expense") == "6000"
        (row,) = company.rows("SELECT * FROM Account WHERE Name = 'A7'")
        gone = company.update("Account", row, Active=False)
        company.create("Account", Name="One more", AccountType="Expense")
        body = {"Id": gone["Id"], "SyncToken": gone["SyncToken"], "sparse": True, "Active": True}
        assert company.refused("Account", **body) == "6000"

    def test_no_limit_with_advanced(self, open_company):
        self._fill(open_company(edition="advanced"), 270)
