"""Drives clio-manage-api-client through create, read, query, update, delete and errors; the last line says how it went.

Needs CLIO_URL and CLIO_TOKEN, and the client's packages on the path.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import logging
import os
import sys
import traceback
import types
from importlib.metadata import version

# The client imports pandas for an export to spreadsheets that nothing here calls; the module stands in for 100 MB.
sys.modules["pandas"] = types.ModuleType("pandas")
from clio_manage_python_client import client as published  # noqa: E402 - after pandas

published.BASE_URL["us"] = os.environ["CLIO_URL"]
MANY = 100_000  # requests a minute the client may send before it waits of its own accord

# Of the document of 2025-09 that this client was made from, the lists that Clio has and the twin does not.
_UNSERVED = """
    calendar_entries calendar_entry_event_types calendars clio_file comments communications conversation_messages
    conversations court_rules custom_actions damages document_automations document_categories document_templates
    documents folders grant_funding_sources grants internal_notifications lauk_civil_certificated_rates
    lauk_civil_controlled_rates lauk_criminal_controlled_rates lauk_expense_categories log_entries
    medical_records_details notes relationships reminders task_calendars task_template_lists task_templates task_types
    tasks
"""
UNSERVED = frozenset(_UNSERVED.split())


def connect(token: str = os.environ["CLIO_TOKEN"], **options):
    return published.Client(access_token=token, default_rate_limit=MANY, **options)


clio = connect()


def refused(call, **arguments) -> str:
    """What the client says of an answer that is an error."""
    try:
        answer = call(**arguments)
    except RuntimeError as error:
        return str(error)
    raise AssertionError(f"not refused: {answer}")


def record(answer):
    assert "data" in answer, answer
    return answer["data"]


def check_bank_accounts_live_and_die():
    made = record(
        clio.post.bank_accounts(name="Second Trust", type="Trust", currency="USD", balance=12.5, fields="all")
    )
    assert (made["name"], made["type"], made["balance"], made["currency"]) == ("Second Trust", "Trust", 12.5, "USD")
    shown = record(clio.get.bank_accounts(id=made["id"], fields="all,user{all}"))
    assert shown["etag"] == made["etag"]
    assert shown["user"]["account_owner"] is True
    changed = record(clio.patch.bank_accounts(id=made["id"], institution="Second Example Bank", fields="all"))
    assert changed["institution"] == "Second Example Bank"
    assert changed["etag"] != made["etag"]
    assert clio.delete.bank_accounts(id=made["id"]) is None
    assert "404" in refused(clio.get.bank_accounts, id=made["id"])


def check_bank_accounts_are_filtered_by_the_other_spelling_of_their_type():
    trust = record(clio.get.bank_accounts(type="TrustAccount", fields="id,type"))
    operating = record(clio.get.bank_accounts(type="OperatingAccount", fields="id,type"))
    assert {row["type"] for row in trust} == {"Trust"}
    assert {row["type"] for row in operating} == {"Operating"}
    assert len(trust) + len(operating) == len(record(clio.get.bank_accounts()))


def check_every_list_answers_with_all_fields():
    for name, endpoint in clio.get.base_endpoints.items():
        if endpoint.index_method is None or name == "timer":
            continue
        if name in UNSERVED:
            assert "404" in refused(endpoint, limit=1)
            continue
        for fields in ("all", "all_ids"):
            assert isinstance(record(endpoint(fields=fields, limit=2)), list), (name, fields)


def check_every_record_answers_with_all_fields():
    for name, endpoint in clio.get.base_endpoints.items():
        if endpoint.index_method and endpoint.show_method and name not in UNSERVED:
            for row in record(endpoint(limit=2)):
                assert record(endpoint(id=row["id"], fields="all"))["id"] == row["id"]


def check_all_pages_come_together():
    names = [f"Paged {number}" for number in range(7)]
    for name in names:
        record(clio.post.contacts(type="Company", name=name))
    rows = record(clio.all.contacts(query="Paged", limit=2, fields="id,name"))  # sends its query again with each page
    assert [row["name"] for row in rows] == names
    everyone = record(clio.all.contacts(limit=3))
    assert len({row["id"] for row in everyone}) == len(everyone) >= len(names)


def check_people_keep_their_addresses():
    made = record(
        clio.post.contacts(
            type="Person",
            name="Ana Example",
            first_name="Ana",
            last_name="Example",
            email_addresses=[{"name": "Work", "address": "ana@example.com", "default_email": True}],
            fields="all,email_addresses{all}",
        )
    )
    assert made["name"] == "Ana Example"
    assert made["primary_email_address"] == "ana@example.com"
    assert [row["address"] for row in made["email_addresses"]] == ["ana@example.com"]
    related = record(clio.get.contacts.email_addresses(contact_id=made["id"], fields="all"))
    assert [row["id"] for row in related] == [row["id"] for row in made["email_addresses"]]


def check_matters_belong_to_clients():
    client = record(clio.post.contacts(type="Company", name="Widgets Example Ltd"))
    made = record(clio.post.matters(client={"id": client["id"]}, description="Lease", fields="all,client{all}"))
    assert made["status"] == "Open"
    assert made["client"]["name"] == "Widgets Example Ltd"
    assert made["display_number"]
    found = record(clio.get.matters(client_id=client["id"], status="open", fields="id,client{id}"))
    assert [row["id"] for row in found] == [made["id"]]
    assert record(clio.get.matters.client(matter_id=made["id"], fields="id,name"))["id"] == client["id"]
    closed = record(clio.patch.matters(id=made["id"], status="closed", fields="all"))
    assert closed["status"] == "Closed"
    assert record(clio.get.matters(client_id=client["id"], status="open")) == []
    assert "4" in refused(clio.delete.contacts, id=client["id"])


def check_categories_have_rates():
    # This client sends null for an object that may be left out, here the rate; the category keeps the usual one.
    rate = {"type": "FlatRate", "amount": 350.75}
    made = record(clio.post.activity_descriptions(name="Mediation", rate=rate, fields="all,rate{all}"))
    assert made["rate"]["type"] == "User"
    flat = record(clio.get.activity_descriptions(flat_rate=True, fields="id"))
    assert flat
    assert made["id"] not in [row["id"] for row in flat]
    assert record(clio.patch.activity_descriptions(id=made["id"], name="Mediator", fields="all"))["name"] == "Mediator"
    assert clio.delete.activity_descriptions(id=made["id"]) is None


def check_expense_categories_are_queried():
    made = record(clio.post.expense_categories(name="Courier vans", entry_type="hard_cost", rate=12.0, fields="all"))
    assert made["entry_type"] == "hard_cost"
    assert record(clio.get.expense_categories(query="courier"))[0]["id"] == made["id"]


def check_bills_are_read_and_changed():
    rows = record(clio.get.bills(fields="all,client{all},matters{id}"))
    assert rows
    assert all(row["kind"] and row["state"] for row in rows)
    for state in {row["state"] for row in rows}:
        found = record(clio.get.bills(state=state, fields="state"))
        assert {row["state"] for row in found} == {state}
    draft = next(row for row in rows if row["state"] == "draft")
    assert record(clio.patch.bills(id=draft["id"], memo="Thank you", fields="all"))["memo"] == "Thank you"


def check_money_in_trust_is_seen():
    rows = record(clio.get.bank_transactions(fields="all,bank_account{id,type},matter{id}"))
    assert any(row["bank_account"]["type"] == "Trust" for row in rows)
    allocations = record(clio.get.allocations(fields="all,source_bank_account{id,type},bill{id}"))
    assert any((row["source_bank_account"] or {}).get("type") == "Trust" for row in allocations)


def check_custom_fields_have_options():
    made = record(
        clio.post.custom_fields(
            name="Court",
            parent_type="Matter",
            field_type="picklist",
            picklist_options=[{"option": "County"}, {"option": "Federal"}],
            fields="all,picklist_options{all}",
        )
    )
    assert [row["option"] for row in made["picklist_options"]] == ["County", "Federal"]
    assert made["id"] in [row["id"] for row in record(clio.get.custom_fields(parent_type="matter"))]


def check_the_user_is_known():
    assert record(clio.get.users.who_am_i(fields="all"))["account_owner"] is True
    assert record(clio.get.users(subscription_type="attorney", fields="id"))


def check_settings_are_read():
    assert record(clio.get.settings.billing(fields="all"))["currency"] == "USD"


def check_ids_select():
    both = [row["id"] for row in record(clio.get.practice_areas())][:2]
    assert [row["id"] for row in record(clio.get.practice_areas(ids__=both))] == both


def check_what_is_wrong_is_refused():
    assert "RecordNotFound" in refused(clio.get.matters, id=1)
    assert "422" in refused(clio.post.bank_accounts, name="X", type="Trust", currency="ZZZ")
    assert "404" in refused(clio.delete.practice_areas, id=1)
    assert "invalid_token" in refused(connect("unknown").get.users)


def check_limits_are_read_from_the_headers():
    clio.get.practice_areas()
    seen = clio.rate_limiter.limits["practice_areas"]
    assert 0 < seen["remaining"] < seen["limit"]


def check_requests_may_be_asynchronous():
    async def ask():
        client = connect(async_requests=True)
        rows = await client.all.contacts(limit=2, fields="id,name")
        await client.shutdown()
        return rows

    rows = record(asyncio.run(ask()))
    assert [row["id"] for row in rows] == [row["id"] for row in record(clio.all.contacts(limit=2))]


def outcome(check) -> str | None:
    """Nothing when the check holds, otherwise why not. The client prints a lot."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            check()
    except Exception:  # noqa: BLE001 - whatever it is, it is the outcome
        return traceback.format_exc()
    return None


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    results = {name: outcome(check) for name, check in list(globals().items()) if name.startswith("check_")}
    print(json.dumps({"version": version("clio-manage-api-client"), "checks": results}))  # noqa: T201 - the answer
