"""What a plan refuses, and that it says why and what to do."""

import pytest
from fakes import World, account, actions, at, codes, desired, gone, item, klass

INCOME = {"type": "Income", "detail_type": "ServiceFeeIncome"}


@pytest.fixture
def world():
    return World()


def refusal(plan):
    (found,) = [each for each in plan.findings if each.level == "error"]
    assert found.place is not None
    return f"{found.code} {found.what} {found.fix}"


class TestRetireInUse:
    def test_money_on_it(self, world):
        world.qbo.add("account", name="Fees", balance="12.34", **INCOME)
        plan = world.plan(gone("account.fees"))
        assert refusal(plan).startswith("SAF101 qbo.account.fees cannot be made inactive: its balance is 12.34.")
        assert not plan.changes

    def test_a_balance_of_nothing_is_no_hindrance(self, world):
        world.qbo.add("account", name="Fees", balance="0.00", **INCOME)
        world.apply(gone("account.fees"))

    def test_an_active_account_below_it(self, world):
        above = world.qbo.add("account", name="Fees", **INCOME)
        below = world.qbo.add("account", name="Below", parent=above, **INCOME)
        assert "'Below' still uses it" in refusal(world.plan(gone("account.fees")))
        world.qbo.edit(below, active=False)
        world.apply(gone("account.fees"))

    def test_an_active_item_that_points_at_it(self, world):
        fees = world.qbo.add("account", name="Fees", **INCOME)
        time = world.qbo.add("item", name="Time", type="Service", income=fees)
        assert "'Time' still uses it" in refusal(world.plan(gone("account.fees")))
        world.qbo.edit(time, active=False)
        world.apply(gone("account.fees"))

    def test_an_item_that_points_elsewhere_in_the_same_plan_is_no_hindrance(self, world):
        world.apply(account("fees"), account("new"), item("time", at("account.fees")))
        world.apply(gone("account.fees"), account("new"), item("time", at("account.new")))

    def test_an_item_that_is_retired_in_the_same_plan_is_no_hindrance(self, world):
        world.apply(account("fees"), item("time", at("account.fees")))
        world.apply(gone("account.fees"), gone("item.time"))

    def test_an_item_that_comes_back_pointing_at_it(self, world):
        world.apply(account("fees"), item("time", at("account.fees")))
        world.apply(account("fees"), gone("item.time"))
        back = desired("item.time", name="Time", type="Service")
        assert "'Time' still uses it" in refusal(world.plan(gone("account.fees"), back))

    def test_an_account_quickbooks_made_itself(self, world):
        world.qbo.add("account", name="Debtors", type="Accounts Receivable", detail_type="AccountsReceivable")
        plan = world.plan(gone("account.debtors"))
        assert "QuickBooks made this account itself" in refusal(plan)
        assert plan.findings[0].fix == "Remove `retired.accounts.debtors` from the firm file, then plan again."

    def test_a_class_with_an_active_class_below_it(self, world):
        world.apply(klass("a", parent=None), klass("b", parent=at("class.a")))
        assert refusal(world.plan(gone("class.a"), klass("b"))).startswith("SAF101")


class TestTakenNamesAndNumbers:
    def test_a_number_that_an_undeclared_account_has(self, world):
        world.qbo.add("account", name="Mine", number="4000", **INCOME)
        world.apply(account("fees"))
        plan = world.plan(account("fees", number="4000"))
        assert refusal(plan).startswith(
            "SAF102 qbo.account.fees asks for a number that '4000 Mine' (id 1) already has."
        )
        assert not plan.changes

    def test_a_number_that_a_declared_account_keeps_without_saying_so(self, world):
        world.qbo.add("account", name="Costs", number="4000", **INCOME)
        world.apply(account("costs"), account("fees"))
        assert refusal(world.plan(account("costs"), account("fees", number="4000"))).startswith("SAF102")

    def test_a_number_that_a_declared_account_keeps_while_something_else_of_it_changes(self, world):
        world.qbo.add("account", name="Costs", number="4000", **INCOME)
        world.apply(account("costs"), account("fees"))
        plan = world.plan(account("costs", description="Another"), account("fees", number="4000"))
        assert refusal(plan).startswith("SAF102 qbo.account.fees")

    def test_a_number_that_is_given_up_in_the_same_plan_is_free(self, world):
        world.apply(account("costs", number="4000"), account("fees"))
        world.apply(account("costs", number="4010"), account("fees", number="4000"))

    def test_a_number_of_an_inactive_account_is_free(self, world):
        world.qbo.add("account", name="Mine", number="4000", active=False, **INCOME)
        world.apply(account("fees", number="4000"))

    def test_a_number_that_what_comes_back_brings_along(self, world):
        world.apply(account("fees", number="4000"))
        world.apply(gone("account.fees"))
        world.qbo.add("account", name="Mine", number="4000", **INCOME)
        assert refusal(world.plan(account("fees"))).startswith("SAF102")

    def test_a_number_it_has_already_beside_another_hinders_no_other_change(self, world):
        for name in ("Fees", "Mine"):
            world.qbo.add("account", name=name, number="4000", **INCOME)
        assert codes(world.plan(account("fees", number="4000", description="Hours"))) == []

    def test_a_name_below_another_parent_is_free(self, world):
        above = world.qbo.add("account", name="Above", **INCOME)
        world.qbo.add("account", name="Fees", parent=above, **INCOME)
        world.apply(account("fees", parent=None))

    def test_what_needs_a_refused_new_one_is_left_out_and_the_rest_stays(self, world):
        world.apply(account("old"))
        world.qbo.edit(next(iter(world.qbo.rows)), number="9")
        new = account("new", number="9")
        plan = world.plan(account("old"), new, item("time", at("account.new")), account("other"))
        assert codes(plan) == ["SAF102"]
        assert actions(plan) == {"account.old": "no_op", "account.other": "create"}


class TestProtection:
    def protected(self, world):
        world.apply(account("trust", "Trust"))
        world.memory.protect(at("account.trust"))

    def test_what_was_protected_once_is_not_retired(self, world):
        self.protected(world)
        assert refusal(world.plan(gone("account.trust"))).startswith("SAF103")

    def test_protection_holds_under_another_key(self, world):
        self.protected(world)
        world.apply()
        assert at("account.trust") in world.memory.bindings, "protection outlives the file"
        plan = world.plan(gone("account.anything", name="Trust"))
        assert "put under `protect:` as accounts.trust (qbo.account.trust)" in refusal(plan)

    def test_it_can_be_lifted_for_one_run(self, world):
        self.protected(world)
        assert actions(world.apply(gone("account.trust"), accept=["unprotect:qbo.account.trust"])) == {
            "account.trust": "retire"
        }

    def test_a_person_is_not_told_to_delete_what_is_protected(self):
        world = World("qbo", "clio")
        address = "clio.activity_description.time"
        world.apply(desired(address, name="Time"))
        world.memory.protect(at(address))
        plan = world.plan(gone(address, name="Time"))
        assert refusal(plan).startswith("SAF103")
        assert not plan.human

    def test_what_is_protected_may_be_changed(self, world):
        self.protected(world)
        world.apply(account("trust", "Client Trust"))


class TestBrake:
    def accounts(self, count, **fields):
        return [account(f"a{n}", **fields) for n in range(count)]

    def test_more_than_a_third_and_ten_at_once_is_held(self, world):
        world.apply(*self.accounts(30))
        plan = world.plan(*self.accounts(10, description="x"), *self.accounts(30)[10:])
        (found,) = plan.findings
        assert (found.code, found.level) == ("SAF104", "error")
        assert found.what == "This plan would change or make inactive 10 of the 30 objects managed in QuickBooks."
        assert "--accept brake:qbo" in found.fix

    @pytest.mark.parametrize(("changed", "of"), [(9, 9), (10, 34)])
    def test_fewer_go_ahead(self, world, changed, of):
        world.apply(*self.accounts(of))
        world.apply(*self.accounts(changed, description="x"), *self.accounts(of)[changed:])

    def test_it_can_be_released_for_one_system(self, world):
        world.apply(*self.accounts(12))
        assert codes(world.plan(*self.accounts(12, description="x"), accept=["brake:clio"])) == ["SAF104"]
        assert codes(world.plan(*self.accounts(12, description="x"), accept=["brake:qbo"])) == []

    def test_making_inactive_counts(self, world):
        world.apply(*self.accounts(12))
        assert codes(world.plan(*(gone(f"account.a{n}") for n in range(12)))) == ["SAF104"]

    def test_adoption_and_new_ones_do_not_count(self, world):
        world.apply(*self.accounts(12))
        world.forget()
        world.apply(*self.accounts(30, description="x"))


class TestCircles:
    def test_an_account_does_not_go_below_what_stays_below_it(self, world):
        above = world.qbo.add("account", name="A", number="1", **INCOME)
        world.qbo.add("account", name="B", number="2", parent=above, **INCOME)
        plan = world.plan(account("a", number="1", parent=at("account.b")), account("b", number="2"))
        assert refusal(plan).startswith("SAF105 qbo.account.a would stand below itself")
        assert not [step for step in plan.steps if step.address == at("account.a")]

    def test_nor_with_an_undeclared_one_in_between(self, world):
        above = world.qbo.add("account", name="A", number="1", **INCOME)
        middle = world.qbo.add("account", name="Mine", parent=above, **INCOME)
        world.qbo.add("account", name="B", number="2", parent=middle, **INCOME)
        plan = world.plan(account("a", number="1", parent=at("account.b")), account("b", number="2"))
        assert refusal(plan).startswith("SAF105")
