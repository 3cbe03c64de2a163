"""The answer is lost, the write was carried out: never a second object. With the real clients, on the twins.

The world is made so that namesakes are in the way: older ones that nobody declared, ones that other entries stand for,
and inactive ones, beside what is created for the first time.
"""

from __future__ import annotations

import logging
import random
from copy import deepcopy

import pytest
from reliability import chance
from reliability.inside import Company, Trouble
from reliability.law import Told, Trial
from reliability.story import Story, lost_answers
from reliability.tally import count

CATEGORY = {"name": "Newcomer", "product": "p0", "shared": True}
NEWCOMERS = {
    "qbo": {
        "accounts": {
            "name": "Newcomer",
            "type": "Expense",
            "detail_type": "OfficeGeneralAdministrativeExpenses",
            "description": "made by the file",
        },
        "classes": {"name": "Newcomer"},
        "payments": {"name": "Newcomer"},
    },
    "clio": {
        "practice_areas": {"name": "Newcomer", "code": "NEW"},
        "categories": {**CATEGORY, "rate": "90.00"},
        "expense_categories": {**CATEGORY, "cost": "hard"},
    },
}
NAMESAKES = [
    *(("qbo", each) for each in ("none", "older", "bound", "inactive")),
    *(("clio", each) for each in ("none", "older", "bound")),  # Clio knows nothing inactive
]
SHARES, EACH = 4, 10
"""Forty runs for each of the pairs above: 160 at QuickBooks, 120 at Clio."""


@pytest.fixture(autouse=True)
def quiet(caplog):
    """Retries are told of on standard error; a failed test would print thousands of lines."""
    caplog.set_level(logging.ERROR, logger="provisioner")


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize(("vendor", "namesake"), NAMESAKES)
def test_a_write_whose_answer_was_lost_is_never_done_twice(vendor, namesake, share, tmp_path):
    told = Told()
    seed = f"{namesake} {vendor} {share}"
    world = among_namesakes(seed, vendor, namesake)
    trial = Trial(Company(tmp_path), *world)
    assert not trial.is_void
    for script in range(EACH):
        story = Story(*world, lost_answers(f"{seed} {script}", vendor))
        assert trial.broken(story, told) == [], str(story)
    count(**{f"lost_answer_runs_{vendor}": told.runs}, faults=told.faults, duplicates=told.duplicates)
    assert (told.runs, told.duplicates, told.losses) == (EACH, 0, 0)
    assert told.faults >= EACH


def test_a_refusal_of_the_second_sending_says_nothing_about_the_first(tmp_path):
    """The batch is carried out, its answer unreadable; when it is sent again, the token has ended: nobody knows."""
    world = among_namesakes("any", "qbo", "none")
    trial = Trial(Company(tmp_path), *world)
    shared = {"vendor": "qbo", "only": "writes"}
    rules = [{"kind": "not_json_after", "nth": [1], **shared}, {"kind": "expire_access", "nth": [2], **shared}]
    company = trial.anew()
    report = company.apply(Trouble(rules=rules))
    assert report.is_open
    resumed = company.apply()
    assert not resumed.failed
    assert resumed.report.approved
    assert trial.broken(Story(*world, ({"rules": rules},)), Told()) == []


def among_namesakes(seed, vendor, namesake):
    """A firm that adds entries called Newcomer, and what of that name is there already."""
    before = chance.firm(random.Random(seed))  # noqa: S311 - a story that can be told again
    after = deepcopy(before)
    screen = []
    for section, entry in NEWCOMERS[vendor].items():
        after.setdefault(section, {})["a_new"] = entry
        kind = chance.SHAPES[vendor][section]
        if namesake == "bound":  # it gives its name away in the same apply
            before.setdefault(section, {})["z_old"] = entry
            after[section]["z_old"] = {**entry, "name": "Oldtimer"}
        elif namesake in {"older", "inactive"}:
            screen.append(made_by_hand(vendor, kind))
            if namesake == "inactive":
                screen.append({"vendor": "qbo", "entity": kind, "name": "Newcomer", "inactivate": True})
    return chance.whole(before), tuple(screen), chance.whole(after)


def made_by_hand(vendor, kind):
    """An object called Newcomer, without anything that the file says beside its name."""
    if vendor == "clio":
        return {"vendor": "clio", "resource": kind, "create": {"name": "Newcomer"}}
    types = {"AccountType": "Expense", "AccountSubType": "OfficeGeneralAdministrativeExpenses"}
    return {"vendor": "qbo", "entity": kind, "create": {"Name": "Newcomer", **(types if kind == "Account" else {})}}
