"""provisioner state: what a person sees and types, without an account and without a network."""

from __future__ import annotations

import io
import json
import socket
from datetime import UTC, datetime

import pytest

from provisioner.model.address import Address
from provisioner.model.resource import Remote
from provisioner.state.store import Run, Scope, open_state, state_path

FEES, NEW = "qbo.account.fees", "qbo.account.income"
SCOPES = {each: Scope(each, {"qbo": "9341", "clio": "us:Harbor"}) for each in ("live", "sandbox")}
NOW = datetime(2026, 11, 1, 12, 1, 5, tzinfo=UTC)


@pytest.fixture
def applied(firm, monkeypatch):
    """A firm that was applied to the real systems, looked at where there is no network."""
    with open_state(state_path(firm)) as store:
        bind(store, "live", "45")
        store.start_run(Run("r1", SCOPES["live"], "ana", "digest", NOW.isoformat()))
        store.finish_run("r1", "done", NOW)
    monkeypatch.setattr(socket, "socket", None)
    return firm


def bind(store, environment, remote_id):
    recorder = store.recorder(SCOPES[environment], "r1", "ana", lambda: NOW)
    values = {"name": "Fees \x1b[2J", "parent": Remote("qbo.account", "44")}
    recorder.bind(Address.parse(FEES), Remote("qbo.account", remote_id), values)
    recorder.flush()


@pytest.fixture
def state(provisioner, applied):
    def ask(command, *words):
        return provisioner("state", command, applied, *words)

    return ask


@pytest.fixture
def answer(monkeypatch):
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(f"{text}\n"))


def test_bindings_are_listed(state):
    ended = state("list")
    assert (ended.code, ended.out) == (0, f"{FEES}  id 45\n1 binding.\n")
    (binding,) = state("list", "--format", "json").document["bindings"]
    assert (binding["address"], binding["id"], binding["bound_by"]) == (FEES, "45", "ana")


def test_one_is_shown_with_what_was_applied_when_and_by_whom_and_nothing_acts(state):
    ended = state("show", FEES)
    assert ended.code == 0
    for part in (
        "stands for the QuickBooks object with the id 45",
        "last applied at 2026-11-01 12:01:05 UTC by ana",
        'name: "Fees \\u001b[2J"',
        "parent: the qbo.account with the id 44",
    ):
        assert part in ended.out
    assert state("show", FEES, "--format", "json").document["binding"]["last_applied"]["parent"] == {
        "remote": ["qbo.account", "44"]
    }


@pytest.mark.parametrize("words", [("show", NEW), ("mv", NEW, FEES), ("rm", NEW)])
def test_an_unknown_address_ends_with_1_and_says_where_to_look(state, words):
    ended = state(*words)
    assert (ended.code, "state list" in ended.err) == (1, True)


@pytest.mark.parametrize("words", [("show", "fees"), ("mv", FEES, "qbo.account"), ("rm", "x y")])
def test_what_is_no_address_is_a_mistake_on_the_command_line(state, words):
    ended = state(*words)
    assert (ended.code, "is not an address" in ended.err) == (64, True)


def test_a_binding_is_moved(state):
    assert state("mv", FEES, NEW).out == f"{NEW} stands for what {FEES} stood for.\n"
    assert NEW in state("list").out
    assert state("mv", NEW, FEES, "--format", "json").document["moved"] == {"from": NEW, "to": FEES}


def test_a_protected_one_is_forgotten_only_by_name(state, applied):
    with open_state(state_path(applied)) as store:
        store.protect(SCOPES["live"], [Address.parse(FEES)])
    ended = state("rm", FEES)
    assert (ended.code, f"--accept unprotect:{FEES}" in ended.err) == (1, True)
    assert "protected" in state("list").out
    assert "1 binding forgotten" in state("rm", FEES, "--accept", f"unprotect:{FEES}").out
    assert state("list").out == "0 bindings.\n"


def test_the_sandbox_is_another_state(state, applied):
    assert state("list", "--sandbox").out == "0 bindings.\n"
    with open_state(state_path(applied)) as store:
        bind(store, "sandbox", "99")
    assert state("rm", FEES, "--sandbox").code == 0
    assert "id 45" in state("list").out


def test_the_address_of_another_host_is_another_state(state, monkeypatch):
    monkeypatch.setenv("PROVISIONER_QBO_BASE_URL", "https://proxy.example")
    assert state("list").out == "0 bindings.\n"


def test_an_export_is_the_same_on_the_terminal_and_in_a_file(state, tmp_path, monkeypatch):
    monkeypatch.setattr("provisioner.cli.environment.now", lambda: NOW)
    shown = state("export")
    assert (shown.code, shown.document["tenants"]) == (0, {"clio": "us:Harbor", "qbo": "9341"})
    assert state("export", tmp_path / "kept.json").out == ""
    assert (tmp_path / "kept.json").read_text() == shown.out


def test_an_import_shows_what_it_does_asks_and_does_it(state, tmp_path, answer):
    state("export", tmp_path / "kept.json")
    state("mv", FEES, NEW)
    answer("no")
    ended = state("import", tmp_path / "kept.json")
    assert ended.code == 1
    assert f"  + {FEES}\n  - {NEW}\nBindings: 1 to add, 0 to change, 1 to forget; 0 stay as they are.\n" in ended.out
    assert NEW in state("list").out
    answer("yes")
    assert "Imported." in state("import", tmp_path / "kept.json").out
    assert FEES in state("list").out
    assert "Nothing to change." in state("import", tmp_path / "kept.json").out


def test_an_import_for_programs_needs_a_yes_on_the_command_line(state, tmp_path):
    state("export", tmp_path / "kept.json")
    state("rm", FEES)
    asked = state("import", tmp_path / "kept.json", "--format", "json")
    assert (asked.code, asked.document["imported"]) == (1, False)
    done = state("import", tmp_path / "kept.json", "--format", "json", "--auto-approve")
    assert (done.code, done.document["imported"], done.document["added"]) == (0, True, [FEES])


def test_an_import_with_nobody_to_ask_says_so(state, tmp_path, monkeypatch):
    state("export", tmp_path / "kept.json")
    state("rm", FEES)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    ended = state("import", tmp_path / "kept.json")
    assert (ended.code, "--auto-approve" in ended.err) == (64, True)


def test_runs_are_listed_newest_first(state, applied):
    with open_state(state_path(applied)) as store:
        store.start_run(Run("r2", SCOPES["live"], "ben", "digest", "2026-11-02T09:00:00+00:00"))
    lines = state("runs").out.splitlines()
    assert lines[0] == "2026-11-02 09:00:00 UTC  ben  not ended  r2"
    assert lines[1] == "2026-11-01 12:01:05 UTC  ana  done, 2026-11-01 12:01:05 UTC  r1"
    assert lines[2] == "2 runs."
    assert [each["id"] for each in state("runs", "--last", "1", "--format", "json").document["runs"]] == ["r2"]
    assert "The apply that ben began at 2026-11-02 09:00:00 UTC did not end." in state("mv", FEES, NEW).out


def test_a_check_says_that_all_can_be_read(state, applied):
    ended = state("check")
    assert (ended.code, ended.out) == (
        0,
        f"The state in {state_path(applied)} can be read: 1 binding, 1 run, 0 requests.\n",
    )
    assert state("check", "--format", "json").document["bindings"] == 1


def test_a_check_that_finds_an_object_under_two_addresses_ends_with_1(state, applied):
    with open_state(state_path(applied)) as store:
        recorder = store.recorder(SCOPES["live"], "r1", "ana", lambda: NOW)
        recorder.bind(Address.parse(NEW), Remote("qbo.account", "45"), {})
        recorder.flush()
    ended = state("check")
    assert (ended.code, f"{FEES}, {NEW}" in ended.out) == (1, True)
    assert state("check", "--format", "json").document["doubled"] == [[FEES, NEW]]


def test_a_damaged_file_ends_a_check_with_a_way_out(state, applied):
    path = state_path(applied)
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 8192)
    for name in ("-wal", "-shm"):
        path.with_name(path.name + name).unlink(missing_ok=True)
    ended = state("check")
    assert (ended.code, "move it away" in ended.err) == (1, True)


def test_unlock_takes_the_lock_from_who_holds_it(state, applied):
    assert "Nobody holds the lock" in state("unlock").out
    with open_state(state_path(applied)) as store, store.alone(SCOPES["live"], "ana", datetime.now(UTC)):
        held = state("unlock")
        assert (held.code, "--force" in held.err) == (1, True)
        assert "applies just now" in state("check").out
        assert "taken away from ana on host" in state("unlock", "--force").out
    assert state("unlock", "--format", "json").document["taken_from"] is None


def test_a_firm_file_that_cannot_be_read_names_no_company(state, applied):
    (applied / "firm.yaml").write_text("nonsense: [")
    ended = state("list")
    assert (ended.code, f"provisioner validate {applied}" in ended.err) == (1, True)


def test_a_firm_that_was_never_applied_has_no_bindings(provisioner, firm):
    assert provisioner("state", "list", firm).out == "0 bindings.\n"
    assert json.loads(provisioner("state", "runs", firm, "--format", "json").out)["runs"] == []
    assert provisioner("state", "runs", firm).out == "Nothing was applied here yet.\n"


def test_a_firm_that_does_not_exist_leaves_nothing_behind(provisioner, tmp_path):
    assert provisioner("state", "list", tmp_path / "nobody").code == 1
    assert not (tmp_path / "nobody").exists()
