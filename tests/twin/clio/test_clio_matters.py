"""Matters: numbers, status and its spelling, rates, dates, filters with operators, orders through other records."""

from __future__ import annotations

import pytest

from provisioner.sandbox.clio import models


@pytest.fixture
def client_id(clio):
    data = {"type": "Person", "first_name": "Ada", "last_name": "Love lace"}
    return clio.post("/contacts", json={"data": data}).json()["data"]["id"]


@pytest.fixture
def post(clio, client_id):
    def make(fields="id", **data):
        body = {"data": {"description": "Something", "client": {"id": client_id}, **data}}
        answer = clio.post("/matters.json", params={"fields": fields}, json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()["data"]

    return make


def patch(client, number, data, fields="id"):
    answer = client.patch(f"/matters/{number}.json", params={"fields": fields}, json={"data": data})
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def found(client, **query):
    answer = client.get("/matters.json", params={"fields": "display_number", **query})
    assert answer.status_code == 200, answer.text
    return [int(row["display_number"][:5]) for row in answer.json()["data"]]


def test_a_number_is_made_of_the_count_and_the_client(post):
    fields = "number,display_number,custom_number,client_id"
    made = post(fields, display_number="MINE-1")
    assert (made["number"], made["display_number"], made["custom_number"]) == (1, "00001-Lovelace", None)
    assert post(fields)["display_number"] == "00002-Lovelace"


def test_a_number_stays_until_it_is_reset(clio, post):
    number = post()["id"]
    other = clio.post("/contacts", json={"data": {"type": "Company", "name": "Acme"}}).json()["data"]["id"]
    data = {"client": {"id": other}, "display_number": "x"}
    assert patch(clio, number, data, "display_number") == {"display_number": "00001-Lovelace"}
    assert patch(clio, number, {"reset_matter_number": True}, "display_number") == {"display_number": "00001-Acme"}


def test_a_firm_that_numbers_by_hand_does(live, post):
    live.twin.edit({"resource": "accounts", "account": "Sandbox Law Firm", "set": {"manual_matter_numbering": True}})
    made = post("display_number,custom_number", display_number="MINE-1")
    assert made == {"display_number": "MINE-1", "custom_number": "MINE-1"}
    assert post("display_number") == {"display_number": "00002-Lovelace"}


def test_a_number_is_not_given_out_again(clio, post):
    post()
    assert clio.delete(f"/matters/{post()['id']}").status_code == 204
    assert post("number") == {"number": 3}


@pytest.mark.parametrize(("written", "shown"), [("open", "Open"), ("closed", "Closed"), ("pending", "Pending")])
def test_a_status_is_written_small_and_shown_with_a_capital(clio, post, client_id, written, shown):
    assert post("status", status=written) == {"status": shown}
    data = {"description": "x", "client": {"id": client_id}, "status": shown}
    assert clio.post("/matters", json={"data": data}).status_code == 422
    assert clio.get("/matters", params={"status": shown}).status_code == 400


def test_a_status_dates_itself(clio, post):
    fields = "id,open_date,pending_date,close_date"
    made = post(fields)
    number = made["id"]
    assert (made["open_date"], made["close_date"]) == ("2026-11-02", None)
    assert patch(clio, number, {"status": "closed"}, "close_date") == {"close_date": "2026-11-02"}
    assert patch(clio, number, {"status": "pending", "pending_date": "2026-10-01"}, fields) == {
        "id": number,
        "open_date": "2026-11-02",
        "pending_date": "2026-10-01",
        "close_date": None,
    }


def test_todays_date_is_that_of_the_accounts_own_clock(post, clock):
    clock.advance(-12 * 3600)  # 03:30 in London is still the day before in New York
    assert post("open_date") == {"open_date": "2026-11-01"}


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"client": None}, 422),
        ({"client": {"id": 7}}, 404),
        ({"client": 7}, 422),
        ({"description": None}, 422),
        ({"description": ""}, 422),
        ({"practice_area": {"id": 7}}, 404),
        ({"responsible_attorney": {"id": 7}}, 404),
        ({"open_date": "02.11.2026"}, 422),
        ({"custom_rate": {"type": "flat"}}, 422),
        ({"custom_rate": {"rates": []}}, 422),
        ({"custom_rate": {"type": "FlatRate", "rates": [{"user": {"id": 304}}]}}, 422),
        ({"custom_rate": {"type": "FlatRate", "rates": [{"rate": 5}]}}, 422),
        ({"custom_rate": {"type": "FlatRate", "rates": [{"rate": 5, "user": {"id": 7}}]}}, 404),
        ({"custom_rate": {"type": "FlatRate"}, "matter_budget": {"budget": 5}}, 422),
        ({"split_invoice_payers": [{"contact_id": 7, "split_portion": 50}]}, 404),
        ({"relationships": [{"description": "Witness"}]}, 422),
    ],
)
def test_what_is_missing_or_wrong_is_refused(clio, client_id, data, status):
    body = {"description": "x", "client": {"id": client_id}, **data}
    assert clio.post("/matters", json={"data": body}).status_code == status
    assert found(clio) == []


@pytest.mark.parametrize("missing", ["client", "description"])
def test_client_and_description_are_needed(clio, client_id, missing):
    body = {"description": "x", "client": {"id": client_id}}
    del body[missing]
    assert clio.post("/matters", json={"data": body}).status_code == 422


@pytest.mark.parametrize(
    ("rate", "method"), [("FlatRate", "flat"), ("HourlyRate", "hourly"), ("ContingencyFee", "contingency")]
)
def test_the_billing_method_follows_the_custom_rate_alone(clio, post, rate, method):
    fields = "id,billing_method,custom_rate{type}"
    assert post(fields, billing_method="flat")["billing_method"] == "hourly"
    made = post(fields, custom_rate={"type": rate})
    assert (made["billing_method"], made["custom_rate"]) == (method, {"type": rate})
    assert patch(clio, made["id"], {"billing_method": "hourly"}, "billing_method") == {"billing_method": method}


def test_another_rate_type_takes_the_old_rates_away(clio, post):
    rates = [{"rate": 100, "user": {"id": 304}}]
    made = post("id,custom_rate{rates}", custom_rate={"type": "HourlyRate", "rates": rates})
    assert len(made["custom_rate"]["rates"]) == 1
    data = {"custom_rate": {"type": "FlatRate", "rates": [{"rate": 900, "user": {"id": 304}}]}}
    after = patch(clio, made["id"], data, "custom_rate{type,rates}")["custom_rate"]
    assert [row["id"] != made["custom_rate"]["rates"][0]["id"] for row in after["rates"]] == [True]


def flat_entries(client, matter):
    fields = "type,price,quantity,flat_rate,total,user{id}"
    rows = client.get("/activities", params={"matter_id": matter, "fields": fields}).json()["data"]
    return [(row["type"], row["price"], row["quantity"], row["flat_rate"], row["total"], row["user"]) for row in rows]


def test_a_new_flat_rate_makes_one_flat_time_entry(clio, post):
    first = {"type": "FlatRate", "rates": [{"rate": 900, "user": {"id": 304}}]}
    number = post(custom_rate=first)["id"]
    entry = ("TimeEntry", 900.0, 0.0, True, 900.0, {"id": 304})
    assert flat_entries(clio, number) == [entry]
    patch(clio, number, {"custom_rate": {"type": "FlatRate"}, "description": "Another"})
    assert flat_entries(clio, number) == [entry]
    patch(clio, number, {"custom_rate": {"type": "FlatRate", "rates": [{"rate": 50, "user": {"id": 304}}]}})
    assert flat_entries(clio, number) == [entry, ("TimeEntry", 50.0, 0.0, True, 50.0, {"id": 304})]
    hourly = post(custom_rate={**first, "type": "HourlyRate"})["id"]
    assert flat_entries(clio, hourly) == []
    patch(clio, hourly, {"custom_rate": first})
    assert flat_entries(clio, hourly) == [entry]


def test_retainer_and_budget_come_and_go(clio, post):
    fields = "id,evergreen_retainer{minimum_threshold},matter_budget{budget,notify_users}"
    made = post(fields, evergreen_retainer={"minimum_threshold": 500}, matter_budget={"budget": 1000.5})
    assert made["evergreen_retainer"] == {"minimum_threshold": 500.0}
    assert made["matter_budget"] == {"budget": 1000.5, "notify_users": False}
    after = patch(clio, made["id"], {"matter_budget": {"_destroy": True}, "evergreen_retainer": None}, fields)
    assert after == {"id": made["id"], "evergreen_retainer": None, "matter_budget": None}


def test_the_stage_says_when_it_was_changed(running, clock):
    stage = running.get("/matter_stages?fields=id").json()["data"][0]
    number = running.get("/matters").json()["data"][1]["id"]
    clock.advance(60)
    after = patch(running, number, {"matter_stage": stage}, "matter_stage{id},matter_stage_updated_at")
    assert after == {"matter_stage": stage, "matter_stage_updated_at": "2026-11-02T10:31:00-05:00"}
    clock.advance(60)
    assert patch(running, number, {"matter_stage": stage, "location": "here"}, "matter_stage_updated_at") == {
        "matter_stage_updated_at": "2026-11-02T10:31:00-05:00"
    }


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"status": "open"}, [1, 2, 3]),
        ({"status": "open,closed"}, [1, 2, 3, 4]),
        ({"status": "closed,pending"}, [4]),
        ({"close_date[]": "=2026-08-14"}, [4]),
        ({"close_date": "=2026-08-14"}, [4]),
        ({"close_date": "2026-08-14"}, [4]),
        ({"close_date[]": ">2026-08-14"}, []),
        ({"close_date[]": "<=2026-08-14"}, [4]),
        ({"open_date[]": [">=2026-03-01", "<2026-03-02"]}, []),
        ({"open_date[]": [">=2026-03-01", "<=2026-03-02"]}, [1, 2, 3, 4]),
        ({"pending_date[]": "<2027-01-01"}, []),
        ({"query": "whitfield"}, [1]),
        ({"query": "harbor"}, [3]),
        ({"query": "00002"}, [2]),
        ({"billable": "false"}, []),
        ({"responsible_staff_id": "null"}, [1, 2, 3, 4]),
        ({"responsible_attorney_id": "null"}, []),
        ({"responsible_attorney_id": "302"}, [2]),
        ({"grant_id": "null"}, [1, 2, 3, 4]),
        ({"grant_id": "1"}, []),
        ({"currency_id": "2"}, []),
        ({"status": "open", "order": "client.name(asc)"}, [1, 3, 2]),
        ({"order": "responsible_attorney.name(desc)", "limit": "1"}, [2]),
        ({"order": "close_date(desc)", "limit": "1"}, [4]),
        ({"matter_status": "closed"}, [1, 2, 3, 4]),
    ],
)
def test_filters_keep_what_they_name(running, query, numbers):
    assert found(running, **query) == numbers


def test_ids_of_other_records_narrow_the_list(running):
    row = running.get("/matters?fields=client{id},practice_area{id}").json()["data"][0]
    assert found(running, client_id=row["client"]["id"]) == [1]
    assert found(running, practice_area_id=row["practice_area"]["id"]) == [1]
    assert found(running, matter_client=row["client"]["id"]) == [1, 2, 3, 4]  # a wrong name does nothing


@pytest.mark.parametrize(
    "query",
    [
        *({"status": "open,Closed"}, {"open_date[]": "~2026-01-01"}, {"open_date": ">soon"}, {"client_id": "null"}),
        {"order": "client.email(asc)"},
    ],
)
def test_a_known_parameter_with_a_wrong_value_is_refused(running, query):
    assert running.get("/matters", params=query).status_code == 400


@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_every_documented_order_is_taken(running, direction):
    for key in models.load()["matters"].order:
        answer = running.get("/matters", params={"order": f"{key}({direction})", "limit": "3", "offset": "1"})
        assert (key, len(answer.json()["data"])) == (key, 3)


def test_a_matter_with_money_or_bills_stays(running):
    number = running.get("/bank_transactions?fields=matter{id}").json()["data"][0]["matter"]["id"]
    assert running.delete(f"/matters/{number}").status_code == 409


def test_the_client_and_the_others_have_paths_below_the_matter(running):
    number = running.get("/matters").json()["data"][0]["id"]
    client = running.get(f"/matters/{number}/client.json?fields=name,is_matter_client").json()["data"]
    assert client == {"name": "Dana Whitfield", "is_matter_client": True}
    fields = "name,is_client,relationship_name,relationship{description},matter_number"
    everyone = running.get(f"/matters/{number}/contacts.json", params={"fields": fields}).json()["data"]
    assert [(row["name"], row["is_client"], row["relationship_name"]) for row in everyone] == [
        ("Elena Duarte", False, "Witness"),
        ("Dana Whitfield", True, "Client"),
    ]
    related = running.get(f"/matters/{number}/related_contacts?fields=name&order=contact.name(asc)").json()["data"]
    assert related == [{"name": "Elena Duarte"}]
    for name in ("client", "contacts", "related_contacts"):
        assert running.get(f"/matters/7/{name}").status_code == 404


def test_an_etag_guards_a_change(running):
    row = running.get("/matters").json()["data"][0]
    path = f"/matters/{row['id']}"
    assert running.patch(path, json={"data": {"location": "x"}}, headers={"If-Match": '"old"'}).status_code == 412
    answer = running.patch(path, json={"data": {"location": "x"}}, headers={"If-Match": row["etag"]})
    assert answer.status_code == 200
    assert answer.headers["etag"] != row["etag"]
