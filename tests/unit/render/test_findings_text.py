"""Findings as text: the mark stands under what it means, whatever characters stand before it."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from provisioner.engine.report import CheckReport
from provisioner.model.finding import Finding, Level
from provisioner.model.source import Place
from provisioner.render.findings import check_text, findings_text


def shown(findings, *source):
    lines = dict(enumerate(source, start=1))
    return [text.plain for text in findings_text(findings, lambda place: lines.get(place.line))]


def at(place, level=Level.ERROR, **more):
    return Finding("COA201", "duplicate-account-number", level, "What.", "Why.", "Fix.", place, **more)


def test_a_finding_has_place_level_code_name_line_mark_what_why_and_fix():
    place = Place("firm.yaml", 2, 11, 6)
    assert shown([at(place)], "version: 1", "  number: '1010'  # mine") == [
        "firm.yaml:2:11: error COA201 duplicate-account-number",
        "  2 |   number: '1010'  # mine",
        "    |           ^^^^^^",
        "  What.",
        "  Why.",
        "  Fix.",
        "",
    ]


def test_a_finding_without_a_place_has_no_line():
    assert shown([at(None)]) == ["error COA201 duplicate-account-number", "  What.", "  Why.", "  Fix.", ""]


def test_a_place_whose_file_cannot_be_read_has_no_line():
    assert shown([at(Place("gone.yaml", 9, 1))])[:2] == [
        "gone.yaml:9:1: error COA201 duplicate-account-number",
        "  What.",
    ]


def test_parts_that_are_empty_are_left_out():
    assert shown([Finding("SYN101", "broken", Level.ERROR, "What.")]) == ["error SYN101 broken", "  What.", ""]


def test_related_places_are_named():
    related = (Place("a.yaml", 1, 2), Place("b.yaml", 3, 4))
    assert shown([at(None, related=related)])[-3:] == ["  See also a.yaml:1:2", "  See also b.yaml:3:4", ""]


LINES = [
    "name: plain",
    "\tname: after a tab",
    "a\tb\tname: after tabs",
    "株式会社: name: wide",
    "🙂🙂 name: emoji",
    "👩\u200d⚖️ name: joined emoji",
    "e\u0301\u0301 name: combining marks",
    "\u202eevil\u202c name: direction marks",
    "\x1b[31m name: escape",
    "\u00ad\ufeff name: invisible",
]


@pytest.mark.parametrize("line", LINES, ids=ascii)
def test_the_mark_stands_under_the_right_column(line):
    start = line.index("name")
    source, mark = shown([at(Place("f", 1, start + 1, 4))], line)[1:3]
    under = cell_len(mark[: mark.index("^")])
    assert cell_len(source[: source.index("name")]) == under
    assert mark.count("^") == 4


def test_a_mark_over_wide_characters_is_as_wide_as_they_are():
    source, mark = shown([at(Place("f", 1, 7, 4))], "name: 株式会社")[1:3]
    assert mark.count("^") == 8
    assert cell_len(source) == cell_len(mark)


@pytest.mark.parametrize(("column", "width"), [(1, 0), (1, 10_000), (80, 5), (90, 200), (300, 1)])
def test_a_long_line_is_cut_and_the_mark_never_runs_out_of_sight(column, width):
    for text in shown([at(Place("f", 1, column, width))], "x" * 400)[1:3]:
        assert cell_len(text) <= 130
        assert text.startswith(("  1 | x", "    | ", "  What", "  Why"))


def test_a_mark_behind_the_end_of_the_line_is_one_wide():
    assert shown([at(Place("f", 1, 9, 3))], "name:")[2] == "    |         ^"


def test_after_a_few_of_one_kind_the_rest_are_counted_but_errors_never():
    warnings = [at(Place("f", n, 1), Level.WARNING) for n in range(1, 8)]
    text = shown(warnings)
    assert sum(line.startswith("f:") for line in text) == 3
    assert "  (4 more of COA201; --format json lists them all)" in text
    assert sum(line.startswith("f:") for line in shown([at(Place("f", n, 1)) for n in range(1, 8)])) == 7


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ((), "firm.yaml is valid (Harbor): 12 entries checked."),
        ((Level.ERROR,), "firm.yaml cannot be used: 1 error."),
        ((Level.ERROR, Level.ERROR, Level.WARNING), "firm.yaml cannot be used: 2 errors, 1 warning."),
        ((Level.WARNING, Level.ADVICE, Level.ADVICE), "firm.yaml can be used: 1 warning, 2 advice."),
    ],
)
def test_the_last_line_sums_up(levels, said):
    findings = tuple(at(None, level) for level in levels)
    report = CheckReport("firm.yaml", "Harbor", findings, lambda _: None, 12)
    assert [text.plain for text in check_text(report)][-1] == said
