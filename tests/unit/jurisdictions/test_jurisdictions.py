"""The data files say what they may, and are read as they should be."""

import re
import tomllib
import zipfile
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from provisioner.jurisdictions import DATA, MODEL_RULES, all_codes, find, get, jurisdiction_of
from provisioner.jurisdictions.model import EVERY, FIELDS, KINDS, LISTS, Basis, Cell, Duty, Interval, Jurisdiction
from provisioner.model.states import US_STATES

ROOT = Path(__file__).parents[3]
HEADER = {
    "code",
    "name",
    "citation",
    "aliases",
    "program",
    "beneficiary",
    "as_of",
    "sources",
    "binding",
    "none_found",
}
GROUPS = {"confirmed", "unconfirmed", "policy"}
REQUIRES = re.compile(r"\b(must|shall|requires?d?|required|mandatory|obliged)\b", re.IGNORECASE)
STATES = "AL AZ CA CO CT FL GA IL MA MD MI MN NC NJ NY OH OR PA TN TX VA WA"

everyone = pytest.mark.parametrize("code", all_codes())


def every_cell(law):
    return [*(cell for _, cell in law.cells()), *law.duties, *law.practices, *law.changes]


def raw(code):
    return tomllib.loads((DATA / f"{code}.toml").read_text(encoding="utf-8"))


def test_there_are_the_model_rules_and_22_states():
    assert all_codes() == [MODEL_RULES, *(f"US-{state}" for state in STATES.split())]


@everyone
def test_a_file_has_the_header_the_groups_and_nothing_else(code):
    data = raw(code)
    assert set(data) - GROUPS <= HEADER
    assert HEADER - {"none_found"} <= set(data)
    assert data["code"] == code
    assert code == MODEL_RULES or code.removeprefix("US-") in US_STATES
    assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", data["as_of"])
    assert all(each.startswith(("http://", "https://")) for each in data["sources"])
    for group in GROUPS & set(data):
        assert set(data[group]) <= set(FIELDS) | set(LISTS), group
    assert set(data.get("none_found", ())) <= set(FIELDS)


@everyone
def test_a_cell_has_the_values_of_its_kind(code):
    law = get(code)
    for name, cell in law.cells():
        assert type(cell) is KINDS.get(name, Cell), name
        assert cell.says.strip() == cell.says != ""
        assert not cell.says.endswith("."), "a finding and a page put it into a sentence"
        if isinstance(cell, Interval):
            assert cell.every in EVERY
            assert cell.max_days == {"monthly": 31, "60_days": 60, "quarterly": 92}[cell.every]
    assert law.retention is None or 1 <= law.retention.years <= 10
    assert law.title is None or all(isinstance(word, str) for word in (*law.title.any_of, *law.title.iolta))
    assert law.firm_funds_practice is None or isinstance(law.firm_funds_practice.amount, Decimal)
    for duty in law.duties:
        assert duty.every in EVERY
        assert all(re.fullmatch(r"(0[1-9]|1[0-2])-\d\d", day) for day in (duty.opens, duty.due) if day)
    assert not set(law.none_found) & {name for name, _ in law.cells()}


@everyone
def test_nothing_is_confirmed_without_a_source(code):
    law = get(code)
    assert law.sources
    assert law.citation
    assert any(cell.verified for cell in every_cell(law)), "a file without anything confirmed is not worth having"


@everyone
def test_nothing_unconfirmed_and_no_policy_is_worded_as_a_requirement(code):
    for cell in every_cell(get(code)):
        if not cell.binds:
            assert not REQUIRES.search(cell.says), cell.says


@everyone
def test_a_verified_cell_rests_on_a_rule_and_a_policy_never_binds(code):
    for cell in every_cell(get(code)):
        assert cell.binds == (cell.verified and cell.basis is Basis.RULE)
        assert cell.basis is not Basis.NOT_REREAD or not cell.verified


def test_every_field_of_the_model_that_is_a_cell_has_a_heading():
    others = HEADER | set(LISTS) | {"none_found"}
    assert {field.name for field in fields(Jurisdiction)} - others == set(FIELDS)


def test_what_was_looked_for_and_not_found_stays_firm_policy():
    """No rule was found on either; General Business Law 778-a(3) even says the second is not needed."""
    law = get("US-NY")
    attested, separate = law.practices
    assert "attests" in attested.name
    assert "escrow" in separate.name
    assert {each.basis for each in law.practices} == {Basis.POLICY}
    assert "778-a(3)" in separate.says
    assert "not needed" in law.special.says
    assert law.special.binds


@pytest.mark.parametrize("state", ["NY", "TX", "GA", "MI", "OR", "TN"])
def test_states_without_an_interval_in_their_rule_have_one_by_firm_policy_only(state):
    law = get(f"US-{state}")
    assert law.reconciliation.basis is law.three_way.basis is Basis.POLICY
    assert not law.reconciliation.binds


def test_a_citation_that_has_moved_is_still_known():
    assert "1.14" in get("US-TX").aliases[0]
    assert "1.15A" in get("US-IL").citation


def test_duties_have_their_days_where_they_are_known():
    (certificate,) = (duty for duty in get("US-FL").duties if duty.verified)
    assert (certificate.every, certificate.opens, certificate.due) == ("yearly", "06-01", "08-15")
    assert [duty.every for duty in get("US-NC").duties if duty.verified] == ["quarterly"]
    assert [duty.every for duty in get("US-NY").duties] == ["two_years"]
    assert isinstance(get("US-CA").duties[0], Duty)


def test_card_fees_in_trust_are_allowed_in_arizona_alone():
    allowed = [code for code in all_codes() if (cell := get(code).firm_funds) is not None and cell.merchant_fees]
    assert allowed == ["US-AZ"]


@pytest.mark.parametrize("text", ["US-CA", "us-ca", "CA", " ca ", "California", "CALIFORNIA"])
def test_a_state_is_found_however_people_write_it(text):
    assert find(text).code == "US-CA"


@pytest.mark.parametrize("text", ["US-NV", "XX", "", "..", "../US-CA", "US-US-CA", "Californication"])
def test_what_we_have_no_data_on_is_not_found(text):
    assert find(text) is None


def test_a_state_is_read_once_and_no_other_with_it(monkeypatch):
    read = []
    text = Path.read_text
    monkeypatch.setattr(Path, "read_text", lambda path, **options: read.append(path.stem) or text(path, **options))
    get.cache_clear()
    assert get("US-OH") is get("US-OH")
    assert get("US-NV") is None
    assert read == ["US-OH"]


def test_a_cell_cannot_be_confirmed_and_unconfirmed():
    data = raw("US-AL")
    data["unconfirmed"]["reconciliation"] = data["confirmed"]["reconciliation"]
    with pytest.raises(ValueError, match="reconciliation is said twice"):
        jurisdiction_of(data)


def test_an_installed_copy_has_the_data(tmp_path):
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    names = zipfile.ZipFile(built).namelist()
    packed = {name.rpartition("/")[2].removesuffix(".toml") for name in names if "jurisdictions/data/" in name}
    assert packed == set(all_codes())
