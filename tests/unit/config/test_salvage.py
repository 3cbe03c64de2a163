"""What is left of a firm file without its mistakes."""

from collections.abc import Mapping
from typing import Annotated

import pytest
from pydantic import Field

from provisioner.config.compose import firm_model
from provisioner.config.places import SourceLines
from provisioner.config.salvage import salvage
from provisioner.config.yaml import parse
from provisioner.model.section import Section
from provisioner.model.spec import AccountKey, Spec


class _Account(Spec):
    name: str
    parent: AccountKey | None = None
    level: Annotated[int, Field(ge=0)] = 0


MODEL = firm_model([Section("accounts", _Account)])
HEAD = "version: 1\nfirm: { name: F }\nsystems: { quickbooks: { company_id: '1' } }\n"


def left_of(text: str, *handled: str) -> Mapping[str, object]:
    found = salvage(MODEL, parse(text.encode(), "firm.yaml", SourceLines()).root, handled)
    assert found is not None
    return found[1]


def test_nothing_is_taken_from_a_file_without_mistakes():
    assert left_of(HEAD + "accounts: { a: { name: A } }\n")["accounts"] == {"a": {"name": "A"}}


@pytest.mark.parametrize(
    "bad", ["{ nmae: B }", "5", "{ name: B, level: -1 }", "{ name: [B] }", "{ name: B, parent: nobody }"]
)
def test_an_entry_with_a_mistake_is_left_out_and_the_others_stay(bad):
    left = left_of(HEAD + f"accounts:\n  a: {{ name: A }}\n  b: {bad}\n  c: {{ name: C }}\n")
    assert list(left["accounts"]) == ["a", "c"]


def test_what_refers_to_an_entry_that_is_left_out_goes_with_it():
    left = left_of(HEAD + "accounts:\n  a: { nmae: A }\n  b: { name: B, parent: a }\n  c: { name: C, parent: b }\n")
    assert left["accounts"] == {}


def test_a_section_without_entries_goes_as_a_whole_and_an_unknown_one_too():
    left = left_of(HEAD + "close: { locked_through: soon }\nnonsense: 1\naccounts: { a: { name: A } }\n")
    assert "close" not in left
    assert "nonsense" not in left
    assert left["accounts"] == {"a": {"name": "A"}}


def test_what_every_file_must_say_is_stood_in_for():
    left = left_of("systems: { quickbooks: { company_id: x } }\naccounts: { a: { name: A } }\n")
    assert left["systems"] == {"quickbooks": {"company_id": "0"}}
    assert left["accounts"] == {"a": {"name": "A"}}


def test_keys_that_are_dealt_with_elsewhere_do_not_count_as_mistakes():
    assert "extends" not in left_of(HEAD + "extends: []\n", "extends")
