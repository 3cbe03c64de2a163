from pathlib import Path

import pytest
from ruamel.yaml import YAML

from provisioner.model.finding import Level

CASES = YAML(typ="safe").load(Path(__file__).parents[2] / "cases/config/validate.yml")
JARGON = (
    "Input should",
    "dictionary",
    "string",
    "instance",
    "literal",
    "extra",
    "Extra",
    "None",
    "pydantic",
    "mapping",
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_what_is_found(firm, spots, case):
    loaded = firm(case["text"])
    expected = case.get("finds", [])
    assert spots(loaded.findings) == [f"{place} {code} {name}" for place, code, name, _ in expected]
    for finding, (*_, says) in zip(loaded.findings, expected, strict=True):
        assert says in finding.message
    errors = [finding for finding in loaded.findings if finding.level is Level.ERROR]
    assert (loaded.firm is None) == bool(errors)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_no_message_speaks_the_language_of_the_library(firm, case):
    for finding in firm(case["text"]).findings:
        assert not [word for word in JARGON if word in finding.message]
        assert all(part[-1] in ".?!" for part in (finding.what, finding.fix or ".", finding.why or "."))


def test_a_missing_section_is_placed_at_the_top(firm, spots):
    loaded = firm("version: 1\n", head="# a firm\n")
    assert spots(loaded.findings) == ["1:1 SYN107 missing-key", "1:1 SYN107 missing-key"]


def test_a_missing_section_says_what_it_takes(firm):
    assert "Add `firm:` with a group of keys." in firm("version: 1\n", head="").findings[0].message
