"""Bindings put right by hand: moved, forgotten, written to a file and put back, on each kind of database."""

from __future__ import annotations

import hashlib
import json
import stat
from datetime import timedelta
from decimal import Decimal

import pytest
from state_tools import BANK, CLIO_BANK, FEES, LIVE, NOW, OTHERS, Clock, create, done, remember, request, run

from provisioner.model.address import Address
from provisioner.model.errors import StateProblem, UsageProblem
from provisioner.model.resource import Remote
from provisioner.state import backup
from provisioner.state.store import Scope
from provisioner.workflows import state as workflow
from provisioner.workflows.state import Differences, Remembered

NEW = Address("qbo", "account", "iolta")
WAIVED = {f"unprotect:{BANK}"}
LATER = NOW + timedelta(days=1)
WHEN = {"who": "ben", "now": LATER}


@pytest.fixture
def state(store):
    """Three bindings, one of them protected."""
    applied = {"rate": Decimal("350.10"), "parent": Remote("qbo.account", "44"), "name": "株式会社 \u202e"}
    remember(store, (BANK, "10", {"name": "IOLTA"}), (FEES, "45", applied), (CLIO_BANK, "7", {}))
    store.protect(LIVE, [BANK])
    store.settle(LIVE, {"qbo": "2026-01-01T00:00:00+00:00"})
    return Remembered("harbor", LIVE, store)


def refused(do, *arguments, kind=StateProblem, **options):
    with pytest.raises(kind) as caught:
        do(*arguments, **options)
    return caught.value


def bound(state):
    return {address: each.binding.remote_id for address, each in state.store.kept(LIVE).items()}


def test_a_moved_binding_keeps_all_that_was_known_of_it(state):
    before = state.store.find(LIVE, BANK)
    assert workflow.move(state, BANK, NEW, **WHEN) is None
    after = state.store.find(LIVE, NEW)
    assert BANK not in state.store.bindings(LIVE)
    assert (after.at, after.by) == (before.at, before.by) == (NOW.isoformat(), "ana")
    assert after.binding.protected
    assert (after.binding.remote_id, after.binding.last_applied) == ("10", {"name": "IOLTA"})


@pytest.mark.parametrize(
    ("old", "new", "summary"),
    [
        (NEW, BANK, f"{NEW} stands for nothing"),
        (BANK, FEES, f"{FEES} stands for another object already"),
        (BANK, BANK, f"{BANK} stands for another object already"),
        (BANK, Address("qbo", "item", "bank"), f"{BANK} cannot become qbo.item.bank"),
        (BANK, Address("clio", "account", "bank"), f"{BANK} cannot become clio.account.bank"),
    ],
)
def test_a_move_that_makes_no_sense_changes_nothing(state, old, new, summary):
    before = state.store.kept(LIVE)
    assert refused(workflow.move, state, old, new, **WHEN).summary == summary
    assert state.store.kept(LIVE) == before


def test_what_is_forgotten_is_gone_and_nothing_else(state):
    workflow.remove(state, [FEES, CLIO_BANK], set(), **WHEN)
    assert bound(state) == {BANK: "10"}


def test_one_unknown_or_protected_address_and_nothing_is_forgotten(state):
    before = state.store.kept(LIVE)
    assert refused(workflow.remove, state, [FEES, NEW], set(), **WHEN).summary == f"{NEW} stands for nothing"
    problem = refused(workflow.remove, state, [FEES, BANK], {"brake:qbo"}, **WHEN)
    assert (problem.summary, problem.command) == (f"{BANK} is protected", f"--accept unprotect:{BANK}")
    assert state.store.kept(LIVE) == before


def test_a_protection_can_be_given_up_by_name(state):
    workflow.remove(state, [BANK], WAIVED, **WHEN)
    assert BANK not in bound(state)


def test_an_apply_that_was_broken_off_is_told(state):
    state.store.start_run(run())
    assert workflow.move(state, BANK, NEW, **WHEN) == run()
    assert workflow.remove(state, [FEES], set(), **WHEN) == run()


def test_nothing_is_changed_while_an_apply_is_going_on(state, again, tmp_path):
    backup.write(workflow.export(state, NOW), tmp_path / "state.json")
    before = state.store.kept(LIVE)
    with again() as other, other.alone(LIVE, "ana", NOW):
        for change in (
            lambda: workflow.move(state, BANK, NEW, **WHEN),
            lambda: workflow.remove(state, [FEES], set(), **WHEN),
            lambda: workflow.restore(state, tmp_path / "state.json", set(), lambda _: True, **WHEN),
        ):
            problem = refused(change)
            assert "ana on host" in problem.summary
            assert problem.command == "provisioner state unlock harbor"
        assert workflow.inspect(state).holder.owner == "ana"
    assert state.store.kept(LIVE) == before


def restore(state, file, accepted=(), answer=True):  # noqa: FBT002 - a test
    seen = []
    result = workflow.restore(state, file, set(accepted), lambda found: seen.append(found) or answer, **WHEN)
    return result, seen


@pytest.fixture
def file(state, tmp_path):
    target = tmp_path / "state.json"
    backup.write(workflow.export(state, NOW), target)
    return target


def test_what_was_exported_comes_back_as_it_was(state, file):
    before = state.store.kept(LIVE)
    workflow.remove(state, [BANK, FEES], WAIVED, **WHEN)
    workflow.move(state, CLIO_BANK, Address("clio", "bank_account", "other"), **WHEN)
    state.store.settle(LIVE, {"qbo": "2026-02-02T00:00:00+00:00"})
    result, seen = restore(state, file)
    other = Address("clio", "bank_account", "other")
    assert seen == [Differences((CLIO_BANK, BANK, FEES), (), (other,), 0)] == [result]
    assert state.store.kept(LIVE) == before
    assert type(state.store.find(LIVE, FEES).binding.last_applied["rate"]) is Decimal
    assert state.store.instances(LIVE) == {"qbo": "2026-01-01T00:00:00+00:00"}


def test_it_is_shown_first_and_nothing_is_done_without_a_yes(state, file):
    remember(state.store, (FEES, "46", {}), released=[CLIO_BANK])
    before = state.store.kept(LIVE)
    result, seen = restore(state, file, answer=False)
    assert (result, seen) == (None, [Differences((CLIO_BANK,), (FEES,), (), 1)])
    assert state.store.kept(LIVE) == before


def test_nobody_is_asked_when_there_is_nothing_to_do(state, file):
    result, seen = restore(state, file)
    assert (result, seen) == (Differences((), (), (), 3), [])


def test_no_protection_is_lost_by_an_import(state, file, tmp_path):
    state.store.protect(LIVE, [FEES])
    assert refused(restore, state, file).command == f"--accept unprotect:{FEES}"
    assert state.store.find(LIVE, FEES).binding.protected
    restore(state, file, [f"unprotect:{FEES}"])
    assert not state.store.find(LIVE, FEES).binding.protected
    assert state.store.find(LIVE, BANK).binding.protected


@pytest.mark.parametrize("other", [*OTHERS, Scope("live", {"qbo": "9341"})], ids=str)
def test_the_bindings_of_another_company_or_environment_are_refused(state, file, other):
    problem = refused(restore, Remembered("other", other, state.store), file)
    assert "belongs to another firm or environment" in problem.summary
    assert "live (clio us:Harbor, qbo 9341)" in problem.detail


def test_the_same_state_gives_the_same_bytes_for_its_owner_alone(state, file, tmp_path):
    backup.write(workflow.export(state, NOW), again := tmp_path / "again.json")
    assert again.read_bytes() == file.read_bytes()
    assert stat.S_IMODE(again.stat().st_mode) == 0o600
    assert {each.name for each in tmp_path.iterdir() if "json" in each.name} == {"again.json", "state.json"}
    assert backup.read(file) == workflow.export(state, NOW)


def test_every_flipped_byte_is_noticed(state, file):
    whole = file.read_bytes()
    for place in range(0, len(whole), 7):
        edited = bytearray(whole)
        edited[place] ^= 1
        file.write_bytes(edited)
        assert refused(backup.read, file).summary


@pytest.mark.parametrize(
    ("edit", "summary"),
    [
        (lambda tree: tree.update(format_version="2.0"), "was written by another release of provisioner"),
        (lambda tree: tree.update(format="provisioner-plan"), "is no export of a state"),
        (lambda tree: tree["bindings"].pop(), "was edited"),
        (lambda tree: tree["bindings"][0].update(protected=True), "was edited"),
        (lambda tree: tree.update(bindings=7), "is no export of a state, or it is damaged"),
        (lambda tree: tree["tenants"].update(qbo=9341), "is no export of a state, or it is damaged"),
    ],
)
def test_a_newer_another_or_an_edited_file_is_refused(file, edit, summary):
    tree = json.loads(file.read_text())
    edit(tree)
    file.write_text(json.dumps(tree, indent=1, sort_keys=True) + "\n")
    assert refused(backup.read, file).summary == f"{file} {summary}"


@pytest.mark.parametrize(
    "edit",
    [
        lambda tree: tree["bindings"].append(tree["bindings"][0]),
        lambda tree: tree["bindings"][0].update(address="xero.account.bank"),
        lambda tree: tree["instances"].update(xero="2026"),
    ],
)
def test_a_file_whose_checksum_is_right_is_not_trusted_either(state, file, edit):
    tree = json.loads(file.read_text())
    edit(tree)
    plain = {name: each for name, each in tree.items() if name != "hash"}
    tree["hash"] = hashlib.sha256(json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    file.write_text(json.dumps(tree, indent=1, sort_keys=True) + "\n")
    assert "is damaged" in refused(restore, state, file).summary


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b"null"])
def test_what_is_no_export_is_refused(tmp_path, content):
    (tmp_path / "file").write_bytes(content)
    assert "is no export" in refused(backup.read, tmp_path / "file").summary


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path, monkeypatch):
    assert "cannot be read" in refused(backup.read, tmp_path / "file").summary
    (tmp_path / "file").write_text("{}")
    monkeypatch.setattr(backup, "MOST_BYTES", 1)
    assert "larger than any state" in refused(backup.read, tmp_path / "file").detail


def test_an_export_never_takes_the_place_of_another_file(state, tmp_path):
    for content in ("version: 1\n", '{"format": "provisioner-plan"}', "[" * 100_000):
        (tmp_path / "other").write_text(content)
        refused(backup.write, workflow.export(state, NOW), tmp_path / "other", kind=UsageProblem)
        assert (tmp_path / "other").read_text() == content
    backup.write(workflow.export(state, NOW), tmp_path / "mine.json")
    backup.write(workflow.export(state, LATER), tmp_path / "mine.json")
    assert backup.read(tmp_path / "mine.json").made_at == LATER.isoformat()
    refused(backup.write, workflow.export(state, NOW), tmp_path / "no" / "folder.json", kind=UsageProblem)


def test_a_check_counts_everything_and_finds_an_object_under_two_addresses(state):
    state.store.start_run(run())
    recorder = state.store.recorder(LIVE, "r1", "ana", Clock())
    recorder.intend(request("a", item := create("a")))
    recorder.conclude("a", [done(item)])
    found = workflow.inspect(state)
    assert (found.bindings, found.runs, found.requests, found.doubled) == (3, 1, 1, ())
    assert (found.unfinished, found.holder) == (run(), None)
    remember(state.store, (NEW, "10", {}), (Address("qbo", "item", "x"), "10", {}))
    assert workflow.inspect(state).doubled == ((BANK, NEW),)
