"""Taking turns: one at a time among threads and processes, and nobody waits for one that is gone."""

from __future__ import annotations

import stat
import subprocess
import sys
import threading

import pytest

from provisioner.state.turns import turn

HOLDER = """
import sys
from pathlib import Path
from provisioner.state.turns import turn
with turn(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock until it is told, or killed."""
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", HOLDER, str(tmp_path / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_it_is_refused_while_another_process_has_it(tmp_path, holder):
    with pytest.raises(TimeoutError), turn(tmp_path / "lock", patience=0):
        pass


def test_it_is_ours_when_the_other_one_has_finished(tmp_path, holder):
    threading.Timer(0, holder.stdin.close).start()
    with turn(tmp_path / "lock"):
        pass
    assert holder.wait() == 0


def test_it_is_ours_when_the_other_one_was_killed(tmp_path, holder):
    holder.kill()
    holder.wait()
    with turn(tmp_path / "lock", patience=0):
        pass


def test_threads_of_one_process_exclude_each_other_too(tmp_path):
    with turn(tmp_path / "lock"), pytest.raises(TimeoutError), turn(tmp_path / "lock", patience=0):
        pass


def test_it_is_let_go_after_a_failure_and_the_file_is_for_its_owner_alone(tmp_path):
    with pytest.raises(ZeroDivisionError), turn(tmp_path / "lock"):
        raise ZeroDivisionError
    with turn(tmp_path / "lock", patience=0):
        assert stat.S_IMODE((tmp_path / "lock").stat().st_mode) == 0o600
