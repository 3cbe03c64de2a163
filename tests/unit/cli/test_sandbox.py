"""provisioner sandbox: whose company is meant, starting over, and what is said when something does not fit."""

from __future__ import annotations

import errno
import json
import os
from contextlib import suppress

import httpx
import pytest

from provisioner.cli import sandbox
from provisioner.cli.twin import data_folder, seed, twin_with
from provisioner.sandbox.server import running


@pytest.fixture
def served(monkeypatch):
    """The twins that `sandbox up` would have served; serving itself ends at once."""
    twins = []
    monkeypatch.setattr("provisioner.sandbox.server.serve", lambda twin, _: twins.append(twin))
    return twins


def plan(provisioner, firm, *options):
    return provisioner("plan", firm, "--sandbox", "--format", "json", *options)


def move_to(firm, company, account):
    """The firm file names another company and account from now on."""
    document = json.loads((firm / "firm.yaml").read_text())
    document["systems"] = {
        "quickbooks": {"company_id": company, "company_name": company},
        "clio": {"account_name": account},
    }
    (firm / "firm.yaml").write_text(json.dumps(document))


def spoil(firm):
    text = (firm / "firm.yaml").read_text()
    (firm / "firm.yaml").write_text(text.replace('"version": 1', '"version": "one"'))


def test_an_unknown_scenario_is_refused_and_named_also_where_there_is_a_company(provisioner, firm):
    plan(provisioner, firm)
    kept = (data_folder(firm) / "qbo.jsonl").read_text()
    for words in (
        ["sandbox", "reset", firm, "--scenario", "nix"],
        ["plan", firm, "--sandbox", "--scenario", "nix"],
        ["sandbox", "up", "--firm", firm, "--port", "0", "--scenario", "nix"],
    ):
        ended = provisioner(*words)
        assert (ended.code, "There are: " in ended.err, "family-law" in ended.err) == (64, True, True)
    assert (data_folder(firm) / "qbo.jsonl").read_text() == kept


def test_a_scenario_that_comes_too_late_is_noted(provisioner, firm):
    assert plan(provisioner, firm, "--scenario", "family-law").err == ""
    assert plan(provisioner, firm).err == ""
    assert plan(provisioner, firm, "--scenario", "family-law").err == ""
    noted = plan(provisioner, firm, "--scenario", "empty")
    assert noted.err == (
        "This sandbox already holds scenario 'family-law'; --scenario empty is ignored. "
        f"To start over: provisioner sandbox reset {firm} --scenario empty\n"
    )
    assert noted.document["environment"] == "sandbox"


def test_starting_over_forgets_what_was_applied(provisioner, firm):
    provisioner("apply", firm, "--sandbox", "--auto-approve")
    again = provisioner("sandbox", "reset", firm)
    assert (again.code, again.out) == (0, "The sandbox of Harbor holds scenario 'empty' again.\n")
    assert {each["action"] for each in plan(provisioner, firm).document["changes"]} == {"create"}
    assert provisioner("drift", firm, "--sandbox", "--format", "json").document["drift"] == []


def test_an_edit_reaches_the_company_and_account_that_the_file_names(provisioner, firm):
    original = (firm / "firm.yaml").read_text()
    provisioner("apply", firm, "--sandbox", "--auto-approve")
    move_to(firm, "9999", "Elsewhere")
    provisioner("apply", firm, "--sandbox", "--auto-approve")
    (firm / "firm.yaml").write_text(original)
    edited = provisioner("sandbox", "edit", firm, "quickbooks", "Account", "Fees", "Name=Renamed")
    assert edited.code == 0
    area = provisioner("sandbox", "edit", firm, "clio", "practice_areas", "Family", "name=Renamed")
    assert area.code == 0
    companies = twin_with(data_folder(firm), seed(firm, "")).qbo.health()["companies"]
    assert [each["company_id"] for each in companies] == ["9341", "9999"]
    assert provisioner("drift", firm, "--sandbox").code == 2
    move_to(firm, "9999", "Elsewhere")
    assert provisioner("drift", firm, "--sandbox").code == 0
    assert provisioner("sandbox", "edit", firm, "clio", "practice_areas", "Family", "name=Renamed").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["sandbox", "edit", "FIRM", "quickbooks", "CompanyInfo", "-", "edition=advanced"],
        ["sandbox", "reset", "FIRM"],
        ["sandbox", "up", "--port", "0", "--firm", "FIRM"],
    ],
    ids=" ".join,
)
def test_a_firm_file_with_errors_opens_no_company(provisioner, firm, served, words):
    spoil(firm)
    ended = provisioner(*(str(firm) if word == "FIRM" else word for word in words))
    assert (ended.code, ended.out, served) == (1, "", [])
    assert "has errors" in ended.err
    assert f"provisioner validate {firm}" in ended.err
    assert not (data_folder(firm)).exists()


def test_a_plan_of_a_firm_file_with_errors_leaves_no_strange_company_behind(provisioner, firm):
    spoil(firm)
    assert plan(provisioner, firm).code == 1
    assert not data_folder(firm).exists()


def test_without_a_firm_the_way_to_its_own_company_is_told(provisioner, firm, served):
    alone = provisioner("sandbox", "up", "--port", "0")
    assert "    provisioner sandbox up --firm firm-configs/harbor-pine\n" in alone.out
    own = provisioner("sandbox", "up", "--port", "0", "--firm", firm)
    assert (own.code, "--firm" in own.out, "company 9341 'Harbor'" in own.out) == (0, False, True)
    assert "export PROVISIONER_QBO_BASE_URL=http://127.0.0.1:" in own.out
    assert len(served) == 2


def test_a_folder_that_holds_another_scenario_is_noted_when_it_is_served(provisioner, tmp_path, served):
    up = ("sandbox", "up", "--port", "0", "--data", tmp_path / "data", "--scenario")
    assert provisioner(*up, "family-law").err == ""
    assert provisioner(*up, "empty").err.endswith("To start over: name another folder with --data.\n")
    assert len(served) == 2


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        *((name, damage) for name in ("qbo", "clio", "requests") for damage in ("{nonsense}", "[]")),
        ("qbo", '{"k": "row"}'),
        ("clio", '{"op": "put"}'),
    ],
)
def test_a_damaged_file_is_named_with_its_line_and_starting_over_works(provisioner, firm, name, damage):
    plan(provisioner, firm)
    path = data_folder(firm) / f"{name}.jsonl"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:3], damage, *lines[3:]]) + "\n")
    ended = provisioner("plan", firm, "--sandbox")
    assert ended.code == 64
    assert f"{path}, line 4." in ended.err
    assert f"      provisioner sandbox reset {firm}\n" in ended.err
    assert provisioner("sandbox", "reset", firm, "--scenario", "nix").code == 64
    assert path.exists()
    assert provisioner("sandbox", "reset", firm).code == 0
    assert plan(provisioner, firm).code == 0


def test_a_damaged_request_log_is_no_bug_of_ours(provisioner, firm):
    plan(provisioner, firm)
    path = data_folder(firm) / "requests.jsonl"
    path.write_text(path.read_text() + '{"n"')
    assert provisioner("sandbox", "requests", firm).code == 0
    path.write_text("{\n")
    assert provisioner("sandbox", "requests", firm).code == 64


def test_a_damaged_file_in_a_folder_of_its_own_is_to_be_deleted(provisioner, tmp_path, served):
    (tmp_path / "qbo.jsonl").write_text("{\n")
    ended = provisioner("sandbox", "up", "--port", "0", "--data", tmp_path)
    assert (ended.code, ended.out, served) == (64, "", [])
    assert f"delete {tmp_path / 'qbo.jsonl'}" in ended.err


def test_data_that_can_be_read_and_not_written_are_no_bug_of_ours(provisioner, firm, monkeypatch):
    plan(provisioner, firm)

    def refuse(*_):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("provisioner.sandbox.kernel.Journal.append", refuse)
    ended = provisioner("plan", firm, "--sandbox")
    assert ended.code == 64, ended.err
    assert f"The sandbox cannot keep its data in {data_folder(firm)}" in ended.err
    assert os.strerror(errno.EROFS) in ended.err


def test_a_reference_is_picked_by_its_name(provisioner, firm):
    provisioner("apply", firm, "--sandbox", "--auto-approve")
    provisioner("sandbox", "edit", firm, "quickbooks", "Account", "Fees", "Name=Hourly Fees")
    edited = provisioner("sandbox", "edit", firm, "quickbooks", "Item", "Hourly", "IncomeAccountRef=Hourly Fees")
    assert (edited.code, edited.document["IncomeAccountRef"]["name"]) == (0, "Hourly Fees")


def test_a_name_of_digits_is_found_and_amounts_stay_exact(provisioner, firm):
    provisioner("apply", firm, "--sandbox", "--auto-approve")
    provisioner("sandbox", "edit", firm, "quickbooks", "Item", "Hourly", "Name=36036")
    edited = provisioner("sandbox", "edit", firm, "quickbooks", "Item", "36036", "UnitPrice=350.15")
    assert (edited.code, edited.document["UnitPrice"]) == (0, "350.15")


@pytest.mark.parametrize(("vendor", "known"), [("quickbooks", "Account, "), ("clio", "bank_accounts")])
def test_a_wrong_kind_is_told_in_the_words_of_the_help(provisioner, firm, vendor, known):
    ended = provisioner("sandbox", "edit", firm, vendor, "Nope", "Fees", "Name=x")
    assert ended.code == 64
    assert f"There is no kind 'Nope' in {vendor}." in ended.err
    assert known in ended.err


def test_values_are_read_as_json_where_they_are_json():
    assert [sandbox._pair(text)[1] for text in ("a=true", "a=Flat Fees", 'a={"name": "x"}')] == [
        True,
        "Flat Fees",
        {"name": "x"},
    ]


def test_the_request_list_says_what_went_wrong_and_whether_it_was_carried_out(provisioner, firm):
    twin = twin_with(data_folder(firm), seed(firm, ""))
    token = twin.credentials(twin.seed)["clio_access_token"]
    kinds = ("cut_after", "error_before", "cut_mid_body_after")
    twin.faults.load({"rules": [{"kind": kind, "nth": place} for place, kind in enumerate(kinds, 1)]})
    with running(twin) as base, httpx.Client(headers={"Authorization": f"Bearer {token}"}) as client:
        for _ in range(4):
            with suppress(httpx.TransportError):
                client.get(f"{base}/api/v4/users/who_am_i")
    lines = [line.split("who_am_i  ")[1] for line in provisioner("sandbox", "requests", firm).out.splitlines()[:-1]]
    assert lines == [
        "no answer  cut_after, carried out",
        "500  error_before, not carried out",
        "200  cut_mid_body_after, carried out",
        "200",
    ]


def test_clients_with_money_are_added_to_the_account_of_the_firm(provisioner, firm):
    bank = {"name": "IOLTA Trust", "type": "Trust", "currency": "USD"}
    twin = twin_with(data_folder(firm), seed(firm, ""))
    twin.clio.edit({"resource": "bank_accounts", "account": seed(firm, "").clio_account_name, "create": bank})
    added = provisioner("sandbox", "clients", firm, "3", "--amount", "10.50")
    assert (added.code, added.out) == (0, "3 clients with 10.50 each in 'IOLTA Trust'.\n")
    health = twin_with(data_folder(firm), seed(firm, "")).clio.health()["accounts"]
    assert [each["objects"]["contacts"] for each in health if each["name"] == "Harbor"] == [3]


def test_clients_without_an_account_for_their_money_are_refused_with_the_way_out(provisioner, firm):
    refused = provisioner("sandbox", "clients", firm, "3", "--account", "Nowhere")
    assert refused.code == 64
    assert "0 bank accounts are called 'Nowhere'" in refused.err
    assert "Apply the firm there first." in refused.err
