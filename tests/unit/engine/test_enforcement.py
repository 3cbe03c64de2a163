"""For every declared line, what makes it true; could-not-check is never passed."""

import typing
from dataclasses import replace
from datetime import date

import pytest
from fakes import World, account, at, desired, firm, gone, item, klass

from provisioner.engine.enforcement import lines_by_value, matrix
from provisioner.model.address import Address
from provisioner.model.resource import Snapshot
from provisioner.model.setting import Asked, Attestation, Confirmation, Nature, Setting, Standing
from provisioner.model.source import dotted

LIVE = {"qbo": Snapshot("qbo", "9341", "Harbor", {})}
ANA = Attestation(
    Address.parse("qbo.setting.feeds"), "Feeds run in QuickBooks.", "Ana Ruiz", date(2026, 11, 1), date(2027, 1, 30)
)

ALWAYS = {"version", "firm.name"}
ENTRY = {"name": "Fees", "type": "Income", "detail_type": "ServiceFeeIncome"}


def lines(plan):
    return [(each.path, each.how, each.status) for each in plan.enforcement if each.path not in ALWAYS]


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


def test_what_declares_nothing_is_kept_by_doing_nothing():
    tree = {"sync": {}, "protect": [], "records": None, "people": {"a": {}}}
    assert {line[1:] for line in lines(World(tree=tree).plan())} == {("tool", "pass")}


def test_what_only_this_program_reads_says_so_in_one_line_an_entry():
    tree = {"version": 1, "extends": ["a.yaml"], "protect": ["x"], "trust": {"a": {"kind": "iolta", "bank": "b"}}}
    found = {each.path: each for each in World(tree=tree).plan().enforcement}
    assert {each.how for each in found.values()} == {"tool"}
    assert found["version"].note == "This program reads files of this version."
    assert found["protect"].wrong_if == found["protect"].note


def test_the_company_that_answers_is_looked_at_by_every_plan(world):
    world.firm.tree["systems"] = {"quickbooks": {"company_id": "9341", "edition": "plus"}, "clio": {"region": "us"}}
    found = {each.path: (each.how, each.status) for each in world.plan().enforcement}
    assert found["systems.quickbooks.edition"] == ("observed", "unknown")
    assert found["systems.clio.region"] == ("unknown", "unknown")


class TestConfirmations:
    """Lines of what people confirm."""

    TREE: typing.ClassVar = {"sync": {"bank_feeds": "quickbooks", "contacts": "both"}}

    def line(self, standing, said=ANA, contradiction=None, *, conclusive=False, snapshots=LIVE, resources=()):
        setting = Setting(
            "qbo.setting.feeds", "Feeds", Nature.SWITCH, 90, lambda _: (), "The bank.", ("A; read 2026-11",)
        )
        paths = (("sync", "bank_feeds"), ("sync", "contacts"))
        place = firm().place("sync")
        address = Address.parse("qbo.setting.feeds")
        asked = Asked(address, "Bank feeds", "Feeds run in QuickBooks.", paths, place, ("Look.",), "A picture.")
        each = Confirmation(replace(setting, conclusive=conclusive), asked, standing, said, contradiction)
        return matrix(firm(self.TREE), resources, (each,), snapshots)

    @pytest.mark.parametrize(
        ("standing", "how", "status"),
        [
            (Standing.ATTESTED, "attested", "pass"),
            (Standing.EXPIRED, "attested", "unknown"),
            (Standing.OUTDATED, "attested", "unknown"),
            (Standing.CONTRADICTED, "attested", "fail"),
        ],
    )
    def test_what_was_confirmed_says_by_whom_since_when_and_until(self, standing, how, status):
        (line,) = self.line(standing)
        assert (line.path, line.how, line.status) == ("sync.bank_feeds", how, status)
        assert line.paths == (("sync", "bank_feeds"), ("sync", "contacts"))
        assert (line.by, line.since, line.expires) == ("Ana Ruiz", "2026-11-01", "2027-01-30")
        assert (line.title, line.wrong_if) == ("Bank feeds", "The bank.")
        assert bool(line.note) is (standing in {Standing.EXPIRED, Standing.OUTDATED})

    def test_what_nobody_confirmed_is_unknown(self):
        (line,) = self.line(Standing.OPEN, None)
        assert (line.how, line.status, line.by) == ("unknown", "unknown", "")

    def test_what_a_look_decides_is_seen_and_is_not_looked_at_offline(self):
        (line,) = self.line(Standing.OBSERVED, None)
        assert (line.how, line.status) == ("observed", "pass")
        (line,) = self.line(Standing.OPEN, None, conclusive=True, snapshots={})
        assert (line.how, line.status) == ("observed", "unknown")
        (line,) = self.line(Standing.OPEN, None, conclusive=True)
        assert (line.how, line.status) == ("unknown", "unknown")

    def test_what_live_data_contradicts_says_so_whether_or_not_anybody_confirmed_it(self):
        (line,) = self.line(Standing.CONTRADICTED, None, "It runs in Clio.")
        assert (line.how, line.status, line.note) == ("observed", "fail", "It runs in Clio.")

    def test_what_a_resource_provisions_is_not_asked_of_anybody(self):
        resource = replace(desired("account.feeds"), path=("sync",), covers=frozenset({"contacts"}))
        lines = self.line(Standing.ATTESTED, resources=((resource, "pass", ""),))
        assert [(each.how, each.paths) for each in lines] == [
            ("provisioned", (("sync",),)),
            ("attested", (("sync", "bank_feeds"),)),
        ]
        whole = replace(resource, covers=frozenset({"contacts", "bank_feeds"}))
        lines = self.line(Standing.ATTESTED, resources=((whole, "pass", ""),))
        assert [each.how for each in lines] == ["provisioned"]


def test_each_declared_value_is_in_the_line_of_its_innermost_entry():
    tree = {"accounts": {"a": {"name": "A", "clio": {"name": "B"}}}}
    outer = replace(desired("account.a"), path=("accounts", "a"), covers=frozenset({"name", "clio"}))
    inner = replace(desired("clio.bank_account.a"), path=("accounts", "a", "clio"), covers=frozenset({"name"}))
    lines = matrix(firm(tree), ((outer, "pass", ""), (inner, "fail", "")), (), {})
    found = lines_by_value(firm(tree), lines)
    assert {dotted(path): line.path for path, line in found.items()} == {
        "accounts.a.name": "accounts.a",
        "accounts.a.clio.name": "accounts.a.clio",
    }


def test_a_value_that_no_line_is_about_is_found_out():
    assert lines_by_value(firm({"sync": {"contacts": "both"}}), ()) == {("sync", "contacts"): None}


def test_two_resources_of_one_entry_share_its_line_and_its_worse_status():
    one = replace(desired("account.a"), path=("clients", "a"))
    other = replace(desired("account.b"), path=("clients", "a"))
    (line,) = matrix(firm(), ((one, "pass", ""), (other, "fail", "Soon.")), (), {})
    assert (line.status, line.note, [str(each) for each in line.addresses]) == (
        "fail",
        "Soon.",
        ["qbo.account.a", "qbo.account.b"],
    )
