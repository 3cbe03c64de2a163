"""Carrying out a plan: levels in order, failures kept to what depends on them, everything remembered as it comes."""

from dataclasses import replace

import pytest
from fakes import World, account, actions, at, desired, gone, item

from provisioner.engine.execute import SLACK, resolve
from provisioner.engine.ports import WriteResult
from provisioner.model.address import Address
from provisioner.model.change import Status
from provisioner.model.errors import StateProblem, VendorProblem
from provisioner.model.resource import Remote

INCOME = {"type": "Income", "detail_type": "ServiceFeeIncome"}
TREE = [account("income"), account("fees", parent=at("account.income")), item("time", at("account.fees")), account("x")]


@pytest.fixture
def world():
    return World()


def outcomes(run):
    return {
        str(each.step.address).removeprefix("qbo."): (str(each.status), str(each.because or "").removeprefix("qbo."))
        for each in run.outcomes
    }


def kept(world):
    """A diary of what the recorder and the vendors are asked, in order, as it goes on."""
    diary = []

    def note(target, name, told):
        real = getattr(target, name)

        def noted(*given):
            diary.append(f"{name} {told(*given)}".strip())
            return real(*given)

        setattr(target, name, noted)

    def names(items):
        return " ".join(str(each.address).removeprefix("qbo.") for each in items)

    memory = world.memory
    note(memory, "intend", lambda request: names(request.items))
    note(memory, "conclude", lambda _, said: " ".join(str(each.fate) for each in said))
    note(memory, "flush", lambda: " ".join(each.address.key for each in memory.pending))
    for vendor in world.vendors.values():
        note(vendor, "send", lambda request: names(request.items))
    return diary


def problem(text="no", *, stops_run=False):
    return VendorProblem(text, system="qbo", stops_run=stops_run)


class TestWrites:
    def test_references_are_sent_as_the_objects_made_before(self, world):
        world.apply(*TREE)
        sent = {address: fields for address, fields, _ in world.qbo.sent}
        assert sent[at("item.time")]["income"] == Remote(
            "qbo.account", world.memory.bindings[at("account.fees")].remote_id
        )

    def test_a_batch_is_never_larger_than_the_writer_allows(self, world):
        world.apply(*(account(f"a{n}") for n in range(61)))
        assert world.qbo.calls == 3

    def test_an_adoption_without_differences_binds_and_writes_nothing(self, world):
        remote = world.qbo.add("account", name="Fees", **INCOME)
        world.apply(account("fees"))
        assert world.qbo.sent == []
        binding = world.memory.bindings[at("account.fees")]
        assert binding.remote_id == remote.id
        assert binding.last_applied == {"name": "Fees", **INCOME}

    def test_a_full_update_keeps_what_nobody_declares(self, world):
        world.qbo.add("account", name="Fees", number="4000", raw={"AccountAlias": "kept"}, **INCOME)
        world.apply(account("fees", description="Hours"))
        (row,) = world.qbo.rows.values()
        assert (row["AccountAlias"], row["AcctNum"], row["Description"]) == ("kept", "4000", "Hours")

    def test_only_the_fields_that_differ_are_set(self, world):
        world.apply(account("fees", number="4000"))
        world.apply(account("fees", number="4010"))
        assert world.qbo.sent[-1] == (at("account.fees"), {"number": "4010"}, None)

    def test_a_plan_without_changes_sends_nothing(self, world):
        world.apply(*TREE)
        calls = world.qbo.calls
        world.apply(*TREE)
        assert world.qbo.calls == calls

    def test_two_systems_are_written_each_through_its_own_writer(self):
        world = World("qbo", "clio")
        world.apply(account("fees"), desired("clio.activity_description.time", name="Time"))
        assert (world.qbo.calls, world.clio.calls) == (1, 1)


class TestFailures:
    def test_what_depends_on_a_failure_is_skipped_and_the_rest_goes_on(self, world):
        world.qbo.problems[at("account.income")] = problem()
        run = world.carry_out(world.plan(*TREE))
        assert outcomes(run) == {
            "account.income": ("failed", ""),
            "account.x": ("done", ""),
            "account.fees": ("skipped", "account.income"),
            "item.time": ("skipped", "account.fees"),
        }
        assert set(run.failed) == {at("account.income"), at("account.fees"), at("item.time")}

    def test_the_next_apply_does_what_was_left(self, world):
        world.qbo.problems[at("account.income")] = problem()
        world.carry_out(world.plan(*TREE))
        world.qbo.problems.clear()
        plan = world.apply(*TREE)
        assert actions(plan) == {
            "account.income": "create",
            "account.fees": "create",
            "item.time": "create",
            "account.x": "no_op",
        }
        assert not world.plan(*TREE).pending

    def test_a_problem_that_stops_the_run_skips_everything_after_it(self, world):
        world.qbo.problems[at("account.x")] = problem(stops_run=True)
        run = world.carry_out(world.plan(*TREE))
        assert outcomes(run) == {
            "account.income": ("done", ""),
            "account.x": ("failed", ""),
            "account.fees": ("skipped", ""),
            "item.time": ("skipped", ""),
        }
        assert world.qbo.calls == 1

    def test_the_other_system_goes_on(self):
        world = World("qbo", "clio")
        address = "clio.activity_description.time"
        world.clio.problems[at(address)] = problem(stops_run=True)
        run = world.carry_out(world.plan(account("fees"), desired(address, name="Time")))
        assert [each.status for each in run.outcomes] == [Status.FAILED, Status.DONE]
        assert world.qbo.calls == 1

    def test_a_parked_one_that_fails_takes_with_it_what_waited_for_it(self, world):
        world.apply(account("a", number="1"), account("b", number="2"))
        plan = world.plan(account("a", number="2"), account("b", number="1"))
        parked = plan.steps[0].address
        world.qbo.problems[parked] = problem()
        run = world.carry_out(plan)
        assert [each.status for each in run.outcomes] == [Status.FAILED, Status.SKIPPED, Status.SKIPPED]
        assert not world.qbo.refusals

    def test_nothing_that_failed_is_remembered_as_done(self, world):
        world.apply(account("fees", number="4000"))
        world.qbo.problems[at("account.fees")] = problem()
        world.carry_out(world.plan(account("fees", number="4010")))
        assert world.memory.bindings[at("account.fees")].last_applied["number"] == "4000"


class TestMemory:
    def test_what_was_done_is_durable_after_each_batch(self, world):
        world.qbo.batch_size = 2
        seen = []
        plan = world.plan(*(account(f"a{n}") for n in range(4)))
        world.carry_out(plan, progress=lambda _: seen.append(len(world.memory.bindings)))
        assert seen == [2, 2, 4, 4]
        assert world.memory.flushes == 3

    def test_adoptions_are_durable_before_the_first_write(self, world):
        world.qbo.add("account", name="Fees", **INCOME)
        diary = kept(world)
        world.carry_out(world.plan(account("fees"), account("new")))
        assert diary[:2] == ["flush fees", "intend account.new"]

    def test_a_run_without_a_write_is_made_durable_too(self, world):
        world.qbo.add("account", name="Fees", **INCOME)
        world.carry_out(world.plan(account("fees")))
        assert at("account.fees") in world.memory.bindings

    def test_declared_fields_are_remembered_as_applied(self, world):
        world.apply(account("income"), account("fees", number="4000", parent=at("account.income")))
        binding = world.memory.bindings[at("account.fees")]
        parent = Remote("qbo.account", world.memory.bindings[at("account.income")].remote_id)
        assert binding.last_applied == {"name": "Fees", **INCOME, "number": "4000", "parent": parent}

    def test_an_update_also_remembers_what_already_was_as_declared(self, world):
        world.apply(account("fees"))
        (remote,) = world.qbo.rows
        world.qbo.edit(remote, description="Hours")
        world.apply(account("fees", number="4000", description="Hours"))
        assert world.memory.bindings[at("account.fees")].last_applied["description"] == "Hours"

    def test_what_is_no_longer_declared_is_released(self, world):
        world.apply(account("fees"), account("costs"))
        world.apply(account("fees"))
        assert set(world.memory.bindings) == {at("account.fees")}

    def test_what_is_retired_stays_bound_as_inactive(self, world):
        world.apply(account("fees"))
        world.apply(gone("account.fees"))
        binding = world.memory.bindings[at("account.fees")]
        assert (binding.remote_id, binding.last_applied["active"]) == ("1", False)
        world.apply(account("fees"))
        assert world.memory.bindings[at("account.fees")].last_applied["active"] is True

    def test_what_is_retired_and_was_made_inactive_by_hand_is_remembered_as_such(self, world):
        world.apply(account("fees"))
        (remote,) = world.qbo.rows
        world.qbo.edit(remote, active=False)
        world.apply(gone("account.fees"))
        assert world.memory.bindings[at("account.fees")].last_applied["active"] is False

    def test_what_is_retired_and_gone_is_forgotten(self, world):
        world.apply(account("fees"))
        world.qbo.rows.clear()
        world.apply(gone("account.fees"))
        assert not world.memory.bindings

    def test_a_passing_value_is_what_we_left_behind_until_it_is_replaced(self, world):
        world.apply(account("a", number="1"), account("b", number="2"))
        plan = world.plan(account("a", number="2"), account("b", number="1"))
        parked = plan.steps[0]
        taker = next(step.address for step in plan.steps if step.address != parked.address)
        world.qbo.problems[taker] = problem(stops_run=True)
        world.carry_out(plan)
        assert world.memory.bindings[parked.address].last_applied["number"] == parked.fields["number"]
        world.qbo.problems.clear()
        again = world.apply(account("a", number="2"), account("b", number="1"))
        assert not again.drifted
        assert not world.plan(account("a", number="2"), account("b", number="1")).pending


class TestJournal:
    def test_an_intent_is_durable_before_it_is_sent_and_its_outcome_before_the_next(self, world):
        diary = kept(world)
        world.carry_out(world.plan(*TREE))
        assert diary == [
            "flush",
            *("intend account.income account.x", "send account.income account.x", "conclude done done"),
            "flush income x",
            *("intend account.fees", "send account.fees", "conclude done", "flush fees"),
            *("intend item.time", "send item.time", "conclude done", "flush time"),
        ]

    def test_what_was_refused_is_written_down_with_the_vendors_words(self, world):
        world.qbo.problems[at("account.income")] = VendorProblem("It refused", "6240: taken", system="qbo")
        world.carry_out(world.plan(*TREE))
        entry = world.memory.journal["request-1"]
        assert [(each.fate, each.said) for each in entry.conclusions] == [
            ("failed", "It refused 6240: taken"),
            ("done", ""),
        ]
        assert entry.open == ()

    def test_what_was_done_is_written_down_with_its_id_and_version(self, world):
        world.carry_out(world.plan(account("fees")))
        (said,) = world.memory.journal["request-1"].conclusions
        assert (said.fate, said.remote_id, said.version) == ("done", "1", "1")

    def test_each_request_has_an_id_of_its_own_and_the_time_the_plan_was_read(self, world):
        plan = replace(world.plan(*TREE), read_at={"qbo": "2026-11-22T12:00:00+00:00"})
        world.carry_out(plan)
        assert list(world.memory.journal) == ["request-1", "request-2", "request-3"]
        assert {each.request.since for each in world.memory.journal.values()} == {"2026-11-22T12:00:00+00:00"}

    @pytest.mark.parametrize("name", ["flush", "intend"])
    def test_when_it_cannot_be_written_down_nothing_is_sent(self, world, name):
        def refuse(*_):
            raise StateProblem("The disk is full")

        setattr(world.memory, name, refuse)
        with pytest.raises(StateProblem):
            world.carry_out(world.plan(*TREE))
        assert world.qbo.sent == []

    def test_when_an_outcome_cannot_be_written_down_nothing_more_is_sent(self, world):
        def refuse(*_):
            raise StateProblem("The disk is full")

        world.memory.conclude = refuse
        with pytest.raises(StateProblem):
            world.carry_out(world.plan(*TREE))
        assert len(world.memory.journal) == world.qbo.calls == 1
        assert len(world.memory.journal["request-1"].open) == 2


class TestUnknown:
    @pytest.fixture
    def lost(self, world):
        """The answer about one account is lost, whether or not it was carried out."""
        real = world.qbo._one

        def answer(item):
            result = real(item)
            return (
                WriteResult(problem=problem("lost"), unknown=True) if item.address == at("account.income") else result
            )

        world.qbo._one = answer
        return world

    def test_what_waits_for_it_is_skipped_and_the_rest_goes_on(self, lost):
        run = lost.carry_out(lost.plan(*TREE))
        assert outcomes(run) == {
            "account.income": ("unknown", ""),
            "account.x": ("done", ""),
            "account.fees": ("skipped", "account.income"),
            "item.time": ("skipped", "account.fees"),
        }
        assert (run.has_unknown, run.is_complete) == (True, False)

    def test_it_stays_open_and_is_not_bound(self, lost):
        lost.carry_out(lost.plan(*TREE))
        assert [each.address for each in lost.memory.journal["request-1"].open] == [at("account.income")]
        assert set(lost.memory.bindings) == {at("account.x")}


class TestStopping:
    def test_it_stops_between_two_requests_and_what_was_sent_is_written_down(self, world):
        diary = kept(world)
        run = world.carry_out(world.plan(*TREE), stopping=lambda: bool(world.qbo.sent))
        assert outcomes(run) == {
            "account.income": ("done", ""),
            "account.x": ("done", ""),
            "account.fees": ("skipped", ""),
            "item.time": ("skipped", ""),
        }
        assert diary[-2:] == ["conclude done done", "flush income x"]
        assert run.stopped_by is None

    def test_it_may_stop_before_the_first_one(self, world):
        run = world.carry_out(world.plan(*TREE), stopping=lambda: True)
        assert {each.status for each in run.outcomes} == {Status.SKIPPED}
        assert (world.qbo.sent, world.memory.journal) == ([], {})

    def test_a_run_that_needs_far_more_requests_than_planned_is_stopped(self, world):
        world.qbo.batch_size = 1
        real = world.qbo.send

        def again_and_again(request):
            world.qbo.calls += 9
            return real(request)

        world.qbo.send = again_and_again
        plan = world.plan(*TREE)
        assert plan.budget.writes == {"qbo": 3}
        run = world.carry_out(plan)
        assert [str(each.status) for each in run.outcomes] == ["done", "done", "done", "skipped"]
        assert world.qbo.calls == 30 > 2 * 3 + SLACK
        assert (run.stopped_by.code, run.stopped_by.stops_run) == ("budget", True)
        assert run.stopped_by.detail == "3 requests were planned and 30 were made, because many had to be repeated."

    def test_a_few_repeated_requests_do_not_stop_it(self, world):
        world.qbo.calls = SLACK
        assert world.carry_out(world.plan(*TREE)).is_complete


def test_a_reference_to_what_is_not_there_yet_stays_an_address():
    fees = Address("qbo", "account", "fees")
    costs = Remote("qbo.account", "7")
    assert resolve({"a": fees, "b": at("account.costs"), "c": "x"}, {at("account.costs"): costs}) == {
        "a": fees,
        "b": costs,
        "c": "x",
    }
