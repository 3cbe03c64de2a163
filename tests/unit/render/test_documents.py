"""The JSON output: it keeps to its own published schemas, and no amount is ever a number that could lose a cent."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import jsonschema
import pytest

from provisioner.engine.report import ApplyReport, CheckReport, DriftReport, PlanReport
from provisioner.model.address import Address
from provisioner.model.errors import UsageProblem, VendorProblem
from provisioner.model.finding import Finding, Level
from provisioner.model.plan import Drift
from provisioner.model.resource import Binding, Remote
from provisioner.model.source import Place
from provisioner.render.documents import (
    apply_document,
    drift_document,
    findings_document,
    plain,
    plan_document,
    problem_document,
)
from provisioner.workflows.documents import schemas

SCHEMAS = schemas()
FEES = {"name": "Fees", "type": "Income", "detail_type": "ServiceFeeIncome"}
LIVE = {
    "Account": [
        {"Id": "45", "SyncToken": "0", "Name": "Fees", "AccountType": "Income", "AccountSubType": "ServiceFeeIncome"},
        {"Id": "40", "SyncToken": "0", "Name": "Old", "AccountType": "Income", "AccountSubType": "ServiceFeeIncome"},
        {"Id": "41", "SyncToken": "0", "Name": "Asleep (deleted)", "Active": False, "AccountType": "Bank"},
    ],
    "Item": [
        {
            "Id": "11",
            "SyncToken": "0",
            "Name": "Hourly",
            "Type": "Service",
            "IncomeAccountRef": {"value": "45"},
            "UnitPrice": Decimal("350.10"),
        }
    ],
}
HOURLY = Address("qbo", "item", "hourly")
ALL_ACTIONS = {
    "accounts": {"fees": FEES, "asleep": {"name": "Asleep", "type": "Bank", "detail_type": "Checking"}},
    "classes": {"litigation": {"name": "Litigation"}},
    "products": {
        "hourly": {"name": "Hourly", "income": "fees", "rate": "1234567890123.45"},
        "fresh": {"name": "Fresh", "income": "fees", "rate": "0.10"},
    },
    "retired": {"accounts": {"old": {"name": "Old"}}},
    "calendar": {"sync_log": "monthly"},
}


@pytest.fixture
def report(plan_for):
    bindings = {
        HOURLY: Binding(HOURLY, "11", {"rate": Decimal("1.00"), "name": "Hourly"}),
        (gone := Address("qbo", "account", "gone")): Binding(gone, "9", {}),
    }
    return plan_for(ALL_ACTIONS, LIVE, bindings=bindings, classes="none", as_of="2026-11-01")


def checked(document, name):
    text = json.dumps(document)
    schema = SCHEMAS[f"{name}.v1.schema.json"]
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(text))
    return json.loads(text)


def test_a_plan_with_every_kind_of_change_keeps_to_its_schema(report):
    document = checked(plan_document(report).model_dump(mode="json"), "plan")
    assert {change["action"] for change in document["changes"]} >= {"create", "update", "adopt", "retire", "attest"}
    assert document["released"] == ["qbo.account.gone"]
    assert sum(document["summary"].values()) - document["summary"]["drift"] == len(document["changes"])
    assert {each["how"] for each in document["enforcement"]} == {"provisioned", "observed", "unknown", "tool"}


def test_amounts_are_text(report):
    changes = {each["address"]: each for each in plan_document(report).model_dump(mode="json")["changes"]}
    assert changes["qbo.item.fresh"]["after"]["rate"] == "0.10"
    changed = next(field for field in changes["qbo.item.hourly"]["fields"] if field["name"] == "rate")
    assert (changed["before"], changed["after"], changed["cause"]) == ("350.10", "1234567890123.45", "conflict")


def test_no_document_holds_a_float(report):
    def floats(value):
        if isinstance(value, dict):
            return [found for each in value.values() for found in floats(each)]
        if isinstance(value, list):
            return [found for each in value for found in floats(each)]
        return [value] if isinstance(value, float) else []

    assert floats(plan_document(report).model_dump()) == []


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, None),
        (True, True),
        (3, 3),
        ("a", "a"),
        (Decimal("350.10"), "350.10"),
        (Decimal("1E+2"), "1E+2"),
        (Address("qbo", "account", "fees"), "qbo.account.fees"),
    ],
)
def test_a_value_is_written_without_loss(value, said):
    assert plain(value) == said


def test_findings_of_every_shape_keep_to_their_schema():
    place = Place("firm.yaml", 3, 4, 5)
    findings = (
        Finding("COA201", "x", Level.ERROR, "What.", "Why.", "Fix.", place, "qbo.account.a", (place, place)),
        Finding("COA202", "y", Level.ADVICE, "What."),
    )
    report = CheckReport("firm.yaml", "Harbor", findings, lambda _: None, 2)
    document = checked(findings_document(report).model_dump(mode="json"), "findings")
    assert document["valid"] is False
    assert [each["message"] for each in document["findings"]] == ["What. Why. Fix.", "What."]
    assert plan_document(PlanReport(report)) == findings_document(report)


def test_the_same_plan_gives_the_same_bytes(report):
    first = plan_document(report).model_dump_json()
    assert plan_document(replace(report)).model_dump_json() == first


def test_an_apply_holds_its_plan_and_says_whether_it_was_done(report):
    document = json.loads(json.dumps(apply_document(ApplyReport(report, confirmed=False))))
    checked(document["plan"], "plan")
    assert document["applied"] is False


def test_drift_writes_amounts_as_text_and_references_as_titles():
    drift = Drift("qbo.item.hourly", "Hourly", (("rate", Decimal("350.00"), Decimal("1.10")),), None)
    check = CheckReport("firm.yaml", "Harbor", (), lambda _: None)
    document = json.loads(json.dumps(drift_document(DriftReport(check, (drift,), 1, {"qbo": 1}))))
    assert document["drift"][0]["fields"] == [{"name": "rate", "was": "350.00", "is": "1.10"}]


def test_a_problem_has_its_parts_apart():
    problem = VendorProblem("S", "D", "F", "C", system="qbo", code="6240", status=400)
    assert problem_document(problem)["error"] == {
        "summary": "S",
        "detail": "D",
        "fix": "F",
        "command": "C",
        "code": "6240",
    }
    assert problem_document(UsageProblem("S"))["error"]["code"] == ""


def test_a_reference_that_stands_for_no_object_is_still_text():
    assert plain(Remote("qbo.account", "45")) == str(Remote("qbo.account", "45"))
