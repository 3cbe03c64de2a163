"""What a firm file may say of practice areas, and what becomes of it; requests are in tests/cases/resources."""

from __future__ import annotations

from typing import get_args

import pytest

from provisioner.config.load import load
from provisioner.model.address import Address
from provisioner.model.change import Action, Change
from provisioner.providers.clio.resources.practice_area import Category, PracticeArea
from provisioner.sandbox.clio.models.practice_areas import CATEGORIES

HEAD = 'version: 1\nfirm: { name: Harbor }\nsystems: { quickbooks: { company_id: "9341" } }\n'
KIND = PracticeArea()


@pytest.fixture
def loaded(tmp_path):
    """Loads a firm file with this body; practice areas are its only section beside the fixed ones."""

    def read(body):
        (tmp_path / "firm.yaml").write_text(HEAD + body, encoding="utf-8")
        return load(tmp_path / "firm.yaml", PracticeArea.sections, cwd=tmp_path)

    return read


def areas(text):
    return f"practice_areas:\n  family: {text}\n"


def test_the_file_and_the_twin_know_the_same_categories():
    assert get_args(Category) == CATEGORIES


def test_every_category_of_clio_may_stand_in_the_file(loaded):
    entries = [f"  {category}: {{ name: {category}, category: {category} }}\n" for category in CATEGORIES]
    result = loaded("practice_areas:\n" + "".join(entries))
    assert not result.findings
    assert [each.fields["category"] for each in KIND.desired(result.firm)] == list(CATEGORIES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ name: Family, category: Family }", ("5:37", "SYN108", "Did you mean `family`?")),
        ("{ name: Wills, category: Wills & Estates }", ("5:36", "SYN108", "Did you mean `wills_and_estates`?")),
        ("{ name: W, category: Worker's Compensation }", ("5:32", "SYN108", "Did you mean `workers_compensation`?")),
        ("{ name: Family, code: 010 }", ("5:33", "SYN106", 'Write it in quotes: "010".')),
        ("{ name: Family, code: 1.10 }", ("5:33", "SYN106", 'Write it in quotes: "1.10".')),
        ('{ name: Family, code: "" }', ("5:33", "SYN108", "Write a value.")),
        ('{ name: Family, code: " " }', ("5:33", "SYN108", "such as FAM")),
        ('{ name: "" }', ("5:19", "CLI101", "Give it a name.")),
        ("{ name: Family, categry: family }", ("5:27", "SYN104", "Did you mean `category`?")),
        ("{ category: family }", ("5:3", "SYN107", "Add `name:` with text.")),
    ],
)
def test_what_clio_would_not_take_is_said_with_its_place_and_a_way_out(loaded, text, expected):
    (finding,) = loaded(areas(text)).findings
    where, code, way_out = expected
    assert (f"{finding.place.line}:{finding.place.column}", finding.code) == (where, code)
    assert way_out in finding.fix


@pytest.mark.parametrize("code", ["FAM", "12", '"010"', '"F 1"'])
def test_a_code_is_text_whatever_it_is_made_of(loaded, code):
    (desired,) = KIND.desired(loaded(areas(f"{{ name: Family, code: {code} }}")).firm)
    assert desired.fields["code"] == code.strip('"')


def test_only_what_is_written_is_managed_and_each_field_knows_where(loaded):
    (desired,) = KIND.desired(loaded(areas("{ name: Family, code: FAM }")).firm)
    assert desired.address == Address("clio", "practice_area", "family")
    assert desired.fields == {"name": "Family", "code": "FAM"}
    assert desired.covers == {"name", "code"}
    assert {name: (place.line, place.column) for name, place in desired.places.items()} == {
        "name": (5, 19),
        "code": (5, 33),
    }


def test_a_former_practice_area_is_left_to_a_person_and_named_as_on_screen(loaded):
    (desired,) = KIND.desired(loaded("retired: { practice_areas: { tax: { name: Taxes } } }").firm)
    assert desired.retired
    observed = KIND.observe({"id": 6104, "etag": '"1"', "name": "Taxes", "category": "tax", "code": None})
    step = KIND.blocked(Change(desired.address, Action.RETIRE, desired, observed), {})
    assert step.instructions[0] == "In Clio, open Settings, then Practice areas."
    assert "'Taxes'" in step.instructions[2]


def test_nothing_but_taking_away_is_left_to_a_person(loaded):
    (desired,) = KIND.desired(loaded(areas("{ name: Family }")).firm)
    actions = set(Action) - {Action.RETIRE}
    assert [KIND.blocked(Change(desired.address, action, desired), {}) for action in sorted(actions)] == [None] * len(
        actions
    )


def test_a_plan_shows_practice_areas_under_a_heading_of_their_own():
    assert (KIND.group({}), KIND.title({"name": "Family", "code": "FAM"})) == ("Practice areas in Clio", "Family")


def test_a_read_asks_for_all_managed_fields_at_once():
    assert KIND.asked == "id,etag,created_at,updated_at,name,category,code"
