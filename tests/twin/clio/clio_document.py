"""Clio's document as the tests judge the twin by it: which operations count, and what an answer may look like.

The document describes less than what live answers hold. Everything that is allowed beyond it is listed here, each with
its source.
"""

from __future__ import annotations

import json
import os
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from derive_shapes import with_taxes

from provisioner.sandbox.clio import ClioTwin
from provisioner.sandbox.kernel import Clock, Journal

Json = dict[str, Any]
HERE = Path(__file__).parent
ROOT = "/api/v4"

# Served, and described in the document's text alone.
ONLY_IN_PROSE = {
    ("put", "/webhooks/{id}/activate.json"): "Clio OpenAPI 2026-04-08, text of the tag Webhooks",
}

# Answers any operation may give although its list of answers leaves them out.
EVERYWHERE = {
    "400": "a query that cannot be read (Clio OpenAPI 2026-04-08 lists it for most operations; DELETE has a query too)",
    "401": "no token: DELETE lists none (measured on live hosts 2026-08)",
    "403": "a permission that is missing (Clio developer docs, permissions)",
    "404": "deleting twice, unknown ids in nested paths (lawyered0/clio-mcp, docs/clio-api-quirks.md, 2026-04)",
    "410": "X-API-VERSION that is invalid or retired (Clio OpenAPI 2026-04-08, Minor Versions)",
    "429": "too many requests (Clio developer docs, rate limits)",
}

# Answers of one operation beyond its list.
ALSO = {
    ("delete", "/contacts/{id}.json"): {
        "409": "a contact with bills (lawyered0/clio-mcp, docs/clio-api-quirks.md, 2026-04)",
        "422": "a contact that is a client of a matter (same)",
    },
    ("delete", "/matters/{id}.json"): {"409": "a matter with bills, as for contacts (assumption)"},
}

# What `id`, `etag` and the envelope hold is there always. Anything else may be null, though nothing is marked so (live
# answers, sample in GitHub unigrated-solutions/clio-api-python-client, UPDATES.md).
NEVER_NULL = {"id", "etag", "data", "error"}
# Save that a custom field which is always displayed has an empty value before it has one (Clio OpenAPI 2026-04-08, text
# of Contacts and Matters).
ID_MAY_BE_NULL = {"CustomFieldValue_base", "CustomFieldValue"}
# Read as Work, Personal or Other says the schema, which is that of instant messengers; these are what is written (Clio
# OpenAPI 2026-04-08, body of contacts).
PHONES = ["Work", "Home", "Mobile", "Fax", "Pager", "Skype", "Other"]
REDACTED: Json = {
    # In place of a record the app may not read (Clio developer docs, permissions; seen live for account_balances).
    "type": "object",
    "properties": {"redacted": {"const": True}},
    "required": ["redacted"],
    "additionalProperties": False,
}
META: Json = {
    # Lists have it; the document leaves paging to the developer docs.
    "type": "object",
    "properties": {
        "paging": {
            "type": "object",
            "properties": {"previous": {"type": "string"}, "next": {"type": "string"}},
            "additionalProperties": False,
        },
        "records": {"type": "integer", "minimum": 0},
    },
    "required": ["paging"],
    "additionalProperties": False,
}
BAD_TOKEN: Json = {
    # For a token that is expired, revoked or unknown `error` is a string (measured on live hosts 2026-08).
    "type": "object",
    "properties": {"error": {"const": "invalid_token"}, "error_description": {"type": "string"}},
    "required": ["error", "error_description"],
    "additionalProperties": False,
}


def committed() -> Json:
    """The document beside this file, without prose."""
    return read(HERE / "shapes.json")


def read(path: Path) -> Json:
    content: Json = json.loads(path.read_text(encoding="utf-8"))
    return content


def documents() -> list[Any]:
    """The committed document, and the whole one when PROVISIONER_CLIO_OPENAPI says where it is."""
    known = [pytest.param(relaxed(committed()), id="committed-shapes")]
    path = os.environ.get("PROVISIONER_CLIO_OPENAPI")
    if path:
        known.append(pytest.param(relaxed(with_taxes(read(Path(path)))), id="full-document"))
    return known


def operations() -> list[tuple[str, str]]:
    """Method and path of all that the twin serves, read from its routes; paths as the document writes them."""
    twin = ClioTwin(Journal(None), Clock())
    routes = [route for route in twin.routes() if getattr(route, "path", "").endswith(".json")]
    served = {
        (method.lower(), route.path.removeprefix(ROOT)) for route in routes for method in route.methods - {"HEAD"}
    }
    named = {("get", f"/{one.name}/{name}.json") for one in twin._store.resources.values() for name in one.named}
    return sorted(served | named)


def relaxed(document: Json) -> Json:
    """The document as OpenAPI 3.1 with closed objects and everything that live answers are known to add."""
    schemas = {name: _closed(document, each) for name, each in document["components"]["schemas"].items()}
    for name, schema in schemas.items():
        if name.endswith("_List"):
            schema["properties"]["meta"] = META
        if name in ID_MAY_BE_NULL:
            schema["properties"]["id"] = {"anyOf": [{"type": "null"}, schema["properties"]["id"]]}
    schemas["PhoneNumber_base"]["properties"]["name"] = {"enum": PHONES}
    paths = {
        path: {method: _operation(path, method, each) for method, each in methods.items() if "responses" in each}
        for path, methods in document["paths"].items()
    }
    components = {**document["components"], "schemas": schemas}
    return {"openapi": "3.1.0", "info": document["info"], "paths": paths, "components": components}


def _operation(path: str, method: str, operation: Json) -> Json:
    error = _content({"$ref": "#/components/schemas/Error"})
    added = {**EVERYWHERE, **ALSO.get((method, path), {})}
    responses = {**operation["responses"], **dict.fromkeys(added, error)}
    responses["401"] = _content({"anyOf": [{"$ref": "#/components/schemas/Error"}, BAD_TOKEN]})
    return {**operation, "responses": responses}


def _content(schema: Json) -> Json:
    return {"description": "", "content": {"application/json; charset=utf-8": {"schema": schema}}}


def _closed(document: Json, schema: Json) -> Json:
    """A schema with `allOf` laid together; only what it names may be there."""
    properties = {name: _property(document, name, each) for name, each in properties_of(document, schema).items()}
    closed = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**closed, "required": schema["required"]} if "required" in schema else closed


def properties_of(document: Json, schema: Json) -> Json:
    """All properties of an object, references followed."""
    if "$ref" in schema:
        return properties_of(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    parts = [properties_of(document, each) for each in schema.get("allOf", ())]
    return {name: each for part in [*parts, schema.get("properties", {})] for name, each in part.items()}


def _property(document: Json, name: str, schema: Json) -> Json:
    is_nested = "$ref" in schema or "items" in schema or "properties" in schema
    inner = {"$ref": schema["$ref"]} if "$ref" in schema else schema
    if "properties" in inner:
        inner = _closed(document, inner)
    if name in NEVER_NULL:
        return inner
    return {"anyOf": [{"type": "null"}, *([REDACTED] if is_nested else []), inner]}


checker = jsonschema.FormatChecker(formats=())


@checker.checks("date-time", raises=ValueError)
def is_instant(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@checker.checks("date", raises=ValueError)
def is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value) and len(value) == len("2026-11-02"))


@checker.checks("int32")
def is_int32(value: object) -> bool:
    return not isinstance(value, int) or abs(value) < 2**31


@checker.checks("int64")
def is_int64(value: object) -> bool:
    return not isinstance(value, int) or abs(value) < 2**63


def described(document: Json, method: str, path: str, status: int) -> Json | None:
    """The schema of an answer's body, None for an answer without one; an answer that is not listed is a failure."""
    responses = document["paths"][path][method]["responses"]
    assert str(status) in responses, f"{method} {path} answers {status}, which is nowhere described"
    answer = responses[str(status)]
    if "$ref" in answer:
        answer = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    contents = list(answer.get("content", {}).values())
    return contents[0]["schema"] if contents else None


def check(document: Json, method: str, path: str, answer: Any) -> Any:
    """What is in the envelope of an answer, after all of it was found to be as the document has it."""
    schema = described(document, method, path, answer.status_code)
    if schema is None:
        assert answer.content == b"" or answer.status_code == 200
        return None
    content = answer.json()
    resolvable = {**schema, "components": document["components"]}
    jsonschema.Draft202012Validator(resolvable, format_checker=checker).validate(content)
    return content["data"] if "data" in content else content["error"]


def row_of(document: Json, method: str, path: str) -> Json:
    """The properties of one record in the good answer of an operation."""
    responses = document["paths"][path][method]["responses"]
    schema = described(document, method, path, 201 if "201" in responses else 200)
    if schema is None:
        return {}
    data = properties_of(document, schema)["data"]
    return properties_of(document, data.get("items", data))


def everything(document: Json, method: str, path: str) -> str:
    """A `fields` value that asks for every field the document has for a path, nested ones with all of theirs."""
    return ",".join(_asked(document, name, each) for name, each in row_of(document, method, path).items())


def _asked(document: Json, name: str, schema: Json) -> str:
    real = schema.get("anyOf", [schema])[-1]
    inner = properties_of(document, real.get("items", real))
    return f"{name}{{{','.join(inner)}}}" if inner else name


def takes(document: Json, method: str, path: str, name: str) -> bool:
    """Whether the operation has a parameter of that name."""
    return any(each["name"].lower() == name for each in document["paths"][path][method].get("parameters", ()))


def table_of(path: str) -> str:
    """The resource a path with an id in it starts from."""
    return re.split(r"/\{|\.json", path)[0].strip("/")
