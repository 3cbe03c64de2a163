"""POST, PATCH and DELETE: what is taken, what is dropped without a word, and what is refused."""

from __future__ import annotations

import pytest

MINIMAL = {
    "bank_accounts": {"name": "Trust", "type": "Trust", "currency": "USD"},
    "activity_descriptions": {"name": "Hearing"},
    "expense_categories": {"name": "Couriers"},
    "practice_areas": {"name": "Tax"},
}
each = pytest.mark.parametrize("name", MINIMAL)


def post(client, name, data, fields="id", **keywords):
    answer = client.post(f"/{name}.json", params={"fields": fields}, json={"data": data}, **keywords)
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


def patch(client, name, number, data, fields="id"):
    answer = client.patch(f"/{name}/{number}.json", params={"fields": fields}, json={"data": data})
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def show(client, name, number, fields):
    return client.get(f"/{name}/{number}.json", params={"fields": fields}).json()["data"]


@each
@pytest.mark.parametrize("suffix", ["", ".json"])
def test_the_life_of_a_record(clio, name, suffix):
    made = clio.post(f"/{name}{suffix}", json={"data": MINIMAL[name]})
    assert made.status_code == 201
    assert set(made.json()["data"]) == {"id", "etag"}
    path = f"/{name}/{made.json()['data']['id']}{suffix}"
    changed = clio.patch(path + "?fields=name", json={"data": {"name": "Changed"}})
    assert (changed.status_code, changed.json()) == (200, {"data": {"name": "Changed"}})
    gone = clio.delete(path)
    assert (gone.status_code, gone.content) == (204, b"")
    assert clio.delete(path).status_code == clio.get(path).status_code == clio.patch(path).status_code == 404


@each
@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", "{}", '{"data":[]}', '{"data":null}', '{"name":"x"}', "\ud800x"]
)
def test_a_body_without_data_is_refused(clio, name, body):
    content = body.encode("utf-8", "surrogatepass")
    answer = clio.post(f"/{name}", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert set(answer.json()["error"]) == {"type", "message"}


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e400", "1" * 40, "-1e-400", "1" * 5000])
def test_numbers_beyond_reason_are_refused(clio, number):
    body = f'{{"data":{{"name":"x","rate":{number}}}}}'
    answer = clio.post("/expense_categories", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}


@each
def test_keys_that_are_not_known_are_dropped_without_a_word(clio, name):
    extra = {"quickbooks_account": "4010", "id": 7, "etag": "x", "created_at": "2000-01-01T00:00:00Z", "Name": "X"}
    made = post(clio, name, {**MINIMAL[name], **extra}, "id,name,created_at")
    assert made["id"] != 7
    assert made["name"] == MINIMAL[name]["name"]
    assert made["created_at"] == "2026-11-02T10:30:00-05:00"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bank_accounts", {"name": "x", "currency": "USD"}),
        ("bank_accounts", {"name": "x", "type": "Trust"}),
        ("bank_accounts", {"type": "trust", "currency": "USD"}),
        ("bank_accounts", {"type": "TrustAccount", "currency": "USD"}),
        ("bank_accounts", {"type": "Trust", "currency": "usd"}),
        ("bank_accounts", {"type": "Trust", "currency": {"id": 1}}),
        ("bank_accounts", {"type": "Trust", "currency": "USD", "balance": "12 USD"}),
        ("bank_accounts", {"type": "Trust", "currency": "USD", "default_account": "yes"}),
        ("bank_accounts", {"type": "Trust", "currency": "USD", "account_number": 4412}),
        ("bank_accounts", {"type": None, "currency": "USD"}),
        ("activity_descriptions", {}),
        ("activity_descriptions", {"name": ""}),
        ("activity_descriptions", {"name": None}),
        ("activity_descriptions", {"name": "x", "rate": 350}),
        ("activity_descriptions", {"name": "x", "rate": {"type": "Hourly"}}),
        ("activity_descriptions", {"name": "x", "rate": {"amount": "$350"}}),
        ("activity_descriptions", {"name": "x", "currency": "USD"}),
        ("activity_descriptions", {"name": "x", "currency": None}),
        ("activity_descriptions", {"name": "x", "groups": {"id": 1}}),
        ("activity_descriptions", {"name": "x", "groups": [1]}),
        ("activity_descriptions", {"name": "x", "groups": [{"id": None}]}),
        ("expense_categories", {"name": "x", "rate": {"amount": 1}}),
        ("expense_categories", {"name": "x", "rate": True}),
        ("expense_categories", {"name": "x", "entry_type": "hard"}),
        ("expense_categories", {"name": "x", "utbms_code": "E112"}),
        ("expense_categories", {"name": ["x"]}),
        ("practice_areas", {"name": "x", "category": "Family"}),
        ("practice_areas", {"code": "x"}),
    ],
)
def test_what_is_missing_or_of_the_wrong_type_is_unprocessable(clio, name, data):
    before = clio.get(f"/{name}").json()
    answer = clio.post(f"/{name}", json={"data": data})
    assert answer.status_code == 422, answer.text
    assert clio.get(f"/{name}").json() == before


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("activity_descriptions", {"name": "x", "groups": [{"id": 1}]}),
        ("expense_categories", {"name": "x", "utbms_code": {"id": 1}}),
        ("expense_categories", {"name": "x", "currency": {"id": 99}}),
        ("bank_accounts", {"type": "Trust", "currency": "USD", "client": {"id": 1}}),
        ("bank_accounts", {"type": "Trust", "currency": "USD", "matter": {"id": 1}}),
    ],
)
def test_a_reference_to_nothing_is_not_found(clio, name, data):
    assert clio.post(f"/{name}", json={"data": data}).status_code == 404


@each
def test_fields_that_do_not_exist_are_refused_before_anything_is_written(clio, name):
    before = clio.get(f"/{name}").json()
    assert clio.post(f"/{name}?fields=nothing", json={"data": MINIMAL[name]}).status_code == 400
    assert clio.get(f"/{name}").json() == before


@each
def test_two_records_may_have_one_name(clio, name):
    assert post(clio, name, MINIMAL[name])["id"] != post(clio, name, MINIMAL[name])["id"]


@each
def test_ids_are_never_used_again(clio, name):
    first = post(clio, name, MINIMAL[name])["id"]
    clio.delete(f"/{name}/{first}")
    assert post(clio, name, MINIMAL[name])["id"] > first


def test_type_and_balance_of_a_bank_account_are_dropped_after_it_is_made(clio):
    made = post(clio, "bank_accounts", {**MINIMAL["bank_accounts"], "balance": 12.5}, "id,type,balance")
    assert (made["type"], made["balance"]) == ("Trust", 12.5)
    data = {"type": "Operating", "balance": 99, "institution": "First Example"}
    changed = patch(clio, "bank_accounts", made["id"], data, "type,balance,institution")
    assert changed == {"type": "Trust", "balance": 12.5, "institution": "First Example"}


def test_a_patch_leaves_what_it_does_not_name(clio):
    data = {**MINIMAL["bank_accounts"], "swift": "EXUS33", "holder": "Firm", "account_number": "4412"}
    number = post(clio, "bank_accounts", data)["id"]
    patch(clio, "bank_accounts", number, {"holder": None, "transit_number": "001"})
    kept = show(clio, "bank_accounts", number, "swift,holder,account_number,transit_number,name")
    expected = {"swift": "EXUS33", "holder": None, "account_number": "4412", "transit_number": "001", "name": "Trust"}
    assert kept == expected


def test_money_keeps_every_cent_and_is_written_as_a_double(clio):
    body = '{"data":{"name":"x","type":"Trust","currency":"USD","balance":1234567890123.07}}'
    answer = clio.post("/bank_accounts?fields=balance", content=body, headers={"Content-Type": "application/json"})
    assert answer.text == '{"data":{"balance":1234567890123.07}}'
    whole = clio.post("/bank_accounts?fields=balance", json={"data": {**MINIMAL["bank_accounts"], "balance": 350}})
    assert whole.text == '{"data":{"balance":350.0}}'


def test_one_default_account_for_each_type(clio):
    def default(name, kind):
        data = {"name": name, "type": kind, "currency": "USD", "default_account": True}
        return post(clio, "bank_accounts", data)["id"]

    def defaults():
        rows = clio.get("/bank_accounts?fields=id,default_account").json()["data"]
        return {row["id"] for row in rows if row["default_account"]}

    operating, first, second = default("O", "Operating"), default("A", "Trust"), default("B", "Trust")
    assert defaults() == {operating, second}
    patch(clio, "bank_accounts", first, {"default_account": True})
    assert defaults() == {operating, first}
    patch(clio, "bank_accounts", first, {"default_account": False})
    assert defaults() == {operating}


def test_a_default_that_loses_its_mark_gets_a_new_etag(clio):
    data = {**MINIMAL["bank_accounts"], "default_account": True}
    first = post(clio, "bank_accounts", data, "id,etag")
    post(clio, "bank_accounts", data)
    assert show(clio, "bank_accounts", first["id"], "etag")["etag"] != first["etag"]


def test_currency_is_text_on_bank_accounts_and_an_object_elsewhere(clio):
    fields = "currency,currency_id,currency_symbol"
    account = post(clio, "bank_accounts", {**MINIMAL["bank_accounts"], "currency": "CAD"}, fields)
    assert account == {"currency": "CAD", "currency_id": 2, "currency_symbol": "$"}
    for name in ("activity_descriptions", "expense_categories"):
        made = post(clio, name, {"name": "x", "currency": {"id": 2}}, "id,currency{id,code}")
        assert made["currency"] == {"id": 2, "code": "CAD"}


def test_a_rate_of_an_activity_description_is_an_object(clio):
    fields = "id,rate{amount,non_billable_amount,type,hierarchy},category_type"
    made = post(clio, "activity_descriptions", {"name": "x", "rate": {"type": "Custom", "amount": 350.75}}, fields)
    rate = {"amount": 350.75, "non_billable_amount": None, "type": "Custom", "hierarchy": "Activity"}
    assert made["rate"] == rate
    assert made["category_type"] == "hourly"
    changed = patch(clio, "activity_descriptions", made["id"], {"rate": {"type": "FlatRate"}}, fields)
    assert changed["rate"] == {**rate, "type": "FlatRate"}
    assert changed["category_type"] == "flat_fee"


def test_a_user_rate_is_the_users_own_and_ignores_amounts(running):
    data = {"name": "x", "rate": {"type": "User", "amount": 999}}
    made = post(running, "activity_descriptions", data, "id,rate{amount,type,hierarchy}")
    assert made["rate"] == {"amount": 350.0, "type": "User", "hierarchy": "Default"}
    sam = running.get("/users?name=Sam Associate").json()["data"][0]["id"]
    path = f"/activity_descriptions?fields=id,rate{{amount}}&rate_for[user_id]={sam}"
    assert running.get(path).json()["data"][-1]["rate"] == {"amount": 250.0}


def test_a_rate_of_an_expense_category_is_a_number_shown_whole(clio):
    assert post(clio, "expense_categories", {"name": "x"}, "rate,entry_type") == {
        "rate": None,
        "entry_type": "unassociated",
    }
    shown = [post(clio, "expense_categories", {"name": "x", "rate": rate}, "rate")["rate"] for rate in (12, 12.5, 0.25)]
    assert shown == [12, 13, 0]


def test_the_default_category_belongs_to_the_user_and_is_one(clio):
    first = post(clio, "activity_descriptions", {"name": "A", "default": True})["id"]
    second = post(clio, "activity_descriptions", {"name": "B", "default": True}, "id,default")
    assert second["default"] is True
    assert show(clio, "activity_descriptions", first, "default") == {"default": False}
    me = clio.get("/users/who_am_i?fields=default_activity_description{id,name}").json()["data"]
    assert me["default_activity_description"] == {"id": second["id"], "name": "B"}


def test_groups_are_added_and_only_deleted_takes_one_away(clio):
    one, two = (row["id"] for row in clio.get("/users/who_am_i?fields=groups{id}").json()["data"]["groups"])
    for name in ("activity_descriptions", "expense_categories"):
        number = post(clio, name, {"name": "x", "groups": [{"id": one}]})["id"]
        groups = patch(clio, name, number, {"groups": [{"id": two, "_destroy": True}]}, "groups{id}")["groups"]
        assert groups == [{"id": one}, {"id": two}]
        groups = patch(clio, name, number, {"groups": [{"id": one, "_deleted": True}]}, "groups{id}")["groups"]
        assert groups == [{"id": two}]


def test_an_account_with_transactions_is_not_deleted(running):
    number = running.get("/bank_accounts").json()["data"][0]["id"]
    answer = running.delete(f"/bank_accounts/{number}")
    assert (answer.status_code, answer.json()["error"]["type"]) == (403, "ForbiddenError")


def test_bodies_may_be_forms(clio):
    form = {"data[name]": "x", "data[rate][type]": "Custom", "data[rate][amount]": "12.50", "data[default]": "true"}
    answer = clio.post("/activity_descriptions?fields=id,default,rate{amount,type}", data=form)
    assert answer.status_code == 201
    expected = {"rate": {"amount": 12.5, "type": "Custom"}, "default": True}
    assert {name: answer.json()["data"][name] for name in expected} == expected
    files = {"data[name]": (None, "Couriers"), "data[rate]": (None, "3")}
    made = clio.post("/expense_categories?fields=name,rate", files=files)
    assert (made.status_code, made.json()) == (201, {"data": {"name": "Couriers", "rate": 3}})


def test_groups_in_a_form_are_rows(clio):
    group = clio.get("/users/who_am_i?fields=groups{id}").json()["data"]["groups"][0]
    body = f"data[name]=x&data[groups][][id]={group['id']}"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = clio.post("/activity_descriptions?fields=groups{id}", content=body, headers=headers)
    assert answer.json() == {"data": {"groups": [group]}}


@pytest.mark.parametrize(
    "body", ["data=1", "data[a]=1&data[a][b]=2", "data[a][]=1&data[a][b]=2", "data[]=1", "name=x", "data"]
)
def test_a_form_that_contradicts_itself_or_has_no_data_is_refused(clio, body):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert clio.post("/practice_areas", content=body, headers=headers).status_code == 400


def test_users_and_settings_are_read_only(clio):
    me = clio.get("/users/who_am_i").json()["data"]["id"]
    assert clio.post("/users", json={"data": {}}).status_code == 404
    assert clio.patch(f"/users/{me}", json={"data": {}}).status_code == 404
    assert clio.patch("/settings/billing", json={"data": {}}).status_code == 404


def test_texts_of_json_count_as_the_numbers_and_flags_they_spell(clio):
    data = {"name": "Court", "visible_to_co_counsel": "true", "rate": {"type": "Custom", "amount": "12.50"}}
    params = {"fields": "visible_to_co_counsel,rate{amount,non_billable_amount}"}
    answer = clio.post("/activity_descriptions", params=params, json={"data": data})
    assert answer.json()["data"] == {
        "visible_to_co_counsel": True,
        "rate": {"amount": 12.5, "non_billable_amount": None},
    }
    person = clio.post("/contacts", json={"data": {"type": "Company", "name": "A"}}).json()["data"]["id"]
    matter = {"description": "x", "client": {"id": str(person)}}
    assert clio.post("/matters", json={"data": matter}).status_code == 201
    assert len(clio.get("/matters?billable=1").json()["data"]) == 1
    assert clio.get("/matters?billable=0").json()["data"] == []
