"""The journal: what was about to be sent is known before it is sent, what became of it afterwards, without loss."""

from __future__ import annotations

from datetime import timedelta

import pytest
from state_tools import (
    BANK,
    CLIO_BANK,
    FEES,
    LIVE,
    NOW,
    OTHERS,
    RICH,
    Clock,
    create,
    done,
    failed,
    request,
    run,
    unknown,
)

from provisioner.engine.ports import Entry
from provisioner.model.resource import Remote


@pytest.fixture
def recorder(store):
    store.start_run(run())
    return store.recorder(LIVE, "r1", "ana", Clock())


def test_a_request_is_there_for_another_process_as_soon_as_it_is_intended(recorder, again):
    recorder.intend(request("a"))
    with again() as other:
        assert other.entries("r1") == [Entry(request("a"), "2026-11-01T12:01:06+00:00")]


def test_a_request_comes_back_as_it_was_with_every_amount_and_reference_exact(recorder, store):
    asked = request("a", RICH)
    recorder.intend(asked)
    (entry,) = store.entries("r1")
    assert entry.request == asked
    (item,) = entry.request.items
    assert type(item.body["Lines"][0]["Amount"]) is type(RICH.body["Lines"][0]["Amount"])
    assert type(item.body["Lines"][0]["Qty"]) is int
    assert item.fields["parent"] == Remote("qbo.account", "44")
    assert type(item.fields["parent"]) is Remote


def test_requests_come_back_in_the_order_in_which_they_were_to_be_sent(recorder, store):
    names = [f"{n * 7 % 10}" for n in range(10)]
    for name in names:
        recorder.intend(request(name))
    assert [each.request.id for each in store.entries("r1")] == names


def test_a_run_that_is_taken_up_again_goes_on_counting(recorder, store):
    recorder.intend(request("z"))
    later = store.recorder(LIVE, "r1", "ben", Clock())
    later.intend(request("a"))
    later.intend(request("b"))
    assert [each.request.id for each in store.entries("r1")] == ["z", "a", "b"]


def test_intending_the_same_request_again_changes_nothing(recorder, store):
    recorder.intend(request("a"))
    before = store.entries("r1")
    recorder.intend(request("a"))
    recorder.intend(request("b"))
    assert store.entries("r1")[:1] == before
    assert [each.request.id for each in store.entries("r1")] == ["a", "b"]


def test_each_item_has_its_own_fate_and_what_is_unknown_stays_open(recorder, store):
    one, two, three, four = items = [create(name) for name in ("one", "two", "three", "four")]
    recorder.intend(request("a", *items))
    recorder.conclude("a", [unknown(three), done(one, "11", "0"), failed(two)])
    (entry,) = store.entries("r1")
    assert entry.conclusions == (done(one, "11", "0"), failed(two), unknown(three))
    assert entry.open == (three, four)


def test_what_was_unknown_is_settled_by_a_later_word(recorder, store):
    recorder.intend(request("a", one := create("one")))
    recorder.conclude("a", [unknown(one)])
    recorder.conclude("a", [done(one)])
    (entry,) = store.entries("r1")
    assert entry.conclusions == (done(one),)
    assert entry.open == ()


def test_what_the_vendor_said_is_kept_whatever_it_said(recorder, store):
    said = "株式会社 \u202e \x00 \ud800 'quoted' \n%s ?"
    recorder.intend(request("a", one := create("one")))
    recorder.conclude("a", [failed(one, said)])
    assert store.entries("r1")[0].conclusions[0].said == said


def test_conclusions_and_bindings_are_written_together_or_not_at_all(recorder, store, monkeypatch):
    recorder.intend(request("a", one := create("one")))
    recorder.bind(FEES, Remote(FEES.kind, "45"), {"name": "Fees"})
    monkeypatch.setattr("provisioner.state.recorder._BIND", "INSERT INTO nowhere VALUES (?, ?, ?, ?, ?, ?, ?)")
    with pytest.raises(Exception, match="nowhere"):
        recorder.conclude("a", [done(one)])
    assert store.entries("r1")[0].conclusions == ()
    assert store.bindings(LIVE) == {}
    monkeypatch.undo()
    recorder.conclude("a", [done(one)])
    assert store.entries("r1")[0].conclusions == (done(one),)
    assert store.bindings(LIVE)[FEES].remote_id == "45"


def test_the_newest_run_without_a_result_is_found_with_its_plan(store):
    store.start_run(run("r1", plan='{"steps": []}'))
    assert store.unfinished(LIVE) == run("r1", plan='{"steps": []}')
    store.finish_run("r1", "done", NOW + timedelta(minutes=1))
    assert store.unfinished(LIVE) is None
    store.start_run(run("r2", started=NOW + timedelta(hours=1)))
    assert store.unfinished(LIVE).id == "r2"
    assert [(each.id, each.result, each.finished) for each in store.runs(LIVE, 5)] == [
        ("r2", None, None),
        ("r1", "done", "2026-11-01T12:02:05+00:00"),
    ]
    assert [each.id for each in store.runs(LIVE, 1)] == ["r2"]


def test_a_run_that_was_broken_off_is_found_behind_one_that_ended(store):
    store.start_run(run("r1"))
    store.start_run(run("r2", started=NOW + timedelta(hours=1)))
    store.finish_run("r2", "done", NOW)
    assert store.unfinished(LIVE).id == "r1"


@pytest.mark.parametrize("other", [*OTHERS, type(LIVE)("live", {"qbo": "9341"})], ids=str)
def test_another_environment_company_or_set_of_systems_is_another_run(store, other):
    store.start_run(run("r1"))
    assert store.unfinished(other) is None
    assert store.runs(other, 5) == []


def test_the_order_in_which_systems_are_named_makes_no_difference(store):
    store.start_run(run("r1"))
    assert store.unfinished(type(LIVE)("live", dict(reversed(LIVE.tenants.items())))).id == "r1"


def test_requests_and_plans_of_the_newest_twenty_finished_runs_are_kept(store):
    for number in range(23):
        started = run(f"r{number:02}", started=NOW + timedelta(hours=number), plan="[]")
        store.start_run(started)
        recorder = store.recorder(LIVE, started.id, "ana", Clock())
        recorder.intend(request("a", item := create("a")))
        recorder.conclude("a", [done(item)])
        if number:
            store.finish_run(started.id, "done", NOW)
    kept = [each.id for each in store.runs(LIVE, 50) if store.entries(each.id)]
    assert kept == [f"r{number:02}" for number in range(22, 2, -1)] + ["r00"]
    assert [each.id for each in store.runs(LIVE, 50) if each.plan] == kept
    assert len(store.runs(LIVE, 50)) == 23


def test_another_firm_in_the_same_database_keeps_its_own_twenty(store):
    store.start_run(run("other", OTHERS[1], started=NOW - timedelta(days=9)))
    store.recorder(OTHERS[1], "other", "ana", Clock()).intend(request("a"))
    store.finish_run("other", "done", NOW)
    for number in range(21):
        store.start_run(run(f"r{number}"))
        store.finish_run(f"r{number}", "done", NOW)
    assert len(store.entries("other")) == 1


def test_bindings_of_both_systems_are_concluded_alike(recorder, store):
    recorder.intend(request("a", one := create("one", "clio")))
    recorder.bind(CLIO_BANK, Remote(CLIO_BANK.kind, "7"), {})
    recorder.bind(BANK, Remote(BANK.kind, "10"), {})
    recorder.conclude("a", [done(one)])
    assert list(store.bindings(LIVE)) == [CLIO_BANK, BANK]
