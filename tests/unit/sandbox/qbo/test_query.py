"""The query grammar, without a company."""

# ruff: noqa: S608 - the query language of QuickBooks is no SQL
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.sandbox.qbo.errors import FaultError
from provisioner.sandbox.qbo.query import Condition, Literal, Query, parse
from provisioner.sandbox.qbo.select import like


def test_everything_at_once():
    text = (
        "select Id, Name from Account where Active IN (true, FALSE) and Name like 'a%' and Balance >= -1.5 "
        "and MetaData.CreateTime > CURRENT_DATE order  by Name desc, Id startposition 3 maxresults 7"
    )
    assert parse(text) == Query(
        entity="Account",
        columns=("Id", "Name"),
        conditions=(
            Condition("Active", "IN", (Literal("true"), Literal("FALSE"))),
            Condition("Name", "LIKE", (Literal("a%", quoted=True),)),
            Condition("Balance", ">=", (Literal("-1.5"),)),
            Condition("MetaData.CreateTime", ">", (Literal("CURRENT_DATE", today=True),)),
        ),
        order=(("Name", True), ("Id", False)),
        start=3,
        limit=7,
    )


@pytest.mark.parametrize(
    "text", ["SELECT * FROM Account", " select\n*\tfrom account ", "SELECT*FROM Account", "SELECT *, Sku FROM Item"]
)
def test_the_shortest(text):
    query = parse(text)
    assert (query.columns[0], query.start, query.limit, query.is_count) == ("*", 1, 100, False)


@pytest.mark.parametrize("text", ["SELECT COUNT(*) FROM Account", "select count ( * ) from Account"])
def test_counts(text):
    assert parse(text).is_count


@pytest.mark.parametrize(
    "name", ["Income", "Inactive", "Likely", "Ordering", "Android", "Described", "Trueness", "Counts"]
)
def test_names_that_begin_like_a_keyword(name):
    query = parse(f"SELECT {name} FROM X{name} WHERE {name} = 1 ORDERBY {name}")
    assert (query.columns, query.conditions[0].column, query.order) == ((name,), name, ((name, False),))


def test_a_fault_says_where():
    with pytest.raises(FaultError) as caught:
        parse("SELECT * FROM Account\nWHERE Name = 'a' OR Name = 'b'")
    assert caught.value.detail == "QueryParserError: Encountered \"OR Name = 'b'\" at line 2, column 18."


@given(st.text())
def test_quoted_text_comes_through_whole(text):
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    (condition,) = parse(f"SELECT * FROM A WHERE B = '{escaped}'").conditions
    assert condition.values == (Literal(text, quoted=True),)


@pytest.mark.parametrize(
    ("text", "pattern", "matches"),
    [
        ("abc", "abc", True),
        ("abc", "ab", False),
        ("abc", "a%", True),
        ("abc", "%c", True),
        ("abc", "%b%", True),
        ("abc", "a%b%c", True),
        ("abc", "%", True),
        ("", "%", True),
        ("ab", "ab%ab", False),
        ("aba", "a%ba", True),
        ("abab", "%ab%ab", True),
        ("a.c", "a_c", False),
    ],
)
def test_like(text, pattern, matches):
    assert like(text, pattern) is matches
