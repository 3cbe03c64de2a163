"""The page about the twins leaves nothing out, and what it points to is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from provisioner.cli.twins_page import page
from provisioner.sandbox import coverage
from provisioner.sandbox.clio import models
from provisioner.sandbox.qbo.entities import ENTITIES

ROOT = Path(__file__).parents[3]
BEHAVIOURS = YAML(typ="safe").load(ROOT / "tests" / "twin" / "behaviours.yml")
ROWS = [*coverage.qbo_rows(), *coverage.clio_rows()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_everything_served_says_where_its_behaviour_is_documented(row):
    assert row.source
    assert any(row.operations.values())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_what_is_partial_says_why(row):
    assert all(reason for reason in row.gaps.values())
    marked = {name for name, status in row.operations.items() if status in {"partial", "unsupported"}}
    own = {name.rpartition("/")[2].rpartition(" ")[2] for name in row.operations if " " in name}
    assert set(row.gaps) <= marked | own


def test_every_entity_and_every_resource_with_a_path_is_listed():
    assert [row.name for row in coverage.qbo_rows()] == sorted(ENTITIES)
    served = {each.address for each in models.load().values() if each.actions or each.operations}
    assert {row.name for row in coverage.clio_rows()} == served


@pytest.mark.parametrize("vendor", ["qbo", "clio"])
def test_every_behaviour_has_a_source_and_a_test_that_is_there(vendor):
    for entry in BEHAVIOURS[vendor]:
        assert set(entry) <= {"what", "status", "why", "source", "tests"}
        status = entry.get("status", "done")
        assert status in {"done", "partial", "unsupported"}
        assert ("why" in entry) is (status != "done"), entry["what"]
        assert entry["source"]
        assert all((ROOT / path).is_file() for path in entry.get("tests", [])), entry["what"]
        assert bool(entry.get("tests")) is (status != "unsupported"), entry["what"]


def test_every_code_of_a_fault_has_a_message_and_a_source():
    faults = coverage.qbo_faults()
    assert len({each.code for each in faults}) > 40
    assert all(each.message and "[" in each.about for each in faults)


def test_the_page_names_everything():
    text = page(ROOT)
    assert all(f"| `{row.name}` |" in text for row in ROWS)
    assert all(f"`{name}`" in text for name in coverage.qbo_unserved())
    assert "\n\n\n" not in text
