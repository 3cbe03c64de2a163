"""For every declared line, what makes it true; could-not-check is never passed."""

import pytest
from fakes import World, account, at, desired, gone, item, klass

ENTRY = {"name": "Fees", "type": "Income", "detail_type": "ServiceFeeIncome"}


def lines(plan):
    return [(each.path, each.how, each.status) for each in plan.enforcement]


@pytest.fixture
def world():
    return World(tree={"version": 1, "firm": {"name": "Harbor"}, "accounts": {"fees": ENTRY}})


def test_an_entry_passes_when_nothing_is_left_to_do(world):
    world.apply(account("fees"))
    assert lines(world.plan(account("fees"))) == [("accounts.fees", "provisioned", "pass")]


def test_an_entry_fails_while_a_change_is_planned(world):
    assert lines(world.plan(account("fees"))) == [("accounts.fees", "provisioned", "fail")]


def test_an_entry_with_a_finding_in_its_way_is_an_error(world):
    world.qbo.add("account", name="Fees", type="Expense", detail_type="ServiceFeeIncome")
    assert lines(world.plan(account("fees"))) == [("accounts.fees", "provisioned", "error")]


def test_an_entry_only_a_person_can_do_is_unknown():
    world = World(facts={"class_tracking": "none"}, tree={"classes": {"a": {"name": "A"}}})
    assert lines(world.plan(klass("a"))) == [("classes.a", "provisioned", "unknown")]


def test_an_entry_that_waits_for_a_person_is_unknown():
    world = World(facts={"class_tracking": "none"})
    wanted = [account("fees"), klass("a"), item("time", at("account.fees"), class_=at("class.a"))]
    world.apply(*wanted)
    assert ("products.time", "provisioned", "unknown") in lines(world.plan(*wanted))


def test_a_system_account_that_is_not_there_yet_is_unknown(world):
    plan = world.plan(desired("account.receivables", found_by="AccountsReceivable"))
    assert ("accounts.receivables", "provisioned", "unknown") in lines(plan)


def test_a_retired_entry_that_is_not_there_passes(world):
    assert ("retired.accounts.old", "provisioned", "pass") in lines(world.plan(gone("account.old")))


def test_a_declared_value_that_nothing_enforces_is_unknown_and_named_by_its_path(world):
    world.firm.tree["sync"] = {"invoices": {"timing": "batch", "day": "friday"}, "bank_feeds": "quickbooks"}
    world.firm.tree["accounts"] = {"fees": {**ENTRY, "opening": "1.00"}}
    world.apply(account("fees"))
    assert lines(world.plan(account("fees"))) == [
        ("accounts.fees", "provisioned", "pass"),
        ("accounts.fees.opening", "unknown", "unknown"),
        ("sync.invoices.timing", "unknown", "unknown"),
        ("sync.invoices.day", "unknown", "unknown"),
        ("sync.bank_feeds", "unknown", "unknown"),
    ]


def test_an_empty_section_is_one_line():
    assert lines(World(tree={"sync": {}}).plan()) == [("sync", "unknown", "unknown")]


def test_who_and_where_need_no_enforcement():
    tree = {"version": 1, "extends": ["a.yaml"], "systems": {"clio": {}}, "people": {"a": {}}, "protect": ["x"]}
    assert lines(World(tree=tree).plan()) == []
