"""The main job on the shipped firms: validate, plan, apply, nothing left to do, drift, heal, lost state."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest
from acceptance_tools import FIRMS, SMALL, is_write, vendor_requests

from provisioner.cli.twin import data_folder, seed
from provisioner.sandbox.server import Twin, running
from provisioner.state.store import Scope, open_state
from provisioner.workflows.plan import state_file

if TYPE_CHECKING:
    from provisioner.sandbox.kernel import FirmSeed

each_firm = pytest.mark.parametrize("name", FIRMS)
each_scenario = pytest.mark.parametrize("scenario", ["empty", "intuit-sample"])


def actions(document: dict[str, Any]) -> dict[str, int]:
    return {name: count for name, count in document["summary"].items() if count}


@each_firm
@each_scenario
def test_a_firm_applies_cleanly_and_then_has_nothing_left_to_do(cli, configs, name, scenario):
    firm = configs / name
    assert cli("validate", firm).code == 0
    applied = cli("apply", firm, "--sandbox", "--scenario", scenario, "--auto-approve", "--quiet")
    assert applied.code == 0, applied.out + applied.err
    assert "Apply complete!" in applied.out
    again = cli("plan", firm, "--sandbox", "--detailed-exitcode", "--quiet")
    assert again.code == 0, again.out
    matches = f"No changes. QuickBooks and Clio match {firm / 'firm.yaml'}." in again.out
    assert matches is not ("Only a person can do this" in again.out)
    assert "No changes" in again.out
    warned = again.out.count(": warning ")  # the sample's Clio holds client money in an account of another name
    assert warned == (1 if (name, scenario) == ("willow-family-law", "intuit-sample") else 0)
    assert len(again.out.splitlines()) < 20


@each_firm
@each_scenario
def test_lost_state_is_found_again_without_a_vendor_write(cli, configs, name, scenario):
    firm = configs / name
    assert cli("apply", firm, "--sandbox", "--scenario", scenario, "--auto-approve", "-q").code == 0
    (firm / ".provisioner" / "state.sqlite3").unlink()
    for rest in (firm / ".provisioner").glob("state.sqlite3-*"):
        rest.unlink()
    planned = cli("plan", firm, "--sandbox", "--detailed-exitcode", "--format", "json", "-q")
    assert planned.code == 2
    assert actions(planned.json).keys() <= {"adopt", "attest", "no_op"}
    assert not planned.json["steps"]
    before = len((data_folder(firm) / "requests.jsonl").read_text().splitlines())
    assert cli("apply", firm, "--sandbox", "--auto-approve", "-q").code == 0
    log = Twin(data_folder(firm)).log.entries[before:]
    assert log
    assert not [entry for entry in log if entry["vendor"] in {"qbo", "clio"} and is_write(entry)]
    assert cli("plan", firm, "--sandbox", "--detailed-exitcode", "-q").code == 0


def test_renamed_system_accounts_and_an_inactive_namesake_are_not_made_again(cli, configs):
    firm = configs / "hudson-escrow"
    assert cli("apply", firm, "--sandbox", "--scenario", "intuit-sample", "--auto-approve", "-q").code == 0
    twin = Twin(data_folder(firm), seed=seed(firm, "intuit-sample"))
    twin.qbo.edit({"entity": "Account", "name": "Accounts Receivable (A/R)", "set": {"Name": "Money owed by clients"}})
    twin.qbo.edit({"entity": "Account", "name": "Undeposited Funds", "set": {"Name": "Payments to deposit"}})
    operating = cli("explain", "qbo.account.operating", firm, "--format", "json").json["facts"]["name"].split("   (")[0]
    twin.qbo.edit({"entity": "Account", "name": operating, "set": {"Name": "Out of the way"}})
    same = {"Name": operating, "AccountType": "Bank", "AccountSubType": "Checking"}
    namesake = twin.qbo.edit({"entity": "Account", "create": same})
    gone = twin.qbo.edit({"entity": "Account", "id": namesake["Id"], "inactivate": True})
    assert gone["Name"] == f"{operating} (deleted)"
    twin.qbo.edit({"entity": "Account", "name": "Out of the way", "set": {"Name": operating}})
    for file in (firm / ".provisioner").glob("state.sqlite3*"):
        file.unlink()
    planned = cli("plan", firm, "--sandbox", "--format", "json", "-q")
    assert planned.code == 0, planned.out
    assert planned.json["summary"]["create"] == 0
    assert planned.json["summary"]["reactivate"] == 0


def test_drift_is_named_with_its_fields_and_time_and_apply_heals_it(cli, configs):
    firm = configs / "harbor-pine"
    assert cli("apply", firm, "--sandbox", "--auto-approve", "-q").code == 0
    assert cli("sandbox", "edit", firm, "quickbooks", "Account", "IOLTA Trust", "Name=Trust (old)").code == 0
    assert cli("sandbox", "edit", firm, "quickbooks", "Account", "Trust (old)", "Description=kept by hand").code == 0
    planted = seed(firm, "empty")
    twin = Twin(data_folder(firm), seed=planted)
    wrong = twin.qbo.edit(
        {
            "entity": "Account",
            "create": {"Name": "Wrong", "AccountType": "Income", "AccountSubType": "ServiceFeeIncome"},
        }
    )
    twin.qbo.edit({"entity": "Item", "name": "Hourly Attorney", "set": {"IncomeAccountRef": {"value": wrong["Id"]}}})
    planned = cli("plan", firm, "--sandbox", "--detailed-exitcode", "-q")
    assert planned.code == 2
    assert "drift" in planned.out
    assert 'name: "Trust (old)" -> "IOLTA Trust"' in planned.out
    assert "last changed in QuickBooks: 20" in planned.out
    document = cli("plan", firm, "--sandbox", "--format", "json", "-q").json
    drifted = {change["address"]: change for change in document["changes"] if change["cause"] == "drift"}
    assert drifted["qbo.account.iolta_bank"]["fields"][0]["before"] == "Trust (old)"
    assert drifted["qbo.item.hourly"]["before"] == {"income": "Wrong"}
    assert drifted["qbo.item.hourly"]["last_changed"]
    assert document["summary"]["drift"] == 2
    assert cli("drift", firm, "--sandbox", "-q").code == 2
    assert cli("apply", firm, "--sandbox", "--auto-approve", "-q").code == 0
    assert cli("plan", firm, "--sandbox", "--detailed-exitcode", "-q").code == 0
    assert cli("drift", firm, "--sandbox", "-q").code == 0
    (healed,) = [each for each in accounts(Twin(data_folder(firm)), planted) if each["Name"] == "IOLTA Trust"]
    assert healed["Description"] == "kept by hand"


def test_a_description_and_a_parent_we_do_not_manage_survive_our_update(cli, small, live):
    firm = small('accounts:\n  fees: { name: Fees, type: Income, detail_type: ServiceFeeIncome, number: "4010" }\n')
    with live() as twin:
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        parent = twin.qbo.edit(
            {
                "entity": "Account",
                "create": {"Name": "All", "AccountType": "Income", "AccountSubType": "ServiceFeeIncome"},
            }
        )
        fees = next(each["Id"] for each in accounts(twin) if each["Name"] == "Fees")
        change = {"Description": "ours since 1999", "ParentRef": {"value": parent["Id"]}, "Name": "Feees"}
        twin.qbo.edit({"entity": "Account", "name": "Fees", "set": change})
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        (after,) = [each for each in accounts(twin) if each["Id"] == fees]
    assert after["Name"] == "Fees"
    assert after["Description"] == "ours since 1999"
    assert after["ParentRef"]["value"] == parent["Id"]


@pytest.mark.parametrize(
    ("live_accounts", "what"),
    [
        pytest.param([("Fees", "1"), ("Old fees", "4010")], "different", id="number and name on different accounts"),
        pytest.param([("One", "4010"), ("Two", None)], None, id="a number on one account only is no doubt"),
    ],
)
def test_two_live_accounts_for_one_entry_make_a_finding_and_no_write(cli, small, live, live_accounts, what):
    firm = small('accounts:\n  fees: { name: Fees, type: Income, detail_type: ServiceFeeIncome, number: "4010" }\n')
    with live() as twin:
        ids = []
        for name, number in live_accounts:
            create = {"Name": name, "AccountType": "Income", "AccountSubType": "ServiceFeeIncome"}
            ids.append(
                twin.qbo.edit({"entity": "Account", "create": create | ({"AcctNum": number} if number else {})})["Id"]
            )
        applied = cli("apply", firm, "--auto-approve", "--format", "json", "-q")
        written = [entry for entry in vendor_requests(twin, "qbo") if is_write(entry)]
    if what is None:
        assert applied.code == 0
        return
    assert applied.code == 1
    assert not written
    (finding,) = [each for each in applied.json["plan"]["findings"] if each["level"] == "error"]
    assert what in finding["message"]
    assert all(f"id {each}" in finding["message"] for each in ids)


def test_three_rotated_numbers_and_two_swapped_names_converge_in_one_apply(cli, small, live):
    def chart(numbers: list[str], names: list[str]) -> str:
        lines = [
            f'  a{i}: {{ name: {name}, type: Income, detail_type: ServiceFeeIncome, number: "{number}" }}\n'
            for i, (number, name) in enumerate(zip(numbers, names, strict=True))
        ]
        return "accounts:\n" + "".join(lines)

    names = ["Hourly", "Flat", "Contingent", "Left", "Right"]
    with live() as twin:
        firm = small(chart(["4010", "4020", "4030", "4040", "4050"], names))
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        before = {each["Name"]: each["Id"] for each in accounts(twin)}
        small(chart(["4020", "4030", "4010", "4040", "4050"], ["Hourly", "Flat", "Contingent", "Right", "Left"]))
        applied = cli("apply", firm, "--auto-approve", "-q")
        assert applied.code == 0, applied.out
        assert cli("plan", firm, "--detailed-exitcode", "-q").code == 0
        after = {each["Id"]: (each["Name"], each["AcctNum"]) for each in accounts(twin) if "AcctNum" in each}
    assert after[before["Hourly"]] == ("Hourly", "4020")
    assert after[before["Contingent"]] == ("Contingent", "4010")
    assert after[before["Left"]] == ("Right", "4040")
    assert after[before["Right"]] == ("Left", "4050")


def accounts(twin: Twin, planted: FirmSeed = SMALL) -> list[dict[str, Any]]:
    with running(twin) as url:
        token = twin.credentials(planted)["qbo_access_token"]
        query = "select * from Account where Active in (true, false) maxresults 1000"
        answer = httpx.get(
            f"{url}/v3/company/{planted.company_id}/query",
            params={"query": query},
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
        )
    return answer.json()["QueryResponse"]["Account"]


def test_a_sandbox_run_and_a_live_plan_share_no_binding(cli, small, live):
    firm = small('accounts:\n  fees: { name: Fees, type: Income, detail_type: ServiceFeeIncome, number: "4010" }\n')
    assert cli("apply", firm, "--sandbox", "--auto-approve", "-q").code == 0
    with live():
        planned = cli("plan", firm, "--format", "json", "-q").json
    assert actions(planned) == {"create": 1}


def test_another_company_is_never_touched(cli, small, live):
    firm = small('accounts:\n  fees: { name: Fees, type: Income, detail_type: ServiceFeeIncome, number: "4010" }\n')
    with live(replace(SMALL, company_name="Somebody Else LLP")) as twin:
        applied = cli("apply", firm, "--auto-approve", "-q")
        written = [entry for entry in vendor_requests(twin, "qbo") if is_write(entry)]
    assert applied.code == 1
    assert "Somebody Else LLP" in applied.err
    assert not written
    with live(replace(SMALL, company_id="9130350000000002")):
        assert cli("plan", firm, "-q").code == 1


def test_ten_different_mistakes_are_all_reported_at_their_place(cli, small, tmp_path):
    template = tmp_path / "firm-configs" / "_templates"
    template.mkdir(parents=True)
    (template / "base.yaml").write_text("terms:\n  net: { name: Net 30, due_days: thirty }\n")
    firm = small(
        "extends: ../_templates/base.yaml\n"
        "accounts:\n"
        "  a: { name: A, type: Income, detail_type: ServiceFeeIncome, number: 1010.10 }\n"
        "  b: { name: B, type: Incme, detail_type: ServiceFeeIncome }\n"
        "  c: { name: C, type: Bank, detail_type: ServiceFeeIncome }\n"
        '  d: { name: "D:E", type: Bank, detail_type: Checking }\n'
        "  d: { name: F, type: Bank, detail_type: Checking }\n"
        "  e: { nmae: E, type: Bank, detail_type: Checking }\n"
        "  g: { name: G, type: Expense, detail_type: OfficeExpenses, parent: h }\n"
        "  h: { name: H, type: Income, detail_type: ServiceFeeIncome }\n"
        "products:\n"
        "  p: { name: P, income: fees }\n"
        "close: { locked_through: 2026-13-01 }\n"
        "posting: { trust_payments: staff }\n"
    )
    result = cli("validate", firm, "--format", "json")
    assert result.code == 1
    found = {(each["source"]["file"].rpartition("/")[2], each["source"]["line"], each["source"]["column"], each["code"])
             for each in result.json["findings"]}  # fmt: skip
    expected = {
        ("firm.yaml", 7, 70, "SYN106"),
        ("firm.yaml", 8, 23, "COA103"),
        ("firm.yaml", 9, 42, "COA104"),
        ("firm.yaml", 10, 14, "COA101"),
        ("firm.yaml", 11, 3, "SYN103"),
        ("firm.yaml", 12, 8, "SYN104"),
        ("firm.yaml", 13, 69, "COA203"),
        ("firm.yaml", 16, 25, "REF101"),
        ("firm.yaml", 17, 26, "SYN108"),
        ("firm.yaml", 18, 28, "SYN108"),
        ("base.yaml", 2, 34, "SYN105"),
    }
    assert found == expected


def test_many_firms_are_checked_in_one_go_templates_left_out(cli, configs):
    folders = sorted(path for path in configs.iterdir() if path.is_dir())
    result = cli("validate", *folders)
    assert result.code == 0
    assert result.out.count(" is valid (") == len(FIRMS)
    assert "holds templates" in result.err
    (configs / "nothing-here").mkdir()
    result = cli("validate", *folders, configs / "nothing-here", "--format", "json")
    assert result.code == 1
    assert [each["valid"] for each in result.json] == [True] * len(FIRMS) + [False]
    assert result.json[-1]["findings"][0]["code"] == "SYN100"


def scope_of(planted: FirmSeed) -> Scope:
    """The scope of a firm without Clio on the twins that the environment names."""
    return Scope(urlsplit(os.environ["PROVISIONER_QBO_BASE_URL"]).netloc, {"qbo": planted.company_id})


def test_a_second_apply_of_the_same_firm_is_refused_while_one_runs(cli, small, live):
    firm = small('accounts:\n  fees: { name: Fees, type: Income, detail_type: ServiceFeeIncome, number: "4010" }\n')
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    with live() as twin, open_state(state_file(firm)) as store, store.alone(scope_of(SMALL), "ana", noon):
        refused = cli("apply", firm, "--auto-approve", "-q")
        written = [entry for entry in vendor_requests(twin, "qbo") if is_write(entry)]
        planned = cli("plan", firm, "-q")  # looking is always allowed, and says what it may be seeing
        assert (planned.code, "SAF106" in planned.out) == (0, True)
        with store.alone(replace(scope_of(SMALL), environment="sandbox"), "ana", noon):  # so is a sandbox
            pass
    assert refused.code == 1
    assert "Another apply of this firm is running: ana on host" in refused.err
    assert f"provisioner state unlock {firm}" in refused.err
    assert not written


def test_bindings_to_another_company_that_has_the_id_later_are_not_believed(cli, small, live):
    firm = small('accounts:\n  fees: { name: Fees, type: Income, detail_type: ServiceFeeIncome, number: "4010" }\n')
    with live() as twin:
        twin.clock.set(datetime(2026, 1, 1, tzinfo=UTC))
        twin.reset(SMALL)
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        twin.clock.set(datetime(2026, 2, 1, tzinfo=UTC))
        twin.reset(replace(SMALL, scenario="intuit-sample"))
        planned = cli("plan", firm, "--format", "json", "-q").json
        assert actions(planned) == {"create": 1}
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        assert cli("plan", firm, "--detailed-exitcode", "-q").code == 0


def test_a_rename_of_what_a_product_points_at_is_no_side_effect(cli, small, live):
    body = 'accounts:\n  fees: {{ name: {name}, type: Income, detail_type: ServiceFeeIncome, number: "4010" }}\n'
    body += 'products:\n  hour: {{ name: Hour, income: fees, rate: "{rate}" }}\n'
    with live():
        assert cli("apply", small(body.format(name="Fees", rate="100.00")), "--auto-approve", "-q").code == 0
        again = cli("apply", small(body.format(name="Other fees", rate="120.00")), "--auto-approve", "-q")
    assert again.code == 0, again.out
    assert "0 added, 2 changed, 0 retired." in again.out


def test_a_plan_with_an_error_never_says_that_everything_matches(cli, small, live):
    body = 'accounts:\n  fees: {{ name: Fees, type: {type}, detail_type: {detail}, number: "4010" }}\n'
    with live():
        first = small(body.format(type="Income", detail="ServiceFeeIncome"))
        assert cli("apply", first, "--auto-approve", "-q").code == 0
        changed = small(body.format(type="Expense", detail="OfficeExpenses"))
        for verb in (["plan"], ["apply", "--auto-approve"]):
            result = cli(*verb, changed, "-q")
            assert result.code == 1
            assert "MAT103" in result.out
            assert "No changes." not in result.out
            assert "Nothing is applied until the errors above are corrected." in result.out


def test_a_firm_renamed_after_its_sandbox_was_opened_is_shown_the_way_out(cli, configs):
    firm = configs / "willow-family-law"
    assert cli("plan", firm, "--sandbox", "-q").code == 0
    text = (firm / "firm.yaml").read_text()
    (firm / "firm.yaml").write_text(text.replace("Willow Family Law PLLC", "Willow & Daughters PLLC"))
    refused = cli("plan", firm, "--sandbox", "-q")
    assert refused.code == 1
    assert f"provisioner sandbox reset {firm}" in refused.err
    assert cli("sandbox", "reset", firm).code == 0
    assert cli("plan", firm, "--sandbox", "-q").code == 0


def test_the_demo_tells_the_whole_story_and_ends_with_nothing_to_do(cli, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    told = cli("demo")
    assert told.code == 0, told.out
    *_, verdict, waiting = told.out.splitlines()
    assert verdict == "No changes. QuickBooks and Clio match firm-configs/harbor-pine/firm.yaml."
    assert waiting.endswith("To confirm: provisioner attest firm-configs/harbor-pine")
    assert "drift: somebody changed it live" in told.out
    assert 'income: "4020 Flat Fees" -> "4010 Hourly Fees"' in told.out
    assert list(tmp_path.iterdir()) == []
