"""Ledgers that follow Clio: who gets one, what it is called, when it is closed, and what is never guessed."""

from __future__ import annotations

import pytest
from counted import calls
from fakes import actions, at, change
from trust_world import BANK, TODAY, TrustWorld, days_before, firm_of

from provisioner.model.change import Action
from provisioner.model.funds import Bank, in_bank
from provisioner.model.resource import Observed

IOLTA = "account.iolta.contact_"


def ledgers(plan):
    """What the plan does with the ledgers that follow Clio, by number; what stays is left out."""
    return {
        address.rpartition("_")[2]: action
        for address, action in actions(plan).items()
        if ("contact_" in address or "matter_" in address) and action != "no_op"
    }


def led(plan):
    return [each.code for each in plan.findings if each.code.startswith("LED")]


@pytest.fixture
def world():
    """Three clients with ledgers."""
    made = TrustWorld(name="{client.name} ({client.id})")
    made.client(7001, "Ann Smith", "100.00")
    made.client(7002, "Bob Stone", "200.00")
    made.client(7003, "Cy Young", "300.00")
    made.client(7009, "Never Paid")
    made.apply()
    return made


class TestMade:
    def test_everyone_with_money_gets_one_and_nobody_else(self, world):
        assert world.below() == [
            ("Ann Smith (7001)", "clio:contact:7001"),
            ("Bob Stone (7002)", "clio:contact:7002"),
            ("Cy Young (7003)", "clio:contact:7003"),
        ]
        assert ledgers(world.plan()) == {}
        assert led(world.plan()) == []

    def test_it_stands_below_the_liability_with_its_types_and_no_number(self, world):
        row = world.qbo.rows[world.ledger(7001)]
        assert (row["AccountType"], row["AccountSubType"]) == ("Other Current Liability", "TrustAccountsLiabilities")
        assert not {"AcctNum", "OpeningBalance", "OpeningBalanceDate"} & row.keys()

    def test_who_is_overdrawn_has_one_too(self):
        made = TrustWorld()
        made.client(1, "Over Drawn", "-5.00")
        assert ledgers(made.plan()) == {"1": "create"}

    def test_money_in_another_bank_account_counts_for_its_trust_account_only(self):
        escrow = Observed("clio.bank_account", "66", "0", {"name": "escrow", "type": "Trust"})
        made = TrustWorld(declared="iolta escrow")
        made.banks = [BANK, escrow]
        made.client(1, "Ann", "1.00")
        made.client(2, "Bob", "2.00", escrow)
        made.apply()
        assert (made.below("iolta"), made.below("escrow")) == (
            [("Ann", "clio:contact:1")],
            [("Bob", "clio:contact:2")],
        )

    @pytest.mark.parametrize("row_id", ["55", "990017", ""])
    def test_a_balance_is_found_by_the_bank_account_whatever_its_id_means(self, row_id):
        made = TrustWorld()
        made.client(1, "Ann", "1.00", row_id=row_id)
        assert ledgers(made.plan()) == {"1": "create"}

    def test_the_id_decides_between_two_bank_accounts_of_one_name(self):
        banks = {Bank("55", "IOLTA", "Trust"), Bank("56", "IOLTA", "Trust")}
        made = TrustWorld()
        made.client(1, "Ann", "1.00", row_id="56")
        amounts = {bank.id: in_bank(made.holders["contact"]["1"], bank, frozenset(banks)) for bank in banks}
        assert amounts == {"55": 0, "56": 1}

    def test_a_matter_has_one_of_its_own_where_the_firm_asks_for_that(self):
        made = TrustWorld(per="matter", name="{matter.number} {client.name}")
        made.client(1, "Ann", "3.00")
        made.matter(81, 1, "1.00", display="00081-Ann")
        made.matter(82, 1, "2.00", display="00082-Ann")
        made.apply()
        assert made.below() == [("00081-Ann Ann", "clio:matter:81"), ("00082-Ann Ann", "clio:matter:82")]
        assert led(made.plan()) == []

    def test_money_on_no_matter_is_reported(self):
        made = TrustWorld(per="matter", name="{matter.number}")
        made.client(1, "Ann", "5.00")
        made.matter(81, 1, "1.50")
        found = next(each for each in made.plan().findings if each.code == "LED108")
        assert "1 client of `iolta` has money that is on none of their matters: Ann 3.50." in found.what

    def test_money_in_an_account_the_file_does_not_name_is_reported(self):
        other = Observed("clio.bank_account", "77", "0", {"name": "IOLTA old", "type": "Trust"})
        made = TrustWorld()
        made.banks = [BANK, other]
        made.client(1, "Ann", "5.00", other)
        plan = made.plan()
        assert ledgers(plan) == {}
        assert [each.what for each in plan.findings if each.code == "LED107"] == [
            "Clients have 5.00 in Clio's trust account 'IOLTA old', which no trust account of this file is."
        ]


class TestUnknown:
    def test_hidden_balances_stop_the_plan_and_change_nothing(self, world):
        world.hidden = True
        for number in list(world.holders["contact"]):
            world.empty(number, days_before(400))
        plan = world.plan()
        assert led(plan) == ["LED101"]
        assert ledgers(plan) == {}
        assert plan.released == ()

    def test_without_a_bank_account_in_clio_nothing_is_closed(self, world):
        world.banks = []
        plan = world.plan()
        assert ledgers(plan) == {}
        assert plan.released == ()

    def test_who_has_money_is_asked_of_clio_only_for_what_may_be_closed(self, world):
        assert world.asked() == []
        world.empty(7002, TODAY)
        assert world.asked() == [("55", "2026-08-04")]


class TestNames:
    def test_of_two_alike_both_get_their_number(self):
        made = TrustWorld()
        made.client(1, "Ann Smith", "1")
        made.client(2, "ANN SMITH", "1")
        made.client(3, "Ann Smithson", "1")
        made.apply()
        assert [name for name, _ in made.below()] == ["ANN SMITH (2)", "Ann Smith (1)", "Ann Smithson"]
        assert ledgers(made.plan()) == {}

    def test_a_name_that_looks_like_somebody_elses_numbered_one(self):
        made = TrustWorld()
        made.client(1, "Ann", "1")
        made.client(2, "Ann", "1")
        made.client(3, "Ann (1)", "1")
        made.apply()
        assert [name for name, _ in made.below()] == ["Ann (1)", "Ann (1) (3)", "Ann (2)"]

    def test_a_special_ledger_keeps_its_name(self):
        made = TrustWorld()
        made.client(1, "firm funds", "1")
        made.apply()
        assert made.below() == [("firm funds (1)", "clio:contact:1")]

    def test_who_was_there_stays_apart_when_the_other_is_closed(self):
        made = TrustWorld(days=0)
        made.client(1, "Ann", "1")
        made.client(2, "Ann", "1")
        made.apply()
        made.empty(2, days_before(5))
        assert ledgers(made.apply()) == {"2": "retire"}
        assert ledgers(made.plan()) == {}

    def test_a_client_renamed_in_clio_is_renamed_here(self, world):
        ledger = world.ledger(7001)
        world.client(7001, "Ann Smith-Jones", "100.00")
        assert ledgers(world.apply()) == {"7001": "update"}
        assert (world.ledger(7001), world.qbo.rows[ledger]["Name"]) == (ledger, "Ann Smith-Jones (7001)")

    def test_two_clients_who_change_names_do(self):
        made = TrustWorld()
        made.client(1, "Ann", "1")
        made.client(2, "Bob", "1")
        made.apply()
        made.client(1, "Bob", "1")
        made.client(2, "Ann", "1")
        made.apply()
        assert made.below() == [("Ann", "clio:contact:2"), ("Bob", "clio:contact:1")]

    def test_one_without_a_name_is_called_by_number(self):
        made = TrustWorld()
        made.client(1, "   ", "1")
        made.apply()
        assert made.below() == [("Contact 1", "clio:contact:1")]


class TestMarks:
    def test_what_people_wrote_beside_the_mark_stays(self, world):
        world.qbo.edit(world.ledger(7001), description="clio:contact:7001 ask Lee before paying out")
        assert ledgers(world.plan()) == {}
        world.client(7001, "Ann Jones", "100.00")
        world.apply()
        row = world.qbo.rows[world.ledger(7001)]
        assert (row["Name"], row["Description"]) == (
            "Ann Jones (7001)",
            "clio:contact:7001 ask Lee before paying out",
        )

    def test_a_mark_taken_out_is_put_back_before_what_stands_there(self, world):
        ledger = world.ledger(7001)
        world.qbo.edit(ledger, description="ask Lee")
        plan = world.apply()
        assert change(plan, "qbo.account.iolta.contact_7001").cause == "drift"
        assert world.qbo.rows[ledger]["Description"] == "clio:contact:7001 ask Lee"
        assert ledgers(world.plan()) == {}

    def test_a_wrong_mark_on_a_ledger_we_remember_is_put_right(self, world):
        ledger = world.ledger(7001)
        world.qbo.edit(ledger, description="clio:contact:7009 x")
        assert ledgers(world.apply()) == {"7001": "update"}
        assert world.qbo.rows[ledger]["Description"] == "clio:contact:7001 x"

    def test_without_memory_it_is_found_by_its_mark(self, world):
        ledger = world.ledger(7001)
        world.qbo.edit(ledger, name="Renamed by hand")
        world.forget()
        assert ledgers(world.apply())["7001"] == "adopt"
        assert world.ledger(7001) == ledger

    def test_without_memory_and_mark_it_is_found_by_its_name(self, world):
        ledger = world.ledger(7001)
        world.qbo.edit(ledger, description=None)
        world.forget()
        world.apply()
        assert world.ledger(7001) == ledger
        assert len(world.below()) == 3

    def test_without_memory_a_mark_of_nobody_does_not_hide_the_name(self, world):
        ledger = world.ledger(7001)
        world.qbo.edit(ledger, description="clio:contact:79991")
        world.forget()
        plan = world.apply()
        assert (world.ledger(7001), led(plan)) == (ledger, [])

    def test_without_memory_a_mark_of_another_is_a_finding(self, world):
        world.qbo.edit(world.ledger(7001), description="clio:contact:7009")
        world.forget()
        plan = world.plan()
        assert led(plan) == ["LED106"]
        assert not {"7001", "7009"} & ledgers(plan).keys()

    def test_two_ledgers_with_one_mark_are_a_finding_and_never_three(self, world):
        parent = at("qbo.account.iolta_liability")
        row = world.qbo.rows[world.ledger(7001)]
        liability = world.memory.bindings[parent].remote_id
        world.qbo.add(
            "account",
            name="Ann again",
            type=row["AccountType"],
            detail_type=row["AccountSubType"],
            description="clio:contact:7001",
            raw={"ParentRef": {"value": liability}},
        )
        assert led(world.plan()) == ["LED103"]
        world.forget()
        plan = world.plan()
        assert "LED103" in led(plan)
        assert ledgers(plan).get("7001", "") != "create"

    def test_one_moved_elsewhere_is_moved_back_or_found(self, world):
        ledger = world.ledger(7001)
        world.qbo.rows[ledger].pop("ParentRef")
        assert ledgers(world.plan()) == {"7001": "update"}
        world.forget()
        plan = world.plan()
        assert led(plan) == ["LED110"]
        assert "7001" not in ledgers(plan)


class TestOfAnotherSort:
    """The firm file changed whose the ledgers are: what stands there is not doubled in silence."""

    def test_beside_ledgers_of_listed_clients_nothing_is_made_before_they_say_who_they_are(self, world):
        ledger = world.ledger(7001)
        world.qbo.edit(ledger, name="Ann Smith (10231)", description="client:ann")
        world.forget()
        plan = world.plan()
        assert (ledgers(plan), led(plan)) == ({"7002": "adopt", "7003": "adopt"}, ["LED113"])
        world.qbo.edit(ledger, description="clio:contact:7001")
        assert ledgers(world.apply())["7001"] == "adopt"
        assert world.ledger(7001) == ledger

    def test_one_of_a_listed_client_with_the_right_name_is_taken(self, world):
        ledger = world.ledger(7001)
        world.qbo.edit(ledger, description="client:ann")
        world.forget()
        assert led(world.apply()) == []
        assert world.ledger(7001) == ledger

    def test_where_everyone_has_a_ledger_those_of_listed_clients_are_left(self, world):
        world.qbo.edit(world.ledger(7003), name="Cy (10231)", description="client:cy")
        del world.holders["contact"]["7003"]
        world.forget()
        plan = world.plan()
        assert (ledgers(plan), led(plan)) == ({"7001": "adopt", "7002": "adopt"}, [])

    def test_ledgers_of_clients_are_reported_where_matters_have_them(self, world):
        world.firm = firm_of(per="matter", name="{matter.number}")
        world.matter(9001, 7001, "100.00", display="00001-Smith")
        plan = world.plan()
        assert (ledgers(plan)["9001"], "LED109" in led(plan)) == ("create", True)


class TestGone:
    def test_a_ledger_of_nobody_is_reported_and_left(self, world):
        world.qbo.rows[world.ledger(7001)]["CurrentBalanceWithSubAccounts"] = -100
        del world.holders["contact"]["7001"]
        world.moved = {}
        plan = world.plan(days_before(-1000))
        assert ledgers(plan) == {}
        found = next(each for each in plan.findings if each.code == "LED104")
        assert "balance 100.00" in found.what
        assert "move the 100.00 to the ledger of the client" in found.fix
        assert plan.released == ()

    def test_its_new_mark_makes_it_the_ledger_of_whom_it_was_merged_into(self, world):
        ledger = world.ledger(7001)
        del world.holders["contact"]["7001"]
        world.client(7009, "Never Paid", "100.00")
        world.qbo.edit(ledger, description="clio:contact:7009")
        plan = world.apply()
        assert ledgers(plan) == {"7009": "adopt"}
        assert world.ledger(7009) == ledger
        assert led(world.plan()) == []

    def test_once_it_is_inactive_nothing_is_said(self, world):
        del world.holders["contact"]["7001"]
        world.qbo.edit(world.ledger(7001), active=False)
        plan = world.plan()
        assert (ledgers(plan), led(plan), plan.released) == ({}, [], ())


class TestClosed:
    @pytest.mark.parametrize(("days", "closed"), [(89, {}), (90, {"7001": "retire"}), (400, {"7001": "retire"})])
    def test_it_is_after_so_many_days_at_zero(self, world, days, closed):
        world.empty(7001, days_before(days))
        assert ledgers(world.plan()) == closed

    def test_the_day_of_the_plan_decides(self, world):
        world.empty(7001, days_before(10))
        assert ledgers(world.plan()) == {}
        assert ledgers(world.plan(days_before(-80))) == {"7001": "retire"}

    def test_one_who_never_moved_in_that_time_is_closed_too(self, world):
        world.empty(7001, days_before(1))
        world.moved = {}
        assert ledgers(world.plan()) == {"7001": "retire"}

    def test_what_has_a_balance_in_quickbooks_is_not_and_that_is_said(self, world):
        world.empty(7001, days_before(200))
        world.qbo.rows[world.ledger(7001)]["CurrentBalanceWithSubAccounts"] = -100
        plan = world.plan()
        assert (ledgers(plan), led(plan)) == ({}, ["LED105"])

    def test_what_has_an_active_sub_account_is_not_and_the_rest_of_the_plan_goes_on(self, world):
        world.empty(7001, days_before(200))
        world.empty(7002, days_before(200))
        row = world.qbo.rows[world.ledger(7001)]
        raw = {"ParentRef": {"value": row["Id"]}}
        kinds = {"type": row["AccountType"], "detail_type": row["AccountSubType"]}
        below = world.qbo.add("account", name="Costs", **kinds, raw=raw)
        plan = world.apply()
        assert (ledgers(plan), led(plan)) == ({"7002": "retire"}, ["LED114"])
        world.qbo.edit(below, active=False)
        assert (ledgers(world.plan()), led(world.plan())) == ({"7001": "retire"}, [])

    def test_whose_money_is_in_a_trust_account_the_file_does_not_name_keeps_it_open(self, world):
        """Another bank account was declared, and nothing was ever moved there."""
        old = Observed("clio.bank_account", "54", "0", {"name": "IOLTA (old)", "type": "Trust"})
        world.banks.append(old)
        world.client(7001, "Ann Smith", "100.00", old)
        world.client(7002, "Bob Stone")
        plan = world.plan(days_before(-1000))
        assert (ledgers(plan), led(plan)) == ({"7002": "retire"}, ["LED107"])

    def test_where_the_firm_does_not_ask_for_it_nothing_is(self):
        made = TrustWorld(days=None)
        made.client(1, "Ann", "1")
        made.apply()
        made.empty(1, days_before(4000))
        assert (ledgers(made.plan()), made.asked()) == ({}, [])

    def test_old_balances_of_quickbooks_decide_nothing(self, world):
        """Read by what changed, a plan proposes it all the same: whoever asked then reads everything."""
        world.empty(7001, days_before(200))
        world.qbo.rows[world.ledger(7001)]["CurrentBalanceWithSubAccounts"] = -100
        world.is_old = True
        assert [each.retired for each in world.made().desired if each.address.key.endswith("7001")] == [True]

    def test_closed_it_stays_closed_and_is_not_let_go_of(self, world):
        world.empty(7001, days_before(200))
        world.apply()
        plan = world.plan()
        assert (ledgers(plan), plan.released, led(plan)) == ({}, (), [])
        world.forget()
        assert "7001" not in ledgers(world.plan())

    @pytest.mark.parametrize("remembers", [True, False])
    def test_the_same_one_is_used_when_the_client_returns(self, world, remembers):
        ledger = world.ledger(7001)
        world.empty(7001, days_before(200))
        world.apply()
        if not remembers:
            world.forget()
        world.client(7001, "Ann Smith", "50.00")
        assert ledgers(world.apply())["7001"] == "reactivate"
        assert world.ledger(7001) == ledger

    def test_one_made_inactive_by_hand_is_made_active_again_while_there_is_money(self, world):
        ledger = world.ledger(7001)
        world.qbo.edit(ledger, active=False)
        assert ledgers(world.apply()) == {"7001": "reactivate"}
        assert world.ledger(7001) == ledger

    def test_the_name_is_followed_while_it_waits_to_be_closed(self, world):
        world.client(7001, "Ann Jones")
        world.moved["contact:7001"] = TODAY.isoformat()
        assert ledgers(world.plan()) == {"7001": "update"}


class TestMany:
    def test_a_first_provisioning_needs_no_accept_nor_does_closing_a_few(self):
        made = TrustWorld(name="{client.name} ({client.id})")
        for number in range(300):
            made.client(7000 + number, f"Client {number}", "10.00")
        assert len(ledgers(made.apply())) == 300
        for number in range(12):
            made.empty(7000 + number, days_before(90))
        assert ledgers(made.apply()) == {str(7000 + number): "retire" for number in range(12)}

    @pytest.mark.parametrize("has_ledgers", [True, False])
    def test_work_grows_with_the_number_of_clients_and_no_faster(self, has_ledgers):
        def work(count):
            made = TrustWorld(name="{client.name}")
            for number in range(count):
                made.client(7000 + number, f"Client {number % 50}", "10.00")
            if has_ledgers:
                made.apply()
            return calls(made.made).total()

        assert work(800) <= 2.1 * work(400)

    @pytest.mark.parametrize("method", ["customers", "clio_only"])
    def test_with_another_method_they_are_let_go_of_and_never_closed(self, world, method):
        world.firm = firm_of(method=method)
        plan = world.plan()
        assert ledgers(plan) == {}
        assert len(plan.released) == 3
        assert all(each.action is Action.NO_OP for each in plan.changes)
