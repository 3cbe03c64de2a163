"""What people changed live since the last apply, whatever the file says now."""

import pytest
from fakes import REGISTRY, World, account, at, gone, item

from provisioner.engine.drift import drifts
from provisioner.model.resource import Binding, Remote


@pytest.fixture
def world():
    world = World()
    world.apply(account("fees", number="4000"), account("costs", number="4010"), item("time", at("account.fees")))
    return world


def remote(world, address):
    return Remote(at(address).kind, world.memory.bindings[at(address)].remote_id)


def found(world):
    snapshots = {name: each.snapshot() for name, each in world.vendors.items()}
    return [(each.address, each.fields, each.gone) for each in drifts(world.memory.bindings, snapshots, REGISTRY)]


def test_nothing_drifted_after_an_apply(world):
    assert found(world) == []


def test_a_changed_field_is_shown_as_it_was_and_as_it_is(world):
    world.qbo.edit(remote(world, "account.fees"), number="4999")
    assert found(world) == [("qbo.account.fees", (("number", "4000", "4999"),), False)]


def test_references_are_shown_as_what_is_on_screen(world):
    world.qbo.edit(remote(world, "item.time"), income=remote(world, "account.costs"))
    assert found(world) == [("qbo.item.time", (("income", "4000 Fees", "4010 Costs"),), False)]


def test_a_field_nobody_declared_may_change(world):
    world.qbo.edit(remote(world, "account.fees"), description="Mine")
    assert found(world) == []


def test_an_inactive_object_is_gone(world):
    world.qbo.edit(remote(world, "account.costs"), active=False)
    assert found(world) == [("qbo.account.costs", (), True)]


def test_a_missing_object_is_gone(world):
    world.qbo.remove(remote(world, "account.costs"))
    assert found(world) == [("qbo.account.costs", (), True)]


def test_what_we_made_inactive_ourselves_is_no_drift(world):
    world.apply(account("fees", number="4000"), gone("account.costs"), item("time", at("account.fees")))
    assert found(world) == []


def test_what_we_made_inactive_drifts_when_it_is_active_again(world):
    world.apply(account("fees", number="4000"), gone("account.costs"), item("time", at("account.fees")))
    world.qbo.edit(remote(world, "account.costs"), active=True)
    assert found(world) == [("qbo.account.costs", (("active", False, True),), False)]


def test_what_came_back_from_retirement_drifts_like_any_other(world):
    wanted = [account("fees", number="4000"), item("time", at("account.fees"))]
    world.apply(*wanted, gone("account.costs"))
    world.apply(*wanted, account("costs", number="4010"))
    assert found(world) == []
    world.qbo.edit(remote(world, "account.costs"), active=False)
    assert found(world) == [("qbo.account.costs", (), True)]


def test_what_was_not_read_is_not_judged(world):
    address = at("clio.activity_description.time")
    world.memory.bindings[address] = Binding(address, "1", {"name": "Time"})
    assert found(world) == []
