"""What a plan allows, as QuickBooks tells it in XML."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest


def read(company, **headers):
    return company.http.get(f"{company.base}/manage/entitlements/v3/{company.realm}", headers=headers)


def thresholds(company):
    root = ET.fromstring(read(company).text)  # noqa: S314 - our own answer
    return {each.findtext("name"): {part.tag: part.text for part in each} for each in root.iter("threshold")}


@pytest.mark.parametrize(
    ("edition", "users", "accounts", "classes"),
    [
        ("simple_start", "1", "250", "0"),
        ("essentials", "3", "250", "0"),
        ("plus", "5", "250", "40"),
        ("advanced", "25", "-1", "-1"),
    ],
)
def test_thresholds_follow_the_plan(open_company, edition, users, accounts, classes):
    found = thresholds(open_company(edition=edition))
    assert (found["USERS"]["limit"], found["ACCOUNTS"]["limit"]) == (users, accounts)
    assert found["CLASSES_AND_DEPARTMENTS"]["limit"] == classes
    assert found["ACCOUNTS"]["enforced"] == ("false" if accounts == "-1" else "true")


def test_counts_are_those_of_now(company):
    before = int(thresholds(company)["ACCOUNTS"]["currentCount"])
    company.bank("One more")
    assert int(thresholds(company)["ACCOUNTS"]["currentCount"]) == before + 1
    assert thresholds(company)["ACCOUNTS"]["aboveThreshold"] == "false"


def test_a_full_list_is_above_its_threshold(open_company):
    assert thresholds(open_company(edition="essentials"))["CLASSES_AND_DEPARTMENTS"]["aboveThreshold"] == "true"


def test_the_document(company):
    answer = read(company, Accept="application/json")
    assert answer.headers["content-type"].startswith("application/xml")
    root = ET.fromstring(answer.text)  # noqa: S314 - our own answer
    assert root.tag == "EntitlementsResponse"
    assert (root.findtext("QboCompany"), root.findtext("MaxUsers")) == ("true", "5")
    terms = {each.findtext("name"): each.findtext("term") for each in root.iter("Entitlement")}
    assert terms["Class Tracking"] == "On"
    assert terms["PayPal"] == "Off"
    assert {each.get("id") for each in root.iter("Entitlement")} >= {"1", "21", "45"}


def test_a_small_plan_has_no_classes(open_company):
    root = ET.fromstring(read(open_company(edition="simple_start")).text)  # noqa: S314 - our own answer
    terms = {each.findtext("name"): each.findtext("term") for each in root.iter("Entitlement")}
    assert (terms["Class Tracking"], terms["Location Tracking"], terms["Accounting"]) == ("Off", "Off", "On")


def test_a_stranger_is_refused(company):
    assert read(company, Authorization="Bearer " + "x" * 40).status_code == 401
    answer = company.http.get(f"{company.base}/manage/entitlements/v3/1")
    assert answer.status_code == 403
    assert answer.json()["fault"]["error"][0]["code"] == "3100"


def test_it_is_in_the_request_log(company):
    read(company)
    assert company.twin.log.entries[-1]["path"].startswith("/manage/")
