"""A firm that has parsed: sections by name, and where each value was written."""

from types import SimpleNamespace

from fakes import firm

from provisioner.model.firm import Firm
from provisioner.model.spec import Spec


class Entry(Spec):
    name: str


def made(**sections):
    plain = firm()
    return Firm(plain.file, SimpleNamespace(**sections), {}, {}, plain.places)


def test_a_section_the_file_does_not_have_is_empty():
    assert made().entries("terms", Entry) == made(terms=None).entries("terms", Entry) == made().section("terms") == {}


def test_entries_are_those_of_the_section():
    entry = Entry(name="a")
    assert made(terms={"a": entry}).entries("terms", Entry) == {"a": entry}


def test_retired_entries_stand_apart():
    retired = SimpleNamespace(terms={"old": Entry(name="Old")}, accounts=None)
    assert list(made(retired=retired).retired("terms")) == ["old"]
    assert made(retired=retired).retired("accounts") == made().retired("terms") == {}


def test_the_place_of_a_value_is_asked_of_whoever_read_the_file():
    assert firm().place("accounts", "a") == firm().places(("accounts", "a"))
