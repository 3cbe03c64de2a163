"""A sandbox on loopback for clients of Clio, and the folder that ``tests/foreign/fetch.py`` keeps their packages in."""

from __future__ import annotations

import pytest
from foreign.fetch import CLIO_CLIENT

from provisioner.sandbox.kernel import FirmSeed
from provisioner.sandbox.server import Twin, running

SAMPLE = FirmSeed(scenario="intuit-sample")


@pytest.fixture(scope="module")
def clio_firm():
    """The address of a sandbox with a firm at work, and the token of its app."""
    twin = Twin(seed=SAMPLE)
    with running(twin) as base:
        yield {"CLIO_URL": base, "CLIO_TOKEN": twin.credentials(SAMPLE)["clio_access_token"]}


@pytest.fixture(scope="session")
def clio_client():
    if not CLIO_CLIENT.is_dir():
        pytest.fail(f"{CLIO_CLIENT} is missing. Run:\n    python tests/foreign/fetch.py", pytrace=False)
    return CLIO_CLIENT
