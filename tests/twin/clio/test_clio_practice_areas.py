"""Practice areas: the categories Clio knows, what a change leaves alone, and the permission they need."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provisioner.sandbox.clio.models.practice_areas import CATEGORIES

SHAPES = json.loads(Path(__file__).with_name("shapes.json").read_text(encoding="utf-8"))
FIELDS = {"fields": "id,name,category,code"}


@pytest.fixture
def area(clio):
    data = {"name": "Adoption", "category": "family", "code": "ADP"}
    return clio.post("/practice_areas", params=FIELDS, json={"data": data}).json()["data"]


def test_the_categories_are_those_of_clios_document():
    assert list(CATEGORIES) == SHAPES["components"]["schemas"]["PracticeArea_base"]["properties"]["category"]["enum"]


def test_every_category_is_taken_and_shown_again(clio):
    for category in CATEGORIES:
        body = {"data": {"name": category, "category": category}}
        made = clio.post("/practice_areas", params=FIELDS, json=body).json()["data"]
        assert (made["category"], made["code"]) == (category, None)


@pytest.mark.parametrize("category", ["Family", "Family Law", "Worker's Compensation", "family ", "", 5])
def test_a_category_in_other_words_is_refused_and_nothing_changes(clio, area, category):
    path = f"/practice_areas/{area['id']}"
    assert clio.patch(path, json={"data": {"name": "Changed", "category": category}}).status_code == 422
    assert clio.get(path, params=FIELDS).json()["data"] == area


@pytest.mark.parametrize(
    "change", [{"name": "Adoption and Guardianship"}, {"category": "juvenile"}, {"code": "010"}, {"code": None}]
)
def test_a_change_leaves_what_it_does_not_name(clio, area, change):
    changed = clio.patch(f"/practice_areas/{area['id']}", params=FIELDS, json={"data": change}).json()["data"]
    assert changed == {**area, **change}


def test_practice_areas_need_the_permission_for_matters(live):
    with (
        live.client(permissions={"Settings": "write"}) as settings,
        live.client(permissions={"Matters": "read"}) as clio,
    ):
        assert settings.get("/practice_areas").status_code == 403
        assert clio.get("/practice_areas").status_code == 200
        assert clio.post("/practice_areas", json={"data": {"name": "Tax"}}).status_code == 403
