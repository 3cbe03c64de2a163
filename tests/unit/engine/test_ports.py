"""The registry of resource types, and what it knows of a field that says nothing special."""

import pytest
from fakes import REGISTRY

from provisioner.engine.ports import FieldInfo, Key


def test_a_type_is_found_by_its_kind():
    assert REGISTRY["qbo.account"].kind == "qbo.account"
    with pytest.raises(KeyError):
        REGISTRY["qbo.nothing"]


def test_types_of_a_system_are_those_and_no_others():
    assert {each.kind.partition(".")[0] for each in REGISTRY.of("clio")} == {"clio"}


def test_sections_and_extensions_of_all_types_are_collected():
    assert {"accounts", "categories"} <= {each.name for each in REGISTRY.sections}
    assert ("accounts", "clio") in {(each.section, each.field) for each in REGISTRY.extensions}


def test_a_plain_field_is_compared_and_kept_as_it_is_and_may_change():
    info = FieldInfo("name")
    assert (info.normal(" a "), info.stored(" a "), info.fixed) == (" a ", " a ", "")


def test_a_key_counts_inactive_objects_unless_it_says_otherwise():
    assert not Key("name", "a").live_only
