"""What a person is told when classes are declared and class tracking is off."""

import pytest
from fakes import World, gone, klass


def step(plan):
    (change,) = plan.changes
    return change.step.instructions


def off(**facts):
    return World(facts={"class_tracking": "none", **facts})


def test_a_new_class_is_made_afterwards():
    assert step(off().plan(klass("a")))[-1] == "Run plan again: the class is then made by program."


@pytest.mark.parametrize(
    ("wanted", "active", "name", "then"),
    [
        (klass("a"), True, "A", "the class, which is there already, is then managed by this file"),
        (klass("a"), True, "a", "the class, which is there already, is then changed by program"),
        (klass("a"), False, "A", "the class, which is there already, is then made active again by program"),
        (gone("class.a"), True, "A", "the class, which is there already, is then made inactive by program"),
    ],
)
def test_a_class_that_is_there_already_is_not_made(wanted, active, name, then):
    world = off()
    world.qbo.add("class", name=name, active=active)
    assert step(world.plan(wanted))[-1] == f"Run plan again: {then}."


@pytest.mark.parametrize("edition", ["simple_start", "essentials"])
def test_a_plan_without_class_tracking_has_to_be_changed_first(edition):
    assert "Plus or Advanced" in step(off(edition=edition).plan(klass("a")))[0]


@pytest.mark.parametrize("edition", ["plus", "advanced", None])
def test_any_other_plan_is_left_alone(edition):
    assert not any("Plus or Advanced" in each for each in step(off(edition=edition).plan(klass("a"))))
