"""Custom fields, their sets, and their values on contacts and matters."""

from __future__ import annotations

import pytest


def field(client, kind="text_line", parent="Contact", **more):
    data = {"name": "Extra", "field_type": kind, "parent_type": parent, **more}
    answer = client.post("/custom_fields?fields=id,picklist_options{id,option}", json={"data": data})
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


def contact(client, *values, fields="id"):
    data = {"type": "Person", "last_name": "Lovelace", "custom_field_values": list(values)}
    return client.post("/contacts", params={"fields": fields}, json={"data": data})


def value_of(number, value):
    return {"custom_field": {"id": number}, "value": value}


VALUES = "id,custom_field_values{id,value,custom_field}"


def test_type_and_parent_are_fixed_when_the_field_is_made(clio):
    number = field(clio)["id"]
    data = {"name": "Other", "field_type": "date", "parent_type": "Matter", "required": True}
    path = f"/custom_fields/{number}?fields=name,field_type,parent_type,required"
    after = clio.patch(path, json={"data": data}).json()["data"]
    assert after == {"name": "Other", "field_type": "text_line", "parent_type": "Contact", "required": True}


@pytest.mark.parametrize(
    "data",
    [
        {"field_type": "text_line", "parent_type": "Matter"},
        {"name": "x", "parent_type": "Matter"},
        {"name": "x", "field_type": "text_line"},
        {"name": "x", "field_type": "text", "parent_type": "Matter"},
        {"name": "x", "field_type": "text_line", "parent_type": "matter"},
        {"name": "x", "field_type": "picklist", "parent_type": "Matter", "picklist_options": [{}]},
    ],
)
def test_a_field_needs_a_name_a_type_and_a_parent(clio, data):
    assert clio.post("/custom_fields", json={"data": data}).status_code == 422


def test_filters_are_spelled_in_their_own_ways(clio):
    field(clio, parent="Contact")
    field(clio, "date", "Matter", name="Hearing", displayed=True, required=True)

    def names(**query):
        answer = clio.get("/custom_fields", params={"fields": "name", **query})
        return [row["name"] for row in answer.json()["data"]]

    assert names(parent_type="matter") == ["Hearing"]
    assert clio.get("/custom_fields?parent_type=Matter").status_code == 400
    assert names(field_type="date") == names(visible_and_required="true") == names(query="hear") == ["Hearing"]
    assert names(order="name(desc)") == ["Hearing", "Extra"]
    clio.post("/custom_field_sets", json={"data": {"name": "Set", "parent_type": "Matter"}})
    assert clio.get("/custom_field_sets?parent_type=Matter").json()["meta"]["records"] == 1
    assert clio.get("/custom_field_sets?parent_type=matter").status_code == 400


def test_a_deleted_field_can_still_be_read(clio):
    number = field(clio)["id"]
    person = contact(clio, value_of(number, "kept")).json()["data"]["id"]
    assert clio.delete(f"/custom_fields/{number}").status_code == 204
    assert clio.delete(f"/custom_fields/{number}").status_code == 404
    assert clio.get("/custom_fields").json()["data"] == []
    assert clio.get("/custom_fields?deleted=true").json()["data"][0]["id"] == number
    assert clio.get(f"/custom_fields/{number}?fields=deleted").json()["data"] == {"deleted": True}
    shown = clio.get(f"/contacts/{person}?fields=custom_field_values{{value,soft_deleted}}").json()["data"]
    assert shown["custom_field_values"] == [{"value": "kept", "soft_deleted": True}]


def test_options_of_a_picklist_are_taken_away_by_their_own_mark(clio):
    made = field(clio, "picklist", picklist_options=[{"option": "red"}, {"option": "blue"}])
    red, blue = made["picklist_options"]
    path = f"/custom_fields/{made['id']}?fields=picklist_options{{id,option}}"
    rows = [{"id": red["id"], "_destroy": True}, {"id": blue["id"], "_deleted": True}, {"option": "green"}]
    after = clio.patch(path, json={"data": {"picklist_options": rows}}).json()["data"]["picklist_options"]
    assert [row["option"] for row in after] == ["red", "green"]


def test_a_value_outlives_its_option(clio):
    made = field(clio, "picklist", picklist_options=[{"option": "red"}])
    option = made["picklist_options"][0]["id"]
    person = contact(clio, value_of(made["id"], option)).json()["data"]["id"]
    data = {"picklist_options": [{"id": option, "_deleted": True}]}
    clio.patch(f"/custom_fields/{made['id']}", json={"data": data})
    path = f"/contacts/{person}?fields=custom_field_values{{picklist_option}},title"
    assert clio.patch(path, json={"data": {"title": "Dr"}}).status_code == 200
    assert contact(clio, value_of(made["id"], option)).status_code == 422


def test_the_id_of_a_value_is_its_type_and_a_number(clio):
    number = field(clio)["id"]
    made = contact(clio, value_of(number, "one"), fields=VALUES).json()["data"]
    (row,) = made["custom_field_values"]
    assert row["id"].startswith("text_line-")
    assert (row["value"], row["custom_field"]["id"]) == ("one", number)
    path = f"/contacts/{made['id']}?fields={VALUES}"
    change = {"custom_field_values": [{"id": row["id"], "value": "two"}]}
    after = clio.patch(path, json={"data": change}).json()["data"]["custom_field_values"]
    assert [(each["id"], each["value"]) for each in after] == [(row["id"], "two")]
    gone = {"custom_field_values": [{"id": row["id"], "_destroy": True}]}
    assert clio.patch(path, json={"data": gone}).json()["data"]["custom_field_values"] == []


def test_a_displayed_field_without_a_value_shows_with_an_empty_id(clio):
    number = field(clio, displayed=True)["id"]
    field(clio, parent="Matter", displayed=True)
    (row,) = contact(clio, fields=VALUES).json()["data"]["custom_field_values"]
    assert (row["id"], row["value"], row["custom_field"]["id"]) == (None, None, number)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("numeric", "12.5", "many"),
        ("numeric", 12.5, "1e9"),
        ("currency", "100", "$100"),
        ("date", "2026-11-02", "tomorrow"),
        ("checkbox", True, "maybe"),
        ("contact", 200001, 7),
        ("matter", 500001, "x"),
        ("text_line", "x", ["x"]),
        ("url", "https://x.org", None),
        ("time", "10:30", {}),
    ],
)
def test_a_value_fits_its_type(running, kind, good, bad):
    number = field(running, kind)["id"]
    made = contact(running, value_of(number, good), fields=VALUES)
    assert made.status_code == 201, made.text
    assert made.json()["data"]["custom_field_values"][0]["value"] == str(good).replace("True", "true")
    assert contact(running, value_of(number, bad)).status_code == 422


def test_links_in_values_are_followed(running):
    to_contact, to_matter = field(running, "contact")["id"], field(running, "matter")["id"]
    fields = "custom_field_values{contact,matter}"
    rows = contact(running, value_of(to_contact, 200001), value_of(to_matter, 500001), fields=fields)
    first, second = rows.json()["data"]["custom_field_values"]
    assert (first["contact"]["id"], first["matter"]) == (200001, None)
    assert (second["contact"], second["matter"]["id"]) == (None, 500001)


def test_a_field_belongs_to_its_parent(clio):
    assert contact(clio, value_of(field(clio, parent="Matter")["id"], "x")).status_code == 422
    assert contact(clio, value_of(7, "x")).status_code == 404
    assert contact(clio, {"value": "x"}).status_code == 422


def test_one_field_has_one_value(clio):
    number = field(clio)["id"]
    made = contact(clio, value_of(number, "one"), fields=VALUES).json()["data"]
    data = {"custom_field_values": [value_of(number, "two")]}
    after = clio.patch(f"/contacts/{made['id']}?fields={VALUES}", json={"data": data}).json()["data"]
    assert [row["value"] for row in after["custom_field_values"]] == ["two"]


@pytest.mark.parametrize(
    ("kind", "value", "text", "is_found"),
    [
        ("text_line", "a>=b", "a>=b", True),
        ("text_line", "ab", "a", False),
        ("numeric", "105.4", ">=105.4", True),
        ("numeric", "105.40", "105.4", True),
        ("numeric", "47", "[<=50, >=45]", True),
        ("numeric", "51", "[<=50, >=45]", False),
        ("date", "2026-11-02", "<2026-12-01", True),
        ("date", "2026-11-02", "<2026-11-02", False),
        ("checkbox", "true", "true", True),
    ],
)
def test_values_filter_by_operators_where_their_type_has_them(clio, kind, value, text, is_found):
    number = field(clio, kind)["id"]
    contact(clio, value_of(number, value))
    contact(clio)
    answer = clio.get("/contacts", params={f"custom_field_values[{number}]": text})
    assert answer.json()["meta"]["records"] == int(is_found)


def test_a_comparison_with_no_number_is_refused(clio):
    number = field(clio, "numeric")["id"]
    contact(clio, value_of(number, "1"))
    assert clio.get("/contacts", params={f"custom_field_values[{number}]": ">=many"}).status_code == 400


def test_ids_of_fields_say_which_values_to_show(clio):
    first, second = field(clio)["id"], field(clio)["id"]
    number = contact(clio, value_of(first, "a"), value_of(second, "b")).json()["data"]["id"]
    path = f"/contacts/{number}?fields=custom_field_values{{value}}&custom_field_ids[]={second}"
    assert clio.get(path).json()["data"] == {"custom_field_values": [{"value": "b"}]}


def test_a_set_lists_its_fields_and_is_shown_where_it_belongs(clio):
    numbers = [field(clio, parent="Matter")["id"] for _ in range(2)]
    path = "/custom_field_sets?fields=id,custom_fields{id}"
    made = clio.post(path, json={"data": {"name": "Set", "parent_type": "Matter", "custom_field_ids": numbers}})
    assert made.json()["data"]["custom_fields"] == [{"id": number} for number in numbers]
    number = made.json()["data"]["id"]
    change = {"data": {"custom_field_ids": numbers[1:]}}
    after = clio.patch(f"/custom_field_sets/{number}?fields=custom_fields{{id}}", json=change).json()["data"]
    assert after == {"custom_fields": [{"id": numbers[1]}]}
    assert clio.post("/custom_field_sets", json={"data": {"name": "x", "custom_field_ids": [7]}}).status_code == 404
    assert clio.post("/custom_field_sets", json={"data": {"name": "x", "custom_field_ids": ["7"]}}).status_code == 422
    data = {"type": "Person", "last_name": "x", "custom_field_set_associations": [{"custom_field_set": {"id": number}}]}
    shown = clio.post("/contacts?fields=custom_field_set_associations{id,display_order}", json={"data": data})
    assert len(shown.json()["data"]["custom_field_set_associations"]) == 1
