"""Requests that schemathesis makes up from Clio's document: no answer of the twin may contradict that document.

The committed document is always used; with PROVISIONER_CLIO_OPENAPI=path/to/openapi.json the whole one is, too.
Requests that keep to the document must be answered with a listed status. Of requests that break it only this is asked:
a listed status or one any operation may give, and a body as described.
"""

from __future__ import annotations

import copy
import os
from typing import Any

import pytest
import requests
import schemathesis
from clio_document import ONLY_IN_PROSE, Json, documents, everything, operations, row_of, table_of
from clio_live import RUNNING
from clio_samples import TABLES, Samples
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

EXAMPLES = 40 if "PROVISIONER_CLIO_OPENAPI" in os.environ else 6  # of requests, for each operation and mode
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
bounded = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
OPERATIONS = [each for each in operations() if each not in ONLY_IN_PROSE]

# What the text of the document says of a parameter and its schema does not (Clio OpenAPI 2026-04-08). Without it nearly
# every request would end at the first parameter that is read.
VERSIONS = [f"4.0.{minor}" for minor in range(4, 14)]
LIMITS = {"/users.json": 2000, "/billable_matters.json": 1000, "/billable_clients.json": 25}
DATES = [f"{operator}2026-06-30" for operator in (">", ">=", "=", "<=", "<")]
WORDS = {"currency": ["USD", "EUR"]}  # where it is text
UNKNOWN_ID = 1


def narrowed(document: Json, samples: Samples, method: str, path: str, left_out: set[str]) -> Json:
    """A document of one operation whose ids are those of records that exist, and one that does not."""
    operation = copy.deepcopy(document["paths"][path][method])
    kept = [each for each in operation.get("parameters", ()) if each["name"] not in left_out]
    operation["parameters"] = [_narrow(document, samples, method, path, each) for each in kept]
    for content in operation.get("requestBody", {}).get("content", {}).values():
        _refer(samples, "data", content["schema"])
    return {**document, "paths": {path: {method: operation}}}


def _narrow(document: Json, samples: Samples, method: str, path: str, parameter: Json) -> Json:
    name = parameter["name"]
    if parameter["in"] == "path":
        return _one_of(parameter, [*samples.ids(table_of(path))[:5], UNKNOWN_ID])
    if name == "X-API-VERSION":
        return _one_of(parameter, VERSIONS)
    if name == "fields":
        return _one_of(parameter, ["id", everything(document, method, path), ",".join(row_of(document, method, path))])
    if name == "limit":
        return {**parameter, "schema": {"type": "integer", "minimum": 1, "maximum": LIMITS.get(path, 200)}}
    if name.endswith("_date[]"):
        return _one_of(parameter, DATES)
    return parameter


def _one_of(parameter: Json, values: list[Any]) -> Json:
    return {**parameter, "schema": {"enum": values}}


def _refer(samples: Samples, name: str, schema: Json) -> None:
    """Let every id inside a body be one of those that its table has."""
    for inner, each in schema.get("properties", {}).items():
        _refer(samples, name if inner == "id" else inner, each)
        if inner == "id":
            schema["properties"]["id"] = {"enum": [*samples.ids(TABLES.get(name, f"{name}s"))[:3], UNKNOWN_ID]}
        elif inner in WORDS and each.get("type") == "string":
            schema["properties"][inner] = {"enum": WORDS[inner]}
    if "items" in schema:
        _refer(samples, name.removesuffix("s"), schema["items"])


def asked(document: Json, samples: Samples, method: str, path: str, mode: schemathesis.GenerationMode) -> Any:
    """Requests for one operation. A made-up version or page token would hide whatever else is wrong with a request."""
    is_wrong = mode is schemathesis.GenerationMode.NEGATIVE
    left_out = {"page_token", "X-API-VERSION"} if is_wrong else {"page_token"}
    schema = schemathesis.openapi.from_dict(narrowed(document, samples, method, path, left_out))
    return schema[path][method.upper()].as_strategy(generation_mode=mode)


def is_good(method: str, path: str, mode: schemathesis.GenerationMode, status: int) -> bool:
    """Whether the status may come at all; only for reading in the document's terms is there nothing to refuse."""
    if mode is schemathesis.GenerationMode.NEGATIVE or method != "get":
        return True
    return status in {200, 303, 304} or (status == 404 and "{" in path)


@pytest.mark.parametrize("document", documents())
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=str)
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda part: part)
def test_no_answer_contradicts_the_document(live, running, document, mode, method, path):
    base_url = str(running.base_url).rstrip("/")
    headers = {"Authorization": running.headers["Authorization"]}
    count = 0

    with requests.Session() as session:

        @bounded
        @given(case=asked(document, Samples(live, RUNNING, document), method, path, mode))
        def ask(case):
            nonlocal count
            count += 1
            answer = case.call(base_url, session, headers, allow_redirects=False)
            case.validate_response(answer, checks=CHECKS)
            assert is_good(method, path, mode, answer.status_code), answer.text

        ask()
    assert count
