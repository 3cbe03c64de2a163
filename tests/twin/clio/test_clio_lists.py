"""Lists: envelope, fields, filters, order, and the two ways of paging."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from provisioner.sandbox.clio import models

LISTS = ("bank_accounts", "activity_descriptions", "expense_categories", "practice_areas", "users")


def names(answer):
    return [row["name"] for row in answer.json()["data"]]


def folded(value):
    return value.casefold() if isinstance(value, str) else value


def make_areas(clio, count):
    return [
        clio.post("/practice_areas", json={"data": {"name": f"Area {n:03}"}}).json()["data"]["id"] for n in range(count)
    ]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("suffix", ["", ".json"])
def test_a_list_holds_id_and_etag_unless_fields_are_asked_for(running, name, suffix):
    answer = running.get(f"/{name}{suffix}")
    assert answer.status_code == 200
    assert {tuple(row) for row in answer.json()["data"]} == {("id", "etag")}
    assert answer.json()["meta"] == {"paging": {}, "records": len(answer.json()["data"])}
    assert answer.headers["content-type"] == "application/json; charset=utf-8"


def test_an_etag_field_has_quotes_in_its_value(running):
    etag = running.get("/bank_accounts").json()["data"][0]["etag"]
    assert etag.startswith('"')
    assert etag.endswith('"')


def test_an_empty_list_is_an_empty_list(clio):
    assert clio.get("/bank_accounts.json").json() == {"data": [], "meta": {"paging": {}, "records": 0}}


@pytest.mark.parametrize("query", ["fields=id,rate{amount,type}", "fields=id%2Crate%7Bamount%2Ctype%7D"])
def test_braces_are_taken_literally_and_percent_encoded(running, query):
    row = running.get(f"/activity_descriptions.json?{query}").json()["data"][1]
    assert row["rate"] == {"amount": 400.0, "type": "Custom"}


def test_a_nested_record_without_braces_shows_its_id_and_etag(running):
    row = running.get("/expense_categories", params={"fields": "utbms_code,groups"}).json()["data"][0]
    assert set(row["utbms_code"]) == {"id", "etag"}
    assert row["groups"] == []


def test_the_same_field_twice_is_one_field(running):
    assert set(running.get("/practice_areas", params={"fields": "id,id"}).json()["data"][0]) == {"id"}


def test_no_fields_value_means_the_defaults(running):
    assert set(running.get("/practice_areas?fields=").json()["data"][0]) == {"id", "etag"}


@pytest.mark.parametrize(
    "fields",
    [
        *("nothing", "id,nothing", "rate{nothing}", "groups{users}", "groups{users{id}}", "name{id}", "rate{}"),
        *("rate{amount", "rate}", "{id}", ",id", "id,", "id,,name", "id name", "rate{amount,}", "rate{amount}id", "é"),
    ],
)
def test_fields_that_do_not_exist_or_nest_too_deep_are_refused(running, fields):
    answer = running.get("/activity_descriptions", params={"fields": fields})
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "InvalidFields"


def test_a_filter_that_is_not_known_is_ignored_without_a_word(running):
    everything = running.get("/bank_accounts").json()
    assert running.get("/bank_accounts", params={"account_type": "Trust", "kind": "TrustAccount"}).json() == everything


@pytest.mark.parametrize(("text", "found"), [("true", 3), ("True", 3), ("false", 0), ("False", 0)])
def test_a_yes_or_no_may_be_written_as_python_writes_it(running, text, found):
    assert running.get("/users", params={"enabled": text}).json()["meta"]["records"] == found


def test_a_slash_at_the_end_means_nothing(running):
    row = running.get("/practice_areas/").json()["data"][0]
    assert running.get(f"/practice_areas/{row['id']}/").json() == {"data": row}


def test_the_type_filter_of_bank_accounts_has_words_of_its_own(running):
    query = {"fields": "name,type"}
    trust = running.get("/bank_accounts", params={**query, "type": "TrustAccount"}).json()["data"]
    assert trust == [{"name": "IOLTA Trust Account", "type": "Trust"}]
    assert names(running.get("/bank_accounts", params={**query, "type": "OperatingAccount"})) == ["Operating Account"]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("bank_accounts", {"type": "Trust"}),
        ("bank_accounts", {"type": "trustaccount"}),
        ("bank_accounts", {"status": "Opened"}),
        ("bank_accounts", {"show_empty_accounts": "2"}),
        ("bank_accounts", {"user_id": "me"}),
        ("bank_accounts", {"order": "name"}),
        ("bank_accounts", {"order": "balance(asc)"}),
        ("bank_accounts", {"order": "name(up)"}),
        ("bank_accounts", {"ids[]": "one"}),
        ("bank_accounts", {"created_since": "yesterday"}),
        ("bank_accounts", {"limit": "0"}),
        ("bank_accounts", {"limit": "201"}),
        ("bank_accounts", {"limit": "ten"}),
        ("bank_accounts", {"offset": "-1"}),
        ("bank_accounts", {"offset": "10000"}),
        ("activity_descriptions", {"type": "Clio"}),
        ("activity_descriptions", {"flat_rate": "yes"}),
        ("activity_descriptions", {"user_id": "null"}),
        ("expense_categories", {"entry_type": "HardCost"}),
        ("users", {"limit": "2001"}),
        ("users", {"subscription_type": "Attorney"}),
        ("users", {"role": "owner"}),
    ],
)
def test_a_known_parameter_with_a_wrong_value_is_refused(running, path, query):
    answer = running.get(f"/{path}", params=query)
    assert answer.status_code == 400
    assert set(answer.json()["error"]) == {"type", "message"}


@pytest.mark.parametrize(
    ("path", "query", "found"),
    [
        ("bank_accounts", {"show_empty_accounts": "false"}, ["Operating Account", "IOLTA Trust Account"]),
        ("bank_accounts", {"status": "opened"}, ["Operating Account", "IOLTA Trust Account"]),
        ("bank_accounts", {"status": "closed"}, []),
        ("bank_accounts", {"user_id": "null"}, []),
        ("activity_descriptions", {"flat_rate": "true"}, ["Initial Consultation", "Document Preparation"]),
        ("activity_descriptions", {"type": "utbms"}, []),
        ("expense_categories", {"query": "PHOTO"}, ["Photocopies"]),
        ("expense_categories", {"entry_type": "soft_cost"}, ["Postage", "Photocopies"]),
        ("practice_areas", {"name": "Family"}, ["Family"]),
        ("practice_areas", {"name": "Fam"}, []),
        ("practice_areas", {"code": "EST"}, ["Estate Planning"]),
        ("users", {"subscription_type": "nonattorney"}, ["Kim Keeper"]),
        ("users", {"role": "admin"}, ["Robin Owner"]),
        ("users", {"name": "Sam Associate"}, ["Sam Associate"]),
        ("users", {"enabled": "false"}, []),
        ("users", {"pending_setup": "true"}, []),
    ],
)
def test_filters_keep_what_they_name(running, path, query, found):
    assert names(running.get(f"/{path}", params={"fields": "name", **query})) == found


def test_lists_without_an_order_parameter_ignore_it(running):
    assert running.get("/activity_descriptions?order=whatever").status_code == 200


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_every_documented_order_sorts(running, name, direction):
    for key in models.load()[name].order:
        rows = running.get(f"/{name}", params={"order": f"{key}({direction})", "fields": f"id,{key}"}).json()["data"]
        values = [(row[key] is not None, folded(row[key] or 0)) for row in rows]
        assert values == sorted(values, reverse=direction == "desc")


def test_ids_narrow_a_list_and_expense_categories_do_not_know_them(running):
    first, second = (row["id"] for row in running.get("/bank_accounts").json()["data"])
    assert running.get(f"/bank_accounts?ids[]={second}&ids[]={second}").json()["meta"]["records"] == 1
    assert running.get(f"/bank_accounts?ids[]={first}&ids[]={second}").json()["meta"]["records"] == 2
    assert running.get("/expense_categories?ids[]=1").json()["meta"]["records"] == 5


def test_since_filters_are_strict_and_take_any_offset(clio, clock):
    clio.post("/practice_areas", json={"data": {"name": "First"}})
    clock.advance(60)
    clio.post("/practice_areas", json={"data": {"name": "Second"}})
    for instant in ("2026-11-02T15:30:59Z", "2026-11-02T10:30:59-05:00", "2026-11-02T15:30:59+00:00"):
        assert names(clio.get("/practice_areas", params={"fields": "name", "created_since": instant})) == ["Second"]
    assert names(clio.get("/practice_areas?fields=name&updated_since=2026-11-02T15:31:00Z")) == []
    assert names(clio.get("/practice_areas?fields=name&updated_since=2026-11-02T16:30:59+01:00")) == ["Second"]


def test_cursor_paging_reaches_every_record_by_following_next(clio):
    made = make_areas(clio, 7)
    seen, path = [], "/practice_areas.json?limit=3&fields=id&order=id(asc)"
    while path:
        page = clio.get(path).json()
        seen += [row["id"] for row in page["data"]]
        path = page["meta"]["paging"].get("next")
    assert seen[-7:] == made
    assert len(seen) == len(set(seen)) == 10


def test_next_is_a_full_address_on_the_host_the_client_used(clio):
    make_areas(clio, 2)
    answer = clio.get("/practice_areas.json?limit=1&fields=id", headers={"Host": "clio.example:8443"})
    following = urlsplit(answer.json()["meta"]["paging"]["next"])
    assert (following.scheme, following.netloc, following.path) == (
        "http",
        "clio.example:8443",
        "/api/v4/practice_areas.json",
    )
    assert set(parse_qs(following.query)) == {"limit", "fields", "page_token"}


def test_previous_leads_back(clio):
    make_areas(clio, 4)
    first = clio.get("/practice_areas?limit=3&fields=id").json()
    assert "previous" not in first["meta"]["paging"]
    second = clio.get(first["meta"]["paging"]["next"]).json()
    assert clio.get(second["meta"]["paging"]["previous"]).json() == first


def test_a_client_may_send_its_own_parameters_again_on_top_of_next(clio):
    make_areas(clio, 4)
    path = clio.get("/practice_areas?limit=2&fields=id").json()["meta"]["paging"]["next"]
    again = clio.get(path + "&limit=2&fields=id").json()
    assert again["data"] == clio.get(path).json()["data"]
    assert again["meta"]["paging"]["next"].count("limit=") == 1


@pytest.mark.parametrize("token", ["", "x", "1", "é", "http://127.0.0.1/next", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "=" * 9])
def test_a_page_token_from_elsewhere_is_refused(clio, token):
    answer = clio.get("/practice_areas", params={"page_token": token})
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == "page_token is invalid"


def test_a_page_token_is_good_for_its_own_list_only(clio, running):
    path = running.get("/practice_areas?limit=1").json()["meta"]["paging"]["next"]
    token = parse_qs(urlsplit(path).query)["page_token"][0]
    for client, other in ((running, "/bank_accounts"), (clio, "/practice_areas")):
        assert client.get(other, params={"page_token": token}).status_code == 400


def test_offset_paging_goes_with_any_order(clio):
    make_areas(clio, 4)
    page = clio.get("/practice_areas?order=name(desc)&limit=3&offset=2&fields=name").json()
    assert [row["name"] for row in page["data"]] == ["Civil Litigation", "Area 003", "Area 002"]
    links = {name: parse_qs(urlsplit(link).query)["offset"] for name, link in page["meta"]["paging"].items()}
    assert links == {"previous": ["0"], "next": ["5"]}


def test_offset_paging_ends_at_ten_thousand(live):
    with live.client() as clio:
        store = live.twin._store
        account = store.accounts["us", "Sandbox Law Firm"]
        row = next(iter(account.tables["practice_areas"].values()))
        store.save(account, "practice_areas", [{**row, "id": 20_000 + n, "code": str(n)} for n in range(10_100)])
        end = clio.get("/practice_areas?offset=9900&limit=200&fields=id").json()
        assert len(end["data"]) == 100
        assert "next" not in end["meta"]["paging"]
        assert end["meta"]["records"] == 10_103
        assert "next" in clio.get("/practice_areas?limit=200").json()["meta"]["paging"]


def test_blanks_in_fields_do_not_count_and_braces_for_one_field_are_laid_together(running):
    query = {"fields": " id , client{id} , client{ name } ", "limit": 1}
    row = running.get("/matters", params=query).json()["data"][0]
    assert (set(row), set(row["client"])) == ({"id", "client"}, {"id", "name"})


def test_an_allocations_parent_says_what_it_is_without_braces(running):
    row = running.get("/allocations", params={"fields": "parent"}).json()["data"][0]
    assert set(row["parent"]) == {"id", "type", "identifier"}
