"""Runs the data cases of the rules: each says where a rule finds its pattern, or that it finds nothing."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

TOP = (1, 1)
CASES = Path(__file__).parents[2] / "cases" / "rules"


def cases():
    for file in sorted(CASES.glob("[!_]*.yml")):
        for case in YAML(typ="safe").load(file):
            yield pytest.param(file.stem, case, id=f"{file.stem}: {case['name']}")


@pytest.mark.parametrize(("code", "case"), list(cases()))
def test_a_rule_finds_its_bad_pattern_where_it_stands_and_nowhere_else(code, case, findings_of):
    found = [each for each in findings_of(case["firm"], case.get("clients")) if each.code == code]
    expected = sorted(case["expect"], key=lambda each: (each.get("file", "firm.yaml"), each["line"], each["column"]))

    places = [(Path(each.place.file).name, each.place.line, each.place.column) for each in found]
    assert sorted(places) == [(each.get("file", "firm.yaml"), each["line"], each["column"]) for each in expected]
    assert all(each["code"] == code for each in expected)
    by_place = sorted(found, key=lambda each: (Path(each.place.file).name, *each.place[1:3]))
    for finding, wanted in zip(by_place, expected, strict=True):
        assert wanted.get("what_contains", "") in finding.what
        assert wanted.get("fix_contains", "") in finding.fix
        assert finding.place not in finding.related
        assert all(place[1:3] != TOP for place in finding.related), "a related place that is nowhere in the file"


def test_the_firm_that_cases_are_merged_onto_has_no_findings(findings_of):
    assert findings_of("") == []


def test_every_rule_has_as_many_cases_that_leave_it_alone_as_that_report_it(rules):
    for rule in rules:
        found = YAML(typ="safe").load(CASES / f"{rule.code}.yml")
        quiet = sum(1 for case in found if not case["expect"])
        assert quiet >= 2, rule.code
        assert len(found) - quiet >= 2, rule.code
        assert quiet >= len(found) - quiet, rule.code


def test_no_cases_are_left_of_a_rule_that_is_gone(rules):
    assert {file.stem for file in CASES.glob("[!_]*.yml")} == {rule.code for rule in rules}
