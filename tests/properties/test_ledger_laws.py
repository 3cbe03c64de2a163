"""Laws of ledgers that follow Clio, on random clients, balances, and whatever people do on the screens."""

from __future__ import annotations

from datetime import timedelta

from fakes import at
from hypothesis import HealthCheck, event, given, note, settings
from hypothesis import strategies as st
from trust_world import TODAY, TrustWorld

from provisioner.model.funds import CONTACT, Holder
from provisioner.model.ledger import LONGEST_NAME, filled, numbered, plain
from provisioner.model.resource import Remote

LAW = settings(
    max_examples=120,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
ALL = frozenset({"brake:qbo"})
NUMBERS = st.sampled_from([1, 2, 3, 11, 12])
NAMES = st.sampled_from(
    ["Ann", "ann ", "Ann (1)", "Ann (1) (2)", "Bo:b", 'Bo"b', "Firm Funds", " ", "n" * 120, "\u00c9a"]
)
TEMPLATES = st.sampled_from(
    ["{client.name}", "{client.name} ({client.id})", "{client.id} {client.name}", "L {client.name}"]
)
AMOUNTS = st.sampled_from(["0", "10.00", "-3.00"])
CLIENTS = st.dictionaries(NUMBERS, st.tuples(NAMES, AMOUNTS), max_size=5)

MEDDLING = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), NUMBERS, AMOUNTS),
        st.tuples(st.just("rename"), NUMBERS, NAMES),
        st.tuples(st.just("vanish"), NUMBERS, st.none()),
        st.tuples(st.just("said"), NUMBERS, st.sampled_from([None, "note", "clio:contact:1", "clio:contact:99"])),
        st.tuples(st.just("called"), NUMBERS, st.sampled_from(["By hand", "Ann", "Ann (1)", "Ann (2)"])),
        st.tuples(st.just("active"), NUMBERS, st.booleans()),
        st.tuples(st.just("balance"), NUMBERS, st.sampled_from([0, -5])),
        st.tuples(st.just("forget"), NUMBERS, st.none()),
        st.tuples(st.just("apply"), NUMBERS, st.integers(0, 200)),
    ),
    max_size=8,
)


def begun(clients, template, seed=0):
    made = TrustWorld(seed, name=template)
    for number, (name, amount) in clients.items():
        made.client(number, name, amount)
    return made


def meddle(world, doings, ledgers):
    """Do it all; what was applied on the way is remembered in ``ledgers``: the ledger of each client, for good."""
    for what, number, more in doings:
        if what == "apply":
            settle(world, TODAY + timedelta(days=more))
            ledgers |= known(world)
        elif what == "forget":
            world.forget()
        elif what in IN_CLIO and str(number) in world.holders[CONTACT]:
            IN_CLIO[what](world, number, more)
        elif what in IN_QUICKBOOKS and number in ledgers:
            IN_QUICKBOOKS[what](world.qbo, ledgers[number], more)


def pay(world, number, amount):
    world.client(number, world.holders[CONTACT][str(number)].name, amount)
    world.moved[f"contact:{number}"] = TODAY.isoformat()


def rename(world, number, name):
    world.holders[CONTACT][str(number)] = world.holders[CONTACT][str(number)]._replace(name=name)


def vanish(world, number, _):
    del world.holders[CONTACT][str(number)]


def book(books, ledger, amount):
    books.rows[ledger]["CurrentBalanceWithSubAccounts"] = amount


IN_CLIO = {"pay": pay, "rename": rename, "vanish": vanish}
IN_QUICKBOOKS = {
    "said": lambda books, ledger, text: books.try_edit(ledger, description=text),
    "called": lambda books, ledger, name: books.try_edit(ledger, name=name),
    "active": lambda books, ledger, active: books.try_edit(ledger, active=active),
    "balance": book,
}


def settle(world, day=TODAY):
    """Apply where that is allowed; whether it was."""
    plan = world.plan(day, ALL)
    if [each for each in plan.findings if each.level == "error"]:
        event("refused: " + ", ".join(sorted({each.code for each in plan.findings if each.level == "error"})))
        return False
    run = world.carry_out(plan)
    assert not run.failed, [(str(each.step.address), each.problem, each.because) for each in run.failed.values()]
    return True


def known(world):
    prefix = str(at("qbo.account.iolta.contact_x"))[:-1]
    return {
        int(str(address).removeprefix(prefix)): Remote("qbo.account", binding.remote_id)
        for address, binding in world.memory.bindings.items()
        if str(address).startswith(prefix)
    }


@LAW
@given(CLIENTS, TEMPLATES, MEDDLING)
def test_what_was_applied_needs_nothing_more(clients, template, doings):
    world = begun(clients, template)
    meddle(world, doings, {})
    if settle(world):
        plan = world.plan()
        left = [each for each in plan.changes if each.action != "no_op"]
        note(str([(str(each.address), each.action, each.fields) for each in left]))
        assert left == []


@LAW
@given(CLIENTS, TEMPLATES, MEDDLING)
def test_nobody_ever_gets_a_second_ledger(clients, template, doings):
    """A new one is made only for who has none, and never beside one with the same mark."""
    world = begun(clients, template)
    ledgers = {}
    meddle(world, [("apply", 1, 0), *doings], ledgers)
    before = {remote: dict(row) for remote, row in world.qbo.rows.items()}
    settle(world)
    for row in [row for remote, row in world.qbo.rows.items() if remote not in before]:
        mark = row.get("Description", "")
        note(f"made {row}")
        assert mark not in {each.get("Description", "").partition(" ")[0] for each in before.values()}


@LAW
@given(CLIENTS, TEMPLATES, MEDDLING, st.integers(0, 400))
def test_nothing_with_money_is_ever_closed(clients, template, doings, days):
    world = begun(clients, template)
    meddle(world, [("apply", 1, 0), *doings], {})
    plan = world.plan(TODAY + timedelta(days=days), ALL)
    for each in plan.changes:
        if each.action == "retire":
            number = str(each.address).rpartition("_")[2]
            assert not world.holders[CONTACT][number].held
            assert each.observed.balance == 0


@LAW
@given(CLIENTS, TEMPLATES, st.randoms(use_true_random=False))
def test_names_are_unique_and_do_not_depend_on_the_order(clients, template, random):
    world = begun(clients, template)
    named = {str(each.address): each.fields["name"] for each in world.made().desired}
    shuffled = list(clients.items())
    random.shuffle(shuffled)
    assert {str(each.address): each.fields["name"] for each in begun(dict(shuffled), template).made().desired} == named
    folded = [name.casefold() for name in named.values()]
    assert len(set(folded)) == len(folded)
    assert all(0 < len(name) <= LONGEST_NAME and name == name.strip() for name in named.values())
    assert not any(character in name for name in named.values() for character in ':"')


@LAW
@given(CLIENTS, TEMPLATES, MEDDLING)
def test_the_same_facts_give_the_same_ledgers(clients, template, doings):
    world = begun(clients, template)
    meddle(world, doings, {})
    assert world.made() == world.made()


@LAW
@given(CLIENTS, TEMPLATES, NUMBERS, NAMES)
def test_a_rename_keeps_address_and_ledger(clients, template, number, name):
    world = begun(clients, template)
    settle(world)
    before = known(world)
    holder = world.holders[CONTACT].get(str(number), Holder(str(number), ""))
    world.holders[CONTACT][str(number)] = holder._replace(name=name)
    settle(world)
    assert known(world) == before


@given(st.text(max_size=150), st.text("0123456789", min_size=1, max_size=18))
def test_a_name_is_what_quickbooks_takes_with_its_number_whole(name, number):
    made = filled("{client.name} ({client.id})", {"client.name": name}, {"client.id": number})
    assert len(made) <= LONGEST_NAME
    assert made.endswith(f"({number})")
    assert made.isprintable()
    assert plain(made) == made
    assert numbered(made, number).endswith(f" ({number})")
    assert len(numbered(made, number)) <= LONGEST_NAME
