"""How many accounts and classes the company's edition takes, counted from what is live and what the plan does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import World, account, actions, at, codes, gone, klass, levels

from provisioner.engine.capacity import CEILINGS, WITHOUT_CLASSES
from provisioner.model.finding import Finding, Level
from provisioner.model.firm import FirmBase
from provisioner.model.resource import Refresh


def world_on(edition, *, declared=None, via=None):
    """A company that reports ``edition``, and a firm file that says ``declared`` or nothing of it."""
    world = World(facts={"edition": edition, "class_tracking": "per_line"})
    quickbooks = {"company_id": "9341", **({"edition": declared} if declared else {})}
    systems = {"quickbooks": quickbooks, **({"integration": {"via": via}} if via else {})}
    config = FirmBase.model_validate({"version": 1, "firm": {"name": "Harbor & Pine LLP"}, "systems": systems})
    world.firm = replace(world.firm, config=config)
    return world


def fill(world, count, **fields):
    """So many accounts that nobody declares."""
    for number in range(count):
        world.qbo.add("account", name=f"Cost {number}", type="Expense", detail_type="Travel", **fields)


def add_ledgers(world, count, *, balance="0.00", parent=None):
    """Live ledgers of clients."""
    return [
        world.qbo.add(
            "account",
            name=f"Client {number} of {balance}",
            type="Other Current Liability",
            detail_type="TrustAccountsLiabilities",
            description=f"clio:contact:{number}",
            parent=parent,
            balance=balance,
        )
        for number in range(count)
    ]


def ledger(number, **fields):
    """A declared ledger of a client."""
    wanted = account(
        f"iolta.c{number}",
        f"Client {number}",
        type="Other Current Liability",
        detail_type="TrustAccountsLiabilities",
        description=f"clio:contact:{number}",
        **fields,
    )
    return replace(wanted, tag=f"clio:contact:{number}")


def finding(plan, code):
    return next(each for each in plan.findings if each.code == code)


class TestAccounts:
    @pytest.mark.parametrize("edition", ["simple_start", "essentials", "plus"])
    def test_one_more_than_250_is_an_error_and_stops_the_plan(self, edition):
        world = world_on(edition)
        fill(world, 250)
        found = finding(world.plan(account("fees")), "SAF109")
        assert found.level is Level.ERROR
        assert "would have 251 active accounts" in found.what
        assert "takes 250: 250 now, 1 added by this plan." in found.what

    def test_advanced_has_no_limit(self):
        world = world_on("advanced")
        fill(world, 400)
        assert codes(world.plan(account("fees"))) == []

    def test_250_is_a_warning_and_so_is_225_and_224_is_nothing(self):
        world = world_on("plus")
        fill(world, 223)
        assert codes(world.plan(account("fees"))) == []
        fill(world, 1)
        plan = world.plan(account("fees"))
        assert codes(plan) == ["SAF110"]
        assert "225 active accounts" in finding(plan, "SAF110").what
        fill(world, 25)
        assert codes(world.plan(account("fees"))) == ["SAF110"]

    def test_inactive_accounts_and_those_quickbooks_made_do_not_count_and_that_is_said(self):
        world = world_on("plus")
        fill(world, 224)
        fill(world, 30, active=False)
        assert codes(world.plan()) == []
        world.qbo.add("account", name="Debtors", type="Accounts Receivable", detail_type="AccountsReceivable")
        assert codes(world.plan()) == []
        fill(world, 1)
        why = finding(world.plan(), "SAF110").why
        assert "1 such account is left out, so this is the most it can be" in why

    def test_what_is_over_already_is_no_error_while_the_plan_adds_nothing(self):
        world = world_on("plus")
        fill(world, 260)
        assert codes(world.plan()) == ["SAF110"]

    def test_making_active_again_counts_as_adding(self):
        world = world_on("plus")
        fill(world, 250)
        world.qbo.add("account", name="Fees", type="Income", detail_type="ServiceFeeIncome", active=False)
        assert codes(world.plan(account("fees"))) == ["SAF109"]

    def test_what_is_made_inactive_makes_room_and_goes_first(self):
        world = world_on("plus")
        fill(world, 249)
        world.qbo.add("account", name="Old", type="Expense", detail_type="Travel", balance="0.00")
        plan = world.plan(account("fees"), gone("account.old"))
        assert codes(plan) == ["SAF110"]
        assert levels(plan) == {"account.old": 0, "account.fees": 1}

    def test_with_room_enough_nothing_has_to_wait(self):
        world = world_on("plus")
        world.qbo.add("account", name="Old", type="Expense", detail_type="Travel", balance="0.00")
        assert levels(world.plan(account("fees"), gone("account.old"))) == {"account.old": 0, "account.fees": 0}

    def test_a_retirement_that_waits_for_what_it_makes_room_for_does_not_stop_the_plan(self):
        """The child moves away below a new parent before the old one is made inactive."""
        world = world_on("plus")
        fill(world, 248)
        world.apply(account("old"), account("fees", parent=at("account.old")))
        wanted = [account("new"), account("fees", parent=at("account.new")), gone("account.old")]
        plan = world.plan(*wanted)
        order = [str(each.address) for each in plan.steps]
        assert order == ["qbo.account.new", "qbo.account.fees", "qbo.account.old"]

    def test_a_plan_of_some_resources_only_is_counted_as_it_is(self):
        world = world_on("plus")
        fill(world, 249)
        assert codes(world.plan(account("fees"), account("costs"))) == ["SAF109"]
        assert codes(world.plan_of(account("fees"), account("costs"), targets=["account.fees"])) == ["SAF110"]

    def test_whoever_has_seen_that_quickbooks_counts_fewer_can_go_ahead(self):
        world = world_on("plus")
        fill(world, 250)
        assert (
            "Usage. If that leaves room, apply with --accept capacity:qbo."
            in finding(world.plan(account("fees")), "SAF109").fix
        )
        assert finding(world.plan(account("fees"), accept=["capacity:qbo"]), "SAF109").level is Level.WARNING

    def test_that_is_not_offered_where_quickbooks_s_own_accounts_cannot_explain_it(self):
        world = world_on("plus")
        fill(world, 3)
        assert "--accept" not in finding(world.plan(*map(ledger, range(300))), "SAF109").fix


class TestWaysOut:
    def test_ledgers_at_zero_that_are_enough(self):
        world = world_on("plus")
        fill(world, 240)
        add_ledgers(world, 8)
        add_ledgers(world, 2, balance="100.00")
        fix = finding(world.plan(account("fees")), "SAF109").fix
        assert "(1) 8 client ledgers are at zero and could be made inactive, which is enough." in fix
        assert "241 accounts would remain once the 10 client ledgers there now are closed." in fix
        assert "(3) Move the company to Advanced, which has no limit." in fix
        assert "Nothing else here is enough" not in fix

    def test_ledgers_at_zero_that_are_not_enough(self):
        world = world_on("plus")
        fill(world, 248)
        add_ledgers(world, 2)
        fix = finding(world.plan(*(account(f"fees_{number}") for number in range(5))), "SAF109").fix
        assert "2 client ledgers are at zero and could be made inactive, 3 accounts short of enough." in fix
        assert (
            "253 accounts would remain once the 2 client ledgers there now are closed, which is still too many" in fix
        )
        assert "which has no limit. Nothing else here is enough." in fix

    def test_new_ledgers_another_method_would_not_need(self):
        world = world_on("plus")
        fill(world, 60)
        fix = finding(world.plan(*map(ledger, range(300))), "SAF109").fix
        assert fix.startswith("Ways out: (1) Tell clients apart by `method: customers` (or `clio_only`)")
        assert "60 accounts would remain." in fix

    def test_a_client_that_is_still_listed_has_to_be_taken_off_the_list_first(self):
        world = world_on("plus")
        fill(world, 249)
        add_ledgers(world, 1)
        fix = finding(
            world.plan(replace(ledger(0), fields={**ledger(0).fields, "name": "Client 0 of 0.00"}), account("fees")),
            "SAF109",
        ).fix
        assert "1 client ledger is at zero" in fix
        assert "the firm file still asks for 1 of them, so it has to let go of these clients first" in fix

    def test_a_ledger_with_something_below_it_or_no_known_balance_is_not_counted_as_closable(self):
        world = world_on("plus")
        fill(world, 248)
        (parent,) = add_ledgers(world, 1)
        fill(world, 1, parent=parent)
        world.qbo.rows[parent].pop("CurrentBalanceWithSubAccounts")
        fix = finding(world.plan(account("fees")), "SAF109").fix
        assert "No client ledger is at zero, so none could be made inactive." in fix

    def test_balances_that_were_not_read_are_not_counted(self):
        world = world_on("plus")
        fill(world, 249)
        add_ledgers(world, 1)
        snapshot = world.qbo.snapshot()
        world.qbo.snapshot = lambda *_: replace(snapshot, refresh=Refresh(since="2026-11-01T00:00:00+00:00"))
        fix = finding(world.plan(account("fees")), "SAF109").fix
        assert "a plan that reads everything says how many there are" in fix

    def test_without_clients_only_other_accounts_can_go(self):
        world = world_on("plus")
        fill(world, 250)
        fix = finding(world.plan(account("fees")), "SAF109").fix
        assert "No account here is the ledger of a client; make inactive what nobody uses." in fix
        assert "customers" not in fix

    def test_special_ledgers_are_no_clients(self):
        world = world_on("plus")
        fill(world, 249)
        world.qbo.add("account", name="Firm", type="Other Current Liability", description="ledger:firm_funds")
        assert "No account here is the ledger of a client" in finding(world.plan(account("fees")), "SAF109").fix

    def test_what_the_plan_closes_already_is_not_proposed_again(self):
        world = world_on("plus")
        fill(world, 249)
        add_ledgers(world, 2)
        wanted = [account("a"), account("b"), account("c"), gone("account.old", name="Client 0 of 0.00")]
        fix = finding(world.plan(*wanted), "SAF109").fix
        assert "1 client ledger is at zero and could be made inactive, 2 accounts short of enough." in fix


class TestClasses:
    def classes(self, count):
        return [klass(f"c{number}") for number in range(count)]

    def test_more_than_40_on_plus_is_an_error(self):
        found = finding(world_on("plus").plan(*self.classes(41)), "SAF111")
        assert found.level is Level.ERROR
        assert "41 active classes and locations, and QuickBooks Plus takes 40" in found.what
        assert "Every active class is declared" in found.fix

    def test_36_is_a_warning_and_35_is_nothing(self):
        assert codes(world_on("plus").plan(*self.classes(35))) == []
        assert codes(world_on("plus").plan(*self.classes(36))) == ["SAF112"]

    def test_locations_count_with_them(self):
        world = world_on("plus")
        world.qbo.facts["locations_in_use"] = 6
        assert codes(world.plan(*self.classes(35))) == ["SAF111"]

    def test_locations_that_were_not_counted_are_mentioned(self):
        world = world_on("plus")
        world.qbo.facts |= {"locations": True, "locations_in_use": None}
        assert "they come on top" in finding(world.plan(*self.classes(40)), "SAF112").why

    def test_undeclared_classes_are_a_way_out(self):
        world = world_on("plus")
        for number in range(40):
            world.qbo.add("class", name=f"Old {number}")
        fix = finding(world.plan(klass("new")), "SAF111").fix
        assert "40 classes that no entry declares could be made inactive, which is enough." in fix

    def test_advanced_has_no_limit(self):
        assert codes(world_on("advanced").plan(*self.classes(60))) == []

    def test_without_class_tracking_the_step_for_a_person_says_so(self):
        world = world_on("essentials")
        world.qbo.facts["class_tracking"] = "none"
        plan = world.plan(*self.classes(41))
        assert codes(plan) == []
        assert set(actions(plan).values()) == {"attest"}


class TestEdition:
    def test_the_live_edition_wins(self):
        world = world_on("plus", declared="advanced")
        fill(world, 250)
        assert codes(world.plan(account("fees"))) == ["SAF109", "SAF113"]
        world = world_on("advanced", declared="plus")
        fill(world, 250)
        assert codes(world.plan(account("fees"))) == []

    @pytest.mark.parametrize("live", [None, "something_new"])
    def test_the_declared_one_counts_where_quickbooks_reports_none_that_is_known(self, live):
        world = world_on(live, declared="plus")
        fill(world, 250)
        assert codes(world.plan(account("fees"))) == ["SAF109"]

    def test_where_nobody_says_anything_nothing_is_judged(self):
        world = world_on(None)
        fill(world, 400)
        assert codes(world.plan(account("fees"))) == []

    def test_less_than_declared_is_a_warning_and_more_is_advice(self):
        less = finding(world_on("essentials", declared="plus").plan(), "SAF113")
        assert (less.level, less.what) == (
            Level.WARNING,
            "The firm file says QuickBooks Plus; the company is on QuickBooks Essentials.",
        )
        assert finding(world_on("advanced", declared="plus").plan(), "SAF113").level is Level.ADVICE

    @pytest.mark.parametrize(("live", "declared"), [("plus", "plus"), ("advanced", None), (None, "plus")])
    def test_nothing_is_said_where_nothing_differs(self, live, declared):
        assert not world_on(live, declared=declared).plan().findings

    def test_simple_start_is_an_error_with_clio_and_essentials_a_warning(self):
        error = finding(world_on("simple_start", declared="plus", via="clio_native").plan(), "SAF114")
        warning = finding(world_on("essentials", declared="plus", via="clio_native").plan(), "SAF114")
        assert (error.level, warning.level) == (Level.ERROR, Level.WARNING)

    @pytest.mark.parametrize(
        ("live", "declared", "via"),
        [
            ("simple_start", "simple_start", "clio_native"),
            ("plus", "advanced", "clio_native"),
            ("simple_start", "plus", "leanlaw"),
            ("simple_start", "plus", None),
        ],
    )
    def test_what_the_file_s_own_rule_says_or_what_fits_is_not_said(self, live, declared, via):
        assert "SAF114" not in codes(world_on(live, declared=declared, via=via).plan())


def test_what_the_file_s_own_check_said_is_not_said_twice():
    world = world_on("plus")
    fill(world, 249)
    said = [Finding("SYS204", "accounts-close-to-the-edition-limit", Level.WARNING, "close")]
    assert codes(world.plan(account("fees"), findings=said)) == ["SAF110"]
    assert codes(world_on("plus").plan(account("fees"), findings=said)) == ["SYS204"]


def test_a_system_that_was_not_read_is_not_counted():
    world = world_on("plus")
    world.vendors = {"clio": World("qbo", "clio").clio}
    assert not world.plan().findings


def test_every_edition_a_firm_file_knows_has_its_ceilings():
    edition = FirmBase.model_fields["systems"].annotation.model_fields["quickbooks"].annotation.model_fields["edition"]
    assert set(edition.annotation.__args__) == set(CEILINGS)
    assert set(WITHOUT_CLASSES) == {"simple_start", "essentials"}
