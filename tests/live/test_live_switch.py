"""When the tests of this folder run on the real service: when they are told to, and then with all they need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from live.targets import NEEDED

HERE = Path(__file__).parent
GIVEN = {name: "given" for names in NEEDED.values() for name in names}


def collected(*words, environment):
    """What pytest finds to run, and how it ends."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PROVISIONER_LIVE", "PYTEST"))}
    command = [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:cacheprovider", "-n0", *words, str(HERE)]
    done = subprocess.run(  # noqa: S603 - our own interpreter
        command, env=kept | environment, cwd=HERE.parents[1], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_nothing_runs_on_the_real_service_unless_it_is_told_to():
    code, said = collected(environment=GIVEN)
    assert code == 0
    assert "[twin" in said
    assert "[real" not in said


def test_it_runs_there_only_when_it_is_told_to():
    code, said = collected("-m", "live", environment=GIVEN)
    assert code == 0
    assert "[real" in said
    assert "::test_lists_are_read_whole[twin]" not in said


def test_without_credentials_it_ends_with_the_names_of_what_is_missing():
    code, said = collected("-m", "live", environment={})
    assert code == 4
    assert all(name in said for name in GIVEN)
