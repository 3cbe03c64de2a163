"""A saved plan holds while everything it touches is as it was; an interrupted run goes on while only we touched it."""

from __future__ import annotations

import pytest
from fakes import REGISTRY, World, account, at, gone, item

from provisioner.engine.saved import SavedPlan, goes_on, moved, touches
from provisioner.model.change import Action
from provisioner.model.resource import Remote

INCOME = {"type": "Income", "detail_type": "ServiceFeeIncome"}


def saved(plan, *, targets=None, excluded=()):
    return SavedPlan(
        *("Harbor", "firm.yaml", "firm.yaml", "digest", "sandbox", {}),
        *("2026-11-22T12:00:00+00:00", "ana", "2026-11-29T12:00:00+00:00", "2026-11-22"),
        touches(plan, REGISTRY),
        targets=targets,
        excluded=excluded,
    )


@pytest.fixture
def company():
    """A company with accounts that a firm changes, retires, adopts, adds and leaves alone, by their keys."""
    world = World()
    world.apply(account("changed"), account("retired"), account("same"))
    world.remotes = {
        address.key: Remote("qbo.account", each.remote_id) for address, each in world.memory.bindings.items()
    }
    world.remotes["adopted"] = world.qbo.add("account", name="Adopted", **INCOME)
    world.remotes["elsewhere"] = world.qbo.add("account", name="Elsewhere", **INCOME)
    world.wanted = [account("changed", number="4000"), gone("account.retired"), account("same"), account("adopted")]
    world.wanted += [account("added"), item("time", at("account.added"))]
    world.now = lambda: world.plan(*world.wanted, accept=["brake:qbo"])
    world.of = lambda plan: world.plan_of(*world.wanted, targets=[str(each.address) for each in plan.touches])
    return world


def interrupted(company):
    """Carry out one request of the plan of now; the version in which it left each object."""
    company.memory.journal.clear()
    company.qbo.calls = 0
    company.carry_out(company.now(), stopping=lambda: company.qbo.calls > 0)
    (entry,) = company.memory.journal.values()
    return {Remote(each.address.kind, each.remote_id): each.version for each in entry.conclusions}


class TestTouches:
    def test_only_what_happens_is_touched_with_the_state_it_was_in(self, company):
        found = {each.address.key: each for each in touches(company.now(), REGISTRY)}
        assert {key: each.action for key, each in found.items()} == {
            "changed": Action.UPDATE,
            "retired": Action.RETIRE,
            "adopted": Action.ADOPT,
            "added": Action.CREATE,
            "time": Action.CREATE,
        }
        assert found["changed"].fields == {"number": "4000"}
        assert found["retired"].fields == {}
        assert (found["added"].remote_id, found["added"].version) == (None, None)
        assert found["time"].fields["income"] == at("account.added")
        assert (found["changed"].remote_id, found["changed"].version) == (company.remotes["changed"].id, "1")
        assert found["changed"].was.items() >= {"name": "Changed", "number": None}.items()
        assert found["changed"].title == "4000 Changed"


class TestMoved:
    def test_nothing_moved_while_nobody_did_anything(self, company):
        assert moved(saved(company.now()), company.now(), REGISTRY) == []

    def test_an_edit_of_what_it_does_not_touch_is_no_reason(self, company):
        plan = saved(company.now())
        company.qbo.edit(company.remotes["elsewhere"], description="by hand")
        company.qbo.edit(company.remotes["same"], description="by hand")
        company.qbo.add("account", name="New", **INCOME)
        assert moved(plan, company.now(), REGISTRY) == []

    def test_drift_of_what_it_does_not_touch_is_no_reason_and_not_part_of_it(self, company):
        plan = saved(company.now())
        company.qbo.edit(company.remotes["same"], name="Renamed by hand")
        assert moved(plan, company.of(plan), REGISTRY) == []

    @pytest.mark.parametrize("key", ["changed", "retired", "adopted"])
    def test_an_edit_of_what_it_touches_is_named_with_its_time(self, company, key):
        plan = saved(company.now())
        company.qbo.edit(company.remotes[key], description="by hand")
        (reason,) = moved(plan, company.now(), REGISTRY)
        version = company.qbo.get(company.remotes[key]).version
        assert reason.endswith(f"(qbo.account.{key}) was changed since, last at 2026-02-0{int(version) + 1}T00:00:00Z.")

    def test_every_object_that_moved_is_named(self, company):
        plan = saved(company.now())
        for key in ("changed", "retired", "adopted"):
            company.qbo.edit(company.remotes[key], description="by hand")
        assert len(moved(plan, company.now(), REGISTRY)) == 3

    def test_what_was_to_be_added_and_is_there_already_is_named(self, company):
        plan = saved(company.now())
        company.qbo.add("account", name="Added", **INCOME)
        assert moved(plan, company.now(), REGISTRY) == [
            "Added (qbo.account.added) was to be added and is there already."
        ]

    def test_what_is_gone_is_named(self, company):
        plan = saved(company.now())
        company.qbo.remove(company.remotes["changed"])
        assert moved(plan, company.now(), REGISTRY) == ["4000 Changed (qbo.account.changed) is gone."]

    def test_what_was_done_by_hand_meanwhile_is_named(self, company):
        plan = saved(company.now())
        company.qbo.edit(company.remotes["changed"], number="4000")
        (reason,) = moved(plan, company.now(), REGISTRY)
        assert "(qbo.account.changed) was changed since" in reason

    def test_what_does_not_need_the_change_any_more_or_another_one_is_named(self, company):
        plan = saved(company.now())
        company.wanted[0] = account("changed")
        assert moved(plan, company.now(), REGISTRY) == [
            "4000 Changed (qbo.account.changed) does not need this change any more."
        ]
        company.wanted[0] = account("changed", number="4010")
        assert moved(plan, company.now(), REGISTRY) == [
            "4000 Changed (qbo.account.changed) would need another change now."
        ]

    def test_what_it_would_have_to_wait_for_now_and_nobody_approved_is_named(self, company):
        company.wanted.append(account("below", parent=at("account.same")))
        plan = saved(company.now())
        company.qbo.edit(company.remotes["same"], active=False)
        assert moved(plan, company.of(plan), REGISTRY) == ["Same (qbo.account.same) would have to be changed too."]

    def test_a_part_that_needs_more_than_it_did_is_named(self, company):
        company.wanted.append(account("extra"))
        plan = saved(company.plan_of(*company.wanted, targets=["account.changed"]), targets=(at("account.changed"),))
        now = company.plan_of(*company.wanted, targets=["account.changed", "account.extra"])
        assert moved(plan, now, REGISTRY) == ["Extra (qbo.account.extra) would have to be changed too."]


class TestGoesOn:
    @pytest.fixture
    def begun(self, company):
        """A run that was interrupted after its first request, with the version it left."""
        company.qbo.batch_size = 1
        approved = touches(company.now(), REGISTRY)
        ours = interrupted(company)
        assert [each.key for each in (each.address for each in company.now().pending)] == ["retired", "added", "time"]
        company.reasons = lambda: goes_on(approved, company.now(), ours, REGISTRY)
        return company

    def test_it_goes_on_with_what_is_left(self, begun):
        assert begun.reasons() == []

    def test_it_goes_on_where_one_object_needs_a_second_write(self, company):
        """A passing number was set, then the run ended: the object has a version of ours, and is not done."""
        company.apply(account("a", number="1"), account("b", number="2"))
        company.wanted = [account("a", number="2"), account("b", number="1")]
        approved = touches(company.now(), REGISTRY)
        ours = interrupted(company)
        assert goes_on(approved, company.now(), ours, REGISTRY) == []
        (parked,) = ours
        company.qbo.edit(parked, description="by hand")
        (reason,) = goes_on(approved, company.now(), ours, REGISTRY)
        assert reason.endswith("was changed by somebody else in the meantime.")

    def test_it_goes_on_where_a_name_that_stays_was_moved_aside(self, company):
        """Two of one name exchange their parents: only the parent is approved to change, and the name has to return."""
        tops = [account("p"), account("q")]
        company.apply(
            *tops, account("a", name="X", parent=at("account.p")), account("b", name="X", parent=at("account.q"))
        )
        company.wanted = [*tops, account("a", name="X", parent=at("account.q"))]
        company.wanted.append(account("b", name="X", parent=at("account.p")))
        approved = touches(company.now(), REGISTRY)
        ours = interrupted(company)
        assert {each.name for change in company.now().pending for each in change.fields} == {"name", "parent"}
        assert goes_on(approved, company.now(), ours, REGISTRY) == []
        (parked,) = ours
        company.qbo.edit(parked, name="Renamed by hand")
        (reason,) = goes_on(approved, company.now(), ours, REGISTRY)
        assert reason.endswith("was changed by somebody else in the meantime.")

    def test_what_is_gone_is_not_made_anew(self, begun):
        begun.qbo.remove(begun.remotes["changed"])
        begun.wanted[0] = account("changed", number="4000")
        reasons = begun.reasons()
        assert reasons == ["4000 Changed (qbo.account.changed) is gone."]

    def test_an_edit_elsewhere_is_no_reason(self, begun):
        begun.qbo.edit(begun.remotes["elsewhere"], name="Other")
        assert begun.reasons() == []

    def test_what_somebody_else_changed_is_a_reason(self, begun):
        begun.qbo.edit(begun.remotes["retired"], description="by hand")
        assert begun.reasons() == ["Retired (qbo.account.retired) was changed by somebody else in the meantime."]

    def test_a_new_version_of_an_object_that_is_as_it_was_is_no_reason(self, begun):
        """QuickBooks gives a parent a new version when a child is made."""
        begun.qbo.edit(begun.remotes["retired"])
        assert begun.reasons() == []

    def test_a_change_that_nobody_approved_is_a_reason(self, begun):
        begun.wanted.append(account("extra"))
        assert begun.reasons() == ["Extra (qbo.account.extra) needs a change that was not part of it."]

    def test_another_change_than_was_approved_is_a_reason(self, begun):
        begun.wanted[-1] = item("time", at("account.added"), rate="5.00")
        assert begun.reasons() == ["Time (qbo.item.time) needs another change than was approved."]
