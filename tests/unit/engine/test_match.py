"""Which object a declared resource stands for: by binding, else by natural key, else it is new; never a guess."""

import pytest
from fakes import REGISTRY, World, account, actions, at, change, codes, desired, gone, item, klass

from provisioner.engine.match import match
from provisioner.model.resource import Binding

INCOME = {"type": "Income", "detail_type": "ServiceFeeIncome"}


@pytest.fixture
def world():
    return World()


def live(world, name, **fields):
    return world.qbo.add("account", name=name, **{**INCOME, **fields})


def observed(plan, address):
    found = change(plan, address).observed
    return found.remote if found is not None else None


class TestByBinding:
    def test_the_bound_object_is_meant_whatever_it_is_called_now(self, world):
        wanted = account("fees", "Fees", number="4000")
        world.apply(wanted)
        (remote,) = world.qbo.rows
        world.qbo.edit(remote, name="Something else", number="9")
        live(world, "Fees", number="8", active=False)
        assert observed(world.plan(wanted), "account.fees") == remote

    def test_an_object_that_is_gone_is_looked_for_by_its_natural_key(self, world):
        wanted = account("fees", "Fees", number="4000")
        world.apply(wanted)
        world.memory.bindings[at("account.fees")] = Binding(at("account.fees"), "77", {"name": "Old"})
        (other,) = world.qbo.rows
        plan = world.plan(wanted)
        assert observed(plan, "account.fees") == other
        assert actions(plan) == {"account.fees": "adopt"}

    def test_an_object_that_is_gone_for_good_is_made_again_and_the_plan_says_so(self, world):
        wanted = account("fees")
        world.apply(wanted)
        world.qbo.rows.clear()
        plan = world.plan(wanted)
        assert actions(plan) == {"account.fees": "create"}
        assert change(plan, "account.fees").notes == ("The object it was bound to is gone.",)

    def test_an_object_bound_to_one_resource_is_no_candidate_for_another(self, world):
        world.apply(account("fees", "Fees"))
        (remote,) = world.qbo.rows
        world.qbo.edit(remote, name="Costs")
        plan = world.plan(account("fees", "Fees"), account("costs", "Costs"))
        assert actions(plan) == {"account.fees": "update", "account.costs": "create"}

    def test_a_renamed_key_is_bound_again_by_its_natural_key_and_the_old_one_is_released(self, world):
        world.apply(account("fees", "Fees", number="4000"))
        plan = world.plan(account("hourly_fees", "Fees", number="4000"))
        assert actions(plan) == {"account.hourly_fees": "adopt"}
        assert [str(each.address) for each in plan.released] == ["qbo.account.fees"]
        assert not plan.steps

    def test_a_deleted_entry_is_released_and_its_object_left_alone(self, world):
        world.apply(account("fees"), account("costs"))
        plan = world.plan(account("fees"))
        assert [str(each.address) for each in plan.released] == ["qbo.account.costs"]
        assert not plan.steps


class TestByNaturalKey:
    def test_an_account_is_found_by_its_number_under_another_name(self, world):
        remote = live(world, "Legal Fees", number="4000")
        plan = world.plan(account("fees", "Fees", number="4000"))
        assert observed(plan, "account.fees") == remote
        assert [each.name for each in change(plan, "account.fees").fields] == ["name"]

    def test_an_account_is_found_by_its_name_whatever_its_case(self, world):
        remote = live(world, "FEES", number="1")
        assert observed(world.plan(account("fees", "Fees", number="4000")), "account.fees") == remote

    def test_a_name_counts_below_the_same_parent_only(self, world):
        above = live(world, "Income")
        below = live(world, "Fees", parent=above)
        parent = account("income", "Income")
        assert observed(world.plan(parent, account("fees", parent=at("account.income"))), "account.fees") == below
        assert observed(world.plan(parent, account("fees")), "account.fees") is None

    def test_the_number_of_an_inactive_account_finds_nothing(self, world):
        live(world, "Legal Fees", number="4000", active=False)
        assert actions(world.plan(account("fees", "Fees", number="4000"))) == {"account.fees": "create"}

    def test_a_number_that_two_live_accounts_have_leaves_it_to_the_name(self, world):
        live(world, "Other", number="4000")
        remote = live(world, "Fees", number="4000")
        plan = world.plan(account("fees", "Fees", number="4000"))
        assert observed(plan, "account.fees") == remote
        assert codes(plan) == []

    def test_a_number_that_two_live_accounts_have_is_a_finding_without_a_name_to_tell_them_apart(self, world):
        first, second = live(world, "One", number="4000"), live(world, "Two", number="4000")
        plan = world.plan(account("fees", "Fees", number="4000"))
        assert codes(plan) == ["MAT101"]
        assert f"id {first.id}" in plan.findings[0].what
        assert f"id {second.id}" in plan.findings[0].what
        assert not plan.changes

    def test_a_key_that_finds_nothing_does_not_hide_a_later_one_that_finds_two(self, world):
        for name in ("One", "Two"):
            live(world, name, number="4000")
        tagged = account("fees", "Fees", number="4000", description="clio:contact:7001")
        assert codes(world.plan(tagged)) == ["MAT101"]

    def test_a_name_on_another_account_than_those_with_the_number_is_a_finding(self, world):
        for name in ("One", "Two"):
            live(world, name, number="4000")
        live(world, "Fees", number="1")
        assert codes(world.plan(account("fees", "Fees", number="4000"))) == ["MAT102"]

    def test_number_and_name_on_different_accounts_is_a_finding_with_both_ids(self, world):
        by_number, by_name = live(world, "Other", number="4000"), live(world, "Fees", number="1")
        plan = world.plan(account("fees", "Fees", number="4000"))
        assert codes(plan) == ["MAT102"]
        assert f"the number belongs to '4000 Other' (id {by_number.id})" in plan.findings[0].what
        assert f"the name belongs to '1 Fees' (id {by_name.id})" in plan.findings[0].what
        assert not plan.changes

    def test_of_two_accounts_the_one_that_is_all_that_the_file_says_is_meant(self, world):
        above = live(world, "Fees", number="1")
        remote = live(world, "Fees", number="4000", parent=above)
        plan = world.plan(account("fees", "Fees", number="4000"))
        assert observed(plan, "account.fees") == remote
        assert not plan.steps

    def test_another_type_is_a_finding_and_never_changed(self, world):
        live(world, "Fees", type="Expense")
        plan = world.plan(account("fees", "Fees"))
        assert codes(plan) == ["MAT103"]
        assert "'Income'" in plan.findings[0].what
        assert "'Expense'" in plan.findings[0].what
        assert not plan.steps

    def test_another_detail_type_may_be_changed(self, world):
        live(world, "Fees", detail_type="OtherPrimaryIncome")
        assert [each.name for each in change(world.plan(account("fees")), "account.fees").fields] == ["detail_type"]

    def test_a_system_account_is_found_by_its_kind_under_any_name(self, world):
        kind = {"type": "Accounts Receivable", "detail_type": "AccountsReceivable"}
        remote = world.qbo.add("account", name="Debtors", **kind)
        plan = world.plan(desired("account.receivables", found_by="AccountsReceivable"))
        assert observed(plan, "account.receivables") == remote
        assert not change(plan, "account.receivables").writes

    def test_two_system_accounts_of_a_kind_are_a_finding(self, world):
        for name in ("A/R", "A/R foreign"):
            world.qbo.add("account", name=name, type="Accounts Receivable", detail_type="AccountsReceivable")
        plan = world.plan(desired("account.receivables", found_by="AccountsReceivable"))
        assert codes(plan) == ["MAT101"]
        assert plan.findings[0].fix.startswith("In QuickBooks, make inactive what nothing is posted to")

    def test_a_client_ledger_is_found_by_its_tag_under_another_name(self, world):
        remote = live(world, "Smith", description="clio:contact:7001 opened 2024")
        wanted = account("iolta.smith", "Smith-Jones (7001)", description="clio:contact:7001")
        assert observed(world.plan(wanted), "account.iolta.smith") == remote

    def test_clio_tells_capitals_apart_and_two_alike_are_a_finding(self):
        world = World("qbo", "clio")
        wanted = desired("clio.activity_description.time", name="Attorney Time")
        world.clio.add("activity_description", name="ATTORNEY TIME")
        assert actions(world.plan(wanted)) == {"clio.activity_description.time": "create"}
        for _ in "12":
            world.clio.add("activity_description", name="Attorney Time")
        plan = world.plan(wanted)
        assert codes(plan) == ["MAT101"]
        assert "any of 2 billing categories with the same name" in plan.findings[0].what
        assert plan.findings[0].fix == "In Clio, give the others another name or delete them, and plan again."


class TestInactiveObjects:
    def test_an_inactive_namesake_beside_a_live_one_is_ignored(self, world):
        live(world, "Fees", active=False)
        remote = live(world, "Fees")
        plan = world.plan(account("fees"))
        assert observed(plan, "account.fees") == remote
        assert actions(plan) == {"account.fees": "adopt"}

    def test_where_only_an_inactive_one_exists_it_is_made_active_again(self, world):
        remote = live(world, "Fees", active=False)
        plan = world.plan(account("fees"))
        assert actions(plan) == {"account.fees": "reactivate"}
        world.apply(account("fees"))
        assert world.qbo.get(remote).active
        assert world.qbo.get(remote).fields["name"] == "Fees"

    def test_two_inactive_ones_are_a_finding(self, world):
        for _ in "12":
            live(world, "Fees", active=False)
        assert codes(world.plan(account("fees"))) == ["MAT101"]

    def test_two_inactive_ones_are_none_for_an_entry_that_is_retired_anyway(self, world):
        for _ in "12":
            live(world, "Fees", active=False)
        plan = world.plan(gone("account.fees"))
        assert codes(plan) == []
        assert actions(plan) == {"account.fees": "no_op"}


class TestNeverTwoOnOne:
    def test_two_addresses_on_one_object_are_a_finding_and_both_are_held(self, world):
        live(world, "Fees", number="4000")
        plan = world.plan(account("by_name", "Fees"), account("by_number", "Other", number="4000"))
        assert codes(plan) == ["MAT104"]
        assert len(plan.findings[0].related) == 1
        assert not plan.changes

    def test_what_refers_to_a_held_resource_is_held_too(self, world):
        live(world, "Fees", number="4000")
        both = [account("by_name", "Fees"), account("by_number", "Other", number="4000")]
        plan = world.plan(*both, item("time", at("account.by_number")), account("below", parent=at("account.by_name")))
        assert not plan.changes

    def test_a_retired_entry_and_a_declared_one_on_one_object_are_a_finding(self, world):
        live(world, "Legal Services", number="4000")
        plan = world.plan(account("hourly", "Hourly", number="4000"), gone("account.legal", name="Legal Services"))
        assert codes(plan) == ["MAT104"]
        assert not plan.steps

    def test_two_retired_entries_on_one_object_are_a_finding_while_it_is_active(self, world):
        remote = live(world, "Fees", number="4000")
        both = [gone("account.one", name="Fees"), gone("account.two", name="Fees", number="4000")]
        assert codes(world.plan(*both)) == ["MAT104"]
        world.qbo.edit(remote, active=False)
        assert codes(world.plan(*both)) == []

    def test_a_retired_entry_does_not_take_the_account_that_has_its_number_now(self, world):
        live(world, "Legal Services", number="4000", active=False)
        live(world, "Hourly", number="4000")
        wanted = [
            account("hourly", "Hourly", number="4000"),
            gone("account.legal", name="Legal Services", number="4000"),
        ]
        plan = world.plan(*wanted)
        assert actions(plan) == {"account.hourly": "adopt", "account.legal": "no_op"}
        assert actions(world.plan(*reversed(wanted))) == actions(plan)

    def test_an_address_declared_twice_is_a_finding_and_neither_wins(self, world):
        live(world, "Fees")
        plan = world.plan(account("fees", "Fees"), gone("account.fees", name="Fees"))
        assert codes(plan) == ["MAT107"]
        assert not plan.steps


class TestReferences:
    def test_a_reference_is_resolved_to_the_object_it_means(self, world):
        fees = live(world, "Fees")
        world.qbo.add("item", name="Time", type="Service", income=fees)
        plan = world.plan(item("time", at("account.fees")), account("fees"))
        assert actions(plan) == {"item.time": "adopt", "account.fees": "adopt"}
        assert not plan.steps

    def test_what_needs_a_system_account_that_is_not_there_yet_waits_and_the_plan_says_so(self, world):
        payable = desired("account.payables", found_by="AccountsPayable")
        plan = world.plan(account("fees"), payable, item("filing", at("account.fees"), expense=at("account.payables")))
        assert actions(plan) == {"account.fees": "create", "account.payables": "no_op"}
        assert [(each.code, each.level) for each in plan.findings] == [("MAT108", "warning"), ("MAT105", "advice")]

    def test_a_reference_to_nothing_is_a_finding(self, world):
        plan = world.plan(item("time", at("account.fees")))
        assert codes(plan) == ["MAT109"]
        assert not plan.changes

    def test_parents_in_a_circle_are_a_finding(self, world):
        plan = world.plan(account("a", parent=at("account.b")), account("b", parent=at("account.a")))
        assert codes(plan) == ["MAT109"]
        assert "which in turn needs it" in plan.findings[0].what
        assert not plan.changes

    def test_what_belongs_to_a_system_that_was_not_read_is_left_out(self, world):
        plan = world.plan(klass("a"), desired("clio.activity_description.time", name="Time"))
        assert actions(plan) == {"class.a": "create"}


def test_matches_come_in_the_order_of_the_file(world):
    snapshots = {"qbo": world.qbo.snapshot()}
    wanted = [item("time", at("account.fees")), gone("account.old"), account("fees")]
    assert list(match(wanted, snapshots, {}, REGISTRY).by_address) == [each.address for each in wanted]
