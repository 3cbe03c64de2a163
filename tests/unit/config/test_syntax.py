from pathlib import Path

import pytest
from ruamel.yaml import YAML

from provisioner.config.places import SourceLines
from provisioner.config.syntax import UNKNOWN, explain
from provisioner.config.yaml import parse

CASES = YAML(typ="safe").load(Path(__file__).parents[2] / "cases/config/syntax.yml")
JARGON = ("scann", "pars", "token", "stream", "block mapping", "node", "simple key", "context")


@pytest.mark.parametrize(
    ("case", "compiled"),
    [(case, choice) for case in CASES for choice in ([True] if case.get("compiled") else [True, False])],
    ids=lambda value: repr(value["text"]) if isinstance(value, dict) else "compiled" if value else "pure",
)
def test_text_that_is_no_yaml_is_one_finding_with_place_and_plain_words(case, compiled):
    document = parse(case["text"].encode(), "firm.yaml", SourceLines(), compiled=compiled)
    (finding,) = document.findings
    assert (finding.code, finding.name) == ("SYN101", "unreadable-yaml")
    assert str(finding.place) == f"firm.yaml:{case['at']}"
    assert case["says"] in finding.message
    assert not any(word in finding.message for word in JARGON)
    assert not document.usable


def test_an_unknown_complaint_still_says_what_to_look_at():
    assert explain("something new", "", "a: b", 0) is UNKNOWN


def test_a_list_that_is_not_closed_shows_where_it_begins():
    (finding,) = parse(b"a: [1\nb: 2\n", "firm.yaml", SourceLines()).findings
    assert [str(place) for place in finding.related] == ["firm.yaml:1:4"]
