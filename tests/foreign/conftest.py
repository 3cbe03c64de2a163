"""A sandbox on loopback for clients written by others, and what ``tests/foreign/fetch.py`` brought."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from foreign.fetch import NODE_HOME, QBO_SUITE

from provisioner.sandbox.kernel import FirmSeed
from provisioner.sandbox.server import Twin, running

SAMPLE = FirmSeed(scenario="intuit-sample")


@contextmanager
def served():
    """A sandbox with Intuit's sample company: its address, and the environment a client needs to connect to it."""
    twin = Twin(seed=SAMPLE)
    keys = twin.credentials(SAMPLE)
    with running(twin) as base:
        yield {
            "SANDBOX_URL": base,
            "CLIENT_ID": keys["client_id"],
            "CLIENT_SECRET": keys["client_secret"],
            "COMPANY_ID": SAMPLE.company_id,
            "ACCESS_TOKEN": keys["qbo_access_token"],
            "REFRESH_TOKEN": keys["qbo_refresh_token"],
        }


@pytest.fixture
def sample_firm():
    with served() as environment:
        yield environment


@pytest.fixture(scope="module")
def suite_firm():
    with served() as environment:
        yield environment


@pytest.fixture(scope="session")
def qbo_suite():
    return fetched(QBO_SUITE)


@pytest.fixture(scope="session")
def node_home():
    return fetched(NODE_HOME)


def fetched(folder):
    if not folder.is_dir():
        pytest.fail(f"{folder} is missing. Run:\n    python tests/foreign/fetch.py", pytrace=False)
    return folder
