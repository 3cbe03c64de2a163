"""Reading by what changed, and everything where that does not tell; the requests of both are counted."""

from __future__ import annotations

import pytest

from provisioner.engine.merge import Reading
from provisioner.model.errors import VendorProblem
from provisioner.model.resource import IN_FULL, Refresh, Snapshot
from provisioner.providers import shapes
from provisioner.providers.qbo.changes import CannotTell, entities_of, form
from provisioner.workflows.catalog import registry
from provisioner.workflows.recall import Recalled

TYPES = registry().of("qbo")
THEN, NOW = "2026-11-01T12:00:00+00:00", "2026-11-02T12:00:00+00:00"
KNOWN = Reading(THEN, "form", {}, revision=1)
NEXT = Reading(NOW, "form", {"Account": {}})


class Company:
    """A company that answers at once; ``changes`` is a problem or what to answer."""

    def __init__(self, changes=None, *, read_at=NOW, settings=("CompanyInfo", "Preferences")):
        self.changes, self.read_at, self.settings = changes, read_at, settings
        self.calls = 7

    def read(self, types, expected, keep):
        self.calls += 2
        for each in self.settings:
            keep(each, [{"Id": "1"}])
        return Snapshot("qbo", "9341", "Harbor", {}, calls=2, read_at=self.read_at)

    def read_changes(self, types, known, expected):
        self.calls += 1
        if isinstance(self.changes, Exception):
            raise self.changes
        return Snapshot("qbo", "9341", "Harbor", {}, calls=1, refresh=Refresh(known.read_at)), NEXT


def test_what_changed_is_enough():
    recalled = Recalled(Company(), KNOWN)
    found = recalled.read(TYPES)
    assert (found.calls, found.refresh.since, recalled.after) == (1, THEN, NEXT)


def test_without_an_earlier_reading_everything_is_read_and_remembered():
    recalled = Recalled(Company(), None)
    found = recalled.read(TYPES)
    assert (found.calls, found.calls_in_full) == (2, 2)
    assert found.refresh == Refresh(why="no earlier reading of it is remembered")
    assert recalled.after == Reading(
        NOW, form(entities_of(TYPES)), {each: {"1": '{"Id":"1"}'} for each in ("CompanyInfo", "Preferences")}
    )


@pytest.mark.parametrize(
    ("problem", "why"),
    [
        (CannotTell("it was last read more than 29 days ago"), "it was last read more than 29 days ago"),
        (VendorProblem("", code="2070", status=400), "QuickBooks did not say what changed (2070)"),
        (shapes.misshapen("qbo", "rubbish"), "QuickBooks did not say what changed (misshapen)"),
        (VendorProblem("", status=404), "QuickBooks did not say what changed (404)"),
    ],
)
def test_where_changes_cannot_tell_everything_is_read_and_both_are_counted(problem, why):
    recalled = Recalled(Company(problem), KNOWN)
    found = recalled.read(TYPES)
    assert (found.calls, found.calls_in_full, found.refresh) == (3, 2, Refresh(why=why))
    assert recalled.after.read_at == NOW


def test_trouble_that_reading_everything_would_meet_too_ends_the_run():
    recalled = Recalled(Company(VendorProblem("no network", stops_run=True)), KNOWN)
    with pytest.raises(VendorProblem, match="no network"):
        recalled.read(TYPES)
    assert recalled.after is None


def test_a_reason_against_it_is_heard_before_anything_is_asked():
    company = Company()
    found = Recalled(company, KNOWN, "an account is to be retired").read(TYPES)
    assert (found.calls, found.refresh.why) == (2, "an account is to be retired")


@pytest.mark.parametrize("company", [Company(read_at=""), Company(settings=("CompanyInfo",))])
def test_a_reading_without_time_or_settings_is_not_remembered(company):
    recalled = Recalled(company, None)
    assert recalled.read(TYPES).refresh != IN_FULL
    assert recalled.after is None
