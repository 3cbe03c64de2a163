import pytest
from pydantic import ValidationError

from provisioner.config.compose import firm_model
from provisioner.model.firm import FirmBase
from provisioner.model.section import Extension

BASE = {"version": 1, "firm": {"name": "X"}, "systems": {"quickbooks": {"company_id": "1"}}}


def test_each_section_is_a_field_that_may_be_absent(specs):
    firm = firm_model(specs.sections, specs.extensions).model_validate(BASE)
    assert isinstance(firm, FirmBase)
    assert (firm.accounts, firm.terms, firm.retired) == ({}, {}, None)


def test_entries_are_of_the_section_spec_with_what_extensions_add(specs):
    model = firm_model(specs.sections, specs.extensions)
    firm = model.model_validate({**BASE, "accounts": {"a": {"name": "A", "clio": {"name": "B"}}, "b": {"name": "C"}}})
    assert isinstance(firm.accounts["a"], specs.AccountSpec)
    assert isinstance(firm.accounts["a"].clio, specs.ClioSide)
    assert firm.accounts["b"].clio is None
    assert not firm.accounts["b"].sets("clio")


def test_a_section_without_extensions_keeps_its_spec(specs):
    firm = firm_model(specs.sections, specs.extensions).model_validate({**BASE, "terms": {"a": {"name": "A"}}})
    assert type(firm.terms["a"]) is specs.TermSpec


def test_retired_has_the_sections_that_can_be_retired(specs):
    model = firm_model(specs.sections, specs.extensions)
    firm = model.model_validate({**BASE, "retired": {"accounts": {"old": {"name": "Old"}}}})
    assert firm.retired.accounts["old"].name == "Old"
    with pytest.raises(ValidationError):
        model.model_validate({**BASE, "retired": {"terms": {"old": {"name": "Old"}}}})


@pytest.mark.parametrize("key", ["Bad", "1a", "a-b", "a.b", "", "a" * 61, "ä"])
@pytest.mark.parametrize("section", ["accounts", "people"])
def test_keys_of_entries_are_small_letters_digits_and_underscores(specs, section, key):
    with pytest.raises(ValidationError):
        firm_model(specs.sections).model_validate({**BASE, section: {key: {"name": "A"}}})


def test_the_same_sections_give_the_same_model(specs):
    assert firm_model(specs.sections, specs.extensions) is firm_model(list(specs.sections), list(specs.extensions))
    assert firm_model(specs.sections) is not firm_model(specs.sections, specs.extensions)


def test_an_extension_of_nothing_is_a_mistake_of_ours(specs):
    with pytest.raises(ValueError, match="nowhere"):
        firm_model(specs.sections, [Extension("nowhere", "clio", specs.ClioSide)])
