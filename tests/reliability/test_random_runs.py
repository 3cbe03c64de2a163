"""Random firms, random companies, random troubles: the end is always that of an apply to which nothing happened.

Everything in these runs is real but the wires: the twins themselves, the real readers and writers, the real state, in
one process and without sockets (``inside``). Fakes with faults at the level of the writers were weighed against it:
faster, but then the clients, where answers are lost, would not be among what is tried.
"""

from __future__ import annotations

import logging

import pytest
from reliability import chance
from reliability.inside import Company
from reliability.law import Told, Trial
from reliability.story import Story, troubles
from reliability.tally import count

WORLDS, SCRIPTS = 4, 10
FAST, ALL = 50, 260
"""Shares of 40 runs each: 2,000 in every test run, 10,400 when soaking."""


@pytest.fixture(autouse=True)
def quiet(caplog):
    """Retries are told of on standard error; a failed test would print thousands of lines."""
    caplog.set_level(logging.ERROR, logger="provisioner")


@pytest.mark.parametrize(
    "share", [*range(FAST), *(pytest.param(each, marks=pytest.mark.soak) for each in range(FAST, ALL))]
)
def test_whatever_goes_wrong_nothing_is_lost_and_nothing_doubled(share, tmp_path):
    told, wrong = Told(), []
    for number, (world, trial) in enumerate(trials(share, tmp_path)):
        for script in range(SCRIPTS):
            story = Story(*world, troubles(f"{share} {number} {script}", world[2]))
            broken = trial.broken(story, told)
            if broken:
                wrong.append("\n".join((*broken, str(story))))
    count(random_runs=told.runs, random_applies=told.applies, random_crashes=told.crashes)
    count(random_edits=told.edits, faults=told.faults, duplicates=told.duplicates, losses=told.losses)
    assert told.runs == WORLDS * SCRIPTS
    assert not wrong, f"{len(wrong)} of {told.runs} stories, the first:\n{wrong[0]}"


def trials(share, tmp_path):
    """The next worlds in which something can be applied at all; where not, nothing may be written."""
    found = seed = 0
    while found < WORLDS:
        world = chance.world(1000 * share + seed)
        trial = Trial(Company(tmp_path / str(seed)), *world)
        if not trial.is_void:
            yield world, trial
        assert trial.is_untouched or not trial.is_void
        found += not trial.is_void
        seed += 1
