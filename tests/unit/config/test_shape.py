import pytest

from provisioner.config.compose import firm_model
from provisioner.config.shape import Shape, fields, of_spec


@pytest.fixture
def shape(specs):
    return of_spec(firm_model(specs.sections, specs.extensions))


def test_a_spec_has_its_keys_as_they_are_written(shape):
    assert "from" in shape.at(("trust", "iolta", "ledgers")).fixed_keys()
    assert shape.at(("accounts", "any", "clio")).fixed_keys() == ("name", "default")


@pytest.mark.parametrize(
    ("path", "literals", "words", "sections"),
    [
        (("accounts", "a", "name"), (), ("text",), ()),
        (("accounts", "a", "type"), ("Bank", "Income", "Other Current Asset"), (), ()),
        (("accounts", "a", "due_days"), (), ("a whole number",), ()),
        (("accounts", "a", "active"), (), ("true or false",), ()),
        (("accounts", "a", "opened"), (), ("a date",), ()),
        (("accounts", "a", "limit"), (), ("an amount in quotes",), ()),
        (("accounts", "a", "parent"), (), ("text",), ("accounts",)),
        (("accounts", "a", "route"), ("trust_transfer",), ("text",), ("accounts",)),
        (("accounts", "a", "also", 3), (), ("text",), ("accounts",)),
        (("trust", "t", "bank"), (), ("text",), ("accounts",)),
        (("protect", 0), (), ("text",), ("*",)),
        (("sync", "trust_export"), ("none",), (), ()),
        (("nothing", "here"), (), (), ()),
    ],
)
def test_what_a_spot_takes(shape, path, literals, words, sections):
    spot = shape.at(path)
    assert (spot.literals, spot.words, spot.sections) == (literals, words, sections)


def test_it_is_known_where_references_are(shape, specs):
    assert shape.at(("accounts",)).refers
    assert not shape.at(("terms",)).refers
    assert not shape.at(("calendar",)).refers
    assert [key for key, below in fields(specs.AccountSpec).items() if below.refers] == ["parent", "route", "also"]


def test_descriptions_are_kept_for_messages(shape):
    assert "US-CA" in shape.at(("firm", "jurisdictions", 0)).explained()
    assert "company id" in shape.at(("systems", "quickbooks", "company_id")).explained()


def test_a_list_and_a_group_are_told_apart(shape):
    assert shape.at(("sync", "trust_export")).items is not None
    assert shape.at(("accounts",)).values is not None
    assert Shape().child("x") is None
