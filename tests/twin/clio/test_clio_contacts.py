"""Contacts: names, rows with ids, what is derived, filters, and what stands against a deletion."""

from __future__ import annotations

import pytest
from clio_live import RUNNING

PERSON = {"type": "Person", "first_name": "Ada", "last_name": "Lovelace"}


def post(client, data, fields="id", **keywords):
    answer = client.post("/contacts.json", params={"fields": fields}, json={"data": data}, **keywords)
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


def patch(client, number, data, fields="id"):
    answer = client.patch(f"/contacts/{number}.json", params={"fields": fields}, json={"data": data})
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def show(client, number, fields):
    return client.get(f"/contacts/{number}.json", params={"fields": fields}).json()["data"]


def found(client, **query):
    answer = client.get("/contacts.json", params={"fields": "name", **query})
    assert answer.status_code == 200, answer.text
    return [row["name"] for row in answer.json()["data"]]


def test_the_life_of_a_contact(clio):
    made = clio.post("/contacts.json", json={"data": PERSON})
    assert (made.status_code, set(made.json()["data"])) == (201, {"id", "etag"})
    number = made.json()["data"]["id"]
    assert patch(clio, number, {"last_name": "King"}, "name") == {"name": "Ada King"}
    assert clio.delete(f"/contacts/{number}.json").status_code == 204
    assert clio.get(f"/contacts/{number}.json").status_code == clio.delete(f"/contacts/{number}").status_code == 404


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({"first_name": "Ada", "last_name": "Lovelace"}, ("Ada Lovelace", "Ada", None, "Lovelace", "AL")),
        ({"first_name": "Ada", "middle_name": "King", "last_name": "L"}, ("Ada King L", "Ada", "King", "L", "AL")),
        ({"last_name": "Lovelace"}, ("Lovelace", None, None, "Lovelace", "L")),
        ({"name": "John Smith"}, ("John Smith", "John", None, "Smith", "JS")),
        ({"name": "John Q. Adams Smith"}, ("John Q. Adams Smith", "John", "Q. Adams", "Smith", "JS")),
        ({"name": "Cher"}, ("Cher", "Cher", None, None, "C")),
        ({"name": "Ignored", "first_name": "Ada"}, ("Ada", "Ada", None, None, "A")),
    ],
)
def test_a_persons_name_is_put_together_or_taken_apart(clio, data, shown):
    names = ("name", "first_name", "middle_name", "last_name", "initials")
    assert post(clio, {"type": "Person", **data}, ",".join(names)) == dict(zip(names, shown, strict=True))


def test_a_full_name_of_its_own_is_taken_apart_on_change_too(clio):
    number = post(clio, PERSON)["id"]
    assert patch(clio, number, {"name": "Grace Hopper"}, "first_name,last_name") == {
        "first_name": "Grace",
        "last_name": "Hopper",
    }


def test_a_company_has_a_name_and_no_parts(clio):
    made = post(clio, {"type": "Company", "name": "Acme Inc.", "first_name": "A"}, "name,first_name,type")
    assert made == {"name": "Acme Inc.", "first_name": None, "type": "Company"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"type": "Person"}, "first name or last name"),
        ({"type": "Person", "name": "  "}, "first name or last name"),
        ({"type": "Company"}, "name"),
        ({"first_name": "Ada"}, "type"),
        ({"type": "person", "first_name": "Ada"}, "type"),
        ({**PERSON, "date_of_birth": "yesterday"}, "date_of_birth"),
        ({**PERSON, "email_addresses": {"address": "x"}}, "email_addresses"),
        ({**PERSON, "email_addresses": ["x"]}, "email_addresses"),
        ({**PERSON, "email_addresses": [{"address": "x", "name": "Mobile"}]}, "name"),
        ({**PERSON, "phone_numbers": [{"number": 5}]}, "number"),
    ],
)
def test_what_is_missing_or_wrong_is_unprocessable(clio, data, said):
    answer = clio.post("/contacts", json={"data": data})
    assert answer.status_code == 422
    assert said in answer.json()["error"]["message"]
    assert found(clio) == []


def test_rows_are_added_changed_and_destroyed_by_their_ids(clio):
    fields = "id,email_addresses{id,name,address,primary},primary_email_address,secondary_email_address"
    rows = [{"name": "Work", "address": "a@x.org"}, {"name": "Home", "address": "b@x.org", "default_email": True}]
    made = post(clio, {**PERSON, "email_addresses": rows}, fields)
    first, second = made["email_addresses"]
    assert (first["primary"], second["primary"]) == (False, True)
    assert (made["primary_email_address"], made["secondary_email_address"]) == ("b@x.org", "a@x.org")
    change = [{"id": first["id"], "address": "c@x.org"}, {"id": second["id"], "_destroy": True}, {"address": "d@x.org"}]
    after = patch(clio, made["id"], {"email_addresses": change}, fields)
    assert [(row["address"], row["primary"]) for row in after["email_addresses"]] == [
        ("c@x.org", True),
        ("d@x.org", False),
    ]
    assert after["email_addresses"][0]["id"] == first["id"]
    assert after["email_addresses"][1]["id"] > second["id"]


def test_a_new_default_takes_the_place_of_the_old(clio):
    fields = "id,phone_numbers{id,number,primary},primary_phone_number"
    made = post(clio, {**PERSON, "phone_numbers": [{"number": "1", "default_number": True}, {"number": "2"}]}, fields)
    other = made["phone_numbers"][1]["id"]
    after = patch(clio, made["id"], {"phone_numbers": [{"id": other, "default_number": True}]}, fields)
    assert after["primary_phone_number"] == "2"
    assert [row["primary"] for row in after["phone_numbers"]] == [False, True]


def test_the_wrong_mark_of_removal_means_nothing(clio):
    made = post(clio, {**PERSON, "addresses": [{"city": "Bath"}]}, "id,addresses{id}")
    row = {**made["addresses"][0], "_deleted": True}
    assert patch(clio, made["id"], {"addresses": [row]}, "addresses{city}") == {"addresses": [{"city": "Bath"}]}


def test_an_unknown_row_is_not_found_and_nothing_changes(clio):
    number = post(clio, {**PERSON, "web_sites": [{"address": "x.org"}]})["id"]
    before = show(clio, number, "etag,web_sites{id}")
    data = {"title": "Countess", "web_sites": [{"id": 7, "address": "y.org"}]}
    assert clio.patch(f"/contacts/{number}", json={"data": data}).status_code == 404
    assert show(clio, number, "etag,web_sites{id}") == before


def test_a_change_of_a_row_changes_the_contacts_etag(clio):
    made = post(clio, {**PERSON, "addresses": [{"city": "Bath"}]}, "id,etag,addresses{id,etag}")
    row = made["addresses"][0]
    same = patch(clio, made["id"], {"addresses": [{"id": row["id"], "city": "Bath"}]}, "etag,addresses{etag}")
    assert same == {"etag": made["etag"], "addresses": [{"etag": row["etag"]}]}
    other = patch(clio, made["id"], {"addresses": [{"id": row["id"], "city": "Wells"}]}, "etag,addresses{etag}")
    assert other["etag"] != made["etag"]
    assert other["addresses"][0]["etag"] != row["etag"]


@pytest.mark.parametrize("name", ["addresses", "email_addresses", "phone_numbers"])
def test_twenty_rows_are_the_most_since_version_4_0_13(clio, name):
    value = {"addresses": "city", "email_addresses": "address", "phone_numbers": "number"}[name]
    data = {**PERSON, name: [{value: str(n)} for n in range(21)]}
    answer = clio.post("/contacts", json={"data": data})
    assert (answer.status_code, "20" in answer.json()["error"]["message"]) == (422, True)
    assert clio.post("/contacts", json={"data": data}, headers={"X-API-VERSION": "4.0.12"}).status_code == 201
    data[name].pop()
    assert clio.post("/contacts", json={"data": data}).status_code == 201


def test_addresses_numbers_and_sites_have_a_main_one(clio):
    data = {
        **PERSON,
        "addresses": [{"name": "Home", "city": "Bath"}, {"name": "Work", "city": "London"}],
        "web_sites": [{"address": "a.org"}, {"address": "b.org", "default_web_site": True}],
    }
    fields = "primary_address{city},secondary_address{city},primary_work_address{city},primary_web_site{address}"
    assert post(clio, data, fields) == {
        "primary_address": {"city": "Bath"},
        "secondary_address": {"city": "London"},
        "primary_work_address": {"city": "London"},
        "primary_web_site": {"address": "b.org"},
    }


def test_emails_and_phones_have_lists_below_the_contact(clio):
    data = {**PERSON, "email_addresses": [{"address": "a@x.org"}], "phone_numbers": [{"number": "5"}]}
    number = post(clio, data)["id"]
    emails = clio.get(f"/contacts/{number}/email_addresses.json?fields=address,primary").json()
    assert emails == {"data": [{"address": "a@x.org", "primary": True}], "meta": {"paging": {}, "records": 1}}
    assert clio.get(f"/contacts/{number}/phone_numbers?fields=number").json()["data"] == [{"number": "5"}]
    assert clio.get("/contacts/7/phone_numbers").status_code == 404


def test_a_company_can_be_given_and_taken_away(clio):
    company = post(clio, {"type": "Company", "name": "Acme"})["id"]
    number = post(clio, {**PERSON, "company": {"id": company}})["id"]
    assert show(clio, number, "company{id,name}") == {"company": {"id": company, "name": "Acme"}}
    assert patch(clio, number, {"company": {"id": None}}, "company") == {"company": None}
    assert clio.patch(f"/contacts/{number}", json={"data": {"company": {"id": 7}}}).status_code == 404


def test_read_only_fields_are_dropped_without_a_word(clio):
    data = {**PERSON, "is_client": True, "initials": "XX", "primary_email_address": "x@y.org", "account_balances": [{}]}
    fields = "is_client,initials,primary_email_address,account_balances"
    expected = {"is_client": False, "initials": "AL", "primary_email_address": None, "account_balances": []}
    assert post(clio, data, fields) == expected


def test_a_contact_is_a_client_while_a_matter_has_it_as_such(clio):
    number = post(clio, PERSON)["id"]
    matter = clio.post("/matters", json={"data": {"description": "x", "client": {"id": number}}}).json()["data"]["id"]
    assert show(clio, number, "is_client") == {"is_client": True}
    assert clio.delete(f"/contacts/{number}").status_code == 422
    assert clio.delete(f"/matters/{matter}").status_code == 204
    assert show(clio, number, "is_client") == {"is_client": False}
    assert clio.delete(f"/contacts/{number}").status_code == 204


def test_a_contact_with_open_bills_is_a_conflict(running):
    bill = running.get("/bills?state=awaiting_payment&fields=client{id}").json()["data"][0]
    answer = running.delete(f"/contacts/{bill['client']['id']}")
    assert answer.status_code == 409
    assert set(answer.json()["error"]) == {"type", "message"}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"type": "Company"}, ["Harbor Supply Co."]),
        ({"initial": "R"}, ["Priya Raman"]),
        ({"initial": "H"}, ["Harbor Supply Co."]),
        ({"query": "PRIYA"}, ["Priya Raman"]),
        ({"query": "raman mill valley"}, ["Priya Raman"]),
        ({"query": "555-0144"}, ["Harbor Supply Co."]),
        ({"query": "00004-Raman"}, ["Priya Raman"]),
        ({"query": "buyer harbor"}, ["Elena Duarte"]),
        ({"query": "nobody"}, []),
        ({"clio_connect_only": "true"}, []),
        ({"shared_resource_id": "1"}, []),
        ({"order": "name(desc)", "limit": "1"}, ["Priya Raman"]),
    ],
)
def test_filters_keep_what_they_name(running, query, names):
    assert found(running, **query) == names


def test_clients_and_those_with_mail(running):
    assert "Elena Duarte" not in found(running, client_only="true")
    assert len(found(running, client_only="false")) == len(found(running)) == len(found(running, email_only="true"))


def test_ids_can_be_left_out(running):
    rows = running.get("/contacts").json()["data"]
    out = [row["id"] for row in rows[:2]]
    kept = running.get(f"/contacts?exclude_ids[]={out[0]}&exclude_ids[]={out[1]}").json()["data"]
    assert kept == rows[2:]


@pytest.mark.parametrize(
    "query", [{"type": "company"}, {"initial": "a"}, {"client_only": "2"}, {"order": "email(asc)"}]
)
def test_a_known_parameter_with_a_wrong_value_is_refused(running, query):
    assert running.get("/contacts", params=query).status_code == 400


def test_balances_and_bank_accounts_need_the_accounting_permission(live):
    with live.client(RUNNING, permissions={"Contacts": "read"}) as limited:
        row = limited.get("/contacts?fields=account_balances,name,currency").json()["data"][0]
        assert row["account_balances"] == {"redacted": True}
        assert row["currency"] == {"redacted": True}
        assert limited.post("/contacts", json={"data": PERSON}).status_code == 403
    with live.client(RUNNING, permissions={"Matters": "read"}) as limited:
        assert limited.get("/contacts").status_code == 403
        assert limited.get("/matters?fields=client").json()["data"][0]["client"] == {"redacted": True}


def test_related_contacts_go_both_ways(running):
    rows = running.get("/contacts?fields=name,related_contacts{name}").json()["data"]
    related = {row["name"]: [each["name"] for each in row["related_contacts"]] for row in rows}
    assert (related["Dana Whitfield"], related["Elena Duarte"]) == (["Elena Duarte"], ["Dana Whitfield"])
