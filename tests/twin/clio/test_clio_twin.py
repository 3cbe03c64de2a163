"""The twin as a vendor: accounts from scenarios, storage that survives a restart, edits in the web screens."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import httpx
import pytest
from clio_live import EMPTY, RUNNING
from starlette.applications import Starlette

from provisioner.sandbox.clio import ClioTwin
from provisioner.sandbox.kernel import Clock, FirmSeed, Journal


def test_a_fresh_account_has_an_owner_and_no_bank_accounts(clio):
    me = clio.get("/users/who_am_i?fields=name,account_owner,enabled,roles,account{name}").json()["data"]
    roles = ["admin", "accounts", "billing", "reports"]
    account = {"name": "Sandbox Law Firm"}
    assert me == {"name": "Robin Owner", "account_owner": True, "enabled": True, "roles": roles, "account": account}
    counts = {
        name: clio.get(f"/{name}").json()["meta"]["records"] for name in ("users", "bank_accounts", "practice_areas")
    }
    assert counts == {"users": 1, "bank_accounts": 0, "practice_areas": 3}
    assert clio.get("/activity_descriptions").json()["data"] == clio.get("/expense_categories").json()["data"] == []


def test_billing_settings_of_a_fresh_account(clio):
    fields = "currency,currency_sign,rounding,use_decimal_rounding,tax_name,tax_rate,use_utbms_codes,billing_currencies"
    data = clio.get("/settings/billing.json", params={"fields": fields}).json()["data"]
    assert data == {
        "currency": "USD",
        "currency_sign": "$",
        "rounding": 6,
        "use_decimal_rounding": False,
        "tax_name": "Tax",
        "tax_rate": 0.0,
        "use_utbms_codes": False,
        "billing_currencies": [],
    }


@pytest.mark.parametrize(
    ("region", "currency", "offset"), [("eu", "GBP", "+00:00"), ("ca", "CAD", "-05:00"), ("au", "AUD", "+10:00")]
)
def test_an_account_is_of_its_region(live, region, currency, offset):
    seed = replace(RUNNING, clio_region=region)
    with live.client(seed) as client:
        row = client.get("/bank_accounts?fields=currency,created_at").json()["data"][0]
    assert row["currency"] == currency
    assert row["created_at"].endswith(offset)


def test_an_unknown_region_makes_nothing(live):
    with pytest.raises(ValueError, match="mars"):
        live.twin.ensure(replace(EMPTY, clio_region="mars"))
    assert len(live.twin.health()["accounts"]) == 2


def test_ensure_leaves_an_account_that_exists_as_it_is(live, clio):
    clio.post("/practice_areas", json={"data": {"name": "Tax"}})
    live.twin.ensure(replace(EMPTY, scenario="intuit-sample"))
    assert clio.get("/practice_areas").json()["meta"]["records"] == 4


def test_reset_starts_over_and_keeps_connections(live, clio, running):
    clio.post("/practice_areas", json={"data": {"name": "Tax"}})
    live.twin.reset(replace(EMPTY, scenario="intuit-sample"))
    assert clio.get("/practice_areas").json()["meta"]["records"] == 4
    assert [account["name"] for account in live.twin.health()["accounts"]] == ["Sandbox Law Firm"]
    assert clio.get("/bank_accounts").json()["meta"]["records"] == 2
    assert running.get("/bank_accounts").json()["error"] == "invalid_token"


def test_a_reset_to_an_unknown_region_loses_nothing(live):
    before = live.twin.health()
    with pytest.raises(ValueError, match="mars"):
        live.twin.reset(replace(EMPTY, clio_region="mars"))
    assert live.twin.health() == before


def test_connections_outlive_a_reset_and_a_restart(live_with, tmp_path):
    path = tmp_path / "journal.jsonl"
    live = live_with(journal=Journal(path))
    with live.client() as client:
        live.twin.reset(EMPTY)
        live_with(journal=Journal(path))
        assert client.get("/users").status_code == 200


def test_health_counts_what_is_loaded(live):
    accounts = live.twin.health()["accounts"]
    assert [(each["region"], each["name"]) for each in accounts] == [
        ("us", "Running Law Firm"),
        ("us", "Sandbox Law Firm"),
    ]
    assert accounts[0]["objects"]["bank_accounts"] == 2
    assert "bank_accounts" not in accounts[1]["objects"]


def everything(client):
    names = ("bank_accounts", "activity_descriptions", "expense_categories", "practice_areas", "users")
    return {name: client.get(f"/{name}?fields=id,etag,name,updated_at").json() for name in names}


def test_data_and_tokens_survive_a_restart(live_with, tmp_path):
    path = tmp_path / "clio" / "journal.jsonl"
    with live_with(journal=Journal(path)).client(RUNNING) as client:
        made = client.post("/bank_accounts", json={"data": {"type": "Trust", "currency": "USD", "balance": 0.1}}).json()
        gone = client.get("/practice_areas").json()["data"][-1]["id"]
        client.delete(f"/practice_areas/{gone}")
        before = everything(client)
        live_with(journal=Journal(path))
        assert everything(client) == before
        assert client.get(f"/bank_accounts/{made['data']['id']}?fields=balance").text == '{"data":{"balance":0.1}}'
        assert client.post("/practice_areas", json={"data": {"name": "x"}}).json()["data"]["id"] > gone


def test_a_revoked_connection_stays_revoked_after_a_restart(live_with, tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    live = live_with(journal=journal)
    with live.client() as client:
        token = client.headers["Authorization"].removeprefix("Bearer ")
        client.post(live.base_url + "/oauth/deauthorize", data={"token": token})
        live_with(journal=journal)
        assert client.get("/users").status_code == 401


def test_the_journal_grows_by_what_changes(tmp_path):
    path = tmp_path / "journal.jsonl"
    twin = ClioTwin(Journal(path), Clock())
    twin.ensure(RUNNING)
    before = path.read_bytes()
    twin.edit({"resource": "bank_accounts", "name": "Operating Account", "set": {"institution": "Other Bank"}})
    assert path.read_bytes().startswith(before)
    assert path.read_bytes().count(b"\n") == before.count(b"\n") + 1
    twin.edit({"resource": "bank_accounts", "name": "Operating Account", "set": {"institution": "Other Bank"}})
    assert path.read_bytes().count(b"\n") == before.count(b"\n") + 1


def test_an_account_cut_short_by_a_crash_is_made_anew(tmp_path):
    path = tmp_path / "journal.jsonl"
    ClioTwin(Journal(path), Clock()).ensure(RUNNING)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for count in range(len(lines) + 1):
        path.write_text("".join(lines[:count]), encoding="utf-8")
        twin = ClioTwin(Journal(path), Clock())
        twin.ensure(RUNNING)
        objects = twin.health()["accounts"][0]["objects"]
        assert (objects["users"], objects["bank_accounts"], objects["practice_areas"]) == (3, 2, 4)


def test_ids_are_the_same_on_every_start():
    twins = [ClioTwin(Journal(None), Clock()) for _ in range(2)]
    for twin in twins:
        twin.ensure(RUNNING)
    change = {"resource": "bank_accounts", "name": "Operating Account", "set": {}}
    assert twins[0].edit(change)["id"] == twins[1].edit(change)["id"] == 410001


def test_limits_are_the_vendors_or_off():
    with pytest.raises(ValueError, match="vendor"):
        ClioTwin(Journal(None), Clock(), limits="some")


@pytest.fixture
def edit(live):
    live.twin.ensure(RUNNING)
    return live.twin.edit


def test_an_edit_changes_what_the_api_shows_and_its_etag(edit, running, clock):
    path = "/bank_accounts/410001?fields=etag,name,type,updated_at"
    before = running.get(path).json()["data"]
    clock.advance(60)
    shown = edit({"resource": "bank_accounts", "id": 410001, "set": {"name": "Renamed", "type": "Trust"}})
    after = running.get(path).json()["data"]
    assert (after["name"], after["type"]) == ("Renamed", "Trust")
    assert after["etag"] != before["etag"]
    assert after["updated_at"] > before["updated_at"]
    assert {name: shown[name] for name in after} == after


def test_an_edit_may_close_an_account_as_only_the_screens_can(edit, running):
    edit({"resource": "bank_accounts", "name": "IOLTA Trust Account", "set": {"is_closed": True}})
    assert running.get("/bank_accounts?status=closed").json()["meta"]["records"] == 1


def test_an_edit_may_create_and_delete(edit, running):
    rate = {"type": "FlatRate", "amount": 100}
    made = edit({"resource": "activity_descriptions", "create": {"name": "By hand", "rate": rate, "default": True}})
    assert made["default"] is True
    assert running.get(f"/activity_descriptions/{made['id']}").status_code == 200
    edit({"resource": "activity_descriptions", "name": "By hand", "delete": True})
    assert running.get(f"/activity_descriptions/{made['id']}").status_code == 404


def test_an_edit_reaches_what_the_api_cannot_write(edit, running):
    edit({"resource": "settings/billing", "set": {"use_utbms_codes": True, "rounding": 1}})
    data = running.get("/settings/billing?fields=use_utbms_codes,rounding").json()["data"]
    assert data == {"use_utbms_codes": True, "rounding": 1}
    edit({"resource": "users", "name": "Sam Associate", "set": {"enabled": False}})
    assert running.get("/users?enabled=false").json()["meta"]["records"] == 1


def test_an_edit_may_name_another_firm(edit, clio):
    edit({"resource": "practice_areas", "account": "Sandbox Law Firm", "create": {"name": "Tax"}})
    assert clio.get("/practice_areas?name=Tax").json()["meta"]["records"] == 1


def test_which_is_an_id_or_else_a_name(edit):
    edit({"resource": "practice_areas", "create": {"name": "1031"}})
    assert edit({"resource": "practice_areas", "which": "1031", "set": {}})["name"] == "1031"
    assert edit({"resource": "bank_accounts", "which": "410001", "set": {}})["id"] == 410001
    assert edit({"resource": "settings/billing", "which": "-", "set": {"rounding": 1}})["rounding"] == 1


def test_an_account_is_told_from_its_namesake_by_region(live):
    for region in ("us", "eu"):
        live.twin.ensure(FirmSeed(clio_account_name="Twice LLP", clio_region=region))
    change = {"resource": "practice_areas", "account": "Twice LLP", "create": {"name": "Tax"}}
    with pytest.raises(ValueError, match="exactly one"):
        live.twin.edit(change)
    live.twin.edit({**change, "region": "us"})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"resource": "journal_entries", "set": {}}, "no resource"),
        ({"resource": "bank_accounts", "which": "Nothing", "set": {}}, "0 objects"),
        ({"resource": "currencies", "id": 1, "set": {}}, "no resource"),
        ({"resource": "bank_accounts", "set": {}}, "2 objects"),
        ({"resource": "bank_accounts", "name": "Nothing", "set": {}}, "0 objects"),
        ({"resource": "bank_accounts", "id": 410001}, "must be an object"),
        ({"resource": "bank_accounts", "id": 410001, "set": {"colour": "x"}}, "colour"),
        ({"resource": "bank_accounts", "id": 410001, "set": {"type": "Savings"}}, "type"),
        ({"resource": "bank_accounts", "create": {"name": "x", "type": "Trust"}}, "currency"),
        ({"resource": "bank_accounts", "id": 410001, "account": "Nobody", "set": {}}, "Nobody"),
        ({"resource": "expense_categories", "name": "Postage", "set": {"utbms_code": {"id": 1}}}, "utbms_code"),
        ({}, "no resource"),
    ],
)
def test_an_edit_that_makes_no_sense_says_why(edit, change, said):
    with pytest.raises(ValueError, match=said):
        edit(change)


def test_the_answer_of_an_edit_keeps_every_cent(edit):
    assert edit({"resource": "bank_accounts", "id": 410001, "set": {}})["balance"] == Decimal("18240.55")


def test_authorize_before_any_account_is_declined(switch, clock):
    switch.app = Starlette(routes=ClioTwin(Journal(None), clock).routes())
    query = {"response_type": "code", "client_id": "sandbox-client-id", "redirect_uri": "https://app.example/"}
    answer = httpx.get(switch.base_url + "/oauth/authorize", params=query)
    assert answer.headers["location"] == "https://app.example/?error=access_denied"


def test_a_crowd_has_clients_with_a_matter_and_money(edit, running):
    made = edit(
        {"resource": "contacts", "crowd": {"count": 201, "bank_account": "IOLTA Trust Account", "amount": "2.50"}}
    )
    assert (len(set(made["contacts"])), len(set(made["matters"]))) == (201, 201)
    fields = "id,name,is_client,account_balances{name,balance}"
    last = running.get(f"/contacts/{made['contacts'][-1]}?fields={fields}").json()["data"]
    assert last["is_client"]
    assert last["account_balances"] == [{"name": "IOLTA Trust Account", "balance": 2.5}]
    numbers = running.get("/matters?fields=number&limit=200").json()["data"]
    assert len({row["number"] for row in numbers}) == 200
    bank = running.get("/bank_accounts?fields=name,bank_transactions_count").json()["data"]
    assert {row["name"]: row["bank_transactions_count"] for row in bank}["IOLTA Trust Account"] > 201


@pytest.mark.parametrize(
    "crowd",
    [
        {},
        {"count": 0},
        {"count": True},
        {"count": 1, "colour": "red"},
        {"count": 1, "bank_account": "Nowhere"},
        {"count": 1, "bank_account": "IOLTA Trust Account", "date": "soon"},
        {"count": 1, "bank_account": "IOLTA Trust Account", "amount": "much"},
    ],
)
def test_a_crowd_that_cannot_be_is_refused_and_nobody_made(edit, running, crowd):
    before = running.get("/contacts?fields=id").json()["meta"]["records"]
    with pytest.raises((AssertionError, ValueError)):
        edit({"resource": "contacts", "crowd": crowd})
    assert running.get("/contacts?fields=id").json()["meta"]["records"] == before
