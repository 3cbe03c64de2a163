"""What our client and our twin believe about a Clio account. Whatever is made here is deleted again."""

from __future__ import annotations

import pytest
from live.targets import unique

from provisioner.engine.ports import Write
from provisioner.model.address import Address
from provisioner.model.change import Operation
from provisioner.sandbox.clio import models
from provisioner.workflows.catalog import registry

TYPES = registry().of("clio")
LISTS = {
    name: each for name, each in models.load().items() if "list" in each.actions.split() and "{" not in each.address
}
# What is made of each type, and what is changed about it.
LIVES = {
    "clio.practice_area": ({"category": "family"}, {"code": "ZZ"}),
    "clio.expense_category": ({"cost": "soft_cost"}, {"cost": "hard_cost"}),
    "clio.activity_description": ({}, {"name": "zz changed by a test"}),
}


class Object:
    """One record through our own client, deleted in the end by plain HTTP."""

    def __init__(self, clio, kind):
        self.clio, self.type = clio, registry()[kind]

    def write(self, operation, observed=None, **fields):
        write = Write(Address("clio", self.type.kind[5:], "test"), self.type, operation, fields, observed)
        return self.clio.write(write)

    def stored(self, result):
        assert result.problem is None, result.problem.detail
        (found,) = [each for each in self.all() if each.id == result.observed.id]
        assert found.version == result.observed.version
        return found

    def all(self):
        return self.clio.reader().read([self.type]).objects[self.type.kind]

    def delete(self, observed):
        return self.clio.send("DELETE", f"{self.type.path}/{observed.id}.json").status_code


@pytest.fixture
def made(clio):
    """Makes records, and deletes them in the end."""
    left = []

    def make(kind, /, **fields):
        thing = Object(clio, kind)
        observed = thing.stored(thing.write(Operation.CREATE, name=unique("record"), **fields))
        left.append((thing, observed))
        return thing, observed

    yield make
    for thing, observed in left:
        thing.delete(observed)


def test_everything_is_read(clio):
    snapshot = clio.reader().read(TYPES)
    assert snapshot.title
    assert all(each.id and each.version for rows in snapshot.objects.values() for each in rows)


@pytest.mark.parametrize("kind", LIVES)
def test_the_life_of_a_record(made, kind):
    first, change = LIVES[kind]
    thing, observed = made(kind, **first)
    assert observed.fields.items() >= first.items()
    changed = thing.stored(thing.write(Operation.UPDATE, observed, **change))
    assert changed.fields.items() >= (first | change).items()
    assert changed.version != observed.version
    assert thing.delete(changed) == 204
    assert thing.delete(changed) == 404


def test_an_outdated_version_is_refused_and_changes_nothing(made):
    thing, observed = made("clio.practice_area")
    changed = thing.stored(thing.write(Operation.UPDATE, observed, code="A"))
    stale = thing.write(Operation.UPDATE, observed, code="B")
    assert stale.problem.status == 412
    (found,) = [each for each in thing.all() if each.id == observed.id]
    assert found == changed


def test_a_key_nobody_knows_is_dropped_without_a_word(clio, made):
    _, observed = made("clio.practice_area")
    answer = clio.send("PATCH", f"practice_areas/{observed.id}.json", json={"data": {"colour": "red"}})
    assert answer.status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_every_field_the_twin_shows_can_be_asked_for(clio, name):
    fields = ",".join(field.name for field in LISTS[name].fields)
    answer = clio.send("GET", f"{LISTS[name].address}.json", params={"fields": fields, "limit": "1"})
    assert answer.status_code == 200, answer.text
    assert all(set(row) == set(fields.split(",")) for row in answer.json()["data"])


@pytest.mark.parametrize(
    ("headers", "status", "error"),
    [
        ({"Authorization": ""}, 401, {"type": "UnauthorizedError", "message": "User is not authorized"}),
        ({"Authorization": "Bearer " + "x" * 40}, 401, "invalid_token"),
    ],
)
def test_each_kind_of_bad_token_has_a_refusal_of_its_own(clio, headers, status, error):
    answer = clio.send("GET", "users/who_am_i.json", headers=headers)
    assert answer.status_code == status
    assert answer.json()["error"] == error


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("practice_areas.json?fields=colour", {}, 400),
        ("practice_areas.json?fields=id,matter{client{name}}", {}, 400),
        ("practice_areas.json?limit=201", {}, 400),
        ("practice_areas.json?page_token=made-up", {}, 400),
        ("practice_areas/1.json", {}, 404),
        ("no_such_things.json", {}, 404),
        ("practice_areas.json", {"X-API-VERSION": "4.0.1"}, 410),
    ],
)
def test_what_is_refused_and_how(clio, path, headers, status):
    answer = clio.send("GET", path, headers=headers)
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"type", "message"}


def test_an_etag_is_a_header_and_a_field_and_saves_reading_again(clio, made):
    _, observed = made("clio.practice_area")
    path = f"practice_areas/{observed.id}.json"
    answer = clio.send("GET", path, params={"fields": "id,etag"})
    assert answer.headers["ETag"] == answer.json()["data"]["etag"]
    assert clio.send("GET", path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_every_answer_tells_how_many_requests_are_left(clio):
    headers = clio.send("GET", "practice_areas.json").headers
    assert all(headers[f"X-RateLimit-{name}"].isdigit() for name in ("Limit", "Remaining", "Reset"))
