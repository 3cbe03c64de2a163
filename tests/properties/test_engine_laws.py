"""Laws of planning and applying, on random companies and random firm files.

The vendor of these tests is strict and takes the writes of one batch in random order (see fakes.py).
"""

from __future__ import annotations

import json

from fakes import World, actions
from hypothesis import HealthCheck, assume, event, given, note, settings
from hypothesis import strategies as st
from random_firms import firms, meddling, reshuffled, worlds

from provisioner.engine.report import CheckReport, PlanReport
from provisioner.model.change import Action
from provisioner.model.finding import has_errors
from provisioner.render.documents import plan_document

ALL = frozenset({"brake:qbo"})
LAW = settings(
    max_examples=180,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


def document(plan):
    report = PlanReport(CheckReport("firm.yaml", "Harbor", (), lambda _: None), plan)
    return json.dumps(plan_document(report).model_dump(mode="json"))


def shown(fields):
    left = {name: value for name, value in fields.items() if name not in ("type", "detail_type", "description", "rate")}
    return ", ".join(
        f"{name} {'.'.join(value[-2:]) if isinstance(value, tuple) else value}" for name, value in left.items()
    )


def told(world):
    """The live objects in a few words, for a counter-example."""
    live = [world.qbo.get(remote) for remote in world.qbo.rows]
    return "; ".join(f"{each.kind} {each.id}{'' if each.active else ' off'} {shown(each.fields)}" for each in live)


def settle(world, wanted):
    """Apply a firm where that is allowed, and see that nothing was refused."""
    note(f"live: {told(world)}")
    note("file: " + "; ".join(f"{'retired ' * each.retired}{each.address} {shown(each.fields)}" for each in wanted))
    plan = world.plan(*wanted, accept=ALL)
    note(
        "steps: "
        + "; ".join(
            f"{each.level}{'*' * each.temporary} {each.address} {shown(each.fields)} {each.active}"
            for each in plan.steps
        )
    )
    if has_errors(plan.findings):
        event("refused: " + ", ".join(sorted({each.code for each in plan.findings if each.level == "error"})))
        return False
    event(
        "parked"
        if any(step.temporary for step in plan.steps)
        else f"levels: {max([0, *(s.level for s in plan.steps)])}"
    )
    run = world.carry_out(plan)
    assert not world.qbo.refusals, (world.qbo.refusals, plan.steps)
    assert not run.failed
    assert unclear(world, wanted) or not world.unapplied(plan, run, *wanted)
    return True


def assert_nothing_left(world, wanted):
    plan = world.plan(*wanted, accept=ALL)
    assert not plan.steps, plan.steps
    assert not has_errors(plan.findings), plan.findings
    assert not plan.released
    assert set(actions(plan).values()) <= {"no_op", "attest"}, actions(plan)


def unclear(world, wanted):
    """True when a live object that no entry stands for has the name of a retired entry: it would be retired next."""
    names = {(each.address.kind, each.fields["name"].casefold()) for each in wanted if each.retired}
    plan = world.plan(*wanted, accept=ALL)
    owned = {each.observed.remote for each in plan.changes if each.observed is not None and not each.desired.retired}
    live = [world.qbo.get(remote) for remote in world.qbo.rows if remote not in owned]
    return any((each.kind, each.fields["name"].casefold()) in names for each in live if each.active)


@LAW
@given(world=worlds(), first=firms(), meddle=meddling(), second=firms())
def test_applied_then_planned_again_is_empty_and_no_write_is_ever_refused(world, first, meddle, second):
    settle(world, first)
    meddle(world)
    if settle(world, second):
        assume(not unclear(world, second))
        assert_nothing_left(world, second)


@LAW
@given(
    seed=st.integers(0, 9), firm_and_shuffle=firms().flatmap(lambda firm: st.tuples(st.just(firm), reshuffled(firm)))
)
def test_names_numbers_and_parents_that_go_round_are_applied_in_one_run(seed, firm_and_shuffle):
    first, second = firm_and_shuffle
    first = [each for each in first if not each.retired]
    second = [each for each in second if not each.retired]
    world = World(seed=seed)
    assert settle(world, first)
    assert settle(world, second)
    assert_nothing_left(world, second)


@LAW
@given(world=worlds(), first=firms(), meddle=meddling(), second=firms())
def test_with_the_state_lost_everything_is_adopted_and_nothing_is_written(world, first, meddle, second):
    settle(world, first)
    meddle(world)
    assume(settle(world, second))
    assume(not unclear(world, second))
    world.forget()
    plan = world.plan(*second)
    assert not has_errors(plan.findings), plan.findings
    assert not any(change.fields for change in plan.changes if change.action is not Action.ATTEST)
    assert set(actions(plan).values()) <= {"adopt", "no_op", "attest"}
    before = world.qbo.calls
    world.carry_out(plan)
    assert world.qbo.calls == before
    assert_nothing_left(world, second)


@LAW
@given(world=worlds(), first=firms(), meddle=meddling(), second=firms())
def test_the_same_input_gives_the_same_bytes(world, first, meddle, second):
    settle(world, first)
    meddle(world)
    assert document(world.plan(*second)) == document(world.plan(*second))


@LAW
@given(world=worlds(), first=firms(), meddle=meddling(), second=firms())
def test_what_a_step_needs_is_done_at_a_lower_level(world, first, meddle, second):
    settle(world, first)
    meddle(world)
    plan = world.plan(*second)
    lowest = {}
    for step in plan.steps:
        lowest.setdefault(step.address, step.level)
    for step in plan.steps:
        assert all(lowest[need] < step.level for need in step.needs), step
    assert [(not each.temporary, each.level) for each in plan.steps] == sorted(
        (not each.temporary, each.level) for each in plan.steps
    )


@LAW
@given(world=worlds(), first=firms(), meddle=meddling(), second=firms())
def test_a_run_killed_after_any_write_is_finished_by_the_next(world, first, meddle, second):
    settle(world, first)
    meddle(world)
    plan = world.plan(*second, accept=ALL)
    assume(not has_errors(plan.findings) and plan.steps)
    made = {(each.address.kind, each.address.key) for each in plan.steps if each.operation == "create"}
    world.qbo.batch_size = 1
    objects = len(world.qbo.rows)

    class Killed(Exception):
        pass

    def kill(_):
        raise Killed

    for at in range(len(plan.steps)):
        copied = plan if at == 0 else world.plan(*second, accept=ALL)
        if has_errors(copied.findings) or not copied.steps:
            break
        try:
            world.carry_out(copied, progress=kill)
        except Killed:
            world.memory.pending.clear()
    world.qbo.batch_size = 30
    assume(not has_errors(world.plan(*second, accept=ALL).findings))
    assert settle(world, second)
    assume(not unclear(world, second))
    assert_nothing_left(world, second)
    assert len(world.qbo.rows) == objects + len(made), "no object is made twice, none is lost"
