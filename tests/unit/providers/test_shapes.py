"""Answers that are made otherwise than the vendors' documents say end in a problem that names what was wrong."""

from __future__ import annotations

from decimal import Decimal

import pytest

from provisioner.model.errors import VendorProblem
from provisioner.providers import shapes
from provisioner.providers.clio.resources.activity_description import ActivityDescription
from provisioner.providers.qbo.resources.account import Account
from provisioner.providers.qbo.resources.item import Item

ACCOUNT = {"Id": "45", "SyncToken": "0", "Name": "Fees", "AccountType": "Income", "AccountSubType": "ServiceFeeIncome"}
ITEM = {"Id": "7", "SyncToken": "0", "Name": "Hourly", "Type": "Service", "UnitPrice": 350}
RATE = {"type": "Custom", "amount": Decimal("350.0")}
CATEGORY = {"id": 9, "etag": '"x"', "name": "Attorney Time", "rate": RATE}


@pytest.mark.parametrize(("kind", "row"), [(Account(), ACCOUNT), (Item(), ITEM), (ActivityDescription(), CATEGORY)])
def test_an_ordinary_row_is_understood(kind, row):
    (seen,) = shapes.observed(kind, [row])
    assert seen == kind.observe(row)
    assert shapes.distinct(kind, [seen]) == [seen]


@pytest.mark.parametrize(
    ("kind", "row", "said"),
    [
        (Account(), None, "an account that cannot be read"),
        (Account(), [], "an account that cannot be read"),
        (Account(), "45", "an account that cannot be read"),
        (Account(), {**ACCOUNT, "Id": None}, "an account ('Fees') with no id"),
        (Account(), {**ACCOUNT, "Id": ""}, "an account ('Fees') with no id"),
        (Account(), {key: value for key, value in ACCOUNT.items() if key != "Id"}, "an account that cannot be read"),
        (Account(), {**ACCOUNT, "Name": ["Fees"]}, "an account with a name that is none"),
        (Account(), {**ACCOUNT, "Name": 5}, "an account with a name that is none"),
        (Account(), {**ACCOUNT, "ParentRef": "44"}, "an account that cannot be read"),
        (Account(), {**ACCOUNT, "MetaData": "today"}, "an account that cannot be read"),
        (Account(), {**ACCOUNT, "MetaData": {"CreateTime": 5}}, "an account ('Fees') with a time that is none"),
        (Item(), {**ITEM, "UnitPrice": "much"}, "a product or service that cannot be read"),
        (Item(), {**ITEM, "UnitPrice": "NaN"}, "that is no amount"),
        (Item(), {**ITEM, "UnitPrice": "1e999999"}, "that is no amount"),
        (ActivityDescription(), {**CATEGORY, "id": None}, "with no id"),
        (ActivityDescription(), {**CATEGORY, "rate": {"type": "Custom", "amount": {}}}, "a billing category"),
    ],
)
def test_a_row_that_does_not_fit_is_named(kind, row, said):
    with pytest.raises(VendorProblem) as raised:
        shapes.observed(kind, [row])
    problem = raised.value
    assert said.removeprefix("an ").removeprefix("a ") in problem.detail
    assert (problem.stops_run, problem.maybe_done) == (True, True)
    assert problem.fix


def test_the_same_object_twice_is_refused():
    seen = shapes.observed(Account(), [ACCOUNT, ACCOUNT])
    with pytest.raises(VendorProblem, match="QuickBooks did not answer properly"):
        shapes.distinct(Account(), seen)


@pytest.mark.parametrize("value", [5, "x", True, ["x"], [None], [[]]])
def test_only_a_list_of_objects_is_one(value):
    with pytest.raises(VendorProblem):
        shapes.records(value, "qbo", "a list")


@pytest.mark.parametrize("value", [5, "x", True, []])
def test_only_an_object_is_one(value):
    with pytest.raises(VendorProblem):
        shapes.record(value, "clio", "an account")


@pytest.mark.parametrize("value", ["5", True, -1, 10**16, 1.5, []])
def test_only_a_number_is_a_count(value):
    with pytest.raises(VendorProblem):
        shapes.count(value, "qbo", "a count")


def test_nothing_is_nothing():
    assert shapes.record(None, "qbo", "x") == {}
    assert shapes.records(None, "qbo", "x") == []
    assert shapes.count(None, "qbo", "x") == 0
    assert shapes.text(None, "qbo", "x") is None
    with pytest.raises(VendorProblem):
        shapes.text(5, "qbo", "a date")
