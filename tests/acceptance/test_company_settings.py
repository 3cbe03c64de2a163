"""Settings of the company that are tried by program: taken, not taken, and done by a person in the end; over HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from acceptance_tools import SMALL, is_write, vendor_requests

if TYPE_CHECKING:
    from provisioner.sandbox.server import Twin

BODY = """
tracking: { classes: per_line }
preferences: { customer_label: clients, custom_transaction_numbers: enabled }
classes:
  litigation: { name: Litigation }
  appeals: { name: Appeals, parent: litigation }
accounts:
  fees: { name: Legal Fees, type: Income, detail_type: ServiceFeeIncome }
products:
  hourly: { name: Hourly Attorney, income: fees, class: litigation }
"""
COMPANY = "qbo.preferences.company"
CLASSES = {"qbo.class.litigation", "qbo.class.appeals"}


def settings(twin: Twin, section: str = "AccountingInfoPrefs") -> dict[str, Any]:
    (found,) = [content for kind, _, content in twin.qbo.objects() if kind == "Preferences"]
    return dict(found[section])


def names(twin: Twin, entity: str) -> set[str]:
    return {str(content["Name"]) for kind, _, content in twin.qbo.objects() if kind == entity}


def on_screen(twin: Twin, **change: Any) -> None:
    twin.qbo.edit({"entity": "Preferences", "set": change})


def done(document: dict[str, Any]) -> dict[str, str]:
    return {each["address"]: each["action"] for each in document["changes"] if each["action"] != "no_op"}


def writes(twin: Twin) -> int:
    return len([each for each in vendor_requests(twin, "qbo") if is_write(each)])


@pytest.fixture
def firm(small):
    return small(BODY)


def test_what_quickbooks_takes_is_set_and_classes_follow_in_the_same_apply(cli, firm, live):
    with live() as twin:
        before = settings(twin, "SalesFormsPrefs")
        applied = cli("apply", firm, "--auto-approve", "--format", "json")
        assert applied.code == 0, applied.out + applied.err
        assert applied.json["not_applied"] == []
        now = settings(twin)
        assert (now["ClassTrackingPerTxnLine"], now["ClassTrackingPerTxn"]) == (True, False)
        assert now["CustomerTerminology"] == "Clients"
        assert settings(twin, "SalesFormsPrefs") == {**before, "CustomTxnNumbers": True}
        assert names(twin, "Class") == {"Litigation", "Appeals"}
        again = cli("plan", firm, "--format", "json", "--detailed-exitcode")
        assert (again.code, done(again.json)) == (0, {})


def test_the_settings_cost_no_request_of_their_own_to_read(cli, firm, live):
    with live():
        assert cli("plan", firm, "--format", "json").json["api_calls"]["qbo"] == 1


def test_what_quickbooks_does_not_take_is_told_once_and_then_left_to_a_person(cli, firm, live):
    with live() as twin:
        on_screen(twin, read_only=["ClassTrackingPerTxnLine", "ClassTrackingPerTxn"])
        applied = cli("apply", firm, "--auto-approve", "--format", "json")
        assert applied.code == 1
        (told,) = applied.json["not_applied"]
        assert told["address"] == COMPANY
        assert "class tracking is still 'none', not 'per_line'; it has to be set on screen" in told["what"]
        assert settings(twin)["CustomerTerminology"] == "Clients"
        assert {each["address"] for each in applied.json["outcomes"] if each["because"] == COMPANY} == {
            "qbo.class.litigation"
        }
        assert not names(twin, "Class")

        planned = cli("plan", firm, "--format", "json").json
        assert done(planned) == {COMPANY: "attest", **dict.fromkeys(CLASSES, "attest"), "qbo.item.hourly": "create"}
        assert planned["summary"]["drift"] == 0
        assert cli("drift", firm).code == 0
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        assert "Hourly Attorney" in names(twin, "Item")
        count = writes(twin)
        text = cli("plan", firm).out
        assert "Only a person can do this" in text
        assert "QuickBooks answered well when this program set it, and left it as it was" in text
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        assert writes(twin) == count

        on_screen(twin, AccountingInfoPrefs={"ClassTrackingPerTxnLine": True})
        assert done(cli("plan", firm, "--format", "json").json) == {
            **dict.fromkeys(CLASSES, "create"),
            "qbo.item.hourly": "update",
        }
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        assert names(twin, "Class") == {"Litigation", "Appeals"}
        assert done(cli("plan", firm, "--format", "json").json) == {}


def test_a_change_back_on_screen_is_drift_and_is_undone(cli, firm, live):
    with live() as twin:
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        on_screen(twin, AccountingInfoPrefs={"CustomerTerminology": "Customers"})
        assert "customer_label" in cli("drift", firm, "--format", "json").out
        assert done(cli("plan", firm, "--format", "json").json) == {COMPANY: "update"}
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        assert settings(twin)["CustomerTerminology"] == "Clients"


def test_a_company_without_classes_gets_the_other_settings_and_a_step_for_a_person(cli, small, live):
    with live(replace(SMALL, edition="essentials")) as twin:
        firm = small("tracking: { classes: per_line }\npreferences: { customer_label: clients }\n")
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        assert settings(twin)["CustomerTerminology"] == "Clients"
        planned = cli("plan", firm, "--format", "json").json
        assert done(planned) == {COMPANY: "attest"}
        assert "Plus or Advanced" in str(planned)
        assert "SAF113" in {each["code"] for each in planned["findings"]}


def test_class_tracking_is_not_switched_off_by_program(cli, small, live):
    with live() as twin:
        on_screen(twin, AccountingInfoPrefs={"ClassTrackingPerTxnLine": True})
        firm = small("tracking: { classes: none }\n")
        assert done(cli("plan", firm, "--format", "json").json) == {COMPANY: "attest"}
        count = writes(twin)
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        assert writes(twin) == count
        assert settings(twin)["ClassTrackingPerTxnLine"] is True


def test_a_plan_can_be_narrowed_down_to_one_setting_s_entry(cli, firm, live):
    with live():
        planned = cli("plan", firm, "--format", "json", "--target", "preferences.customer_label").json
        assert done(planned) == {COMPANY: "adopt"}


def test_what_changed_is_enough_to_know_the_settings(cli, firm, live):
    with live() as twin:
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        assert cli("plan", firm, "--refresh", "changes", "-q").code == 0
        on_screen(twin, AccountingInfoPrefs={"CustomerTerminology": "Donors"})
        planned = cli("plan", firm, "--refresh", "changes", "--format", "json").json
        assert done(planned) == {COMPANY: "update"}


def test_every_declared_setting_has_a_line_in_the_matrix(cli, firm, live):
    with live():
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        lines = {each["path"]: each for each in cli("plan", firm, "--format", "json").json["enforcement"]}
        for path in ("tracking.classes", "preferences.customer_label", "preferences.custom_transaction_numbers"):
            assert (lines[path]["how"], lines[path]["status"]) == ("provisioned", "pass")
