"""Bindings: whose are whose, what is remembered of them, and what is forgotten when."""

from __future__ import annotations

from decimal import Decimal

import pytest
from state_tools import BANK, CLIO_BANK, FEES, LIVE, OTHERS, Clock, remember

from provisioner.model.resource import Remote
from provisioner.state.store import Scope


def test_bindings_are_there_again_in_the_order_of_their_addresses(store, again):
    remember(store, (FEES, "45", {"name": "Fees"}), (BANK, "10", {}), (CLIO_BANK, "7", {}))
    with again() as other:
        found = other.bindings(LIVE)
    assert list(found) == [CLIO_BANK, BANK, FEES]
    assert (found[FEES].remote_id, found[FEES].last_applied, found[FEES].protected) == ("45", {"name": "Fees"}, False)


def test_forgetting_a_scope_drops_all_its_bindings_and_no_others(store):
    sandbox, elsewhere = OTHERS[0], Scope("sandbox", OTHERS[1].tenants)
    for scope in (LIVE, sandbox, elsewhere):
        remember(store, (BANK, "10", {}), (CLIO_BANK, "7", {}), scope=scope)
    store.protect(sandbox, [BANK])
    store.forget(sandbox)
    assert [len(store.bindings(scope)) for scope in (LIVE, sandbox, elsewhere)] == [2, 0, 2]


@pytest.mark.parametrize("other", OTHERS, ids=str)
def test_another_environment_or_tenant_shares_nothing(store, other):
    remember(store, (BANK, "10", {}), (CLIO_BANK, "7", {}))
    assert store.bindings(other) == {}
    remember(store, (BANK, "99", {}), (CLIO_BANK, "98", {}), scope=other)
    store.protect(other, [BANK])
    remember(store, scope=other, released=[CLIO_BANK])
    assert {str(each): binding.remote_id for each, binding in store.bindings(LIVE).items()} == {
        "clio.bank_account.bank": "7",
        "qbo.account.bank": "10",
    }
    assert not store.bindings(LIVE)[BANK].protected


def test_one_system_may_change_its_tenant_without_the_other(store):
    remember(store, (BANK, "10", {}), (CLIO_BANK, "7", {}))
    assert list(store.bindings(Scope("live", {"qbo": "9341", "clio": "us:Another"}))) == [BANK]
    assert list(store.bindings(Scope("live", {"qbo": "9341"}))) == [BANK]


def test_applied_values_add_to_those_known(store):
    remember(store, (FEES, "45", {"name": "Fees", "number": "4000"}))
    remember(store, (FEES, "45", {"name": "All Fees", "parent": Remote("qbo.account", "44")}))
    assert store.bindings(LIVE)[FEES].last_applied == {
        "name": "All Fees",
        "number": "4000",
        "parent": Remote("qbo.account", "44"),
    }


def test_another_object_starts_with_nothing_known(store):
    remember(store, (FEES, "45", {"name": "Fees", "description": "of the one that is gone"}))
    remember(store, (FEES, "46", {"name": "Fees"}))
    assert (store.bindings(LIVE)[FEES].remote_id, store.bindings(LIVE)[FEES].last_applied) == ("46", {"name": "Fees"})


def test_nothing_is_on_disk_before_flush(store):
    recorder = store.recorder(LIVE, "run", "ana", Clock())
    recorder.bind(FEES, Remote(FEES.kind, "45"), {})
    assert store.bindings(LIVE) == {}
    recorder.flush()
    recorder.flush()
    assert list(store.bindings(LIVE)) == [FEES]


def test_what_is_released_is_forgotten_unless_it_is_protected(store):
    remember(store, (BANK, "10", {}), (FEES, "45", {}))
    store.protect(LIVE, [BANK])
    remember(store, released=[BANK, FEES])
    assert list(store.bindings(LIVE)) == [BANK]
    assert store.bindings(LIVE)[BANK].protected
    store.protect(LIVE, [BANK], protected=False)
    remember(store, released=[BANK])
    assert store.bindings(LIVE) == {}


def test_binding_again_keeps_the_protection(store):
    remember(store, (BANK, "10", {}))
    store.protect(LIVE, [BANK])
    remember(store, (BANK, "11", {}))
    assert store.bindings(LIVE)[BANK].protected


def test_the_last_word_of_a_run_counts(store):
    recorder = store.recorder(LIVE, "run", "ana", Clock())
    recorder.bind(FEES, Remote(FEES.kind, "45"), {})
    recorder.release(FEES)
    recorder.release(BANK)
    recorder.bind(BANK, Remote(BANK.kind, "10"), {})
    recorder.flush()
    assert list(store.bindings(LIVE)) == [BANK]


def test_a_company_that_does_not_say_since_when_it_exists_is_still_the_same(store):
    scope = Scope("live", {"qbo": "1"})
    store.settle(scope, {"qbo": "2026-01-01T00:00:00+00:00"})
    assert store.stale(scope, {}) == set()
    assert store.stale(scope, {"qbo": "2026-01-01T00:00:00+00:00"}) == set()
    assert store.stale(scope, {"qbo": "2026-02-01T00:00:00+00:00"}) == {"qbo"}
    assert store.stale(Scope("sandbox", {"qbo": "1"}), {"qbo": "2026-02-01T00:00:00+00:00"}) == set()


@pytest.fixture
def later(store):
    """A recorder of a second apply, which knows what the first one left."""
    remember(store, (FEES, "45", {"name": "Fees", "rate": Decimal("1.0"), "days": 1}), (BANK, "10", {}))
    recorder = store.recorder(LIVE, "r2", "ben", Clock())
    recorder.remember(store.bindings(LIVE))
    return recorder


@pytest.mark.parametrize("applied", [{}, {"name": "Fees"}, {"rate": Decimal("1.0"), "days": 1}], ids=str)
def test_what_is_as_the_last_apply_left_it_is_not_written_again(store, later, applied):
    later.bind(FEES, Remote(FEES.kind, "45"), applied)
    later.flush()
    assert store.find(LIVE, FEES).by == "ana"


@pytest.mark.parametrize(
    "applied", [{"name": "All Fees"}, {"new": None}, {"rate": Decimal("1.00")}, {"days": True}, {"days": "1"}], ids=str
)
def test_the_smallest_difference_is_written(store, later, applied):
    later.bind(FEES, Remote(FEES.kind, "45"), applied)
    later.flush()
    assert store.find(LIVE, FEES).by == "ben"
    (name, value), *_ = applied.items()
    assert str(store.find(LIVE, FEES).binding.last_applied[name]) == str(value)


def test_another_object_of_the_same_values_is_written(store, later):
    later.bind(FEES, Remote(FEES.kind, "46"), {"name": "Fees"})
    later.flush()
    assert store.find(LIVE, FEES).binding.remote_id == "46"


def test_what_was_released_and_bound_again_is_still_there(store, later):
    later.release(FEES)
    later.bind(FEES, Remote(FEES.kind, "45"), {"name": "Fees"})
    later.flush()
    assert store.find(LIVE, FEES).binding.last_applied["days"] == 1


def test_what_was_changed_and_changed_back_is_as_it_was(store, later):
    later.bind(FEES, Remote(FEES.kind, "45"), {"name": "All Fees"})
    later.bind(FEES, Remote(FEES.kind, "45"), {"name": "Fees"})
    later.flush()
    assert store.find(LIVE, FEES).binding.last_applied["name"] == "Fees"
