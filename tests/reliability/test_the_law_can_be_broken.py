"""These tests can fail: a program without one of its safeguards breaks the law within fifty stories."""

from __future__ import annotations

import logging
import uuid
from itertools import islice

import pytest
from reliability import chance
from reliability.inside import Company
from reliability.law import Told, Trial
from reliability.story import Story, lost_answers, troubles

from provisioner.providers.clio.client import ClioWriter
from provisioner.providers.qbo import errors
from provisioner.providers.qbo.session import QboSession
from provisioner.state.recorder import StateRecorder

STORIES = 50
ONCE = QboSession._once


def nothing_written_down(monkeypatch):
    """A request is sent before anybody knows of it."""
    monkeypatch.setattr(StateRecorder, "intend", lambda *_: None)


def ids_forgotten(monkeypatch):
    """A batch that is sent again is a new one for QuickBooks."""

    def once(self, method, url, headers, params, body):
        changed = {**params, "requestid": str(uuid.uuid4())} if params and "requestid" in params else params
        return ONCE(self, method, url, headers, changed, body)

    monkeypatch.setattr(QboSession, "_once", once)


def ids_forgotten_and_refusals_believed(monkeypatch):
    """A batch that is sent again is a new one, and what QuickBooks says to that is taken at its word."""
    ids_forgotten(monkeypatch)
    monkeypatch.setattr(errors, "AFTERMATH", frozenset())


def clio_is_not_looked_at(monkeypatch):
    """A create whose answer was lost is simply sent to Clio once more."""
    monkeypatch.setattr(ClioWriter, "_look", lambda *_: [])


def nothing_is_concluded(monkeypatch):
    """What became of a request is not written down."""
    monkeypatch.setattr(StateRecorder, "conclude", lambda *_: None)


@pytest.mark.parametrize(
    "defect",
    [nothing_written_down, ids_forgotten_and_refusals_believed, clio_is_not_looked_at, nothing_is_concluded],
)
def test_without_a_safeguard_the_law_is_broken(defect, monkeypatch, tmp_path, caplog):
    caplog.set_level(logging.ERROR, logger="provisioner")
    for trial, story in islice(stories(tmp_path), STORIES):
        with monkeypatch.context() as patched:
            defect(patched)
            if trial.broken(story, Told()):
                return
    raise AssertionError(f"{STORIES} stories say nothing about this: {defect.__doc__}")


def test_nothing_is_lost_or_doubled_even_where_quickbooks_forgets_the_ids_of_requests(monkeypatch, tmp_path):
    """How long it remembers them is not documented."""
    ids_forgotten(monkeypatch)
    told = [(trial.broken(story, Told()), story) for trial, story in islice(stories(tmp_path), STORIES)]
    assert [broken for broken, _ in told if broken] == []


def stories(tmp_path):
    """Stories of random trouble and of lost answers in turn."""
    for seed in range(STORIES):
        world = chance.world(seed)
        trial = Trial(Company(tmp_path / str(seed)), *world)
        for script in range(0 if trial.is_void else 5):
            random_ones = troubles(f"{seed} {script}", world[2])
            lost = lost_answers(f"{seed} {script}", "qbo" if script % 4 == 1 else "clio")
            yield trial, Story(*world, lost if script % 2 else random_ones)
