"""A jurisdiction in the terminal and as a document."""

import json

import pytest

from provisioner.jurisdictions import all_codes, get
from provisioner.jurisdictions.model import FIELDS
from provisioner.jurisdictions.page import NOTICE
from provisioner.render.jurisdiction import jurisdiction_document, jurisdiction_text


def text(code):
    return "\n".join(each.plain for each in jurisdiction_text(get(code)))


def test_the_text_keeps_confirmed_unconfirmed_and_policy_apart():
    shown = text("US-NY")
    confirmed, rest = shown.split("\nNot confirmed")
    unconfirmed, policy = rest.split("\nFirm policy")
    assert "Records are kept: seven years" in confirmed
    assert "Who signs: only a lawyer admitted in New York" in unconfirmed
    assert "A lawyer attests every trust transaction: " in policy
    assert "Reconciliation: every month; the rule's text we read names no interval" in policy
    assert shown.endswith(NOTICE)


@pytest.mark.parametrize("code", all_codes())
def test_the_document_has_every_field_or_says_that_it_is_unknown(code):
    document = json.loads(json.dumps(jurisdiction_document(get(code))))
    said = [each["field"] for each in document["fields"]]
    assert sorted([*said, *document["none_found"], *document["unknown"]]) == sorted(FIELDS)
    assert all({"label", "says", "verified", "basis", "binds"} <= set(each) for each in document["fields"])
    assert document["code"] == code
    assert document["sources"]


def test_the_document_has_values_that_a_program_can_use():
    fields = {each["field"]: each for each in jurisdiction_document(get("US-OH"))["fields"]}
    assert (fields["retention"]["years"], fields["reconciliation"]["max_days"]) == (7, 31)
    assert fields["firm_funds_practice"]["amount"] == "100.00"
    assert fields["title"]["any_of"] == ("Client Trust Account", "IOLTA Account")


def test_nothing_of_the_model_rules_binds():
    document = jurisdiction_document(get("ABA"))
    assert any(each["verified"] for each in document["fields"])
    assert not any(each["binds"] for each in document["fields"])
