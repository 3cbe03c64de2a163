"""Planning twice as many objects takes twice the work: calls are counted, since time depends on the machine."""

import pytest
from counted import calls
from fakes import REGISTRY, Vendor, account, at, firm, item

from provisioner.engine.normalise import text
from provisioner.engine.plan import make_plan
from provisioner.model.resource import Binding, Remote

SMALL = 400


def world(count):
    """So many live accounts, a tenth of them below another one, and a product for each tenth; what declares them."""
    qbo, wanted, bindings = Vendor("qbo"), [], {}
    for number in range(count):
        key = f"a{number}"
        below = {"parent": at("account.a0")} if number % 10 == 9 else {}
        wanted.append(account(key, f"Account {number}", number=str(number), **below))
    wanted += [item(f"p{number}", at(f"account.a{number}")) for number in range(0, count, 10)]
    for each in wanted:
        live = {k: Remote("qbo.account", bindings[v].remote_id) if v in bindings else v for k, v in each.fields.items()}
        remote = qbo.add(each.address.type, **{**live, "name": str(live["name"])})
        bindings[each.address] = Binding(each.address, remote.id, live)
    return qbo, wanted, bindings


def nothing_to_do(count):
    qbo, wanted, bindings = world(count)
    return wanted, qbo.snapshot(), bindings


def everything_new(count):
    return world(count)[1], Vendor("qbo").snapshot(), {}


def everything_adopted(count):
    qbo, wanted, _ = world(count)
    return wanted, qbo.snapshot(), {}


def everything_renamed(count):
    qbo, wanted, bindings = world(count)
    for remote in qbo.rows:
        qbo.edit(remote, name=f"Was {remote.id}")
    return wanted, qbo.snapshot(), bindings


@pytest.mark.parametrize("situation", [nothing_to_do, everything_new, everything_adopted, everything_renamed])
def test_work_grows_with_the_number_of_objects_and_no_faster(situation):
    def work(count):
        wanted, snapshot, bindings = situation(count)
        return calls(lambda: make_plan(firm(), wanted, {"qbo": snapshot}, bindings, REGISTRY)).total()

    assert work(2 * SMALL) <= 2.1 * work(SMALL)


def test_a_field_is_brought_into_normal_form_twice_as_declared_and_as_read():
    wanted, snapshot, bindings = nothing_to_do(SMALL)
    counted = calls(lambda: make_plan(firm(), wanted, {"qbo": snapshot}, bindings, REGISTRY))
    values = sum(len(each.fields) for objects in snapshot.objects.values() for each in objects)
    values += sum(len(each.fields) for each in wanted)
    assert 0 < counted[text.__code__] <= values


def test_nothing_is_shown_and_no_key_is_asked_for_when_there_is_nothing_to_do():
    wanted, snapshot, bindings = nothing_to_do(SMALL)
    kind = type(REGISTRY["qbo.account"])
    counted = calls(lambda: make_plan(firm(), wanted, {"qbo": snapshot}, bindings, REGISTRY))
    assert not any(counted[each.__code__] for each in (kind.keys, kind.tokens, kind.effect, kind.group))
