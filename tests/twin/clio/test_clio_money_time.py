"""Time and expenses, on their way to a bill, and what is still to be billed."""

from __future__ import annotations

import pytest
from clio_books import Books


@pytest.fixture
def books(live, clio):
    return Books(live, clio)


@pytest.fixture
def client(books):
    return books.client()


@pytest.fixture
def matter(books, client):
    return books.matter(client)


def timed(books, hours, **more):
    return books.made("activities", type="TimeEntry", date="2026-10-20", quantity=hours * 3600, **more)["id"]


def test_time_is_in_seconds_and_costs_by_the_hour(books, matter):
    fields = "type,quantity,quantity_in_hours,rounded_quantity,rounded_quantity_in_hours,price,total,non_billable_total"
    data = {"type": "TimeEntry", "date": "2026-10-20", "quantity": 5401, "price": 200, "matter": {"id": matter}}
    assert books.made("activities", fields, **data) == {
        "type": "TimeEntry",
        "quantity": 5401.0,
        "quantity_in_hours": pytest.approx(5401 / 3600),
        "rounded_quantity": 5760.0,  # the firm rounds up to six minutes
        "rounded_quantity_in_hours": 1.6,
        "price": 200.0,
        "total": 320.0,
        "non_billable_total": 0.0,
    }


def test_without_a_price_the_rate_is_the_categorys_or_the_users(books):
    custom = books.made("activity_descriptions", name="Court", rate={"type": "Custom", "amount": 400})["id"]
    flat = books.made("activity_descriptions", name="Will", rate={"type": "FlatRate", "amount": 750})["id"]
    plain = books.made("activity_descriptions", name="Time", rate={"type": "User"})["id"]
    fields = "price,total,flat_rate"

    def shown(**more):
        return books.shown("activities", timed(books, 2, **more), fields)

    assert shown() == {"price": 350.0, "total": 700.0, "flat_rate": False}
    assert shown(activity_description={"id": plain}) == {"price": 350.0, "total": 700.0, "flat_rate": False}
    assert shown(activity_description={"id": custom}) == {"price": 400.0, "total": 800.0, "flat_rate": False}
    assert shown(activity_description={"id": flat}) == {"price": 750.0, "total": 750.0, "flat_rate": True}
    assert shown(activity_description={"id": flat}, price=10)["price"] == 10.0


def test_another_category_resets_the_price_unless_one_is_given(books):
    court = books.made("activity_descriptions", name="Court", rate={"type": "Custom", "amount": 400})["id"]
    number = timed(books, 1, price=100)
    path = f"/activities/{number}?fields=price"
    changed = books.api.patch(path, json={"data": {"note": "x"}}).json()["data"]
    assert changed == {"price": 100.0}
    changed = books.api.patch(path, json={"data": {"activity_description": {"id": court}}}).json()["data"]
    assert changed == {"price": 400.0}


def test_expenses_go_by_the_piece(books):
    category = books.made("expense_categories", name="Copies", rate=0.25)["id"]
    linked = {"expense_category": {"id": category}}
    fields = "price,quantity,total,quantity_in_hours,expense_category{id},reference"
    made = books.made("activities", fields, type="ExpenseEntry", date="2026-10-20", quantity=40, **linked)
    assert (made["price"], made["quantity"], made["total"], made["quantity_in_hours"]) == (0.25, 40.0, 10.0, None)
    hard = {"type": "HardCostEntry", "date": "2026-10-20", "price": 435, "reference": "2207"}
    made = books.made("activities", fields, **hard, **linked)
    assert (made["quantity"], made["total"], made["reference"]) == (1.0, 435.0, "2207")
    number = books.listed("activities", type="HardCostEntry")[0]["id"]
    changed = books.api.patch(
        f"/activities/{number}?fields=expense_category", json={"data": {"expense_category": {"id": None}}}
    )
    assert changed.json()["data"] == {"expense_category": None}


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"date": "2026-10-20"}, 422),
        ({"type": "TimeEntry"}, 422),
        ({"type": "Other", "date": "2026-10-20"}, 422),
        ({"type": "TimeEntry", "date": "2026-10-20", "matter": {"id": 1}}, 404),
        ({"type": "TimeEntry", "date": "2026-10-20", "task": {"id": 1}}, 404),
    ],
)
def test_what_an_activity_needs(books, data, status):
    assert books.api.post("/activities", json={"data": data}).status_code == status


def test_non_billable_time_costs_nothing(books):
    shown = books.shown("activities", timed(books, 1, non_billable=True), "total,non_billable_total,non_billable")
    assert shown == {"total": 0.0, "non_billable_total": 350.0, "non_billable": True}


def test_a_timer_runs(books, live):
    number = timed(books, 0, start_timer=True)
    live.clock.advance(5400)
    assert books.shown("activities", number, "timer{elapsed_time}") == {"timer": {"elapsed_time": 1.5}}
    books.api.patch(f"/activities/{number}", json={"data": {"start_timer": False}})
    assert books.shown("activities", number, "timer") == {"timer": None}


def test_an_activity_becomes_a_line_in_hours(books, client, matter):
    number = timed(books, 4, matter={"id": matter}, note="Hearing")
    links = {"client": {"id": client}, "matters": [{"id": matter}], "line_items": [{"activity": {"id": number}}]}
    bill = books.screen("bills", **links)["id"]
    fields = "type,kind,quantity,price,total,note,activity{id},matter{id},user{id}"
    line = books.listed("line_items", fields, bill_id=bill)[0]
    assert (line["type"], line["kind"], line["quantity"], line["total"]) == ("ActivityLineItem", "Service", 4.0, 1400.0)
    assert (line["activity"], line["matter"], line["note"]) == ({"id": number}, {"id": matter}, "Hearing")
    state = "on_bill,billed,bill{id}"
    assert books.shown("activities", number, state) == {"on_bill": True, "billed": False, "bill": {"id": bill}}
    books.api.patch(f"/bills/{bill}", json={"data": {"state": "awaiting_payment"}})
    assert books.shown("activities", number, state) == {"on_bill": True, "billed": True, "bill": {"id": bill}}
    assert books.api.patch(f"/activities/{number}", json={"data": {"note": "x"}}).status_code == 422
    assert books.api.delete(f"/activities/{number}").status_code == 403
    books.api.delete(f"/bills/{bill}")
    assert books.shown("activities", number, state) == {"on_bill": False, "billed": False, "bill": None}
    assert books.api.delete(f"/activities/{number}").status_code == 204


@pytest.fixture
def draft(books, client, matter):
    """An activity of two hours, its line and its draft bill."""
    activity = timed(books, 2, matter={"id": matter}, note="Call")
    bill = books.screen("bills", client={"id": client}, line_items=[{"activity": {"id": activity}}])["id"]
    return activity, books.listed("line_items", bill_id=bill)[0]["id"], bill


def test_hours_of_an_activitys_line_are_dropped_without_a_word(books, draft):
    activity, line, bill = draft
    answer = books.api.patch(f"/line_items/{line}?fields=quantity,price", json={"data": {"quantity": 9, "price": 100}})
    assert (answer.status_code, answer.json()["data"]) == (200, {"quantity": 2.0, "price": 100.0})
    assert books.shown("bills", bill, "total") == {"total": 200.0}
    assert books.shown("activities", activity, "price") == {"price": 350.0}


def test_a_line_writes_back_to_its_activity_when_asked(books, draft):
    activity, line, bill = draft
    data = {"note": "Longer call", "price": 10, "update_original_record": True}
    assert books.api.patch(f"/line_items/{line}", json={"data": data}).status_code == 200
    assert books.shown("activities", activity, "note,price") == {"note": "Longer call", "price": 10.0}
    assert books.api.patch(f"/line_items/{line}", json={"data": {"note": "Only here"}}).status_code == 200
    assert books.shown("activities", activity, "note") == {"note": "Longer call"}
    assert books.shown("bills", bill, "total") == {"total": 20.0}


def test_a_drafts_line_goes_with_its_activity(books, draft):
    activity, _line, bill = draft
    books.api.patch(f"/activities/{activity}", json={"data": {"quantity": 3600, "note": "Short"}})
    assert books.listed("line_items", "quantity,note", bill_id=bill) == [{"quantity": 1.0, "note": "Short"}]
    assert books.shown("bills", bill, "total") == {"total": 350.0}
    assert books.api.delete(f"/activities/{activity}").status_code == 204
    assert books.listed("line_items", bill_id=bill) == []
    assert books.shown("bills", bill, "total") == {"total": 0.0}


def test_lists_of_activities_can_be_narrowed(books, client, matter, draft):
    on_draft = draft[0]
    free = timed(books, 1, matter={"id": books.matter(client, "Other")}, note="Research")
    given = timed(books, 1, non_billable=True)
    cost = books.made("activities", type="SoftCostEntry", date="2026-11-01", price=5)["id"]

    def ids(**query):
        return [row["id"] for row in books.listed("activities", **query)]

    assert ids(type="TimeEntry") == [on_draft, free, given]
    assert ids(status="draft") == [on_draft]
    assert ids(status="unbilled") == ids(only_unaccounted_for="true") == [free, cost]
    assert ids(status="non_billable") == [given]
    assert ids(status="billable") == [on_draft, free, cost]
    assert ids(status="billed") == ids(status="written_off") == []
    assert ids(matter_id=matter) == [on_draft]
    assert ids(matter_id="null") == [given, cost]
    assert ids(query="search") == [free]
    assert ids(start_date="2026-11-01") == [cost]
    assert ids(end_date="2026-10-31T00:00:00Z") == [on_draft, free, given]
    assert ids(flat_rate="false") == [on_draft, free, given]
    assert ids(order="date(desc)")[0] == cost
    assert ids(order="total(desc)")[0] == on_draft
    assert ids(order="user.name(asc)") == ids(task_id="null") == ids(matter=matter) == ids()
    assert ids(order="display_number(desc)")[0] == free
    assert books.api.get("/activities?status=open").status_code == 400


def test_what_is_still_to_be_billed_is_listed_by_matter_and_by_client(books, client, matter, draft):
    account = books.account()
    books.moved(account, 500, matter={"id": matter})
    books.moved(account, 70, client={"id": client})
    timed(books, 1.5, matter={"id": matter})
    books.made("activities", type="ExpenseEntry", date="2026-10-01", price=10, matter={"id": matter})
    row = {"id": matter, "unbilled_hours": 1.5, "unbilled_amount": 535.0, "amount_in_trust": 500.0}
    fields = "id,unbilled_hours,unbilled_amount,amount_in_trust,client{id,name},currency_code,currency_id"
    currency = {"currency_code": "USD", "currency_id": 1}
    whose = {"client": {"id": client, "name": "Ana Example"}}
    assert books.listed("billable_matters", fields) == [{**row, **whose, **currency}]
    fields = "id,name,unbilled_hours,unbilled_amount,amount_in_trust,billable_matters_count,billable_matters{id}"
    assert books.listed("billable_clients", fields) == [
        {**row, "id": client, "name": "Ana Example", "amount_in_trust": 570.0, "billable_matters_count": 1}
        | {"billable_matters": [{"id": matter}]}
    ]
    for path in ("billable_matters", "billable_clients"):
        assert len(books.listed(path, client_id=client, matter_id=matter, query="dissol")) == 1
        assert len(books.listed(path, start_date="2026-10-20")) == len(books.listed(path, end_date="2026-10-01")) == 1
        assert books.listed(path, start_date="2026-10-21") == books.listed(path, query="nothing") == []
        assert books.listed(path, responsible_attorney_id=1) == []
    assert books.api.get("/billable_clients?limit=26").status_code == 400
    assert books.api.get("/billable_matters?limit=1000").status_code == 200
    assert books.api.get("/billable_matters?limit=1001").status_code == 400
    assert books.api.get("/billable_matters").json()["data"] == [{"id": matter}]


def requested(books, **more):
    data = {"trust_type": "client", "trust_amount": 1500.5, "approved": True}
    dates = {"issue_date": "2026-11-01", "due_date": "2026-11-15"}
    return books.api.post("/trust_requests?fields=id,etag,created_at", json={"data": {**data, **dates, **more}})


def test_a_trust_request_appears_as_a_bill_with_lines(books, client, matter):
    answer = requested(books, client_id=client, note="Top-up")
    assert answer.status_code == 201
    assert set(answer.json()["data"]) == {"id", "etag", "created_at"}
    assert books.api.get("/trust_requests").status_code == 404
    bills = books.listed("bills", "kind,state,total,balance,issued_at,due_at,client{id},matters{id}", type="trust")
    amounts = {"total": 1500.5, "balance": 1500.5, "issued_at": "2026-11-01", "due_at": "2026-11-15"}
    kind = {"kind": "trust_kind", "state": "awaiting_payment", "client": {"id": client}, "matters": []}
    assert bills == [{**kind, **amounts}]
    rows = books.listed("trust_line_items", "total,note,date,client{id},matter", matter_id="null")
    whose = {"client": {"id": client}, "matter": None}
    assert rows == [{"total": 1500.5, "note": "Top-up", "date": "2026-11-01", **whose}]


def test_a_request_for_matters_has_a_line_for_each(books, client, matter):
    other = books.matter(client, "Other")
    rows = [{"id": matter, "trust_amount": 100, "note": "One"}, {"id": other, "trust_amount": 50}]
    assert requested(books, client_id=client, trust_type="matter", approved=False, matter=rows).status_code == 201
    bill = books.listed("bills", "id,state,total,matters{id}", type="trust")[0]
    assert (bill["state"], bill["total"], bill["matters"]) == ("draft", 150.0, [{"id": matter}, {"id": other}])
    lines = books.listed("trust_line_items", "id,total,note,matter{id}", bill_id=bill["id"])
    assert [(row["total"], row["note"], row["matter"]["id"]) for row in lines] == [
        (100.0, "One", matter),
        (50.0, None, other),
    ]
    path = f"/trust_line_items/{lines[0]['id']}"
    assert books.api.patch(path, json={"data": {"total": 120.25, "note": "More"}}).status_code == 200
    assert books.shown("bills", bill["id"], "total") == {"total": 170.25}
    assert books.api.patch(path, json={"data": {"total": 0}}).status_code == 422
    books.api.patch(f"/bills/{bill['id']}", json={"data": {"state": "awaiting_payment"}})
    assert books.api.patch(path, json={"data": {"total": 1}}).status_code == 422


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"client_id": 1}, 404),
        ({"client_id": None}, 422),
        ({"currency_id": 77}, 404),
        ({"trust_amount": 0}, 422),
        ({"trust_type": "matter"}, 422),
        ({"trust_type": "matter", "matter": [{"id": 1, "trust_amount": 5}]}, 404),
        ({"trust_type": "matter", "matter": [{"trust_amount": 5}]}, 404),
        ({"trust_type": "matter", "matter": [{"id": 1, "trust_amount": 5.5}]}, 422),
        ({"trust_type": "firm"}, 422),
        ({"due_date": "soon"}, 422),
    ],
)
def test_what_a_trust_request_needs(books, client, change, status):
    assert requested(books, **{"client_id": client, **change}).status_code == status
    assert books.listed("bills") == books.listed("trust_line_items") == []


def test_a_matter_of_another_client_cannot_be_asked_for(books, client, matter):
    rows = [{"id": matter, "trust_amount": 100}]
    assert requested(books, client_id=books.client("Other"), trust_type="matter", matter=rows).status_code == 422


def test_a_deposit_of_its_own_leaves_a_trust_request_open_and_a_payment_closes_it(books, client):
    requested(books, client_id=client, trust_amount=100)
    bill = books.listed("bills")[0]["id"]
    trust = books.account()
    books.moved(trust, 100, client={"id": client})
    assert books.shown("bills", bill, "state") == {"state": "awaiting_payment"}
    books.pay(client, bill, 100, to=trust)
    assert books.shown("bills", bill, "state") == {"state": "paid"}
    balances = books.shown("contacts", client, "account_balances{balance}")["account_balances"]
    assert balances == [{"balance": 200.0}]


def test_a_payment_link_ends_after_its_time_or_when_told(books, live, client):
    account = books.account("Operating")
    data = {"currency": "USD", "description": "Bill", "destination_account": {"id": account}, "duration": 3600}
    data |= {"subject": {"id": client, "type": "Contact"}, "amount": 12.5}
    fields = "id,active,expires_at,url,amount,contact{id},bill,bank_account"
    made = books.made("clio_payments/links", fields, **data)
    assert (made["active"], made["amount"], made["contact"]) == (True, 12.5, {"id": client})
    assert (made["bill"], made["bank_account"]) == (None, None)
    other = books.made("clio_payments/links", **data)["id"]
    path = f"/clio_payments/links/{other}?fields=active"
    assert books.api.patch(path, json={"data": {"expired": True}}).json()["data"] == {"active": False}
    assert [row["id"] for row in books.listed("clio_payments/links", active="true")] == [made["id"]]
    live.clock.advance(3600)
    assert books.listed("clio_payments/links", active="true") == []


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"duration": 7_776_001}, 422),
        ({"description": "x" * 256}, 422),
        ({"subject": {"id": 1, "type": "Bill"}}, 404),
        ({"subject": {"id": 1}}, 422),
        ({"subject": {"id": 1, "type": "Matter"}}, 422),
        ({"currency": "dollars"}, 422),
    ],
)
def test_what_a_payment_link_needs(books, client, change, status):
    data = {"currency": "USD", "description": "Bill", "destination_account": {"id": books.account()}, "duration": 60}
    data |= {"subject": {"id": client, "type": "Contact"}, **change}
    assert books.api.post("/clio_payments/links", json={"data": data}).status_code == status
