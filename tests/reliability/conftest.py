"""Real processes against twins in other processes, and thousands of random runs; ``-m soak`` for all of them."""

from __future__ import annotations

import re

import pytest
from reliability import theatre


def pytest_configure(config):
    config.addinivalue_line("markers", "soak: takes minutes; runs only when asked for with -m soak")


def pytest_collection_modifyitems(config, items):
    if re.search(r"\bsoak\b", config.getoption("-m")):
        return
    left_out = [each for each in items if each.get_closest_marker("soak")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [each for each in items if not each.get_closest_marker("soak")]


@pytest.fixture(scope="session")
def stage(tmp_path_factory):
    """The prepared company, in a process that becomes others."""
    with theatre.opened(tmp_path_factory.mktemp("stage")) as found:
        yield found


@pytest.fixture(scope="session")
def uninterrupted(stage):
    """How an apply ends that nobody interrupts: the points it passes, and the world afterwards."""
    with stage.case() as case:
        ended = case.apply()
        assert ended.code == 0, ended.said
        assert case.plan().code == 0
        return ended.points, case.world()
