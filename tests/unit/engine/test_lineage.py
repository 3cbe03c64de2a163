"""Who stands above whom once a plan is applied."""

from fakes import REGISTRY, World, account, at

from provisioner.engine.lineage import Lineage
from provisioner.engine.match import match
from provisioner.model.change import Action, Cause, Change, FieldChange

INCOME = {"type": "Income", "detail_type": "ServiceFeeIncome"}


def above(world, address, *wanted, moves=("parent",)):
    snapshots = {"qbo": world.qbo.snapshot()}
    found = match(wanted, snapshots, {}, REGISTRY).by_address
    moved = tuple(FieldChange(name, None, None, Cause.CONFIG) for name in moves)
    each = found[at(address)]
    change = Change(each.desired.address, Action.UPDATE, each.desired, each.observed, moved)
    return {str(each).removeprefix("qbo.account.") for each in Lineage(found, snapshots).above(change)}


def test_declared_parents_go_before_live_ones():
    world = World()
    old = world.qbo.add("account", name="Old", **INCOME)
    world.qbo.add("account", name="B", parent=old, number="2", **INCOME)
    wanted = [account("a", parent=at("account.b")), account("b", number="2", parent=at("account.c")), account("c")]
    assert above(world, "account.a", *wanted, account("old")) == {"b", "c"}


def test_a_parent_nobody_declares_is_passed_through():
    world = World()
    top = world.qbo.add("account", name="Top", **INCOME)
    middle = world.qbo.add("account", name="Mine", parent=top, **INCOME)
    world.qbo.add("account", name="B", parent=middle, number="2", **INCOME)
    wanted = [account("a", parent=at("account.b")), account("b", number="2"), account("top")]
    assert above(world, "account.a", *wanted) == {"b", "top"}


def test_the_resource_itself_is_among_them_in_a_circle():
    world = World()
    a = world.qbo.add("account", name="A", number="1", **INCOME)
    world.qbo.add("account", name="B", number="2", parent=a, **INCOME)
    wanted = [account("a", number="1", parent=at("account.b")), account("b", number="2")]
    assert above(world, "account.a", *wanted) == {"a", "b"}


def test_what_does_not_move_has_nothing_to_wait_for():
    wanted = [account("a", parent=at("account.b")), account("b")]
    assert above(World(), "account.a", *wanted, moves=("name",)) == set()
