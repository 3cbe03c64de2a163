"""The state file itself: how much is written to it, who may read it, and what becomes of one that is damaged."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from state_tools import BANK, LIVE, NOW, Clock, create, done, remember, request, run

from provisioner.model.address import Address
from provisioner.model.errors import StateProblem
from provisioner.model.resource import Remote
from provisioner.state.store import open_state

LAYOUT_1 = Path(__file__).with_name("layout1.sql")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state.sqlite3"


@pytest.fixture
def store(path):
    with open_state(path) as found:
        yield found


def written(path, requests):
    """The bytes that a run of so many requests writes to disk. A reader keeps them all in the write-ahead log."""
    with open_state(path) as store, closing(sqlite3.connect(path)) as reader:
        store.start_run(run())
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM run").fetchone()
        recorder = store.recorder(LIVE, "r1", "ana", Clock())
        for number in range(requests):
            item = create(f"a{number}")
            recorder.intend(request(str(number), item))
            recorder.conclude(str(number), [done(item)])
        return path.with_name(f"{path.name}-wal").stat().st_size


def test_twice_the_requests_write_twice_the_bytes(tmp_path):
    small, large = written(tmp_path / "small", 80), written(tmp_path / "large", 160)
    assert large <= small * 2.2


def test_only_the_owner_may_read_the_files_whatever_stood_there(path):
    path.touch()
    path.chmod(0o644)
    with open_state(path) as store, store.alone(LIVE, "ana", NOW):
        remember(store, (BANK, "10", {}))
        beside(path)


def beside(path):
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}
    assert {path.name, f"{path.name}-wal", f"{path.name}-shm"} < modes.keys()
    assert len([name for name in modes if name.endswith(".lock")]) == len(LIVE.tenants)


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


def test_damage_is_found_when_the_file_is_opened_before_anything_is_done(path):
    with open_state(path) as store:
        remember(store, *[(Address("qbo", "account", f"a{n}"), str(n), {"name": "x" * 200}) for n in range(200)])
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    leaf = max(place for place in range(4096, len(content), 4096) if content[place] == 13)  # the last page of rows
    first, second = slice(leaf + 8, leaf + 10), slice(leaf + 10, leaf + 12)
    content[first], content[second] = content[second], content[first]  # two rows out of order
    path.write_bytes(content)
    problem = opened(path)
    assert problem.summary == f"Cannot open the state file {path}"
    assert "out of order" in problem.detail
    assert "move it away" in problem.fix


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


@pytest.mark.parametrize("layout", ["3", "17", "odd", ""])
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


def first_release(path):
    """A state that the first release wrote."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript("PRAGMA journal_mode=WAL;" + LAYOUT_1.read_text())
    return path


@pytest.fixture
def old(path):
    """A state that the first release wrote, while another process has it open."""
    first_release(path)
    with closing(sqlite3.connect(path)) as database:
        database.execute("SELECT count(*) FROM meta").fetchone()
        yield path


def is_whole(path):
    with open_state(path) as store:
        found = {str(address): each for address, each in store.bindings(LIVE).items()}
        assert {name: (each.remote_id, each.protected) for name, each in found.items()} == {
            "clio.bank_account.bank": ("7", False),
            "qbo.account.bank": ("10", True),
            "qbo.item.hourly": ("45", False),
        }
        assert found["qbo.item.hourly"].last_applied == {
            "rate": Decimal("350.10"),
            "income_account": Remote("qbo.account", "44"),
        }
        assert store.stale(LIVE, {"qbo": "2026-02-02T00:00:00+00:00"}) == {"qbo"}
        assert store.unfinished(LIVE) is None


def test_an_older_layout_is_upgraded_and_nothing_is_lost(old):
    is_whole(old)
    is_whole(old)
    with open_state(old) as store:
        store.start_run(run())
        store.recorder(LIVE, "r1", "ana", Clock()).intend(request("a"))
        assert store.unfinished(LIVE) == run()


def backups(path):
    return list(path.parent.glob("*.bak*"))


def test_before_an_upgrade_the_file_is_copied_for_its_owner_alone(old):
    with open_state(old):
        pass
    (copy,) = backups(old)
    assert re.fullmatch(r"state\.sqlite3\.v1-\d{8}T\d{6}Z\.bak", copy.name)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as database:
        assert "\n".join(database.iterdump()).strip() == LAYOUT_1.read_text().strip()
    is_whole(copy)


KILLED = """
import os, signal, sys
from pathlib import Path
from provisioner.state import schema, sqlite
steps = iter(range(int(sys.argv[2])))
def die():
    if next(steps, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)
class Cursor:
    def __init__(self, real): self.real = real
    def execute(self, *statement):
        die()
        return self.real.execute(*statement)
real, replace = sqlite.upgrade, Path.replace
sqlite.upgrade = lambda cursor: real(Cursor(cursor))
Path.replace = lambda *paths: (die(), replace(*paths), die())
with sqlite.open_file(Path(sys.argv[1])):
    print("whole")
"""


def test_an_upgrade_killed_at_any_point_leaves_a_state_that_can_be_read(tmp_path):
    killed = 0
    while True:
        path = first_release(tmp_path / f"{killed}.sqlite3")
        done = subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-c", KILLED, str(path), str(killed)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            capture_output=True,
            check=False,
        )
        is_whole(path)
        assert list(tmp_path.glob(f"{path.name}*.bak"))
        if done.returncode != -signal.SIGKILL:
            break
        killed += 1
    assert (done.stdout, done.stderr) == (b"whole\n", b"")
    assert killed > 6


def test_a_damaged_file_is_not_upgraded(old):
    with closing(sqlite3.connect(old)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(old.read_bytes())
    content[4096 + 100 : 8192] = b"\xff" * (4096 - 100)
    old.write_bytes(content)
    assert "move it away" in opened(old).fix
    assert backups(old) == []


def test_a_file_that_another_command_is_writing_to_is_waited_for_and_not_called_damaged(store, path, monkeypatch):
    monkeypatch.setattr("provisioner.state.sqlite.PATIENCE", 0.01)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        def write():
            with open_state(path) as second:
                remember(second, (BANK, "10", {}))

        with pytest.raises(StateProblem) as caught:
            write()
    assert "run the same command again" in caught.value.fix


def test_processes_that_start_at_the_same_moment_make_one_state(tmp_path):
    path = tmp_path / "state.sqlite3"
    command = [sys.executable, "-c", OPEN, str(path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    started = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) for _ in range(4)]  # noqa: S603 - our own script
    assert [(each.communicate()[1], each.returncode) for each in started] == [(b"", 0)] * 4


OPEN = """
import sys
from pathlib import Path
from provisioner.state.store import Scope, open_state
for _ in range(20):
    with open_state(Path(sys.argv[1])) as store:
        store.forget(Scope("sandbox", {"qbo": "1"}))
"""


def test_what_is_written_is_on_disk_when_the_command_goes_on(store):
    with store._database.reading() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL: each commit waits for the disk
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_lock_that_was_taken_away_leaves_no_file_behind(store, path):
    for _ in range(3):
        with store.alone(LIVE, "ana", NOW):
            store.break_lock(LIVE, NOW, force=True)
    assert len(list(path.parent.glob("*.lock"))) == 0


def test_a_lock_file_that_cannot_be_made_is_a_problem_that_names_it(store, monkeypatch):
    def touch(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "touch", touch)
    with pytest.raises(StateProblem) as caught, store.alone(LIVE, "ana", NOW):
        pass
    assert "lock file" in caught.value.summary
    assert "PROVISIONER_STATE" in caught.value.command


def test_a_full_disk_is_said_with_its_own_way_out(path):
    """The room a database may take stands for the room there is."""

    def fill():
        with open_state(path) as store:
            store._database._connection.execute("PRAGMA max_page_count = 30")
            store.start_run(run())
            recorder = store.recorder(LIVE, "r1", "ana", Clock())
            for number in range(2000):
                recorder.intend(request(str(number), create(f"a{number}")))

    with pytest.raises(StateProblem) as full:
        fill()
    assert "full" in full.value.detail
    assert full.value.fix.startswith("Free some space")
    with open_state(path) as store:
        assert store.entries("r1"), "what was written down before is there"
