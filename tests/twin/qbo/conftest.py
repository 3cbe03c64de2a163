"""A running twin per test run, a freshly opened company per test, and a small HTTP client of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from qbo_live import SEED, Company

from provisioner.sandbox.server import Twin, running


@pytest.fixture(scope="session")
def served():
    twin = Twin()
    with running(twin) as base:
        yield base, twin


@pytest.fixture
def open_company(served):
    base, twin = served
    clients = []

    def opened(**changes):
        seed = replace(SEED, **changes)
        twin.reset(seed)
        twin.log.clear()
        token = twin.credentials(seed)["qbo_access_token"]
        client = httpx.Client(headers={"Authorization": f"Bearer {token}", "Accept": "application/json"})
        clients.append(client)
        return Company(base, twin, client, seed.company_id)

    yield opened
    twin.clock.offset = timedelta(0)
    for client in clients:
        client.close()


@pytest.fixture
def company(open_company):
    return open_company()


@pytest.fixture
def sample(open_company):
    return open_company(scenario="intuit-sample")
