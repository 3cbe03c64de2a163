"""clio-manage-api-client 0.1.5 from PyPI against a running sandbox, unmodified; only the address it calls is another.

`manage_checks.py` drives it in a process of its own, because the client brings packages that our own code must not see
and sets up logging for the whole process.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("manage_checks.py")
CHECKS = [
    each.name
    for each in ast.parse(SCRIPT.read_text(encoding="utf-8")).body
    if isinstance(each, ast.FunctionDef) and each.name.startswith("check_")
]


@pytest.fixture(scope="module")
def outcomes(clio_firm, clio_client):
    """What became of each check: nothing, or its traceback."""
    environment = {**os.environ, **clio_firm, "PYTHONPATH": str(clio_client), "PYTHONWARNINGS": "error"}
    command = [sys.executable, str(SCRIPT)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - our own script
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_client_is_the_published_one(outcomes):
    assert outcomes["version"] == "0.1.5"
    assert set(outcomes["checks"]) == set(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
def test_the_client_gets_what_it_expects(outcomes, name):
    assert outcomes["checks"][name] is None, outcomes["checks"][name]
