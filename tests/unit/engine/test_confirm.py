"""Where a confirmation stands on a day, and what is said about it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from setting_fakes import CLOSING, FEEDS, TODAY, said

from provisioner.engine.confirm import Confirmation, confirmations, remarks_on, standing_of
from provisioner.model.address import Address
from provisioner.model.resource import Snapshot
from provisioner.model.setting import Asked, Standing
from provisioner.model.source import Place

DECLARED = Place("firm.yaml", 4, 9)
ASKED = Asked(
    Address.parse("clio.setting.feeds"), "Bank feeds", "Feeds are in QuickBooks.", (), DECLARED, ("Look.",), "-"
)
GOOD = said("clio.setting.feeds", "Feeds are in QuickBooks.")


@pytest.mark.parametrize(
    ("attestation", "day", "standing"),
    [
        (None, TODAY, Standing.OPEN),
        (GOOD, TODAY, Standing.ATTESTED),
        (GOOD, GOOD.on, Standing.ATTESTED),
        (GOOD, GOOD.expires, Standing.ATTESTED),
        (GOOD, date(2027, 1, 31), Standing.EXPIRED),
        (GOOD, date(2026, 10, 31), Standing.OPEN),
        (said("clio.setting.feeds", "Feeds are in Clio."), TODAY, Standing.OUTDATED),
        (said("clio.setting.feeds", "Feeds are in Clio."), date(2028, 1, 1), Standing.OUTDATED),
    ],
)
def test_a_confirmation_counts_from_its_day_to_its_last_and_for_what_was_declared(attestation, day, standing):
    assert standing_of(ASKED, attestation, day) is standing
    assert standing_of(ASKED, attestation, day, "") is standing


@pytest.mark.parametrize("attestation", [None, GOOD, said("clio.setting.feeds", "else")])
@pytest.mark.parametrize("day", [TODAY, date(2028, 1, 1)])
def test_what_is_seen_counts_more_than_what_was_said(attestation, day):
    assert standing_of(ASKED, attestation, day, "Clio has feeds.") is Standing.CONTRADICTED
    assert standing_of(ASKED, attestation, day, "", is_observed=True) is Standing.OBSERVED


class Close(NamedTuple):
    locked_through: date


class Sync(NamedTuple):
    bank_feeds: str


class Config(NamedTuple):
    close: Close = Close(date(2026, 9, 30))
    sync: Sync = Sync("quickbooks")


class Firm(NamedTuple):
    config: Config = Config()

    def place(self, *path):
        return Place("firm.yaml", len(path), 1)


def snapshot(system, **facts):
    return {system: Snapshot(system, "1", "X", {}, facts)}


@pytest.mark.parametrize(
    ("snapshots", "closing", "feeds"),
    [
        ({}, Standing.OPEN, Standing.OPEN),
        (snapshot("qbo"), Standing.OPEN, Standing.OPEN),
        (snapshot("qbo", closed_through="2026-09-30"), Standing.OBSERVED, Standing.OPEN),
        (snapshot("qbo", closed_through=None), Standing.CONTRADICTED, Standing.OPEN),
        (snapshot("clio", feeds="quickbooks"), Standing.OPEN, Standing.OPEN),
        (snapshot("clio", feeds="clio"), Standing.OPEN, Standing.CONTRADICTED),
    ],
)
def test_a_look_that_decides_the_matter_spares_the_question_and_any_look_can_contradict(snapshots, closing, feeds):
    found = confirmations(Firm(), [CLOSING, FEEDS], {}, TODAY, snapshots)
    assert [each.standing for each in found] == [closing, feeds]
    assert [each.waits for each in found] == [each is not Standing.OBSERVED for each in (closing, feeds)]


def test_could_not_look_is_not_nothing_against_it():
    (closing, _) = confirmations(Firm(), [CLOSING, FEEDS], {}, TODAY, snapshot("qbo"))
    assert closing.contradiction is None


def remarks(attestation, day, contradiction=None, *, observed=False):
    standing = standing_of(ASKED, attestation, day, contradiction, is_observed=observed)
    written = lambda address, key: Place("attestations.yaml", 7, 5 if key else 3)  # noqa: E731 - as short as it gets
    return list(remarks_on([Confirmation(FEEDS, ASKED, standing, attestation, contradiction)], day, written))


@pytest.mark.parametrize(
    ("attestation", "day", "contradiction", "code", "column"),
    [
        (GOOD, date(2026, 10, 31), None, "ATT103", 5),
        (GOOD, date(2027, 2, 1), None, "ATT201", 5),
        (said("clio.setting.feeds", "else"), TODAY, None, "ATT202", 5),
        (GOOD, TODAY, "Clio has feeds.", "ATT203", 3),
        (GOOD, date(2027, 1, 16), None, "ATT204", 5),
        (GOOD, date(2027, 1, 30), None, "ATT204", 5),
    ],
)
def test_each_trouble_is_a_warning_at_its_key_and_names_what_is_declared(attestation, day, contradiction, code, column):
    (finding,) = remarks(attestation, day, contradiction)
    assert (finding.code, finding.level, finding.address) == (code, "warning", "clio.setting.feeds")
    assert finding.place == Place("attestations.yaml", 7, column)
    assert finding.related == (DECLARED,)
    assert "ana" in finding.what
    assert finding.why
    assert finding.fix


def test_nothing_is_said_of_what_is_good_or_merely_open():
    assert remarks(GOOD, TODAY) == remarks(GOOD, TODAY, "") == remarks(None, TODAY) == []
    assert remarks(GOOD, date(2027, 1, 15)) == []


def test_what_is_seen_to_be_so_needs_no_confirmation_so_that_nothing_of_it_matters():
    assert remarks(GOOD, date(2030, 1, 1), "", observed=True) == []


def test_what_nobody_confirmed_and_is_seen_to_be_otherwise_is_said_where_it_is_declared():
    (finding,) = remarks(None, TODAY, "Clio has feeds.")
    assert (finding.code, finding.level, finding.place, finding.related) == ("ATT203", "advice", DECLARED, ())
    assert finding.what == "Bank feeds: Clio has feeds."


@pytest.mark.parametrize(("late", "standing"), [(0, Standing.ATTESTED), (1, Standing.EXPIRED)])
def test_no_confirmation_counts_for_longer_than_one_of_its_sort_may(late, standing):
    endless = said("qbo.setting.closing", "The books are closed through 2026-09-30.", expires=date(2099, 1, 1))
    last = endless.on + timedelta(days=CLOSING.valid_days)
    (found,) = confirmations(Firm(), [CLOSING], {endless.address: endless}, last + timedelta(days=late), {})
    assert found.standing is standing
    assert found.attestation.expires == last
