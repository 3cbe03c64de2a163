import json
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from provisioner.config.places import SourceLines
from provisioner.config.schema import clients_schema, firm_schema
from provisioner.config.yaml import parse
from provisioner.model.finding import Level

CASES = YAML(typ="safe").load(Path(__file__).parents[2] / "cases/config/validate.yml")
BASE = {"version": 1, "firm": {"name": "X"}, "systems": {"quickbooks": {"company_id": "1"}}}


@pytest.fixture
def validator(specs):
    schema = firm_schema(specs.sections, specs.extensions)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_every_file_that_loads_is_accepted(firm, validator, specs, case):
    loaded = firm(case["text"])
    if not any(finding.level is Level.ERROR for finding in loaded.findings):
        assert validator.is_valid(parse((specs.head + case["text"]).encode(), "f", SourceLines()).root)


@pytest.mark.parametrize(
    "addition",
    [
        {"accounts_": {}},
        {"accounts": {"a": {"name_": "A"}}},
        {"accounts": {"Bad Key": {"name": "A"}}},
        {"accounts": {"a": {"type": "Bnak"}}},
        {"accounts": {"a": {"name": True}}},
        {"accounts": {"a": {"limit": "ten"}}},
        {"accounts": []},
        {"extends": 5},
        {"version": 2},
    ],
)
def test_mistakes_are_pointed_out_while_typing(validator, addition):
    assert not validator.is_valid({**BASE, **addition})


@pytest.mark.parametrize(
    "addition",
    [
        {"extends": "a.yaml"},
        {"extends": ["a.yaml", "b.yaml"]},
        {"accounts": {"a": None}},
        {"accounts": {"a": {"number": None, "type": None}}},
        {"accounts": None, "sync": None},
    ],
)
def test_templates_and_empty_values_are_accepted(validator, addition):
    assert validator.is_valid({**BASE, **addition})


def test_what_is_required_may_come_from_a_template(validator):
    assert validator.is_valid({"extends": "a.yaml", "accounts": {"a": {"number": "1"}}})
    assert not validator.is_valid({"version": 1})


def test_it_is_tidy(specs):
    schema = firm_schema(specs.sections, specs.extensions)
    text = json.dumps(schema)
    assert (schema["title"], list(schema["properties"])[:2]) == ("Firm file", ["version", "extends"])
    assert text.count('"title"') == 2  # that of the schema, and the field `title` of a bank account
    assert "``" not in text
    assert "\\n" not in text
    assert schema["properties"]["accounts"]["description"] == "The chart of accounts."
    assert schema["$defs"]["AccountSpec"]["description"] == "An account."


def test_the_schema_is_the_same_every_time(specs):
    assert json.dumps(firm_schema(specs.sections, specs.extensions)) == json.dumps(
        firm_schema(specs.sections, specs.extensions)
    )


def test_clients_have_a_schema_of_their_own():
    validator = jsonschema.Draft202012Validator(clients_schema())
    assert validator.is_valid({"version": 1, "clients": {"ann": {"name": "Ann", "trust": ["iolta"]}}})
    assert not validator.is_valid({"version": 1, "clients": {"ann": {"name": "Ann"}}})
    assert not validator.is_valid({"clients": {}})
