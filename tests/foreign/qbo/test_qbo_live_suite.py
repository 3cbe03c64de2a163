"""python-quickbooks' own live tests, unmodified, on the sandbox: each does what ``expected.yml`` says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from ruamel.yaml import YAML

HERE = Path(__file__).parent
EXPECTED = YAML(typ="safe").load(HERE / "expected.yml")


@pytest.fixture(scope="module")
def outcomes(suite_firm, qbo_suite, tmp_path_factory):
    """What became of every test of the suite, by name."""
    found = tmp_path_factory.mktemp("suite") / "outcomes.json"
    place = {"OUTCOMES": str(found), "PYTHONPATH": str(HERE), "OAUTHLIB_INSECURE_TRANSPORT": "1"}
    command = [sys.executable, "-m", "pytest", "-c", str(HERE / "suite.ini"), "--rootdir", str(qbo_suite)]
    run = subprocess.run(  # noqa: S603 - our own interpreter
        [*command, "tests/integration"],
        cwd=qbo_suite,
        env=os.environ | suite_firm | place,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.exists(), run.stdout + run.stderr
    return json.loads(found.read_text(encoding="utf-8"))


def test_the_suite_drives_the_client_that_we_use():
    assert version("python-quickbooks") == "0.9.12"


def test_every_test_of_the_suite_is_accounted_for(outcomes):
    assert sorted(outcomes) == sorted(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_live_test(outcomes, name):
    expected = EXPECTED[name]
    if expected == "pass":
        assert outcomes[name] == "pass"
    else:
        assert expected["fails with"] in outcomes[name]
        assert expected["because"]
        assert expected["source"]
