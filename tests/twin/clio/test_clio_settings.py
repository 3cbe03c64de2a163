"""What a firm sets up once: groups, stages, UTBMS codes, currencies, tax rates, bill themes, rates of contacts."""

from __future__ import annotations

import pytest
from clio_live import RUNNING

from provisioner.sandbox.clio.unserved import UNSERVED


def test_a_fresh_account_has_what_clio_makes_itself(clio):
    assert clio.get("/contacts").json()["data"] == clio.get("/matters").json()["data"] == []
    assert clio.get("/matter_stages").json()["data"] == clio.get("/custom_fields").json()["data"] == []
    groups = clio.get("/groups?fields=name,type").json()["data"]
    assert groups == [{"name": "Everyone", "type": "AccountGroup"}, {"name": "Robin Owner", "type": "UserGroup"}]
    assert [row["code"] for row in clio.get("/currencies?fields=code").json()["data"]][:2] == ["USD", "CAD"]
    assert clio.get("/utbms/sets").json()["meta"]["records"] == 3
    assert clio.get("/bill_themes?fields=default").json()["data"] == [{"default": True}]


def test_only_the_name_of_a_group_can_be_written(clio):
    data = {"name": "Litigators", "type": "AccountGroup", "users": [{"id": 304}], "members": [304]}
    made = clio.post("/groups?fields=id,name,type,users", json={"data": data}).json()["data"]
    assert {name: made[name] for name in ("name", "type", "users")} == {
        "name": "Litigators",
        "type": "AdhocGroup",
        "users": [],
    }
    after = clio.patch(f"/groups/{made['id']}?fields=name", json={"data": {"name": "Trial team"}}).json()["data"]
    assert after == {"name": "Trial team"}
    assert clio.delete(f"/groups/{made['id']}").status_code == 204


def test_the_groups_of_firm_and_users_stay(clio):
    first, second = clio.get("/groups?fields=id,users{name}").json()["data"]
    assert (
        clio.delete(f"/groups/{first['id']}").status_code == clio.delete(f"/groups/{second['id']}").status_code == 403
    )
    assert second["users"] == [{"name": "Robin Owner"}]


def test_groups_filter(clio):
    clio.post("/groups", json={"data": {"name": "Litigators"}})
    me = clio.get("/users/who_am_i").json()["data"]["id"]
    for query, count in (
        ({"type": "AdhocGroup"}, 1),
        ({"query": "litig"}, 1),
        ({"name": "litig"}, 0),
        ({"user_id": me}, 2),
        ({"archived": "true"}, 0),
    ):
        assert (query, clio.get("/groups", params=query).json()["meta"]["records"]) == (query, count)
    assert clio.get("/groups?type=TeamGroup").status_code == 400


def test_stages_belong_to_practice_areas_whose_id_is_text_there(running):
    row = running.get("/matter_stages?fields=name,practice_area_id,order").json()["data"][0]
    area = running.get(f"/practice_areas/{row['practice_area_id']}?fields=name").json()["data"]
    assert isinstance(row["practice_area_id"], str)
    assert (area["name"], row["name"], row["order"]) == ("Civil Litigation", "Intake", 1)
    assert running.get(f"/matter_stages?practice_area_id={row['practice_area_id']}").json()["meta"]["records"] == 4
    for method in ("POST", "PATCH", "DELETE", "PUT"):
        assert running.request(method, "/matter_stages", json={"data": {"name": "x"}}).status_code == 404


def test_utbms_codes_are_the_published_ones(clio):
    path = "/utbms/codes.json?fields=code,name&type=UtbmsExpense&order=name(asc)&limit=1"
    assert clio.get(path).json()["data"] == [{"code": "E121", "name": "Arbitrators/mediators"}]
    assert clio.get("/utbms/codes/912?fields=code,name").json()["data"] == {"code": "E112", "name": "Court fees"}
    (activities,) = clio.get("/utbms/sets?fields=id,name&ids[]=2").json()["data"]
    rows = clio.get(f"/utbms/codes?utbms_set_id={activities['id']}&fields=code").json()["data"]
    assert [row["code"] for row in rows] == [f"A{number}" for number in range(101, 112)]
    assert clio.get("/utbms/codes?type=Task").status_code == 400
    assert clio.get("/utbms/sets/1").status_code == 404


def test_utbms_sets_are_enabled_when_the_firm_uses_them(live, clio):
    assert clio.get("/utbms/sets?fields=enabled").json()["data"][0] == {"enabled": False}
    edit = {"resource": "settings/billing", "account": "Sandbox Law Firm", "set": {"use_utbms_codes": True}}
    live.twin.edit(edit)
    assert clio.get("/utbms/sets?fields=enabled").json()["data"][0] == {"enabled": True}


TAX = {"name": "HST", "rate": 0.13, "country": "CA"}


def tax(client, **more):
    answer = client.post("/tax_rate_configurations?fields=id,active,is_system", json={"data": {**TAX, **more}})
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]["id"]


def test_a_tax_rate_is_a_share_of_one(clio):
    fields = "name,rate,rate_as_percentage,formatted_rate_as_percentage,country,region,active,is_system"
    number = tax(clio)
    assert clio.get(f"/tax_rate_configurations/{number}", params={"fields": fields}).json()["data"] == {
        "name": "HST",
        "rate": 0.13,
        "rate_as_percentage": 13.0,
        "formatted_rate_as_percentage": "13%",
        "country": "CA",
        "region": None,
        "active": True,
        "is_system": False,
    }
    for rate in (13, -1.01, "0.13%"):
        assert clio.post("/tax_rate_configurations", json={"data": {**TAX, "rate": rate}}).status_code == 422


@pytest.mark.parametrize("missing", TAX)
def test_a_tax_rate_needs_all_three(clio, missing):
    data = {name: value for name, value in TAX.items() if name != missing}
    assert clio.post("/tax_rate_configurations", json={"data": data}).status_code == 422


def test_there_are_fifteen_tax_rates_at_most(clio):
    for _ in range(15):
        tax(clio)
    assert clio.post("/tax_rate_configurations", json={"data": TAX}).status_code == 422


def test_a_deleted_tax_rate_stays_without_being_active(clio):
    number = tax(clio)
    assert clio.delete(f"/tax_rate_configurations/{number}").status_code == 204
    assert clio.get(f"/tax_rate_configurations/{number}?fields=active").json()["data"] == {"active": False}
    assert clio.get("/tax_rate_configurations").json()["data"] == []
    assert clio.delete(f"/tax_rate_configurations/{number}").status_code == 404


def test_a_tax_rate_of_the_system_is_fixed(live, clio):
    create = {**TAX, "rate": 1, "is_system": True}
    number = live.twin.edit({"resource": "tax_rate_configurations", "account": "Sandbox Law Firm", "create": create})[
        "id"
    ]
    path = f"/tax_rate_configurations/{number}"
    assert clio.delete(path).status_code == 409
    assert clio.patch(path, json={"data": {"name": "x"}}).status_code == 422
    assert clio.get("/tax_rate_configurations?include_system=false").json()["data"] == []


def test_an_expense_category_has_two_taxes_at_most(clio):
    numbers = [tax(clio, name=name) for name in ("GST", "PST", "QST")]

    def make(*wanted):
        rows = [{"tax_rate_configuration_id": n, "order": place} for place, n in enumerate(wanted, 1)]
        fields = "id,tax_settings{tax_rate_configuration_id,tax_rate_configuration_name,order}"
        data = {"name": "Couriers", "tax_settings": rows}
        return clio.post("/expense_categories", params={"fields": fields}, json={"data": data})

    first = {"tax_rate_configuration_id": numbers[0], "tax_rate_configuration_name": "GST", "order": 1}
    assert make(*numbers[:2]).json()["data"]["tax_settings"][0] == first
    assert make(*numbers).status_code == 422
    assert make(7).status_code == 404
    rows = [{"order": 1}]
    assert clio.post("/expense_categories", json={"data": {"name": "x", "tax_settings": rows}}).status_code == 422
    assert clio.delete(f"/tax_rate_configurations/{numbers[0]}").status_code == 409


def test_a_bill_theme_is_changed_and_its_config_is_json_in_text(clio):
    number = clio.get("/bill_themes").json()["data"][0]["id"]
    path = f"/bill_themes/{number}?fields=name,config,account_id"
    config = '{"show":{"client_account":"summary"}}'
    after = clio.patch(path, json={"data": {"name": "Plain", "config": config, "default": False}}).json()["data"]
    account = clio.get("/users/who_am_i?fields=account{id}").json()["data"]["account"]["id"]
    assert after == {"name": "Plain", "config": config, "account_id": account}
    for wrong in ("{", "[]", "1", ""):
        assert clio.patch(path, json={"data": {"config": wrong}}).status_code == 422
    assert clio.get(path).status_code == clio.delete(path).status_code == 404
    assert clio.post("/bill_themes", json={"data": {"name": "x"}}).status_code == 404


def test_a_rate_names_a_contact(running):
    number = running.get("/contacts?type=Company").json()["data"][0]["id"]
    rows = running.get(f"/activity_rates?fields=rate,contact_id&contact_id={number}").json()["data"]
    assert rows == [{"rate": 325.0, "contact_id": number}]
    assert running.post("/activity_rates", json={"data": {"contact_id": 7, "rate": 5}}).status_code == 404
    made = running.post("/activity_rates", json={"data": {"co_counsel_contact_id": number, "rate": 5.25}})
    shown = running.get(f"/contacts/{number}?fields=activity_rates{{rate}},co_counsel_rate{{id}}").json()["data"]
    assert shown == {"activity_rates": [{"rate": 325.0}], "co_counsel_rate": {"id": made.json()["data"]["id"]}}


@pytest.mark.parametrize("group", UNSERVED)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_what_is_not_served_is_an_unknown_path(clio, group, method):
    for path in (f"/{group}.json", f"/{group}", f"/{group}/1.json"):
        answer = clio.request(method, path)
        assert answer.status_code == 404
        assert set(answer.json()["error"]) == {"type", "message"}


def test_a_put_is_no_patch(running):
    number = running.get("/contacts").json()["data"][0]["id"]
    assert running.put(f"/contacts/{number}", json={"data": {"title": "x"}}).status_code == 404


def test_settings_need_their_permissions(live):
    with live.client(RUNNING, permissions={"Settings": "read"}) as limited:
        assert limited.get("/currencies").status_code == limited.get("/tax_rate_configurations").status_code == 200
        assert limited.post("/tax_rate_configurations", json={"data": TAX}).status_code == 403
        for path in ("/bill_themes", "/utbms/codes", "/groups", "/matter_stages", "/custom_fields", "/webhooks"):
            assert (path, limited.get(path).status_code) == (path, 403)
