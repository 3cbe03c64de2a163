"""Every scenario opens with every plan, and its charts say what is ours."""

from __future__ import annotations

import csv
from importlib import resources

import pytest

from provisioner.sandbox.kernel import Clock, FirmSeed, Journal
from provisioner.sandbox.qbo import QboTwin, scenario

FOLDER = resources.files("provisioner.sandbox") / "scenarios"
FIRMS = ("california-litigation", "family-law", "personal-injury", "practice-resource-institute", "small-law-office")


def test_these_are_all():
    assert set(scenario.names()) == {"empty", "intuit-sample", *FIRMS}


@pytest.mark.parametrize("edition", ["simple_start", "essentials", "plus", "advanced"])
@pytest.mark.parametrize("name", ["empty", "intuit-sample", *FIRMS])
def test_opens_with_each_plan(name, edition):
    twin = QboTwin(Journal(None), Clock())
    twin.ensure(FirmSeed(scenario=name, edition=edition))
    (company,) = twin.health()["companies"]
    assert company["edition"] == edition
    assert company["objects"]["Account"] > 5
    assert company["objects"]["PaymentMethod"] >= 3


@pytest.mark.parametrize("name", FIRMS)
def test_a_firms_chart_keeps_its_numbers_and_names_what_is_ours(name):
    rows = list(csv.DictReader((FOLDER / f"{name}.csv").read_text("utf-8").splitlines()))
    assert all(row["number"] and row["type"] and row["detail_type"] for row in rows)
    assert all(":" not in row["name"] for row in rows)
    assert all(set(row["ours"].split()) <= {"name", "type", "detail_type"} for row in rows)


@pytest.mark.parametrize("seed", [FirmSeed(scenario="nonsense"), FirmSeed(edition="gold")])
def test_unknown_names_are_refused_with_the_known_ones(seed):
    with pytest.raises(ValueError, match="There are: "):
        QboTwin(Journal(None), Clock()).ensure(seed)
