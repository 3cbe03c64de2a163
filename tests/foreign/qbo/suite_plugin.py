"""A pytest plugin around python-quickbooks' live tests: where the service is, and no waiting for its limits.

The tests themselves, which come from a source distribution, and the installed client stay as they are.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from pathlib import Path

import intuitlib.config
from quickbooks import QuickBooks

BASE = os.environ["SANDBOX_URL"]
intuitlib.config.DISCOVERY_URL["sandbox"] = f"{BASE}/.well-known/openid_sandbox_configuration/"
QuickBooks.sandbox_api_url_v3 = f"{BASE}/v3"
time.sleep = lambda seconds: None  # they wait three seconds so as not to be throttled

outcomes = {}


class LiveClock(dt.datetime):
    """The time as in a run over the internet, where each test takes about a second.

    The tests make names of the minute or second and count on both: equal in two neighbours, new after a while.
    """

    current = dt.datetime.now(dt.UTC).replace(tzinfo=None, second=0, microsecond=0)

    @classmethod
    def now(cls, tz=None):
        return cls.current


def pytest_runtest_setup(item):
    LiveClock.current += dt.timedelta(seconds=1)


def pytest_collection_modifyitems(items):
    for module in {item.module for item in items}:
        if getattr(module, "datetime", None) is dt.datetime:
            module.datetime = LiveClock


def pytest_runtest_logreport(report):
    name = report.nodeid.removeprefix("tests/integration/")
    if report.failed:
        message = report.longrepr.reprcrash.message if hasattr(report.longrepr, "reprcrash") else str(report.longrepr)
        outcomes[name] = message
    elif report.skipped:
        outcomes[name] = "skipped"
    elif report.when == "call":
        outcomes[name] = "pass"


def pytest_collectreport(report):
    if report.failed:
        outcomes[report.nodeid] = f"cannot be collected: {report.longreprtext}"


def pytest_sessionfinish():
    Path(os.environ["OUTCOMES"]).write_text(json.dumps(outcomes), encoding="utf-8")
