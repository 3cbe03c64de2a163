"""Locations on the QuickBooks twin: the switch, the plan, the tree, and the ceiling they share with classes."""

# ruff: noqa: S608 - the query language of QuickBooks is no SQL
from __future__ import annotations

import pytest


def track(company, **settings):
    company.edit(entity="Preferences", set={"AccountingInfoPrefs": {"TrackDepartments": True, **settings}})


@pytest.fixture
def tracking(company):
    track(company)
    return company


def test_needs_the_switch_and_the_plan(open_company):
    company = open_company()
    assert company.refused("Department", Name="Fresno") == "5030"
    track(company)
    company.create("Department", Name="Fresno")
    small = open_company(edition="essentials")
    track(small)
    assert small.refused("Department", Name="Fresno") == "5020"


def test_the_switch_stays_off_through_the_api_and_nobody_says_so(company):
    prefs = company.get("preferences").json()["Preferences"]
    prefs["AccountingInfoPrefs"]["TrackDepartments"] = True
    after = company.post("preferences", prefs)
    assert after.status_code == 200
    assert after.json()["Preferences"]["AccountingInfoPrefs"]["TrackDepartments"] is False
    assert company.refused("Department", Name="Fresno") == "5030"


def test_a_tree_of_five_levels(tracking):
    parent = tracking.create("Department", Name="L1")
    assert (parent["SubDepartment"], parent["FullyQualifiedName"]) == (False, "L1")
    assert int(parent["Id"]) > 2**53
    for level in range(2, 6):
        parent = tracking.create("Department", Name=f"L{level}", ParentRef={"value": parent["Id"]})
    assert (parent["FullyQualifiedName"], parent["SubDepartment"]) == ("L1:L2:L3:L4:L5", True)
    assert set(parent["ParentRef"]) == {"value"}
    assert tracking.refused("Department", Name="L6", ParentRef={"value": parent["Id"]}) == "6180"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "2020"),
        ({"Name": "n" * 101}, "2050"),
        ({"Name": "a:b"}, "2040"),
        ({"Name": "A", "SubDepartment": True}, "6150"),
        ({"Name": "A", "ParentRef": {"value": "1"}}, "2500"),
        ({"Name": "A", "Colour": 1}, "2010"),
    ],
)
def test_bodies_the_vendor_refuses(tracking, fields, code):
    assert tracking.refused("Department", **fields) == code


def test_names_are_unique_under_one_parent(tracking):
    top = tracking.create("Department", Name="Fresno")
    assert tracking.refused("Department", Name="FRESNO") == "6240"
    tracking.create("Department", Name="Fresno", ParentRef={"value": top["Id"]})


def test_a_sparse_update_keeps_the_name(tracking):
    row = tracking.create("Department", Name="Fresno")
    assert tracking.update("Department", row, Active=False)["Name"] == "Fresno (deleted)"


def test_classes_and_locations_share_the_ceiling(tracking):
    track(tracking, ClassTrackingPerTxnLine=True)
    tracking.batch(*({"operation": "create", "Class": {"Name": f"C{n}"}} for n in range(25)))
    tracking.batch(*({"operation": "create", "Department": {"Name": f"D{n}"}} for n in range(15)))
    assert tracking.refused("Department", Name="One more") == "5020"
    assert tracking.refused("Class", Name="One more") == "5020"
    (row,) = tracking.rows("SELECT * FROM Department WHERE Name = 'D1'")
    tracking.update("Department", row, Name="D1", Active=False)
    tracking.create("Class", Name="Room again")


@pytest.mark.parametrize("column", ["Id", "FullyQualifiedName", "SubDepartment", "Active", "MetaData.CreateTime"])
def test_sortable_columns(sample, column):
    sample.create("Department", Name="A")
    assert len(sample.rows(f"SELECT * FROM Department ORDERBY {column}")) == 1


def test_a_column_no_query_may_name(sample):
    assert sample.refused_query("SELECT * FROM Department WHERE ParentRef = '1'") == "4001"
