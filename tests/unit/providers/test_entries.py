"""Entries on their way to resources: places found when asked for, and one set of keys for all that are alike."""

import pytest
from fakes import firm

from provisioner.providers.entries import FieldPlaces, keys_of

FIELDS = {"name": "Fees", "number": "4000"}
PATH = ("accounts", "fees")


def test_places_are_those_of_the_fields_and_of_nothing_else():
    places = FieldPlaces(firm(), PATH, FIELDS)
    assert dict(places) == {name: firm().place(*PATH, name) for name in FIELDS}
    assert len(places) == len(FIELDS)
    assert "type" not in places
    with pytest.raises(KeyError):
        places["type"]


def test_nothing_is_looked_up_before_it_is_asked_for():
    FieldPlaces(None, PATH, FIELDS)  # a firm that answers nothing will do


def test_entries_alike_share_one_set_of_keys():
    assert keys_of(FIELDS, "clio") == {"name", "number", "clio"}
    assert keys_of(FIELDS, "clio") is keys_of(dict(FIELDS), "clio")
