"""What a plan says: the action of each resource, why each field differs, and what waits for a person."""

import pytest
from fakes import World, account, actions, at, change, codes, desired, fields, gone, item, klass

from provisioner.model.resource import Binding


@pytest.fixture
def world():
    return World()


def only(world):
    (remote,) = world.qbo.rows
    return remote


class TestActions:
    def test_what_is_not_there_is_made(self, world):
        assert actions(world.plan(account("fees"))) == {"account.fees": "create"}

    def test_what_is_there_and_as_declared_is_adopted_without_a_write(self, world):
        world.qbo.add("account", name="Fees", type="Income", detail_type="ServiceFeeIncome")
        plan = world.plan(account("fees"))
        assert actions(plan) == {"account.fees": "adopt"}
        assert not plan.steps

    def test_what_is_there_and_differs_is_adopted_with_the_changes(self, world):
        world.qbo.add("account", name="FEES", type="Income", detail_type="ServiceFeeIncome")
        plan = world.plan(account("fees", description="Hours"))
        assert fields(plan, "account.fees") == [
            ("name", "FEES", "Fees", "unknown"),
            ("description", None, "Hours", "unknown"),
        ]

    def test_what_is_bound_and_as_declared_is_left_alone(self, world):
        world.apply(account("fees"))
        plan = world.plan(account("fees"))
        assert actions(plan) == {"account.fees": "no_op"}
        assert not plan.pending

    def test_what_is_retired_and_active_is_made_inactive(self, world):
        world.apply(account("fees"))
        world.apply(gone("account.fees"))
        assert not world.qbo.get(only(world)).active
        assert actions(world.plan(gone("account.fees"))) == {"account.fees": "no_op"}

    def test_what_is_retired_and_not_there_needs_nothing(self, world):
        assert actions(world.plan(gone("account.fees"))) == {"account.fees": "no_op"}

    def test_an_entry_taken_out_of_retired_is_the_same_account_again(self, world):
        world.apply(account("fees", number="4000"))
        world.apply(gone("account.fees"))
        wanted = account("fees", "Legal Fees", number="4010")
        assert actions(world.plan(wanted)) == {"account.fees": "reactivate"}
        world.apply(wanted)
        assert world.qbo.get(only(world)).fields["name"] == "Legal Fees"
        assert world.qbo.get(only(world)).fields["number"] == "4010"
        assert not world.plan(wanted).pending

    def test_what_a_person_makes_active_again_is_made_inactive_again(self, world):
        world.apply(account("fees"))
        world.apply(gone("account.fees"))
        world.qbo.edit(only(world), active=True, name="Other name")
        assert actions(world.plan(gone("account.fees"))) == {"account.fees": "retire"}

    def test_a_retired_account_is_not_mistaken_for_a_new_entry_of_its_name(self, world):
        world.apply(account("fees", "Fees"))
        world.qbo.edit(only(world), name="Costs")
        world.apply(gone("account.fees", name="Fees"))
        plan = world.plan(gone("account.fees", name="Fees"), account("costs", "Costs"))
        assert actions(plan) == {"account.fees": "no_op", "account.costs": "create"}

    def test_a_system_account_is_never_made_changed_or_renamed(self, world):
        wanted = desired("account.receivables", found_by="AccountsReceivable")
        assert actions(world.plan(wanted)) == {"account.receivables": "no_op"}
        world.qbo.add("account", name="A/R", type="Accounts Receivable", detail_type="AccountsReceivable")
        plan = world.plan(wanted)
        assert actions(plan) == {"account.receivables": "adopt"}
        assert not plan.steps


class TestCauses:
    """A difference is yours, theirs, or both; without a past nobody knows."""

    @pytest.fixture(autouse=True)
    def applied(self, world):
        world.apply(account("fees", number="4000", description="Hours"))

    def test_the_file_changed(self, world):
        plan = world.plan(account("fees", number="4010", description="Hours"))
        assert fields(plan, "account.fees") == [("number", "4000", "4010", "config")]
        assert not plan.drifted

    def test_somebody_changed_it_on_screen(self, world):
        world.qbo.edit(only(world), number="4999")
        plan = world.plan(account("fees", number="4000", description="Hours"))
        assert fields(plan, "account.fees") == [("number", "4999", "4000", "drift")]
        assert plan.drifted == plan.changes

    def test_both_changed_it(self, world):
        world.qbo.edit(only(world), number="4999")
        plan = world.plan(account("fees", number="4010", description="Hours"))
        assert fields(plan, "account.fees") == [("number", "4999", "4010", "conflict")]

    def test_both_changed_it_to_the_same(self, world):
        world.qbo.edit(only(world), number="4010")
        wanted = account("fees", number="4010", description="Hours")
        assert actions(world.plan(wanted)) == {"account.fees": "no_op"}
        world.apply(wanted)
        world.qbo.edit(only(world), number="4999")
        assert fields(world.plan(wanted), "account.fees") == [("number", "4999", "4010", "drift")]

    def test_each_field_has_a_cause_of_its_own_and_the_strongest_is_that_of_the_change(self, world):
        world.qbo.edit(only(world), number="4999")
        plan = world.plan(account("fees", number="4000", description="Hours and minutes"))
        assert [(name, cause) for name, _, _, cause in fields(plan, "account.fees")] == [
            ("number", "drift"),
            ("description", "config"),
        ]
        assert change(plan, "account.fees").cause == "drift"

    def test_nobody_knows_without_a_past(self, world):
        world.forget()
        world.qbo.edit(only(world), description="Days")
        plan = world.plan(account("fees", number="4000", description="Hours"))
        assert fields(plan, "account.fees") == [("description", "Days", "Hours", "unknown")]

    def test_a_field_declared_for_the_first_time_has_no_past(self, world):
        plan = world.plan(account("fees", number="4000", description="Hours", parent=None))
        assert actions(plan) == {"account.fees": "no_op"}
        world.memory.bindings[at("account.fees")] = Binding(at("account.fees"), "1", {"name": "Fees"})
        plan = world.plan(account("fees", number="4010", description="Hours"))
        assert fields(plan, "account.fees") == [("number", "4000", "4010", "unknown")]

    def test_what_we_left_in_an_object_that_is_gone_says_nothing_about_its_successor(self, world):
        world.qbo.remove(only(world))
        world.qbo.add("item", name="In between", type="Service")
        world.qbo.add("account", name="Fees", number="1", type="Income", detail_type="ServiceFeeIncome")
        plan = world.plan(account("fees", number="4000"))
        assert actions(plan) == {"account.fees": "adopt"}
        assert fields(plan, "account.fees") == [("number", "1", "4000", "unknown")]

    def test_a_field_nobody_declares_keeps_its_live_value(self, world):
        world.qbo.edit(only(world), description="Mine")
        assert actions(world.plan(account("fees", number="4000"))) == {"account.fees": "no_op"}


class TestWaitingForAPerson:
    @pytest.fixture
    def world(self):
        return World(facts={"class_tracking": "none"})

    def wanted(self):
        return [account("fees"), klass("litigation"), item("time", at("account.fees"), class_=at("class.litigation"))]

    def test_a_class_without_class_tracking_is_a_step_for_a_person(self, world):
        plan = world.plan(*self.wanted())
        assert change(plan, "class.litigation").action == "attest"
        assert "Track classes" in " ".join(change(plan, "class.litigation").step.instructions)
        assert not [step for step in plan.steps if step.address.type == "class"]

    def test_what_points_at_it_is_made_without_it_and_says_what_it_waits_for(self, world):
        plan = world.apply(*self.wanted())
        assert actions(plan) == {"account.fees": "create", "class.litigation": "attest", "item.time": "create"}
        assert change(plan, "item.time").notes == (
            "Waits for qbo.class.litigation, which a person has to make possible first.",
        )

    def test_what_waits_does_not_differ_for_ever(self, world):
        world.apply(*self.wanted())
        plan = world.plan(*self.wanted())
        assert actions(plan) == {"account.fees": "no_op", "class.litigation": "attest", "item.time": "no_op"}
        assert change(plan, "item.time").notes
        assert not plan.pending

    def test_it_is_finished_when_the_person_has_done_it(self, world):
        world.apply(*self.wanted())
        world.qbo.facts["class_tracking"] = "per_line"
        plan = world.apply(*self.wanted())
        assert actions(plan) == {"account.fees": "no_op", "class.litigation": "create", "item.time": "update"}
        assert not world.plan(*self.wanted()).pending

    def test_a_class_that_could_only_be_made_active_by_a_person_is_waited_for_too(self, world):
        world.qbo.add("class", name="Litigation", active=False)
        plan = world.apply(*self.wanted())
        assert actions(plan)["class.litigation"] == "attest"
        assert "class" not in next(step for step in plan.steps if step.address == at("item.time")).fields

    def test_a_class_that_is_there_already_can_be_used(self, world):
        world.qbo.add("class", name="Litigation")
        plan = world.apply(*self.wanted())
        assert actions(plan)["item.time"] == "create"
        assert not change(plan, "item.time").notes


class TestTheRest:
    def test_references_are_shown_as_what_is_on_screen(self, world):
        world.apply(account("fees", number="4000"), account("costs", number="4010"), item("time", at("account.fees")))
        plan = world.plan(
            account("fees", number="4000"), account("costs", number="4010"), item("time", at("account.costs"))
        )
        assert fields(plan, "item.time") == [("income", "4000 Fees", "4010 Costs", "config")]

    def test_nothing_is_planned_for_undeclared_objects(self, world):
        world.qbo.add("account", name="Mine", type="Expense", detail_type="OtherBusinessExpenses")
        assert not world.plan().changes

    def test_changes_come_in_the_order_of_the_file(self, world):
        wanted = [item("time", at("account.fees")), gone("class.old"), account("fees")]
        assert [each.address for each in world.plan(*wanted).changes] == [each.address for each in wanted]

    def test_each_change_has_a_title_a_heading_and_an_effect(self, world):
        title = world.plan(account("fees", number="4000")).titles["qbo.account.fees"]
        assert (title.name, title.group) == ("4000 Fees", "Income")
        assert title.effect == "Postings can be made to 4000 Fees from now on; its balance starts at zero."

    def test_the_file_s_own_findings_are_part_of_the_plan(self, world):
        assert codes(world.plan()) == []

    def test_a_clio_record_that_is_retired_is_a_step_for_a_person(self):
        world = World("qbo", "clio")
        world.clio.add("activity_description", name="Old")
        plan = world.plan(gone("clio.activity_description.old"))
        assert actions(plan) == {"clio.activity_description.old": "attest"}
        assert not plan.pending

    def test_a_rate_clio_rounds_is_compared_as_clio_keeps_it(self):
        world = World("qbo", "clio")
        wanted = desired("clio.expense_category.copies", name="Copies", rate="12.50", cost="soft_cost")
        world.apply(wanted)
        assert not world.plan(wanted).pending
