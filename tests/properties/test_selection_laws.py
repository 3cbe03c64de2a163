"""Laws of narrowing a plan down, on random companies and random firm files: a part and then the rest is the whole."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from random_firms import firms, meddling, worlds

from provisioner.engine.selection import Selection
from provisioner.model.finding import has_errors

ALL = frozenset({"brake:qbo"})
LAW = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


def carried_out(world, wanted, selection=None):
    """Plan, narrowed down or not, and carry out; what is left to do is planned anew afterwards."""
    more = {} if selection is None else {"selection": selection}
    plan = world.plan(*wanted, accept=ALL, **more)
    assert not has_errors(plan.findings), plan.findings
    run = world.carry_out(plan)
    assert not world.qbo.refusals, (world.qbo.refusals, plan.steps)
    assert not run.failed
    return plan


def state(world, wanted):
    """Every live object as people see it, ids left out, and which address stands for which of them."""

    def named(remote):
        seen = world.qbo.get(remote)
        above = seen.fields.get("parent")
        return (seen.kind, seen.fields["name"], named(above) if above is not None else None, seen.active)

    def value(each):
        return named(each) if isinstance(each, tuple) and each in world.qbo.rows else each

    live = sorted(
        repr((named(remote), {name: value(each) for name, each in world.qbo.get(remote).fields.items()}))
        for remote in world.qbo.rows
    )
    plan = world.plan(*wanted, accept=ALL)
    return live, {each.address: named(each.observed.remote) for each in plan.changes if each.observed is not None}


@st.composite
def situations(draw):
    """A company that a firm was applied to and people have edited, the firm as it is now, and a part of that firm."""
    world, first, meddle, wanted = draw(worlds()), draw(firms()), draw(meddling()), draw(firms())
    plan = world.plan(*first, accept=ALL)
    if not has_errors(plan.findings):
        world.carry_out(plan)
    meddle(world)
    world.qbo.refusals.clear()
    addresses = sorted({each.address for each in wanted} | set(world.memory.bindings))
    part = draw(st.sets(st.sampled_from(addresses))) if addresses else set()
    selection = Selection(frozenset(part)) if draw(st.booleans()) else Selection(None, frozenset(part))
    return world, wanted, selection


@LAW
@given(situation=situations())
def test_a_part_and_then_the_rest_is_the_whole(situation):
    world, wanted, selection = situation
    assume(not has_errors(world.plan(*wanted, accept=ALL).findings))
    whole = deepcopy(world)
    carried_out(whole, wanted)
    part = carried_out(world, wanted, selection)
    event(f"left out: {min(len(part.left_out), 3)}, done: {min(len(part.pending), 3)}")
    carried_out(world, wanted)
    assert state(world, wanted) == state(whole, wanted)
    assert not world.plan(*wanted, accept=ALL).pending


@LAW
@given(situation=situations())
def test_what_is_left_out_is_left_alone(situation):
    world, wanted, selection = situation
    plan = world.plan(*wanted, accept=ALL, selection=selection)
    assume(not has_errors(plan.findings))
    changes = {each.address: each for each in world.plan(*wanted, accept=ALL).changes}
    before = {each: world.qbo.rows[changes[each].observed.remote] for each in plan.left_out if changes[each].observed}
    before = deepcopy(before)
    is_hindered = has_errors(world.plan(*wanted, accept=ALL).findings)  # something may hold on to a name
    world.carry_out(plan)
    assert is_hindered or not world.qbo.refusals
    assert before == {each: world.qbo.rows[changes[each].observed.remote] for each in before}
    sent = {address for address, _, _ in world.qbo.sent}
    assert not {step.address for step in plan.steps} & set(plan.left_out)
    assert {each for each in plan.left_out if changes[each].observed is None} & sent <= set(world.memory.bindings)


@LAW
@given(situation=situations())
def test_the_whole_is_what_stays_and_what_is_left_out(situation):
    world, wanted, selection = situation
    whole, plan = world.plan(*wanted, accept=ALL), world.plan(*wanted, accept=ALL, selection=selection)
    pending = {each.address for each in plan.pending}
    assert pending | set(plan.left_out) == {each.address for each in whole.pending}
    assert pending.isdisjoint(plan.left_out)
    assert {each.address for each in whole.changes} == {each.address for each in plan.changes} | set(plan.left_out)
    assert not {each.address for each in plan.pending} & selection.excluded
