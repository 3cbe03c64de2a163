"""Settings a vendor may answer well to and not take: tried once, then left to a person, and never taken for drift."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import REGISTRY, World, actions, at, change, codes, desired, fields, klass, levels

from provisioner.engine.drift import drifts
from provisioner.engine.verify import verify
from provisioner.model.change import Status

CLASSES = (at("preferences.company"), "classes")


def settings(**values):
    return desired("preferences.company", **values)


def tracked(key):
    """A class in a firm file that says how classes are tracked."""
    return replace(klass(key), after=frozenset({CLASSES}))


@pytest.fixture
def world():
    world = World()
    world.qbo.set("AccountingInfoPrefs", ClassTrackingPerTxnLine=False, CustomerTerminology="Customers")
    world.qbo.set("ReportPrefs", ReportBasis="Accrual")
    return world


@pytest.fixture
def deaf(world):
    """A company that does not take class tracking from a program."""
    world.qbo.stubborn = {"ClassTrackingPerTxnLine"}
    return world


def statuses(run):
    return {str(each.step.address).removeprefix("qbo."): each.status for each in run.outcomes}


class TestTaken:
    def test_it_is_written_once_and_the_next_plan_has_nothing_to_do(self, world):
        world.apply(settings(classes="per_line", basis="cash"))
        assert actions(world.plan(settings(classes="per_line", basis="cash"))) == {"preferences.company": "no_op"}

    def test_classes_are_made_after_it_in_the_same_apply(self, world):
        wanted = [tracked("a"), settings(classes="per_line")]
        plan = world.apply(*wanted)
        assert levels(plan) == {"preferences.company": 0, "class.a": 1}
        assert not world.plan(*wanted).pending
        assert not plan.human

    def test_a_class_does_not_wait_for_another_setting(self, world):
        plan = world.plan(tracked("a"), settings(basis="cash"))
        assert actions(plan) == {"class.a": "attest", "preferences.company": "adopt"}

    def test_without_class_tracking_in_the_file_a_class_is_a_step_for_a_person(self, world):
        assert actions(world.plan(klass("a"), settings(basis="cash")))["class.a"] == "attest"

    def test_leaving_the_settings_out_leaves_out_what_waits_for_them(self, world):
        wanted = [tracked("a"), settings(classes="per_line")]
        plan = world.plan_of(*wanted, excluded=["preferences.company"])
        assert not plan.steps
        assert {str(each) for each in plan.left_out} == {"qbo.class.a", "qbo.preferences.company"}

    def test_asking_for_a_class_brings_the_settings_along(self, world):
        plan = world.plan_of(tracked("a"), settings(classes="per_line"), targets=["class.a"])
        assert levels(plan) == {"preferences.company": 0, "class.a": 1}

    def test_what_somebody_changes_back_on_screen_is_drift_and_is_written_again(self, world):
        world.apply(settings(classes="per_line"))
        world.qbo.set("AccountingInfoPrefs", ClassTrackingPerTxnLine=False)
        plan = world.plan(settings(classes="per_line"))
        assert fields(plan, "preferences.company") == [("classes", "none", "per_line", "drift")]
        assert actions(plan) == {"preferences.company": "update"}


class TestNotTaken:
    def test_it_is_reported_with_the_step_for_a_person(self, deaf):
        plan = deaf.plan(settings(classes="per_line"))
        run = deaf.carry_out(plan)
        ((address, what),) = deaf.unapplied(plan, run, settings(classes="per_line"))
        assert address == "qbo.preferences.company"
        assert what.startswith("class tracking is still 'none', not 'per_line'; it has to be set on screen: ")
        assert "Under Categories, switch on Track classes" in what

    def test_the_next_plan_asks_a_person_and_nothing_is_tried_again(self, deaf):
        wanted = [settings(classes="per_line", basis="cash")]
        deaf.carry_out(deaf.plan(*wanted))
        sent = len(deaf.qbo.sent)
        for _ in range(3):
            plan = deaf.apply(*wanted)
            assert actions(plan) == {"preferences.company": "attest"}
        assert len(deaf.qbo.sent) == sent
        assert change(plan, "preferences.company").step.instructions[0].startswith("QuickBooks answered well")

    def test_the_file_is_the_reason_and_nobody_s_edit(self, deaf):
        deaf.carry_out(deaf.plan(settings(classes="per_line")))
        plan = deaf.plan(settings(classes="per_line"))
        assert fields(plan, "preferences.company") == [("classes", "none", "per_line", "config")]
        assert not plan.drifted
        assert not list(drifts(deaf.memory.bindings, {"qbo": deaf.qbo.snapshot()}, REGISTRY))

    def test_once_a_person_has_done_it_nothing_is_left(self, deaf):
        wanted = [tracked("a"), settings(classes="per_line")]
        deaf.carry_out(deaf.plan(*wanted))
        deaf.qbo.set("AccountingInfoPrefs", ClassTrackingPerTxnLine=True)
        assert actions(deaf.apply(*wanted)) == {"class.a": "create", "preferences.company": "no_op"}
        assert not deaf.plan(*wanted).pending

    def test_after_another_edit_on_screen_it_is_tried_once_more(self, deaf):
        deaf.carry_out(deaf.plan(settings(classes="per_line")))
        deaf.qbo.set("ReportPrefs", ReportBasis="Cash")
        assert actions(deaf.plan(settings(classes="per_line"))) == {"preferences.company": "update"}
        deaf.carry_out(deaf.plan(settings(classes="per_line")))
        assert actions(deaf.plan(settings(classes="per_line"))) == {"preferences.company": "attest"}

    def test_another_wish_than_the_one_in_vain_is_tried(self, deaf):
        deaf.carry_out(deaf.plan(settings(classes="per_line")))
        assert actions(deaf.plan(settings(classes="per_transaction"))) == {"preferences.company": "update"}

    def test_classes_that_need_it_are_not_sent_and_become_steps_for_a_person(self, deaf):
        wanted = [tracked("a"), settings(classes="per_line")]
        run = deaf.carry_out(deaf.plan(*wanted))
        assert statuses(run) == {"preferences.company": Status.DONE, "class.a": Status.SKIPPED}
        assert run.outcomes[-1].because == at("preferences.company")
        assert not deaf.qbo.refusals
        assert actions(deaf.plan(*wanted)) == {"class.a": "attest", "preferences.company": "attest"}

    def test_another_setting_that_is_not_taken_does_not_hold_the_classes_back(self, world):
        world.qbo.stubborn = {"ReportBasis"}
        wanted = [tracked("a"), settings(classes="per_line", basis="cash")]
        run = world.carry_out(world.plan(*wanted))
        assert set(statuses(run).values()) == {Status.DONE}
        assert actions(world.plan(*wanted)) == {"class.a": "no_op", "preferences.company": "attest"}

    def test_another_setting_can_still_be_written_and_the_first_is_not_forgotten(self, deaf):
        first = settings(classes="per_line", basis="accrual")
        deaf.carry_out(deaf.plan(first))
        both = settings(classes="per_line", basis="cash")
        plan = deaf.plan(both)
        assert fields(plan, "preferences.company") == [("basis", "accrual", "cash", "config")]
        assert (
            "Only a person can set this, as the next plan says: class tracking."
            in change(plan, "preferences.company").notes
        )
        run = deaf.carry_out(plan)
        assert deaf.unapplied(plan, run, both) == []
        assert actions(deaf.plan(both)) == {"preferences.company": "attest"}

    def test_a_full_update_leaves_everything_else_as_it_was(self, world):
        plan = world.plan(settings(classes="per_line"))
        run = world.carry_out(plan)
        assert world.unapplied(plan, run, settings(classes="per_line")) == []
        assert world.qbo.settings["ReportPrefs"] == {"ReportBasis": "Accrual"}

    def test_another_setting_that_moved_with_it_is_told(self, world):
        plan = world.plan(settings(classes="per_line"))
        run = world.carry_out(plan)
        world.qbo.set("AccountingInfoPrefs", UseAccountNumbers=True)
        after = world.plan(settings(classes="per_line"))
        told = [each.what for each in verify(plan, run.outcomes, after, REGISTRY)]
        assert told == ["AccountingInfoPrefs.UseAccountNumbers is True now, though this program did not touch it"]


def test_settings_that_cannot_be_read_are_a_step_for_a_person():
    plan = World().plan(settings(classes="per_line"))
    assert actions(plan) == {"preferences.company": "attest"}
    assert codes(plan) == []
