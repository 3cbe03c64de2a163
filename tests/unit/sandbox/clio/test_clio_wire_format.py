"""JSON and forms of the Clio twin, byte by byte."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.sandbox.clio.errors import ClioError
from provisioner.sandbox.clio.wire import dump, read_data

FORM = "application/x-www-form-urlencoded"
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(plain)
def test_plain_values_are_written_as_json_writes_them(value):
    assert json.loads(dump(value)) == value


@pytest.mark.parametrize(
    ("number", "text"),
    [("350", "350.0"), ("350.10", "350.1"), ("0", "0.0"), ("-0.05", "-0.05"), ("1E+3", "1000.0"), ("0.000", "0.0")],
)
def test_a_decimal_is_written_as_a_double(number, text):
    assert dump(Decimal(number)) == text


def test_a_fraction_is_read_exactly():
    assert read_data("application/json", b'{"data":{"rate":0.1}}') == {"rate": Decimal("0.1")}


@pytest.mark.parametrize(
    ("form", "data"),
    [
        ("data[name]=Tax", {"name": "Tax"}),
        ("data[rate][amount]=1&data[rate][type]=User", {"rate": {"amount": "1", "type": "User"}}),
        ("data[groups][][id]=1&data[groups][][id]=2", {"groups": [{"id": "1"}, {"id": "2"}]}),
        ("data[groups][][id]=1&data[groups][][_deleted]=true", {"groups": [{"id": "1", "_deleted": "true"}]}),
        ("data[roles][]=a&data[roles][]=b", {"roles": ["a", "b"]}),
        ("data%5Bname%5D=a%20b&other=1", {"name": "a b"}),
    ],
)
def test_forms_nest_by_brackets(form, data):
    assert read_data(FORM, form.encode()) == data


@pytest.mark.parametrize(
    "form", ["data[a]=1&data[a][b]=1", "data[a][]=1&data[a][b]=1", "data=1", "", "data[]=1", "[a]=1"]
)
def test_forms_without_sense_are_refused(form):
    with pytest.raises(ClioError) as caught:
        read_data(FORM, form.encode())
    assert caught.value.status == 400


def test_nesting_without_end_is_refused():
    deep = b"[" * 100_000
    form = ("data" + "[a]" * 100_000 + "=1").encode()
    for kind, body in (("application/json", deep), (FORM, form)):
        with pytest.raises(ClioError):
            read_data(kind, body)


def test_multipart_without_a_boundary_is_refused():
    with pytest.raises(ClioError):
        read_data("multipart/form-data", b"--x\r\n")
