"""Narrowing a plan down: a target brings what it waits for, what is excluded keeps what waits for it out."""

from __future__ import annotations

import pytest
from fakes import World, account, actions, at, codes, desired, gone, item, levels

from provisioner.engine.selection import Selection
from provisioner.model.resource import Remote

TREE = [account("income"), account("fees", parent=at("account.income")), item("time", at("account.fees")), account("x")]
INCOME = {"type": "Income", "detail_type": "ServiceFeeIncome"}


@pytest.fixture
def world():
    return World()


def steps(plan):
    return [str(each.address).removeprefix("qbo.") + "*" * each.temporary for each in plan.steps]


def left_out(plan):
    return [str(each).removeprefix("qbo.") for each in plan.left_out]


class TestTargets:
    def test_what_it_refers_to_comes_along_and_nothing_else(self, world):
        plan = world.plan_of(*TREE, targets=["account.fees"])
        assert steps(plan) == ["account.income", "account.fees"]
        assert left_out(plan) == ["item.time", "account.x"]

    def test_what_frees_its_name_or_number_comes_along(self, world):
        world.apply(account("a", number="4000"), account("b", number="4010"))
        wanted = [account("a", number="4020"), account("b", number="4000"), account("x")]
        plan = world.plan_of(*wanted, targets=["account.b"])
        assert steps(plan) == ["account.a", "account.b"]
        assert left_out(plan) == ["account.x"]

    def test_a_circle_of_numbers_comes_whole_with_its_passing_value(self, world):
        world.apply(account("a", number="1"), account("b", number="2"))
        wanted = [account("a", number="2"), account("b", number="1"), account("x")]
        plan = world.plan_of(*wanted, targets=["account.a"])
        assert sorted(steps(plan)) == ["account.a", "account.b", "account.b*"] or sorted(steps(plan)) == [
            "account.a",
            "account.a*",
            "account.b",
        ]
        assert not world.carry_out(plan).failed
        assert not world.qbo.refusals

    def test_what_lets_go_of_an_account_comes_along_when_that_is_retired(self, world):
        world.apply(account("old"), account("new"), item("time", at("account.old")))
        wanted = [gone("account.old"), account("new"), item("time", at("account.new"))]
        plan = world.plan_of(*wanted, targets=["account.old"], accept=["brake:qbo"])
        assert steps(plan) == ["item.time", "account.old"]

    def test_an_adoption_is_a_change_like_any_other(self, world):
        for name in ("Fees", "Costs"):
            world.qbo.add("account", name=name, **INCOME)
        plan = world.plan_of(account("fees"), account("costs"), targets=["account.fees"])
        assert actions(plan) == {"account.fees": "adopt"}
        assert left_out(plan) == ["account.costs"]
        world.carry_out(plan)
        assert set(world.memory.bindings) == {at("account.fees")}

    def test_only_what_is_targeted_is_released(self, world):
        world.apply(*(account(each) for each in "abx"))
        assert [each.address for each in world.plan_of(account("x"), targets=["account.a"]).released] == [
            at("account.a")
        ]
        assert world.plan_of(account("x"), targets=["account.x"]).released == ()

    def test_the_cost_is_that_of_what_is_left(self):
        world = World("qbo", "clio")
        plan = world.plan_of(*TREE, desired("clio.practice_area.f", name="Family"), targets=["account.x"])
        assert plan.budget.writes == {"qbo": 1}
        assert (plan.budget.qbo, plan.budget.clio) == (2, 0)

    def test_levels_are_counted_anew(self, world):
        world.apply(account("income"))
        assert levels(world.plan_of(*TREE, targets=["account.fees"])) == {"account.fees": 0}


class TestExcluded:
    def test_what_waits_for_it_stays_out_with_it(self, world):
        plan = world.plan_of(*TREE, excluded=["account.fees"])
        assert steps(plan) == ["account.income", "account.x"]
        assert left_out(plan) == ["account.fees", "item.time"]

    def test_a_target_that_needs_what_is_excluded_stays_out(self, world):
        plan = world.plan_of(*TREE, targets=["item.time", "account.x"], excluded=["account.income"])
        assert steps(plan) == ["account.x"]
        assert left_out(plan) == ["account.income", "account.fees", "item.time"]

    def test_what_takes_its_number_stays_out_with_it(self, world):
        world.apply(account("a", number="4000"), account("b", number="4010"))
        plan = world.plan_of(
            account("a", number="4020"), account("b", number="4000"), account("x"), excluded=["account.a"]
        )
        assert steps(plan) == ["account.x"]

    def test_it_is_not_released(self, world):
        world.apply(account("a"), account("b"), account("x"))
        plan = world.plan_of(account("x"), excluded=["account.a"])
        assert [each.address for each in plan.released] == [at("account.b")]


class TestWhatStays:
    def test_resources_without_a_change_stay_and_nothing_happens_to_them(self, world):
        world.apply(*TREE)
        wanted = [*TREE[:-1], account("x", description="new"), account("y")]
        plan = world.plan_of(*wanted, targets=["account.y"])
        assert actions(plan) == {
            "account.income": "no_op",
            "account.fees": "no_op",
            "item.time": "no_op",
            "account.y": "create",
        }
        assert left_out(plan) == ["account.x"]

    def test_without_a_selection_nothing_is_left_out(self, world):
        plan = world.plan(*TREE)
        assert plan.left_out == ()
        assert Selection().is_everything
        assert len(plan.steps) == 4

    def test_findings_about_what_is_left_out_do_not_stand_in_the_way(self, world):
        world.qbo.add("account", name="Fees", **INCOME)
        world.qbo.add("account", name="Fees (2)", number="4000", **INCOME)
        wanted = [account("fees", number="4000"), account("x")]
        assert codes(world.plan(*wanted)) != []
        assert codes(world.plan_of(*wanted, targets=["account.x"])) == []
        assert codes(world.plan_of(*wanted, excluded=["account.fees"])) == []
        assert codes(world.plan_of(*wanted, targets=["account.fees"])) == codes(world.plan(*wanted))

    def test_what_is_left_out_is_referred_to_as_it_is(self, world):
        fees = world.qbo.add("account", name="Fees", **INCOME)
        world.apply(account("costs"))
        wanted = [account("fees"), account("costs", description="new"), item("time", at("account.fees"))]
        wanted.append(item("copies", at("account.costs")))
        plan = world.plan_of(*wanted, excluded=["account.fees", "account.costs"])
        assert left_out(plan) == ["account.fees", "account.costs"]
        assert not world.carry_out(plan).failed
        sent = {str(address): fields["income"] for address, fields, _ in world.qbo.sent if "income" in fields}
        costs = Remote("qbo.account", world.memory.bindings[at("account.costs")].remote_id)
        assert sent == {"qbo.item.time": fees, "qbo.item.copies": costs}

    @pytest.mark.parametrize("fees", [{"type": "Expense", "detail_type": "OfficeExpenses"}, {"number": "4000"}])
    def test_a_target_that_needs_what_cannot_be_planned_is_stopped_by_its_finding(self, world, fees):
        world.qbo.add("account", name="Fees", **INCOME)
        world.qbo.add("account", name="Other", number="4000", **INCOME)
        wanted = [desired("account.fees", **{"name": "Fees", **INCOME, **fees}), item("time", at("account.fees"))]
        assert codes(world.plan(*wanted)) != []
        assert codes(world.plan_of(*wanted, targets=["item.time"])) == codes(world.plan(*wanted))
        plan = world.plan_of(*wanted, account("x"), excluded=["account.fees"])
        assert (codes(plan), steps(plan)) == ([], ["account.x"])

    def test_the_rest_is_applied_later_as_if_nothing_had_been(self, world):
        world.carry_out(world.plan_of(*TREE, targets=["account.fees"]))
        plan = world.apply(*TREE)
        assert steps(plan) == ["account.x", "item.time"] or steps(plan) == ["item.time", "account.x"]
        assert not world.plan(*TREE).pending
