"""The same tests on the twin, always, and on the real service, with ``-m live`` and credentials in the environment.

``-m live`` without the credentials ends with the names of the missing variables. Tests marked ``live`` may reach the
network; all others are kept to the loopback address.
"""

from __future__ import annotations

import re

import pytest
from live.targets import Account, Company, missing

from provisioner.sandbox.kernel import FirmSeed
from provisioner.sandbox.server import Twin, running

SEED = FirmSeed(scenario="intuit-sample")
VENDORS = ("qbo", "clio")


def pytest_configure(config):
    config.addinivalue_line("markers", "live(vendor): runs on the real service; needs PROVISIONER_LIVE_... variables")


def pytest_generate_tests(metafunc):
    for vendor in set(VENDORS) & set(metafunc.fixturenames):
        targets = [pytest.param("twin", id="twin")]
        if is_asked_for(metafunc.config):
            targets.append(pytest.param("real", id="real", marks=[pytest.mark.live(vendor), pytest.mark.enable_socket]))
        metafunc.parametrize(vendor, targets, indirect=True, scope="module")


def is_asked_for(config):
    return re.search(r"\blive\b", config.getoption("-m")) is not None


def pytest_collection_modifyitems(items):
    marks = {mark.args[0] for item in items for mark in item.iter_markers("live")}
    names = [name for vendor in sorted(marks) for name in missing(vendor)]
    if names:
        raise pytest.UsageError(f"To run on the real service, set {', '.join(names)} (see CONTRIBUTING.md).")


@pytest.fixture(scope="module")
def twin():
    twin = Twin(seed=SEED)
    with running(twin) as base:
        yield base, twin.credentials(SEED)


@pytest.fixture(scope="module")
def qbo(request):
    """A QuickBooks company."""
    if request.param == "real":
        return Company.real()
    base, keys = request.getfixturevalue("twin")
    return Company(base, SEED.company_id, keys["qbo_access_token"], limits=False)


@pytest.fixture(scope="module")
def clio(request):
    """A Clio account."""
    if request.param == "real":
        return Account.real()
    base, keys = request.getfixturevalue("twin")
    return Account(base, keys["clio_access_token"])
