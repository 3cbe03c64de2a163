"""The predicted requests are those that an apply really makes."""

import pytest
from fakes import World, account, at, desired, gone, item

from provisioner.engine.budget import CLIO_REQUESTS_PER_MINUTE, budget
from provisioner.model.change import Operation, Step
from provisioner.model.resource import Snapshot

SNAPSHOTS = {name: Snapshot(name, "", "", {}, calls=2) for name in ("qbo", "clio")}


def clio(key, **fields):
    return desired(f"clio.activity_description.{key}", name=key, **fields)


def spent(world, *wanted):
    """Requests of an apply with one refresh of each system written to, beside the prediction."""
    plan = world.plan(*wanted)
    before = {name: each.calls for name, each in world.vendors.items()}
    run = world.carry_out(plan)
    assert not run.failed
    written = {step.address.system for step in plan.steps}
    made = {
        name: each.calls - before[name] + (each.snapshot().calls if name in written else 0)
        for name, each in world.vendors.items()
    }
    return made, {"qbo": plan.budget.qbo, "clio": plan.budget.clio}


@pytest.mark.parametrize("count", [0, 1, 29, 30, 31, 61])
def test_a_batch_holds_thirty_writes_of_one_level(count):
    made, predicted = spent(World("qbo", "clio"), *(account(f"a{n}") for n in range(count)))
    assert made == predicted


def test_each_level_takes_a_batch_of_its_own():
    wanted = [account("income"), account("fees", parent=at("account.income")), item("time", at("account.fees"))]
    made, predicted = spent(World("qbo", "clio"), *wanted)
    assert made == predicted == {"qbo": 4, "clio": 0}


def test_parking_takes_a_batch_of_its_own():
    world = World("qbo", "clio")
    world.apply(account("a", number="1"), account("b", number="2"), account("old"))
    wanted = [account("a", number="2"), account("b", number="1"), gone("account.old"), account("new")]
    made, predicted = spent(world, *wanted)
    assert made == predicted


def test_clio_takes_one_request_a_write():
    world = World("qbo", "clio")
    world.clio.batch_size = 1
    made, predicted = spent(world, clio("a"), clio("b"), account("fees"))
    assert made == predicted == {"qbo": 2, "clio": 3}


def test_a_plan_without_writes_costs_nothing():
    found = budget([], SNAPSHOTS)
    assert (found.qbo, found.clio, found.seconds) == (0, 0, 0)


def test_the_time_is_that_of_the_slower_vendor():
    steps = [Step(at(f"clio.activity_description.a{n}"), Operation.CREATE, {}) for n in range(98)]
    steps.append(Step(at("account.fees"), Operation.CREATE, {}))
    found = budget(steps, SNAPSHOTS)
    assert (found.qbo, found.clio) == (3, 100)
    assert found.seconds == 60 * 100 / CLIO_REQUESTS_PER_MINUTE


def test_reading_back_takes_everything_however_little_the_plan_read():
    step = Step(at("account.fees"), Operation.CREATE, {})
    few = {"qbo": Snapshot("qbo", "", "", {}, calls=1, calls_in_full=12)}
    assert budget([step], few).qbo == 13
