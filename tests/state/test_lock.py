"""One writer a firm: who else is told, how the lock ends with its process, and how it is taken away."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from state_tools import FEES, LIVE, NOW, Clock, create, done, request, run

from provisioner.model.errors import StateProblem
from provisioner.model.resource import Remote
from provisioner.state.store import Scope

LATER = NOW + timedelta(minutes=3)
OVERLAPPING = [
    LIVE,
    Scope("live", {"qbo": "9341"}),
    Scope("live", {"qbo": "9341", "clio": "us:Another"}),
    Scope("live", {"qbo": "7777", "clio": "us:Harbor"}),
]
APART = [
    Scope("sandbox", LIVE.tenants),
    Scope("live", {"qbo": "7777", "clio": "us:Another"}),
    Scope("live", {"qbo": "us:Harbor", "clio": "9341"}),
]
CHILD = """
import sys, time
from provisioner.state.store import open_state
from state_tools import LIVE, NOW, request
from provisioner.state.places import named
with open_state(named(sys.argv[1])) as store, store.alone(LIVE, "ana", NOW):
    recorder = store.recorder(LIVE, "r1", "ana", lambda: NOW)
    recorder.intend(request("a"))
    print("taken", flush=True)
    sys.stdin.readline()
    recorder.intend(request("b"))
"""


@contextmanager
def elsewhere(place):
    """Another process that has the lock."""
    child = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-c", CHILD, place],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    try:
        assert child.stdout.readline() == "taken\n", child.stderr.read()
        yield child
    finally:
        child.kill()
        child.communicate()


def refused(store, scope=LIVE, now=LATER, firm="my firms/harbor"):
    with pytest.raises(StateProblem) as caught, store.alone(scope, "ben", now, firm=firm):
        pass
    return caught.value


def test_the_second_is_told_who_the_first_is_and_what_to_do(store, again):
    with store.alone(LIVE, "ana", NOW), again() as other:
        problem = refused(other)
    assert problem.summary == (
        f"Another apply of this firm is running: ana on host {platform.node()} (process {os.getpid()}), "
        "since 12:01:05 UTC, 3 minutes ago"
    )
    assert problem.command == "provisioner state unlock 'my firms/harbor'"


def test_it_is_no_different_in_the_same_process(store):
    with store.alone(LIVE, "ana", NOW):
        assert "ana" in refused(store).summary
        assert "ana" in refused(store, Scope("live", {"qbo": "9341"})).summary
    with store.alone(LIVE, "ana", NOW):
        pass


def test_since_another_day_the_day_is_told_too(store, again):
    with store.alone(LIVE, "ana", NOW), again() as other:
        assert "since 2026-11-01 12:01:05 UTC, 2 days ago" in refused(other, now=NOW + timedelta(days=2)).summary


@pytest.mark.parametrize("scope", OVERLAPPING, ids=str)
def test_one_company_or_account_in_common_is_enough(store, again, scope):
    with store.alone(LIVE, "ana", NOW), again() as other:
        assert "ana" in refused(other, scope).summary
        assert other.holder(scope).owner == "ana"
    with store.alone(scope, "ben", LATER):
        pass


@pytest.mark.parametrize("scope", APART, ids=str)
def test_other_firms_and_environments_go_on(store, again, scope):
    with store.alone(LIVE, "ana", NOW), again() as other, other.alone(scope, "ben", NOW):
        assert (other.holder(LIVE).owner, other.holder(scope).owner) == ("ana", "ben")


def test_who_loses_lets_go_of_what_it_had_taken(store, again):
    quickbooks, clio = Scope("live", {"qbo": "9341"}), Scope("live", {"clio": "us:Harbor"})
    with again() as other:
        with store.alone(quickbooks, "ana", NOW):
            refused(other)
        with store.alone(clio, "ana", NOW), other.alone(quickbooks, "ben", NOW):
            pass


def test_the_holder_is_known_only_while_it_holds(store, again):
    assert store.holder(LIVE) is None
    with store.alone(LIVE, "ana", NOW), again() as other:
        found = other.holder(LIVE)
        assert (found.owner, found.host, found.pid) == ("ana", platform.node(), os.getpid())
        assert (found.since, found.seen) == (NOW.isoformat(), NOW.isoformat())
    assert store.holder(LIVE) is None


def test_each_request_is_a_sign_of_life(store, again):
    with store.alone(LIVE, "ana", NOW), again() as other:
        store.recorder(LIVE, "r1", "ana", lambda: LATER).intend(request("a"))
        assert other.holder(LIVE).seen == LATER.isoformat()


def test_a_failure_inside_lets_go_too(store, again):
    with pytest.raises(KeyError), store.alone(LIVE, "ana", NOW):
        raise KeyError
    with again() as other, other.alone(LIVE, "ben", NOW):
        pass


def test_a_killed_process_lets_go(store, place):
    with elsewhere(place) as child:
        assert store.holder(LIVE).pid == child.pid
        assert f"process {child.pid}" in refused(store).summary
        child.send_signal(signal.SIGKILL)
        child.wait()
        for _ in range(200):  # a server notices in its own time
            if store.holder(LIVE) is None:
                break
            time.sleep(0.05)
        assert store.holder(LIVE) is None
        with store.alone(LIVE, "ben", NOW):
            assert store.holder(LIVE).owner == "ben"
    assert [each.request.id for each in store.entries("r1")] == ["a"]


def test_a_process_whose_lock_was_taken_away_can_send_nothing_more(store, place):
    with elsewhere(place) as child:
        assert store.break_lock(LIVE, NOW + timedelta(seconds=60)).pid == child.pid
        with store.alone(LIVE, "ben", NOW):
            child.stdin.write("\n")
            child.stdin.flush()
            child.wait()
            assert "The lock was taken away" in child.stderr.read()
            store.recorder(LIVE, "r2", "ben", Clock()).intend(request("c"))
    assert [each.request.id for each in store.entries("r1")] == ["a"]
    assert [each.request.id for each in store.entries("r2")] == ["c"]


def test_a_holder_at_work_keeps_the_lock_unless_it_is_forced(store, again):
    with store.alone(LIVE, "ana", NOW), again() as other:
        store.recorder(LIVE, "r1", "ana", lambda: LATER).intend(request("a"))
        with pytest.raises(StateProblem) as caught:
            other.break_lock(LIVE, LATER + timedelta(seconds=59))
        assert caught.value.summary == "The apply that holds the lock is at work"
        assert "3 minutes ago. Its last request was 59 seconds ago." in caught.value.detail
        assert "--force" in caught.value.fix
        assert other.holder(LIVE).owner == "ana"
        assert other.break_lock(LIVE, LATER, force=True).owner == "ana"
        assert other.holder(LIVE) is None


def test_there_may_be_nothing_to_take_away(store):
    assert store.break_lock(LIVE, NOW) is None
    with store.alone(LIVE, "ana", NOW):
        pass
    assert store.break_lock(LIVE, NOW) is None
    with store.alone(LIVE, "ana", NOW):
        pass


def fenced(recorder, write):
    with pytest.raises(StateProblem) as caught:
        write(recorder)
    assert caught.value.summary == "The lock was taken away"


def test_taking_one_company_away_stops_a_run_that_writes_to_two(store, again):
    with store.alone(LIVE, "ana", NOW), again() as other:
        recorder = store.recorder(LIVE, "r1", "ana", Clock())
        other.break_lock(Scope("live", {"clio": "us:Harbor"}), NOW, force=True)
        fenced(recorder, lambda each: each.intend(request("a")))
        assert store.entries("r1") == []


def test_what_became_of_a_request_is_kept_while_nobody_has_come_after(store, again):
    with store.alone(LIVE, "ana", NOW), again() as other:
        recorder = store.recorder(LIVE, "r1", "ana", Clock())
        recorder.intend(request("a", item := create("a")))
        other.break_lock(LIVE, NOW, force=True)
        recorder.bind(FEES, Remote(FEES.kind, "45"), {})
        recorder.conclude("a", [done(item)])
        fenced(recorder, lambda each: each.intend(request("b")))
    assert store.entries("r1")[0].open == ()
    assert list(store.bindings(LIVE)) == [FEES]


@pytest.mark.parametrize("ended", [False, True], ids=["still there", "ended"])
def test_but_not_when_somebody_has_applied_since(store, again, ended):
    with store.alone(LIVE, "ana", NOW), again() as other:
        recorder = store.recorder(LIVE, "r1", "ana", Clock())
        recorder.intend(request("a", item := create("a")))
        recorder.bind(FEES, Remote(FEES.kind, "45"), {})
        other.break_lock(LIVE, NOW, force=True)
        with other.alone(LIVE, "ben", NOW):
            if not ended:
                fenced(recorder, lambda each: each.conclude("a", [done(item)]))
                fenced(recorder, lambda each: each.flush())
        fenced(recorder, lambda each: each.conclude("a", [done(item)]))
    assert store.entries("r1")[0].conclusions == ()
    assert store.bindings(LIVE) == {}


def test_ending_after_it_was_taken_away_does_not_let_go_of_what_another_holds(store, again):
    with again() as other:
        with store.alone(LIVE, "ana", NOW):
            other.break_lock(LIVE, NOW, force=True)
            taken = other.alone(LIVE, "ben", NOW)
            taken.__enter__()
        assert store.holder(LIVE).owner == "ben"
        refused(store)
        other.recorder(LIVE, "r2", "ben", Clock()).intend(request("a"))
        taken.__exit__(None, None, None)
    assert store.holder(LIVE) is None


def test_a_lock_that_was_broken_while_it_was_being_taken_is_taken_anew(store, again, monkeypatch):
    with again() as other:
        seize = type(store._database).seize

        def broken(database, name):
            monkeypatch.undo()
            release = seize(database, name)
            other.break_lock(LIVE, NOW)
            return release

        monkeypatch.setattr(type(store._database), "seize", broken)
        with store.alone(LIVE, "ana", NOW):
            refused(other)
            store.recorder(LIVE, "r1", "ana", Clock()).intend(request("a"))


def test_runs_may_be_read_while_one_is_going_on(store, again):
    with store.alone(LIVE, "ana", NOW), again() as other:
        store.start_run(run())
        assert other.unfinished(LIVE) == run()
        assert other.bindings(LIVE) == {}


CROWD = """
import sys
from pathlib import Path
from provisioner.model.errors import StateProblem
from provisioner.state.store import open_state
from state_tools import LIVE, NOW, request
from provisioner.state.places import named
mark, done = Path(sys.argv[2]), 0
while done < 5:
    with open_state(named(sys.argv[1])) as store:
        try:
            with store.alone(LIVE, sys.argv[3], NOW):
                mark.touch(exist_ok=False)
                store.recorder(LIVE, "r1", sys.argv[3], lambda: NOW).intend(request(f"{sys.argv[3]}-{done}"))
                mark.unlink()
                done += 1
        except StateProblem as problem:
            assert problem.summary.startswith("Another apply of this firm is running"), problem.summary
"""


def test_of_a_crowd_one_at_a_time_gets_in_and_each_at_last(store, place, tmp_path):
    started = [
        subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, "-c", CROWD, place, str(tmp_path / "inside"), f"p{number}"],
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        for number in range(4)
    ]
    assert [each.communicate()[1] for each in started] == [b""] * 4
    assert len(store.entries("r1")) == 20
    assert store.holder(LIVE) is None


def test_after_the_end_nothing_more_is_sent(store):
    with store.alone(LIVE, "ana", NOW):
        recorder = store.recorder(LIVE, "r1", "ana", Clock())
        recorder.intend(request("a"))
    fenced(recorder, lambda each: each.intend(request("b")))
