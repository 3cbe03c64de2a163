"""Whatever a client sends, the twin answers as Clio does: never a failure of its own."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provisioner.sandbox.clio import models

RESOURCES = models.load()
PATHS = sorted(name for name, resource in RESOURCES.items() if resource.actions)
fuzz = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

names = st.sampled_from(
    [
        *("fields", "limit", "offset", "order", "page_token", "ids[]", "created_since", "updated_since"),
        *sorted({each.name for resource in RESOURCES.values() for each in resource.filters}),
    ]
)
field_names = st.sampled_from(sorted({field.name for resource in RESOURCES.values() for field in resource.fields}))
field_lists = st.lists(st.one_of(field_names, st.sampled_from(list("{},"))), max_size=12).map("".join)
texts = st.one_of(
    st.text(max_size=20),
    field_lists,
    st.integers().map(str),
    st.datetimes().map(lambda instant: instant.isoformat()),
    st.sampled_from(
        ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "null", "true", "id(desc)", "name(asc)"]
    ),
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5) | st.just("id"), inner, max_size=3)
    ),
    max_leaves=6,
)
written = st.dictionaries(
    st.one_of(st.sampled_from(["client", "matter", "type", "balance", "_deleted"]), field_names), values, max_size=6
)


def check(answer):
    assert answer.status_code in {200, 201, 204, 304, 400, 401, 403, 404, 410, 412, 422}, answer.text
    if answer.status_code >= 400:
        assert set(answer.json()["error"]) == {"type", "message"}


def some_id(client, path):
    """The id of a record of the path, if it lists any."""
    rows = client.get(f"/{path}").json().get("data")
    return rows[0]["id"] if isinstance(rows, list) and rows else 1


@fuzz
@given(path=st.sampled_from(PATHS), query=st.lists(st.tuples(names, texts), max_size=5))
def test_no_query_breaks_a_list(running, path, query):
    check(running.get(f"/{path}", params=query))


@fuzz
@given(path=st.sampled_from(PATHS), tail=st.text(min_size=1, max_size=20), fields=field_lists)
def test_no_path_breaks_the_twin(running, path, tail, fields):
    check(running.get(f"/{path}/{quote(tail, safe='').replace('.', '%2E')}", params={"fields": fields}))


@fuzz
@given(path=st.sampled_from(PATHS), body=st.one_of(written.map(lambda data: {"data": data}), values))
def test_no_json_body_breaks_a_write(running, path, body):
    content = json.dumps(body)
    headers = {"Content-Type": "application/json"}
    made = running.post(f"/{path}", content=content, headers=headers)
    check(made)
    changed = running.patch(f"/{path}/{some_id(running, path)}", content=content, headers=headers)
    check(changed)
    check(running.get(f"/{path}", params={"fields": ",".join(f.name for f in RESOURCES[path].fields)}))


@fuzz
@given(body=st.binary(max_size=60), kind=st.sampled_from(["json", "x-www-form-urlencoded", "octet-stream"]))
def test_no_bytes_break_a_write(running, body, kind):
    check(running.post("/practice_areas", content=body, headers={"Content-Type": f"application/{kind}"}))


keys = st.lists(st.sampled_from(["[data]", "data", "[name]", "[]", "[rate]", "[groups]", "[id]", "[", "]"]), max_size=6)


@fuzz
@given(pairs=st.lists(st.tuples(keys.map("".join), st.text(max_size=5)), max_size=4), parts=st.booleans())
def test_no_form_breaks_a_write(running, pairs, parts):
    if parts:
        files = [(name, (None, text)) for name, text in pairs]
        check(running.post("/activity_descriptions", files=files))
    else:
        check(running.post("/activity_descriptions", data=dict(pairs)))


@fuzz
@given(
    header=st.sampled_from(["If-None-Match", "If-Modified-Since", "If-Match", "X-API-VERSION"]),
    text=st.text('ab,;*/"W 0123:+-', max_size=30),
)
def test_no_header_breaks_the_twin(running, header, text):
    number = running.get("/practice_areas").json()["data"][0]["id"]
    for method in ("GET", "PATCH"):
        check(running.request(method, f"/practice_areas/{number}", headers={header: text.strip()}))


@fuzz
@given(
    body=st.binary(max_size=60), query=st.dictionaries(st.sampled_from(["client_id", "redirect_uri", "code"]), texts)
)
@pytest.mark.parametrize("path", ["authorize", "approval", "token", "deauthorize"])
def test_nothing_breaks_oauth(live, running, path, body, query):
    method = "GET" if path in {"authorize", "approval"} else "POST"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = running.request(method, f"{live.base_url}/oauth/{path}", params=query, content=body, headers=headers)
    assert answer.status_code < 500
