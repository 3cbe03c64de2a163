"""Webhooks: registration, expiry, and the secret that activates one."""

from __future__ import annotations

import pytest
from clio_live import RUNNING

HOOK = {"url": "https://hooks.example.com/clio", "fields": "id,etag", "model": "contact", "events": ["created"]}
SHOWN = "id,url,model,status,events,expires_at,shared_secret,fields"


def make(client, **more):
    return client.post("/webhooks.json", params={"fields": SHOWN}, json={"data": {**HOOK, **more}})


def test_a_new_webhook_waits_for_its_secret_and_ends_in_three_days(clio):
    made = make(clio).json()["data"]
    assert {**made, "id": 0, "shared_secret": ""} == {
        **HOOK,
        "id": 0,
        "shared_secret": "",
        "status": "pending",
        "expires_at": "2026-11-05T10:30:00-05:00",
    }
    assert len(made["shared_secret"]) == 64


@pytest.mark.parametrize(("model", "name"), [("matter", "matter"), (1, "matter"), ("10", "clio_payments_payment")])
def test_a_model_goes_by_its_name_or_number(clio, model, name):
    assert make(clio, model=model, events=["updated"]).json()["data"]["model"] == name


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://hooks.example.com"},
        {"url": "hooks.example.com"},
        {"url": None},
        {"fields": "x" * 1001},
        {"fields": None},
        {"model": "bank_account"},
        {"model": 11},
        {"model": 0},
        {"model": ["contact"]},
        {"events": "created"},
        {"events": ["made"]},
        {"events": ["matter_opened"]},
        {"events": ["deleted"], "model": "clio_payments_payment"},
        {"expires_at": "2026-12-04T15:30:00Z"},
        {"expires_at": "2026-11-02T15:30:00Z"},
        {"expires_at": "soon"},
    ],
)
def test_what_the_document_rules_out_is_refused(clio, wrong):
    assert make(clio, **wrong).status_code == 422
    assert clio.get("/webhooks").json()["data"] == []


@pytest.mark.parametrize("missing", ["url", "fields", "model"])
def test_url_fields_and_model_are_needed(clio, missing):
    data = {name: value for name, value in HOOK.items() if name != missing}
    assert clio.post("/webhooks", json={"data": data}).status_code == 422


def test_matters_have_events_of_their_own(clio):
    events = ["created", "matter_opened", "matter_pended", "matter_closed"]
    assert make(clio, model="matter", events=events).json()["data"]["events"] == events


def test_thirty_one_days_is_the_longest_and_can_be_had_again(clio, clock):
    number = make(clio, expires_at="2026-12-03T15:30:00Z").json()["data"]["id"]
    clock.advance(29 * 86400)
    path = f"/webhooks/{number}.json?fields=expires_at,status"
    after = clio.patch(path, json={"data": {"expires_at": "2026-12-31T00:00:00+00:00"}})
    assert after.json()["data"] == {"expires_at": "2026-12-30T19:00:00-05:00", "status": "pending"}


def test_its_secret_activates_it(clio):
    made = make(clio).json()["data"]
    path = f"/webhooks/{made['id']}/activate"
    assert clio.put(path).status_code == 422
    assert clio.put(path, headers={"X-Hook-Secret": "guess"}).status_code == 422
    assert clio.get(f"/webhooks/{made['id']}?fields=status").json()["data"] == {"status": "pending"}
    answer = clio.put(path + ".json?fields=status", headers={"X-Hook-Secret": made["shared_secret"]})
    assert (answer.status_code, answer.json()) == (200, {"data": {"status": "enabled"}})
    assert clio.put("/webhooks/7/activate", headers={"X-Hook-Secret": "x"}).status_code == 404
    assert clio.post(path).status_code == 404


def test_another_address_has_to_prove_itself_again(clio):
    made = make(clio).json()["data"]
    path = f"/webhooks/{made['id']}"
    clio.put(f"{path}/activate", headers={"X-Hook-Secret": made["shared_secret"]})
    same = clio.patch(f"{path}?fields=status", json={"data": {"fields": "id"}}).json()["data"]
    assert same == {"status": "enabled"}
    other = clio.patch(f"{path}?fields={SHOWN}", json={"data": {"url": "https://x.example"}}).json()["data"]
    assert other["status"] == "pending"
    assert other["shared_secret"] != made["shared_secret"]


def test_a_model_needs_its_own_permission_besides(live):
    with live.client(RUNNING, permissions={"Webhooks": "write", "Contacts": "read"}) as limited:
        assert make(limited).status_code == 201
        assert make(limited, model="bill").status_code == 403
    with live.client(RUNNING, permissions={"Webhooks": "read", "Contacts": "read"}) as limited:
        number = limited.get("/webhooks").json()["data"][0]["id"]
        assert limited.put(f"/webhooks/{number}/activate").status_code == 403
