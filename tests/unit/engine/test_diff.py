"""The three-way difference: what the file wants, what we left behind, what is live."""

import pytest

from provisioner.engine.diff import cause_of, differences
from provisioner.model.change import Cause


@pytest.mark.parametrize(
    ("last", "cause"),
    [
        (None, Cause.UNKNOWN),
        ({}, Cause.UNKNOWN),
        ({"n": "live"}, Cause.CONFIG),
        ({"n": "file"}, Cause.DRIFT),
        ({"n": "before"}, Cause.CONFLICT),
        ({"n": None}, Cause.CONFLICT),
    ],
)
def test_the_cause_follows_from_what_we_left_behind(last, cause):
    assert cause_of("n", "file", last, {"n": "live"}) is cause


def test_a_value_we_left_empty_and_that_is_still_empty_was_changed_by_the_file():
    assert cause_of("n", "file", {"n": None}, {}) is Cause.CONFIG


def test_equal_fields_have_no_difference():
    assert differences({"a": "1", "b": None}, None, {"a": "1", "c": "3"}) == ()


def test_only_declared_fields_are_compared_in_their_order():
    found = differences({"b": "x", "a": "y"}, None, {"a": "1", "b": "2", "c": "3"})
    assert [(each.name, each.before, each.after) for each in found] == [("b", "2", "x"), ("a", "1", "y")]


def test_values_are_shown_as_people_know_them():
    (found,) = differences({"a": "y"}, None, {"a": "x"}, str.upper, str.title)
    assert (found.before, found.after) == ("X", "Y")
