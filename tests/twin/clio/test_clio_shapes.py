"""Every answer of every operation of the twin against Clio's own document.

The operations are read from the twin's routes: a new one is tested without a word here, and fails when the document
does not have it. The shapes committed beside this file are always used. With
PROVISIONER_CLIO_OPENAPI=path/to/openapi.json the same tests run against that document too; the test id says which one a
run used.
"""

from __future__ import annotations

import pytest
from clio_document import (
    ONLY_IN_PROSE,
    check,
    committed,
    documents,
    everything,
    operations,
    row_of,
    table_of,
    takes,
)
from clio_live import RUNNING
from clio_samples import A_DAY, Samples
from derive_shapes import bare, derive, with_taxes

OPERATIONS = operations()
on_documents = pytest.mark.parametrize("document", documents())

# Fields a PATCH is tried with, in this order of preference; all are plain text.
WORDS = ("name", "description", "note", "subject", "memo", "display_number")


def of(method: str, *, one: bool | None = None):
    """The served operations with a method, those on one record or those on none when `one` says so."""
    paths = [path for verb, path in OPERATIONS if verb == method and (one is None or one == ("{" in path))]
    return pytest.mark.parametrize("path", [path for path in paths if (method, path) not in ONLY_IN_PROSE])


@pytest.fixture
def samples(live, document):
    live.clock.advance(A_DAY)
    return Samples(live, RUNNING, document)


def test_the_committed_shapes_hold_types_and_no_prose():
    schemas = committed()["components"]["schemas"]
    assert schemas == {name: bare(schema) for name, schema in schemas.items()}


def test_shapes_derived_from_the_committed_shapes_are_the_same():
    assert derive(committed()) == committed() == with_taxes(committed())


@on_documents
def test_the_document_describes_every_operation_that_is_served(document):
    described = {(method, path) for path, methods in document["paths"].items() for method in methods}
    assert set(OPERATIONS) - described == set(ONLY_IN_PROSE) & set(OPERATIONS)
    assert len(OPERATIONS) > 100


@on_documents
def test_every_field_means_nested_ones_too(document):
    assert "rate{amount,non_billable_amount,type,hierarchy}" in everything(
        document, "get", "/activity_descriptions.json"
    )
    assert "user{account_owner," in everything(document, "get", "/bank_accounts.json")


@on_documents
@of("get")
def test_what_is_read_with_every_field_is_as_documented(running, samples, document, path):
    params = {"fields": everything(document, "get", path)} if takes(document, "get", path, "fields") else {}
    if ("post", path) in OPERATIONS and not samples.ids(table_of(path)):
        samples.made(running, table_of(path))
    answer = running.get(samples.address(running, path), params=params)
    assert answer.status_code in {200, 303}, answer.text
    found = check(document, "get", path, answer)
    assert found != [], "there is nothing to see"
    if params:
        first = found[0] if isinstance(found, list) else found
        assert set(first) == set(row_of(document, "get", path))


@on_documents
@of("post")
def test_what_is_made_is_as_documented(running, samples, document, path):
    params = {"fields": everything(document, "post", path)} if takes(document, "post", path, "fields") else {}
    body = samples.body("post", path)
    answer = running.post(samples.address(running, path), params=params, json=body)
    assert answer.status_code in {200, 201}, answer.text
    made = check(document, "post", path, answer)
    assert set(made) == set(row_of(document, "post", path)) or not params


@on_documents
@of("patch")
def test_what_is_changed_is_as_documented(running, samples, document, path):
    params = {"fields": everything(document, "get", path)} if ("get", path) in OPERATIONS else {"fields": "id,etag"}
    address = samples.address(running, path)
    before = running.get(address, params=params).json()["data"] if ("get", path) in OPERATIONS else {}
    writable = document["paths"][path]["patch"]["requestBody"]["content"]["application/json"]["schema"]
    names = writable["properties"]["data"]["properties"]
    word = next((name for name in WORDS if name in names), None)
    answer = running.patch(address, params=params, json={"data": {word: "Other"} if word else {}})
    assert answer.status_code == 200, answer.text
    after = check(document, "patch", path, answer)
    if word in before:
        assert after[word] == "Other"
        assert after["etag"] != before["etag"]


@on_documents
@of("delete")
def test_what_is_deleted_is_as_documented(running, samples, document, path):
    table = table_of(path)
    is_made = ("post", f"/{table}.json") in OPERATIONS
    address = path.replace("{id}", str(samples.made(running, table))) if is_made else samples.address(running, path)
    answer = running.delete(address)
    check(document, "delete", path, answer)
    if is_made:
        assert answer.status_code == 204
        again = running.delete(address)
        assert again.status_code == 404
        check(document, "delete", path, again)


@on_documents
@pytest.mark.parametrize(("method", "path"), [each for each in OPERATIONS if each not in ONLY_IN_PROSE])
def test_what_is_refused_is_as_documented(live, running, samples, document, method, path):
    address = samples.address(running, path)
    with live.client(RUNNING, permissions={}) as limited:
        limited_answer = limited.request(method, address, json=samples.body(method, path))
        assert limited_answer.status_code == 403
        check(document, method, path, limited_answer)
    for headers, status in (
        ({"Authorization": "none"}, 401),
        ({"Authorization": "Bearer unknown"}, 401),
        ({"X-API-VERSION": "3.0.0"}, 410),
    ):
        answer = running.request(method, address, headers=headers)
        assert answer.status_code == status
        check(document, method, path, answer)
    if takes(document, method, path, "fields"):
        answer = running.request(method, address, params={"fields": "nothing"}, json=samples.body(method, path))
        assert answer.status_code == 400
        check(document, method, path, answer)
    if "{id}" in path:
        answer = running.request(method, path.replace("{id}", "1"), json=samples.body(method, path))
        assert answer.status_code == 404
        check(document, method, path, answer)


@on_documents
@of("post", one=False)
def test_a_body_without_data_is_refused_as_documented(running, document, path):
    for body, statuses in (({}, {400}), ({"data": {}}, {201, 422}), ([], {400})):
        answer = running.post(path, json=body)
        assert answer.status_code in statuses
        check(document, "post", path, answer)


@on_documents
@of("patch")
def test_a_stale_etag_is_refused_as_documented(running, samples, document, path):
    headers = {"If-Match": '"old"'}
    answer = running.patch(samples.address(running, path), json={"data": {}}, headers=headers)
    assert answer.status_code == 412
    check(document, "patch", path, answer)


@on_documents
@of("get", one=True)
def test_what_the_client_has_already_is_not_sent_again(running, samples, document, path):
    if not takes(document, "get", path, "if-none-match"):
        return
    answer = running.get(samples.address(running, path), headers={"If-None-Match": "*"})
    assert answer.status_code == 304
    check(document, "get", path, answer)


@on_documents
def test_too_many_requests_is_as_documented(live_with, document):
    with live_with("vendor").client() as clio:
        answers = [clio.get("/practice_areas.json") for _ in range(51)]
    assert answers[-1].status_code == 429
    check(document, "get", "/practice_areas.json", answers[-1])
