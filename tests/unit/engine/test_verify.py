"""Reading back: what a vendor silently ignored, undid or moved along is reported."""

import pytest
from fakes import World, account, at, gone, item

from provisioner.model.resource import Remote

INCOME = {"type": "Income", "detail_type": "ServiceFeeIncome"}


@pytest.fixture
def world():
    return World()


def unapplied(world, *wanted):
    plan = world.plan(*wanted)
    return world.unapplied(plan, world.carry_out(plan), *wanted)


def test_nothing_is_reported_when_all_is_as_it_should_be(world):
    wanted = [account("income"), account("fees", parent=at("account.income")), item("time", at("account.fees"))]
    assert unapplied(world, *wanted) == []
    assert unapplied(world, account("income", "Revenue"), *wanted[1:]) == []


def test_making_inactive_and_active_again_are_no_side_effects_on_the_name(world):
    world.apply(account("fees"))
    assert unapplied(world, gone("account.fees")) == []
    assert unapplied(world, account("fees")) == []


def test_parking_is_no_side_effect(world):
    world.apply(account("a", number="1"), account("b", number="2"))
    assert unapplied(world, account("a", number="2"), account("b", number="1")) == []


def test_a_field_that_was_silently_ignored_is_reported(world):
    world.apply(account("fees"))
    world.qbo.ignored = {"AcctNum", "Description"}
    assert unapplied(world, account("fees", number="4000", description="Hours")) == [
        ("qbo.account.fees", "number is still None, not '4000'"),
        ("qbo.account.fees", "description is still None, not 'Hours'"),
    ]


def test_an_object_that_stayed_active_is_reported(world):
    world.apply(account("fees"))
    world.qbo.ignored = {"Active"}
    assert unapplied(world, gone("account.fees")) == [("qbo.account.fees", "it is still active")]


def test_an_object_that_stayed_inactive_is_reported(world):
    world.apply(account("fees"))
    world.apply(gone("account.fees"))
    world.qbo.spoil = lambda row: row.update(Active=False, Name="Fees (deleted)")
    assert ("qbo.account.fees", "it is still inactive") in unapplied(world, account("fees"))


def test_an_object_that_was_made_and_is_not_there_is_reported(world):
    plan = world.plan(account("fees"))
    run = world.carry_out(plan)
    world.qbo.rows.clear()
    (found,) = world.unapplied(plan, run, account("fees"))
    assert found == ("qbo.account.fees", "it is not there, though the vendor answered that it was made")


def test_an_object_made_with_another_type_than_asked_is_reported(world):
    world.qbo.spoil = lambda row: row.update(AccountType="Other Income")
    ((address, what),) = unapplied(world, account("fees"))
    assert address == "qbo.account.fees"
    assert "declared with type 'Income'" in what
    assert "has type 'Other Income'" in what


def test_an_object_that_cannot_be_judged_is_reported(world):
    plan = world.plan(account("fees"))
    run = world.carry_out(plan)
    assert world.unapplied(plan, run) == [("qbo.account.fees", "it could not be checked by reading it again")]


def test_something_else_that_moved_with_our_write_is_reported(world):
    world.qbo.add("account", name="Fees", raw={"AccountAlias": "kept", "TaxAccount": False}, **INCOME)

    def spoil(row):
        del row["AccountAlias"]
        row |= {"TaxAccount": True, "BankNum": "1"}

    world.qbo.spoil = spoil
    assert sorted(unapplied(world, account("fees", number="4000"))) == [
        ("qbo.account.fees", "AccountAlias was 'kept' and is gone, though this program did not touch it"),
        ("qbo.account.fees", "BankNum is '1' now, though this program did not touch it"),
        ("qbo.account.fees", "TaxAccount changed from False to True, though this program did not touch it"),
    ]


def test_a_field_of_ours_that_we_did_not_write_may_not_move_either(world):
    world.qbo.add("account", name="Fees", number="1", description="Hours", **INCOME)
    world.qbo.spoil = lambda row: row.update(Description="changed")
    assert unapplied(world, account("fees", number="2")) == [
        ("qbo.account.fees", "Description changed from 'Hours' to 'changed', though this program did not touch it")
    ]


def test_what_was_not_written_is_not_judged(world):
    world.apply(account("fees"), account("costs"))
    plan = world.plan(account("fees", number="1"), account("costs"))
    run = world.carry_out(plan)
    world.qbo.edit(
        Remote("qbo.account", world.memory.bindings[at("account.costs")].remote_id), name="Changed meanwhile"
    )
    assert world.unapplied(plan, run, account("fees", number="1"), account("costs")) == []


def test_what_was_retired_is_not_judged_by_a_namesake(world):
    world.qbo.add("account", name="Old", number="9", **INCOME)
    plan = world.plan(gone("account.old"))
    run = world.carry_out(plan)
    world.forget()
    world.qbo.add("account", name="Old", **INCOME)
    assert world.unapplied(plan, run, gone("account.old")) == []
