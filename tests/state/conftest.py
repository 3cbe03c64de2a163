"""A store on each kind of database: what holds for one must hold for the other."""

from __future__ import annotations

from functools import partial

import pytest
from postgres import serving

from provisioner.state.places import named
from provisioner.state.store import open_state


@pytest.fixture(scope="session")
def postgres():
    """One server for each process that runs tests; it takes less than a second to make."""
    with serving() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """What PROVISIONER_STATE says."""
    if request.param == "sqlite":
        return str(tmp_path / "state.sqlite3")
    return request.getfixturevalue("postgres").fresh()


@pytest.fixture
def again(place):
    """Opens the same state once more, as another process would."""
    return partial(open_state, named(place))


@pytest.fixture
def store(again):
    with again() as found:
        yield found
