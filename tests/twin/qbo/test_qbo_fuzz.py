"""Whatever is sent, the twin answers with a documented fault or a result, never with an internal error."""

# ruff: noqa: S608 - the query language of QuickBooks is no SQL
from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provisioner.sandbox.kernel import Clock, FirmSeed, Journal, dumps
from provisioner.sandbox.qbo import QboTwin
from provisioner.sandbox.qbo.books import balance
from provisioner.sandbox.qbo.entities import ENTITIES
from provisioner.sandbox.qbo.errors import FaultError
from provisioner.sandbox.qbo.select import run_query
from provisioner.sandbox.qbo.service import batch, save
from provisioner.sandbox.qbo.wire import wire

LOOSE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
WORDS = [
    *(
        "SELECT",
        "*",
        "COUNT",
        "(",
        ")",
        ",",
        "FROM",
        "WHERE",
        "AND",
        "OR",
        "IN",
        "LIKE",
        "ORDERBY",
        "ORDER",
        "BY",
        "ASC",
    ),
    *("DESC", "STARTPOSITION", "MAXRESULTS", "=", "!=", "<", ">", "<=", ">=", "Account", "Item", "Customer", "Class"),
    *(
        "Preferences",
        "Name",
        "Id",
        "Active",
        "AccountType",
        "MetaData.CreateTime",
        "CurrentBalance",
        "ParentRef",
        "'a'",
    ),
    *(
        "'O\\'H'",
        "'%'",
        "''",
        "1",
        "-1",
        "0",
        "1.5",
        "true",
        "CURRENT_DATE",
        "'2026-01-01'",
        "'",
        ";",
        "\x00",
        "\\",
        "é",
    ),
]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(),
    st.text(max_size=120),
    st.sampled_from(["", " ", "Bank", "true", "1e9", "9" * 30, "\ud800", "2026-02-30", "a" * 5000]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["value", "name", "Address", "Line1", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def code_of(call, *args, **named):
    """The code of the fault that a call ends in, None when it succeeds; anything else is an internal error."""
    try:
        call(*args, **named)
    except FaultError as fault:
        return fault.code
    return None


@pytest.fixture(scope="module")
def loaded():
    twin = QboTwin(Journal(None), Clock())
    twin.ensure(FirmSeed(scenario="intuit-sample"))
    (company,) = twin.companies.values()
    return company


@LOOSE
@given(words=st.lists(st.sampled_from(WORDS), max_size=14))
def test_any_query_of_known_words(loaded, words):
    assert code_of(run_query, loaded, " ".join(words)) in (None, 2000, 4000, 4001)


@LOOSE
@given(
    column=st.sampled_from(["Id", "Name", "Active", "CurrentBalance", "ParentRef", "MetaData.LastUpdatedTime", "Foo"]),
    operator=st.sampled_from(["=", "!=", "<", ">=", "LIKE", "IN"]),
    text=st.text(max_size=30),
    order=st.sampled_from(["", "ORDERBY Name", "ORDERBY Id DESC", "ORDERBY CurrentBalance, Name"]),
)
def test_any_value_in_a_condition(loaded, column, operator, text, order):
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    value = f"('{escaped}')" if operator == "IN" else f"'{escaped}'"
    statement = f"SELECT * FROM Account WHERE {column} {operator} {value} {order}"
    assert code_of(run_query, loaded, statement) in (None, 4001)


@LOOSE
@given(data=st.data(), name=st.sampled_from(sorted(ENTITIES)))
def test_any_value_in_any_field(loaded, data, name):
    entity = ENTITIES[name]
    names = [field.name for field in entity.fields] + ["Id", "SyncToken", "Active", "sparse", "Nonsense"]
    body = data.draw(st.dictionaries(st.sampled_from(names), VALUES, max_size=6))
    body |= {"Name": "x", "AccountType": "Bank"} if name == "Account" and data.draw(st.booleans()) else {}
    code_of(save, loaded, entity, body, "")
    for row in loaded.tables[name].rows.values():
        json.loads(dumps(wire(loaded, entity, row)))


def leaves(value, path=()):
    """The place of every part of a value, the whole included."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from leaves(item, (*path, key))


def changed(value, path, new):
    """``value`` with ``new`` at ``path``."""
    if not path:
        return new
    copied = value.copy()
    copied[path[0]] = changed(copied[path[0]], path[1:], new)
    return copied


def worth(company):
    """The sum of all accounts: what is debited is credited."""
    return sum(balance(row) for row in company.tables["Account"].rows.values())


@pytest.fixture(scope="module")
def read_first(loaded):
    """What every entity held at first, as read."""
    tables = loaded.tables.values()
    return {
        table.entity.name: [json.loads(dumps(wire(loaded, table.entity, row))) for row in table.rows.values()]
        for table in tables
        if table.rows and not table.entity.singleton
    }


@settings(LOOSE, max_examples=400)
@given(data=st.data())
def test_any_change_of_a_real_object(loaded, read_first, data):
    """An object as it was read, with something else in one or two places, sent as new, changed, deleted or voided."""
    name = data.draw(st.sampled_from(sorted(read_first)))
    entity, before = ENTITIES[name], worth(loaded)
    body = data.draw(st.sampled_from(read_first[name]))
    for _ in range(data.draw(st.integers(0, 2))):
        place = data.draw(st.sampled_from(sorted(leaves(body), key=str)))
        body = changed(body, place, data.draw(VALUES)) if place else body
    row = loaded.find(name, str(body.get("Id")))
    if data.draw(st.booleans()):
        body = {key: value for key, value in body.items() if key not in ("Id", "SyncToken")}
    elif row is not None:
        body = {**body, "SyncToken": str(row.token)}
    operation = data.draw(st.sampled_from(["", "", "update", "delete", "void"]))
    include = frozenset(data.draw(st.sets(st.sampled_from(["void", "allowduplicatedocnum", "allowautodocnum"]))))
    code_of(save, loaded, entity, body, operation, include)
    assert worth(loaded) == before
    for row in loaded.tables[name].rows.values():
        json.loads(dumps(wire(loaded, entity, row)))


@LOOSE
@given(
    items=st.lists(
        st.dictionaries(st.sampled_from(["bId", "operation", "Account", "Query", "Term"]), VALUES, max_size=4)
    )
)
def test_any_batch(loaded, items):
    answer = batch(loaded, {"BatchItemRequest": items[:30]}, tight_ids=True)
    assert len(answer["BatchItemResponse"]) == len(items[:30])
    json.loads(dumps(answer))


@settings(LOOSE, max_examples=60)
@given(raw=st.one_of(st.binary(max_size=60), VALUES.map(lambda value: json.dumps(value, default=str).encode())))
def test_any_bytes_over_http(company, raw):
    for path in ("account", "batch", "preferences", "query"):
        kind = "application/text" if path == "query" else "application/json"
        answer = company.http.post(f"{company.url}/{path}", content=raw, headers={"Content-Type": kind})
        assert answer.status_code in (200, 400), answer.text
        assert "Fault" in answer.json() or answer.status_code == 200
