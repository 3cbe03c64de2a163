"""Every kind of answer of the twin against Clio's own document.

The shapes committed beside this file are always used. With PROVISIONER_CLIO_OPENAPI=path/to/openapi.json the same tests
run against that document too; the test id says which one a run used.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from derive_shapes import bare, derive

HERE = Path(__file__).parent
LISTS = ("bank_accounts", "activity_descriptions", "expense_categories", "practice_areas", "users")
BODIES = {
    "bank_accounts": {"name": "Trust 2", "type": "Trust", "currency": "USD", "balance": 12.5, "default_account": True},
    "activity_descriptions": {"name": "Hearing", "rate": {"type": "Custom", "amount": 350.75}, "currency": {"id": 1}},
    "expense_categories": {"name": "Couriers", "rate": 12.4, "utbms_code": {"id": 907}, "currency": {"id": 1}},
    "practice_areas": {"name": "Tax", "category": "tax", "code": "TX"},
}


def documents() -> list[Any]:
    known = [pytest.param(json.loads((HERE / "shapes.json").read_text(encoding="utf-8")), id="committed-shapes")]
    path = os.environ.get("PROVISIONER_CLIO_OPENAPI")
    if path:
        full = json.loads(Path(path).read_text(encoding="utf-8"))
        known.append(pytest.param(derive(full), id="full-document"))
    return known


on_documents = pytest.mark.parametrize("document", documents())


def merged(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with references followed and `allOf` laid together; only what it names may be there, and may be null.

    The document marks nothing as nullable although live answers hold nulls: every property but id and etag may be.
    """
    if "$ref" in schema:
        return merged(document, document["schemas"][schema["$ref"].rpartition("/")[2]])
    if "allOf" in schema:
        parts = [merged(document, each) for each in schema["allOf"]]
        properties = {name: each for part in parts for name, each in part["properties"].items()}
        return {"type": "object", "properties": properties, "additionalProperties": False}
    if "items" in schema:
        return {**schema, "items": merged(document, schema["items"])}
    if "properties" not in schema:
        return schema
    inner = {name: merged(document, each) for name, each in schema["properties"].items()}
    loose = {name: each if name in {"id", "etag", "data", "error"} else nullable(each) for name, each in inner.items()}
    return {**schema, "properties": loose, "additionalProperties": False}


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"type": "null"}, schema]}


checker = jsonschema.FormatChecker(formats=())


@checker.checks("date-time", raises=ValueError)
def is_instant(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@checker.checks("int32")
def is_int32(value: object) -> bool:
    return not isinstance(value, int) or abs(value) < 2**31


@checker.checks("int64")
def is_int64(value: object) -> bool:
    return not isinstance(value, int) or abs(value) < 2**63


def check(document: dict[str, Any], path: str, method: str, answer: Any) -> Any:
    """The answer's body, after it was found to be what the document promises for its status."""
    name = document["paths"][path][method]["responses"][str(answer.status_code)]
    if name is None:
        assert answer.content == b""
        return None
    content = answer.json()
    if isinstance(content, dict):
        content.pop("meta", None)  # the document leaves paging to the prose
    schema = merged(document, document["schemas"][name])
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(content)
    return content["data"] if "data" in content else content["error"]


def everything(document: dict[str, Any], path: str) -> str:
    """A `fields` value that asks for every field the document has for a path, nested ones with all of theirs."""
    schema = merged(document, document["schemas"][document["paths"][path]["get"]["responses"]["200"]])
    data = schema["properties"]["data"]
    return ",".join(asked(name, each) for name, each in data.get("items", data)["properties"].items())


def asked(name: str, schema: dict[str, Any]) -> str:
    real = schema.get("anyOf", [schema])[-1]
    inner = real.get("items", real).get("properties")
    return f"{name}{{{','.join(inner)}}}" if inner else name


def test_the_committed_shapes_hold_types_and_no_prose():
    schemas = json.loads((HERE / "shapes.json").read_text(encoding="utf-8"))["schemas"]
    assert schemas == {name: bare(schema) for name, schema in schemas.items()}


@on_documents
@pytest.mark.parametrize("name", LISTS)
def test_a_list_with_every_field_is_as_documented(running, document, name):
    path = f"/{name}.json"
    rows = check(document, path, "get", running.get(path, params={"fields": everything(document, path)}))
    assert rows


@on_documents
def test_every_field_means_nested_ones_too(document):
    assert "rate{amount,non_billable_amount,type,hierarchy}" in everything(document, "/activity_descriptions.json")
    assert "user{account_owner," in everything(document, "/bank_accounts.json")


@on_documents
@pytest.mark.parametrize("name", [*BODIES, "users"])
def test_one_record_with_every_field_is_as_documented(running, document, name):
    first = running.get(f"/{name}.json").json()["data"][0]["id"]
    params = {"fields": everything(document, f"/{name}/{{id}}.json")}
    shown = check(document, f"/{name}/{{id}}.json", "get", running.get(f"/{name}/{first}.json", params=params))
    assert shown["id"] == first
    assert len(shown) > 5


@on_documents
@pytest.mark.parametrize("path", ["/users/who_am_i.json", "/settings/billing.json"])
def test_the_singletons_are_as_documented(clio, document, path):
    check(document, path, "get", clio.get(path, params={"fields": everything(document, path)}))


@on_documents
@pytest.mark.parametrize("name", BODIES)
def test_the_life_of_a_record_is_as_documented(clio, document, name):
    one, many = f"/{name}/{{id}}.json", f"/{name}.json"
    params = {"fields": everything(document, many)}
    made = check(document, many, "post", clio.post(many, params=params, json={"data": BODIES[name]}))
    path = one.format(id=made["id"])
    changed = check(document, one, "patch", clio.patch(path, params=params, json={"data": {"name": "Other"}}))
    assert {**made, "name": "Other", "etag": ""} == {**changed, "etag": ""}
    check(document, one, "delete", clio.delete(path))
    check(document, one, "get", clio.get(path))


@on_documents
@pytest.mark.parametrize("name", BODIES)
def test_errors_are_as_documented(live, document, name):
    one, many = f"/{name}/{{id}}.json", f"/{name}.json"
    with live.client() as clio, live.client(permissions={}) as limited:
        number = clio.post(many, json={"data": BODIES[name]}).json()["data"]["id"]
        path = one.format(id=number)
        check(document, many, "get", clio.get(many, params={"fields": "nothing"}))
        check(document, many, "get", clio.get(many, headers={"Authorization": "none"}))
        check(document, many, "get", limited.get(many))
        check(document, many, "post", clio.post(many, json={}))
        check(document, many, "post", clio.post(many, json={"data": {}}))
        check(document, one, "patch", clio.patch(path, json={"data": {"name": 5}}))
        check(document, one, "patch", clio.patch(path, json={"data": {}}, headers={"If-Match": '"old"'}))
        check(document, one, "get", clio.get(path, headers={"If-None-Match": "*"}))
        check(document, one, "delete", limited.delete(path))


@on_documents
def test_too_many_requests_is_as_documented(live_with, document):
    with live_with("vendor").client() as clio:
        answers = [clio.get("/practice_areas.json") for _ in range(51)]
    assert answers[-1].status_code == 429
    check(document, "/practice_areas.json", "get", answers[-1])
