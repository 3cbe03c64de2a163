"""The state store: whose bindings are whose, what is remembered, and how trouble with the file is told."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from provisioner.model.address import Address
from provisioner.model.errors import StateProblem
from provisioner.model.resource import Remote
from provisioner.state.codec import decode, encode
from provisioner.state.store import FOLDER, Scope, open_state, own_folder, state_path, token_path

NOW = datetime(2026, 11, 1, tzinfo=UTC)
BANK, FEES = Address("qbo", "account", "bank"), Address("qbo", "account", "fees")
CLIO_BANK = Address("clio", "bank_account", "bank")
LIVE = Scope("live", {"qbo": "9341", "clio": "us:Harbor"})
OTHERS = [
    Scope("sandbox", LIVE.tenants),
    Scope("live", {"qbo": "7777", "clio": "eu:Harbor"}),
    Scope("quickbooks.proxy.test", LIVE.tenants),
]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state.sqlite3"


@pytest.fixture
def store(path):
    with open_state(path) as found:
        yield found


def remember(store, *bound, scope=LIVE, released=()):
    recorder = store.recorder(scope, "ana", NOW)
    recorder.remember(store.bindings(scope))
    for address, remote_id, applied in bound:
        recorder.bind(address, Remote(address.kind, remote_id), applied)
    for address in released:
        recorder.release(address)
    recorder.flush()


def test_bindings_are_there_again_in_the_order_of_their_addresses(store, path):
    remember(store, (FEES, "45", {"name": "Fees"}), (BANK, "10", {}), (CLIO_BANK, "7", {}))
    with open_state(path) as again:
        found = again.bindings(LIVE)
    assert list(found) == [CLIO_BANK, BANK, FEES]
    assert (found[FEES].remote_id, found[FEES].last_applied, found[FEES].protected) == ("45", {"name": "Fees"}, False)


def test_forgetting_an_environment_drops_all_its_bindings_and_no_others(store):
    sandbox, elsewhere = OTHERS[0], Scope("sandbox", OTHERS[1].tenants)
    for scope in (LIVE, sandbox, elsewhere):
        remember(store, (BANK, "10", {}), (CLIO_BANK, "7", {}), scope=scope)
    store.protect(sandbox, [BANK])
    store.forget("sandbox")
    assert [len(store.bindings(scope)) for scope in (LIVE, sandbox, elsewhere)] == [2, 0, 0]


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
    recorder = store.recorder(LIVE, "ana", NOW)
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
    recorder = store.recorder(LIVE, "ana", NOW)
    recorder.bind(FEES, Remote(FEES.kind, "45"), {})
    recorder.release(FEES)
    recorder.release(BANK)
    recorder.bind(BANK, Remote(BANK.kind, "10"), {})
    recorder.flush()
    assert list(store.bindings(LIVE)) == [BANK]


def test_a_run_is_noted_with_who_when_and_how_it_ended(store, path):
    store.start_run("r1", LIVE, "ana", "digest", NOW)
    store.finish_run("r1", "done", NOW)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT id, environment, who, digest, result FROM run").fetchall() == [
            ("r1", "live", "ana", "digest", "done")
        ]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"name": 'a "quoted" name', "number": "0100", "on": True, "off": False, "days": 0, "none": None},
        {"rate": Decimal("350.10"), "most": Decimal("12345678901234567890.99")},
        {"parent": Remote("qbo.account", "5000000000000007280"), "to": Address("qbo", "account", "iolta.contact_7001")},
        {"name": "株式会社 \u202e🙂"},
    ],
)
def test_values_come_back_as_they_were(fields):
    assert decode(encode(fields)) == fields
    assert all(type(decode(encode(fields))[name]) is type(value) for name, value in fields.items())


def test_only_the_owner_may_read_the_file(store, path):
    remember(store, (BANK, "10", {}))
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}
    assert path.name in modes


@pytest.mark.parametrize("name", ["with blank", "what?", "100% & co", "#1", "a;b", "ünï", "file:x"])
def test_any_folder_name_will_do(tmp_path, name):
    path = tmp_path / name / "state.sqlite3"
    with open_state(path) as store:
        remember(store, (BANK, "10", {}))
    assert path.stat().st_size
    with open_state(path) as store:
        assert list(store.bindings(LIVE)) == [BANK]


def opened(path):
    with pytest.raises(StateProblem) as caught, open_state(path) as store:
        store.bindings(LIVE)
    assert caught.value.fix
    return caught.value


def test_a_file_that_is_no_database_is_a_problem_with_a_way_out(path):
    path.write_text("this is a note, long enough to be read as a header of sorts " * 20)
    problem = opened(path)
    assert str(path) in problem.summary
    assert "move it away" in problem.fix


def test_a_file_damaged_inside_is_a_problem_with_a_way_out(path):
    with open_state(path) as store:
        remember(store, *[(Address("qbo", "account", f"a{n}"), str(n), {"name": "x" * 200}) for n in range(200)])
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = path.read_bytes()
    path.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))
    assert "move it away" in opened(path).fix


@pytest.mark.parametrize(
    "damage", ["last_applied = '{'", "last_applied = '[]'", 'last_applied = \'{"a": {"x": 1}}\'', "address = 'qbo.odd'"]
)
def test_a_row_that_makes_no_sense_is_a_problem_with_a_way_out(path, damage):
    with open_state(path) as store:
        remember(store, (BANK, "10", {"name": "Bank"}))
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"UPDATE binding SET {damage}")  # noqa: S608 - our own constants
        database.commit()
    assert "move it away" in opened(path).fix


@pytest.mark.parametrize("layout", ["2", "17", "odd", ""])
def test_a_newer_layout_is_left_alone(path, layout):
    with open_state(path):
        pass
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE meta SET value = ?", (layout,))
        database.commit()
    problem = opened(path)
    assert problem.summary == "The state was written by a newer provisioner"
    assert "PROVISIONER_STATE" in problem.fix


def test_a_folder_in_the_place_of_the_file_is_a_problem(path):
    path.mkdir()
    assert str(path) in opened(path).summary


def test_a_folder_that_cannot_be_made_is_a_problem(tmp_path):
    (tmp_path / "file").write_text("")
    assert "Cannot open the state file" in opened(tmp_path / "file" / "state.sqlite3").summary


def test_trouble_while_a_run_writes_is_a_problem_too(path):
    def break_and_write():
        with open_state(path) as store:
            with closing(sqlite3.connect(path)) as database:
                database.execute("DROP TABLE binding")
                database.commit()
            remember(store, (BANK, "10", {}))

    with pytest.raises(StateProblem) as caught:
        break_and_write()
    assert caught.value.summary == f"Cannot use the state file {path}"


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(30, "Read-only file system")])
def test_a_place_that_cannot_be_written_is_a_problem_that_names_the_variable(path, monkeypatch, error):
    def touch(*_, **__):
        raise error

    monkeypatch.setattr(type(path), "touch", touch)
    problem = opened(path)
    assert error.strerror in problem.detail
    assert problem.command == "export PROVISIONER_STATE=/some/folder/state.sqlite3"


def test_our_own_problems_pass_through_the_store(path):
    with pytest.raises(KeyError), open_state(path):
        raise KeyError("ours")


def test_our_folder_keeps_itself_out_of_git(tmp_path):
    assert own_folder(tmp_path) == tmp_path / FOLDER
    assert (tmp_path / FOLDER / ".gitignore").read_text() == "*\n"
    (tmp_path / FOLDER / ".gitignore").write_text("changed by hand\n")
    own_folder(tmp_path)
    assert (tmp_path / FOLDER / ".gitignore").read_text() == "changed by hand\n"


def test_state_and_tokens_live_beside_the_firm_file(tmp_path, monkeypatch):
    monkeypatch.delenv("PROVISIONER_STATE", raising=False)
    assert state_path(tmp_path) == tmp_path / FOLDER / "state.sqlite3"
    assert token_path(tmp_path) == tmp_path / FOLDER / "tokens.json"
    assert (tmp_path / FOLDER / ".gitignore").exists()


def unwritable(tmp_path, monkeypatch):
    """A firm folder nothing can be written to, also for a test that runs as root."""
    real = type(tmp_path).mkdir

    def mkdir(path, *args, **options):
        if path.name == FOLDER:
            raise PermissionError(13, os.strerror(13))
        real(path, *args, **options)

    monkeypatch.setattr(type(tmp_path), "mkdir", mkdir)
    return tmp_path


def test_a_read_only_folder_is_a_problem_that_names_the_variable(tmp_path, monkeypatch):
    monkeypatch.delenv("PROVISIONER_STATE", raising=False)
    for where in (state_path, token_path, own_folder):
        with pytest.raises(StateProblem) as caught:
            where(unwritable(tmp_path, monkeypatch))
        assert caught.value.command == "export PROVISIONER_STATE=/some/folder/state.sqlite3"


def test_and_the_variable_is_a_way_out(tmp_path, monkeypatch):
    named = tmp_path / "elsewhere" / "state.sqlite3"
    monkeypatch.setenv("PROVISIONER_STATE", str(named))
    firm = unwritable(tmp_path, monkeypatch)
    assert state_path(firm) == named
    assert token_path(firm) == tmp_path / "elsewhere" / "state.sqlite3.tokens.json"
    assert not (tmp_path / FOLDER).exists()


def test_the_variable_may_start_at_home(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PROVISIONER_STATE", "~/state.sqlite3")
    assert state_path(tmp_path / "firm") == tmp_path / "state.sqlite3"


def test_a_company_that_does_not_say_since_when_it_exists_is_still_the_same(store):
    scope = Scope("live", {"qbo": "1"})
    store.settle(scope, {"qbo": "2026-01-01T00:00:00+00:00"})
    assert store.stale(scope, {}) == set()
    assert store.stale(scope, {"qbo": "2026-01-01T00:00:00+00:00"}) == set()
    assert store.stale(scope, {"qbo": "2026-02-01T00:00:00+00:00"}) == {"qbo"}
    assert store.stale(Scope("sandbox", {"qbo": "1"}), {"qbo": "2026-02-01T00:00:00+00:00"}) == set()
