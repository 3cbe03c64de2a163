"""Findings: in order of place, told once, and read as one paragraph."""

from provisioner.model.finding import Finding, Level, has_errors, in_order
from provisioner.model.source import Place


def finding(code="COA201", place=None, what="Two.", **more):
    return Finding(code, "name", more.pop("level", Level.ERROR), what, place=place, **more)


def test_they_come_by_file_line_column_and_code_and_those_without_a_place_last():
    places = [None, Place("b", 1, 1), Place("a", 10, 1), Place("a", 9, 2), Place("a", 9, 1)]
    found = in_order([finding(place=place) for place in places])
    assert [each.place for each in found] == list(reversed(places))
    assert [each.code for each in in_order([finding("B"), finding("A")])] == ["A", "B"]


def test_exact_repeats_are_told_once():
    assert len(in_order([finding(), finding(), finding(what="Other.")])) == 2


def test_only_errors_are_errors():
    assert has_errors([finding(level=Level.ADVICE), finding()])
    assert not has_errors([finding(level=Level.WARNING), finding(level=Level.ADVICE)])


def test_the_message_is_what_why_and_fix_where_there_are_any():
    assert finding(why="Because.", fix="Do.").message == "Two. Because. Do."
    assert finding(fix="Do.").message == "Two. Do."


def test_it_can_be_moved():
    assert finding().at(Place("a", 1, 2)).place == Place("a", 1, 2)
