"""What may reach a terminal: nothing it would act on, no line of its own from a name, amounts as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.model.errors import VendorProblem
from provisioner.model.resource import IN_FULL, Refresh
from provisioner.render.problem_text import problem_text
from provisioner.render.style import clean, how_read, line, plural, shown

BAD = {
    "escape": "\x1b[2J\x1b]0;title\x07",
    "return": "safe\rFAKE",
    "line break": "name\nPlan: 0 to add",
    "C1": "\x9b31m",
    "direction": "\u202eevil\u202c\u2066x\u2069\u200f",
    "separator": "a\u2028b\u2029c",
    "surrogate": "a\ud800b",
    "private": "\ue000",
    "zero width": "a\u200bb\ufeff",
    "tag": "\U000e0041",
    "tab": "a\tb",
    "null": "a\x00b",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_what_a_terminal_would_act_on_is_written_out(text):
    for safe in (clean(text), line(text).plain, line((text, "bold")).plain, shown(text)):
        assert safe.isprintable()
        assert "\\u" in safe.lower()


@pytest.mark.parametrize("text", ["Müller & Söhne", "株式会社", "🙂", "a  b", 'a "b"', "1010 IOLTA", "[bold]x[/]"])
def test_what_people_write_stays(text):
    assert clean(text) == line(text).plain == text


@given(st.text())
def test_nothing_else_gets_through(text):
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in clean(text))
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "nothing"),
        (True, "yes"),
        (False, "no"),
        (0, '"0"'),
        (Decimal("1234567.5"), "1,234,567.50"),
        ("", '""'),
        ("IOLTA", '"IOLTA"'),
    ],
)
def test_a_value_is_shown_as_people_read_it(value, text):
    assert shown(value) == text


@pytest.mark.parametrize(
    ("count", "noun", "text"),
    [
        (0, "entry", "0 entries"),
        (1, "entry", "1 entry"),
        (2, "object", "2 objects"),
        (10_000, "object", "10,000 objects"),
    ],
)
def test_counts_have_the_right_ending(count, noun, text):
    assert plural(count, noun) == text


def test_a_problem_is_a_few_lines_and_its_command_stands_alone():
    problem = VendorProblem("It failed.", "Said \x1b[31mred", "Do this:", "one --two\nthree", system="qbo")
    assert [text.plain for text in problem_text(problem)] == [
        "Error: It failed.",
        "  Said \\u001b[31mred",
        "  Do this:",
        "",
        "      one --two",
        "      three",
    ]


@pytest.mark.parametrize(
    ("refresh", "said"),
    [
        (IN_FULL, ""),
        (Refresh(since="2026-11-01T12:00:00+00:00"), "QuickBooks: read changes since 2026-11-01 12:00:00 UTC."),
        (Refresh(why="it is the first time"), "QuickBooks: read in full, because it is the first time."),
    ],
)
def test_how_quickbooks_was_read_is_said_where_only_changes_were_asked_for(refresh, said):
    assert how_read(refresh) == said
