"""Settings that wait for a person: short in a plan, in full on a page, and never hidden behind a good verdict."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from setting_fakes import CLOSING, FEEDS, TITLE, said

from provisioner.engine.report import ApplyReport, AttestReport
from provisioner.model.address import Address
from provisioner.model.setting import Asked, Confirmation, Nature, Standing
from provisioner.model.source import Place
from provisioner.render.apply_text import apply_text
from provisioner.render.attest_text import attest_end, attest_list, steps_text
from provisioner.render.html import html_text
from provisioner.render.markdown import LIMIT, markdown_text
from provisioner.render.page import plan_page
from provisioner.render.plan_text import plan_text
from provisioner.render.table import csv_text
from provisioner.render.waiting import attest_command, how_many, stands, waiting_line, waiting_text

GOOD = said("clio.setting.feeds", "Feeds are in QuickBooks.")


def one(standing, setting=FEEDS, key="feeds", attestation=None, contradiction=None):
    address = Address(setting.system, "setting", key)
    title = key.replace("_", " ").capitalize()
    asked = Asked(address, title, f"{title} is so.", (), Place("firm.yaml", 3, 1), ("Open it.", "Look."), "A picture.")
    return Confirmation(setting, asked, standing, attestation, contradiction)


def lines(texts):
    return [each.plain for each in texts]


def test_how_many_wait_and_how_they_stand_is_one_sentence():
    assert how_many([one(Standing.OPEN)]) == "1 setting waits for a person: 1 open."
    found = [one(Standing.EXPIRED), one(Standing.OPEN), one(Standing.CONTRADICTED), one(Standing.OPEN)]
    assert how_many(found) == "4 settings wait for a person: 2 open, 1 expired, 1 seen to be otherwise."


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (Standing.OPEN, "Nobody has confirmed it yet."),
        (Standing.EXPIRED, "What ana confirmed on 2026-11-01 held until 2027-01-30."),
        (Standing.OUTDATED, "The firm file says something else since ana confirmed it on 2026-11-01."),
        (Standing.ATTESTED, "ana confirmed it on 2026-11-01, until 2027-01-30."),
        (Standing.OBSERVED, "Live data shows it."),
        (Standing.CONTRADICTED, "It is off."),
    ],
)
def test_each_standing_is_a_sentence(standing, words):
    attestation = None if standing is Standing.OPEN else GOOD
    contradiction = "It is off." if standing is Standing.CONTRADICTED else None
    assert stands(one(standing, attestation=attestation, contradiction=contradiction)) == words


@pytest.mark.parametrize(
    ("file", "command"),
    [
        ("firm-configs/my firm/firm.yaml", "provisioner attest 'firm-configs/my firm'"),
        ("firm.yaml", "provisioner attest ."),
        ("other.yaml", "provisioner attest other.yaml"),
    ],
)
def test_the_command_to_confirm_can_be_copied(file, command):
    assert attest_command(file) == command


def test_a_hundred_that_wait_take_a_handful_of_lines_and_the_urgent_come_first():
    found = [one(Standing.OPEN, setting, f"n{n}") for n in range(33) for setting in (CLOSING, FEEDS, TITLE)]
    found += [one(Standing.CONTRADICTED, CLOSING, f"off_{n}", contradiction=f"Number {n} is off.") for n in range(9)]
    text = lines(waiting_text(found))
    assert len(text) <= 10
    assert text[1] == "  ! QuickBooks (33 open, 9 seen to be otherwise): Off 0, Off 1, Off 2, Off 3 and 38 more"
    assert text[4] == "      Off 0: Number 0 is off."
    short = lines(waiting_text(found, brief=True))
    assert short == ["! Seen to be otherwise than declared: Off 0, Off 1, Off 2, Off 3 and 5 more", ""]
    assert lines(waiting_text([])) == lines(waiting_text(found[:9], brief=True)) == []


@pytest.fixture
def report(plan_for):
    """A plan of nothing, with one thing of each standing."""
    planned = plan_for({})
    found = tuple(
        one(
            standing,
            FEEDS,
            standing.value,
            None if standing is Standing.OPEN else GOOD,
            "It is off." * (standing == "contradicted"),
        )
        for standing in Standing
    )
    return replace(planned, plan=replace(planned.plan, confirmations=found))


def test_a_plan_of_nothing_says_at_last_what_waits(report):
    text = lines(plan_text(report.plan, report.check.lines))
    waiting = "4 settings wait for a person: 1 open, 1 expired, 1 declared otherwise since, 1 seen to be otherwise."
    verdict = "No changes. QuickBooks and Clio match firm.yaml."
    assert text[-2:] == [verdict, f"{waiting} To confirm: provisioner attest ."]
    assert len(text) < 20
    verdict = list(plan_text(report.plan, report.check.lines))[-2]
    assert all("green" not in str(span.style) for span in verdict.spans)


def test_with_everything_confirmed_the_verdict_is_the_last_line(report):
    settled = tuple(each for each in report.plan.confirmations if not each.waits)
    plan = replace(report.plan, confirmations=settled)
    assert lines(plan_text(plan, report.check.lines))[-1] == "No changes. QuickBooks and Clio match firm.yaml."


def test_the_end_of_an_apply_says_what_waits_too(report):
    text = lines(apply_text(ApplyReport(report), ["."]))
    assert text[0].startswith("No changes.")
    assert text[1].startswith("4 settings wait for a person")


def test_pages_show_every_step_with_proof_and_how_it_is_checked(report):
    page = plan_page(report)
    assert (4, "for a person to confirm") in page.counts
    assert page.verdict.endswith("1 seen to be otherwise.")
    for text in (html_text([page]), markdown_text([page])):
        assert text.count("Open it.") == 4
        assert text.count("A picture.") == 4
        assert "Nobody has confirmed it yet." in text
        assert "It is off." in text
    rows = list(csv.DictReader(io.StringIO(csv_text([page]).removeprefix("\ufeff"))))
    steps = [row for row in rows if row["row"] == "step for a person"]
    assert [row["name"] for row in steps] == ["Contradicted", "Outdated", "Expired", "Open"]
    assert all("1. Open it. 2. Look." in row["notes"] for row in steps)


def test_a_comment_with_hundreds_of_steps_keeps_within_its_limit(report):
    found = tuple(one(Standing.OPEN, FEEDS, f"n{n}") for n in range(400))
    page = plan_page(replace(report, plan=replace(report.plan, confirmations=found)))
    assert len(markdown_text([page])) <= LIMIT


def attesting(report, *found, **more):
    return AttestReport(report.check, "2026-11-20", found, **more)


def test_what_plans_see_by_themselves_is_listed_and_not_counted(report):
    found = attesting(report, one(Standing.OPEN, CLOSING), one(Standing.ATTESTED, attestation=GOOD))
    text = lines(attest_list(found))
    assert "  ! seen by plans            Feeds  qbo.setting.feeds" in text
    assert "    confirmed                Feeds  clio.setting.feeds  by ana on 2026-11-01, until 2027-01-30" in text
    assert text[-1] == "Everything that people have to confirm is confirmed."


def test_the_steps_of_a_procedure_say_that_no_screen_has_a_switch(report):
    procedure = replace(FEEDS, nature=Nature.PROCEDURE, system="staff")
    text = lines(steps_text(one(Standing.OPEN, procedure), 2, 5))
    assert text[1] == "2 of 5  Feeds  staff.setting.feeds"
    assert text[2] == "  A procedure: no screen has a switch for it. Nobody has confirmed it yet."
    changed = one(Standing.OUTDATED, attestation=said("clio.setting.feeds", "Feeds were elsewhere.", date(2026, 1, 1)))
    assert "  Confirmed: Feeds were elsewhere." in lines(steps_text(changed, 1, 1))


def test_a_rehearsal_never_reads_as_done(report):
    done = (Address.parse("clio.setting.feeds"),)
    found = attesting(report, one(Standing.ATTESTED, attestation=GOOD), done=done, rehearsal=True)
    (only,) = lines(attest_end(found))
    assert only.startswith("1 confirmation rehearsed. Nothing was written")


def test_what_is_seen_to_be_otherwise_is_made_so_before_it_is_confirmed():
    otherwise = one(Standing.CONTRADICTED, contradiction="It is off.")
    (said_so,) = lines(waiting_line([otherwise], "firm-configs/a/firm.yaml"))
    assert said_so.endswith("Its steps: provisioner explain clio.setting.feeds firm-configs/a")
    (mixed,) = lines(waiting_line([otherwise, one(Standing.OPEN)], "firm-configs/a/firm.yaml"))
    assert mixed.endswith("To confirm: provisioner attest firm-configs/a")
