"""explain on the command line, for a state."""

import pytest


@pytest.mark.parametrize("word", ["US-CA", "CA", "ca", "California"])
def test_a_state_is_explained_however_it_is_written(word, provisioner):
    ended = provisioner("explain", word)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("US-CA California: trust accounts\n  Citation: Cal. RPC 1.15; ")
    assert "This is not legal advice." in ended.out


def test_the_model_rules_are_explained_too(provisioner):
    assert "  Binding: no: a state has to adopt them first\n" in provisioner("explain", "aba").out


def test_in_json_it_is_one_document(provisioner):
    document = provisioner("explain", "ny", "--format", "json").document
    assert (document["code"], document["name"]) == ("US-NY", "New York")
    assert document["practices"][1]["basis"] == "firm_policy"


def test_a_state_without_data_is_a_usage_problem_that_says_what_there_is(provisioner):
    ended = provisioner("explain", "US-NV")
    assert (ended.code, ended.out) == (64, "")
    assert "There is no data on US-NV." in ended.err
    assert "US-AL, US-AZ, US-CA" in ended.err
    assert "run explain ABA" in ended.err


@pytest.mark.parametrize("word", ["XX", "US-ZZ"])
def test_what_is_no_state_is_a_usage_problem_too(word, provisioner):
    ended = provisioner("explain", word)
    assert ended.code == 64
    assert f"{word} is no jurisdiction." in ended.err
