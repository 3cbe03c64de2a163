"""Bills from draft to paid or void, their lines, and what is put towards them."""

from __future__ import annotations

import pytest
from clio_books import Books

TOTALS = "sub_total,total_tax,total,due,paid,credits_issued,balance,state"


@pytest.fixture
def books(live, clio):
    return Books(live, clio)


@pytest.fixture
def client(books):
    return books.client()


@pytest.fixture
def matter(books, client):
    return books.matter(client)


def patched(books, table, number, /, **data):
    return books.api.patch(f"/{table}/{number}", json={"data": data}).status_code


def test_bills_cannot_be_made_through_the_api(books):
    assert books.api.post("/bills.json", json={"data": {}}).status_code == 404


def test_a_bill_adds_up(books, client, matter):
    number = books.bill(client, 350, 49.5, matters=(matter,))
    assert books.shown("bills", number, TOTALS) == {
        "sub_total": 399.5,
        "total_tax": 0.0,
        "total": 399.5,
        "due": 399.5,
        "paid": 0.0,
        "credits_issued": 0.0,
        "balance": 399.5,
        "state": "awaiting_payment",
    }
    links = "type,kind,number,client{id},matters{id},user{id},balances{id,type,amount,due},matter_totals{id,amount}"
    shown = books.shown("bills", number, links)
    assert (shown["type"], shown["kind"], shown["client"]) == ("MatterBill", "revenue_kind", {"id": client})
    assert shown["balances"] == [{"id": matter, "type": "Matter", "amount": 399.5, "due": 399.5}]
    assert shown["matter_totals"] == [{"id": matter, "amount": 399.5}]


def test_bills_are_numbered_one_after_the_other(books, client):
    numbers = [books.shown("bills", books.bill(client, 1), "number")["number"] for _ in range(2)]
    assert int(numbers[1]) == int(numbers[0]) + 1


def test_taxes_and_discounts_count(books, client):
    lines = [
        {"description": "Taxed", "price": 100, "quantity": 1, "taxable": True, "secondary_taxable": True},
        {"description": "Not", "price": 50, "quantity": 2, "discount": {"rate": 10, "type": "percentage"}},
        {"description": "Expense", "price": 20, "quantity": 1, "kind": "Expense", "taxable": True},
    ]
    rates = {"tax_rate": 10, "secondary_tax_rate": 5, "discount": {"rate": 30, "type": "money"}}
    number = books.screen("bills", client={"id": client}, line_items=lines, **rates)["id"]
    fields = TOTALS + ",tax_sum,secondary_tax_sum,services_sub_total,services_tax,taxable_sub_total"
    assert books.shown("bills", number, fields) == {
        "sub_total": 210.0,
        "tax_sum": 12.0,
        "secondary_tax_sum": 5.0,
        "total_tax": 17.0,
        "total": 227.0,
        "due": 197.0,
        "paid": 0.0,
        "credits_issued": 0.0,
        "balance": 197.0,
        "state": "draft",
        "services_sub_total": 190.0,
        "services_tax": 10.0,
        "taxable_sub_total": 120,
    }
    rows = books.listed("line_items", "sub_total,tax,total", bill_id=number)
    assert rows[1] == {"sub_total": 100.0, "tax": 0.0, "total": 90.0}


def test_the_secondary_tax_may_be_taken_on_the_first(books, client):
    settings = {"resource": "settings/billing", "account": "Sandbox Law Firm", "set": {"secondary_tax_rule": "Post"}}
    books.live.twin.edit(settings)
    line = {"price": 100, "quantity": 1, "taxable": True, "secondary_taxable": True}
    number = books.screen("bills", client={"id": client}, line_items=[line], tax_rate=10, secondary_tax_rate=5)["id"]
    assert books.shown("bills", number, "secondary_tax_sum") == {"secondary_tax_sum": 5.5}


@pytest.mark.parametrize(
    ("state", "to", "then"),
    [
        ("draft", ["awaiting_approval", "awaiting_payment", "deleted"], "deleted"),
        ("awaiting_approval", ["awaiting_payment", "deleted"], "deleted"),
        ("awaiting_payment", ["void"], "void"),
        ("void", [], None),
        ("deleted", [], None),
    ],
)
def test_the_states_a_bill_can_go_to_and_what_deleting_makes_of_it(books, client, state, to, then):
    number = books.bill(client, 10, state=state)
    fields = "available_state_transitions,can_update"
    assert books.shown("bills", number, fields) == {
        "available_state_transitions": to,
        "can_update": state in {"draft", "awaiting_approval", "awaiting_payment"},
    }
    others = {"draft", "awaiting_approval", "awaiting_payment", "paid", "void", "deleted"} - {state, *to}
    assert {patched(books, "bills", number, state=each) for each in others} == {422}
    assert books.api.delete(f"/bills/{number}").status_code == (204 if then else 403)
    assert books.shown("bills", number, "state") == {"state": then or state}


def test_a_draft_is_changed_and_approved(books, client):
    number = books.bill(client, 100, state="draft", issued_at="2026-10-01")
    changes = {"memo": "Thanks", "subject": "October", "purchase_order": "PO 7", "number": "A-1", "tax_rate": 0}
    assert patched(books, "bills", number, **changes, discount={"rate": 10, "type": "percentage"}) == 200
    fields = "memo,subject,purchase_order,number,due,due_at,discount{rate,type}"
    shown = books.shown("bills", number, fields)
    assert (shown["memo"], shown["number"], shown["due"]) == ("Thanks", "A-1", 90.0)
    assert shown["due_at"] == "2026-10-31"
    assert shown["discount"] == {"rate": 10.0, "type": "percentage"}
    assert patched(books, "bills", number, due_at="2026-12-24", interest={"rate": 5, "type": "simple"}) == 200
    assert patched(books, "bills", number, state="awaiting_payment") == 200
    shown = books.shown("bills", number, "due_at,interest{rate,type,total}")
    assert shown == {"due_at": "2026-12-24", "interest": {"rate": 5.0, "type": "simple", "total": 0.0}}
    assert patched(books, "bills", number, memo="Edited after approval") == 200
    books.pay(client, number, 1)
    assert patched(books, "bills", number, memo="No more") == 422
    assert books.shown("bills", number, "memo,can_update") == {"memo": "Edited after approval", "can_update": False}


def test_a_bill_of_nothing_is_paid_when_it_is_issued(books, client):
    number = books.bill(client, state="draft")
    assert patched(books, "bills", number, state="awaiting_payment") == 200
    assert books.shown("bills", number, "state") == {"state": "paid"}


def test_a_bill_takes_another_currency_by_its_id(books, client):
    number = books.bill(client, 1, state="draft")
    assert patched(books, "bills", number, currency_id=99) == 404
    assert patched(books, "bills", number, currency_id=4) == 200
    assert books.shown("bills", number, "currency{code}") == {"currency": {"code": "EUR"}}
    assert [row["id"] for row in books.listed("bills", currency_id=4)] == [number]


def test_grace_period_sets_the_due_date_over_the_one_given(books, client):
    number = books.bill(client, 1, state="draft", issued_at="2026-10-01")
    assert patched(books, "bills", number, use_grace_period=True, due_at="2027-01-01") == 200
    assert books.shown("bills", number, "due_at") == {"due_at": "2026-10-31"}


def test_trust_money_pays_a_bill(books, client, matter):
    trust, operating = books.account(), books.account("Operating")
    books.moved(trust, 3000, matter={"id": matter})
    number = books.bill(client, 1400, matters=(matter,))
    payment = books.pay(client, number, 500, trust, operating)
    assert books.shown("bills", number, TOTALS)["balance"] == 900.0
    ends = "source_bank_account{id,type},destination_bank_account{id,type}"
    fields = f"amount,interest,voided_at,destroyable,bill{{id}},matter{{id}},contact{{id}},parent{{id,type}},{ends}"
    allocations = books.listed("allocations", fields, bill_id=number)
    assert allocations == [
        {
            "amount": 500.0,
            "interest": False,
            "voided_at": None,
            "destroyable": True,
            "bill": {"id": number},
            "matter": {"id": matter},
            "contact": {"id": client},
            "parent": {"id": payment["id"], "type": "Payment"},
            "source_bank_account": {"id": trust, "type": "Trust"},
            "destination_bank_account": {"id": operating, "type": "Operating"},
        }
    ]
    withdrawal = books.listed(
        "bank_transactions", "funds_out,bill{id},allocation{id},matter{id}", bank_account_id=trust
    )
    assert (withdrawal[1]["funds_out"], withdrawal[1]["bill"]) == (500.0, {"id": number})
    balances = books.shown("matters", matter, "account_balances{id,balance}")["account_balances"]
    assert balances == [{"id": trust, "balance": 2500.0}]
    assert books.shown("bank_accounts", operating, "balance") == {"balance": 500.0}
    books.pay(client, number, 900, trust, operating)
    shown = books.shown("bills", number, "state,balance,paid,paid_at,available_state_transitions")
    assert (shown["state"], shown["balance"], shown["paid"]) == ("paid", 0.0, 1400.0)
    assert shown["paid_at"] is not None
    assert shown["available_state_transitions"] == []


def test_the_transactions_of_a_payment_are_not_changed_or_deleted_alone(books, client):
    operating = books.account("Operating")
    number = books.bill(client, 10)
    books.pay(client, number, 10, to=operating)
    row = books.listed("bank_transactions")[0]["id"]
    assert patched(books, "bank_transactions", row, amount=5) == 422
    assert books.api.delete(f"/bank_transactions/{row}").status_code == 403
    assert books.shown("bank_transactions", row, "amount") == {"amount": 10.0}


@pytest.mark.parametrize("amount", [0, -5, 100.01])
def test_more_than_the_balance_or_nothing_cannot_be_paid(books, client, amount):
    number = books.bill(client, 100)
    with pytest.raises(ValueError, match="amount"):
        books.pay(client, number, amount)
    assert books.listed("allocations") == []
    assert books.live.twin.health()["accounts"][1]["objects"].get("payments", 0) == 0


def test_more_trust_money_than_there_is_cannot_be_applied_and_nothing_changes(books, client, matter):
    trust = books.account()
    books.moved(trust, 99, matter={"id": matter})
    books.moved(trust, 1000, client={"id": books.client("Someone Else")})
    number = books.bill(client, 100, matters=(matter,))
    with pytest.raises(ValueError, match="holds 99"):
        books.pay(client, number, 100, trust)
    assert books.shown("bank_accounts", trust, "balance") == {"balance": 1099.0}
    assert books.shown("bills", number, "paid") == {"paid": 0.0}
    assert len(books.listed("bank_transactions")) == 2


def test_a_draft_cannot_be_paid(books, client):
    number = books.bill(client, 100, state="draft")
    with pytest.raises(ValueError, match="awaits payment"):
        books.pay(client, number, 100)


def test_a_voided_payment_gives_the_money_back(books, client, matter):
    trust, operating = books.account(), books.account("Operating")
    books.moved(trust, 100, matter={"id": matter})
    number = books.bill(client, 100, matters=(matter,))
    payment = books.pay(client, number, 100, trust, operating)
    books.change("payments", payment["id"], voided_at="2026-11-02T10:00:00Z")
    assert books.shown("bills", number, "state,balance,paid") == {
        "state": "awaiting_payment",
        "balance": 100.0,
        "paid": 0.0,
    }
    assert books.shown("bank_accounts", trust, "balance") == {"balance": 100.0}
    assert books.shown("bank_accounts", operating, "balance") == {"balance": 0.0}
    row = books.listed("allocations", "voided_at,destroyable")[0]
    assert (row["voided_at"] is not None, row["destroyable"]) == (True, False)
    assert len(books.listed("allocations", status="invalid")) == 1
    assert books.listed("allocations", status="valid") == []


def test_a_bill_with_payments_is_neither_voided_nor_deleted(books, client):
    number = books.bill(client, 100)
    books.pay(client, number, 40)
    assert patched(books, "bills", number, state="void") == 422
    assert books.api.delete(f"/bills/{number}").status_code == 403
    assert books.shown("bills", number, "state") == {"state": "awaiting_payment"}


def test_a_credit_memo_lowers_the_balance_and_is_no_payment(books, client):
    number = books.bill(client, 100)
    credit = [{"bill": {"id": number}, "amount": 30}]
    memo = books.screen(
        "credit_memos", contact={"id": client}, amount=30, date="2026-10-31", description="Courtesy", allocations=credit
    )
    shown = books.shown("bills", number, TOTALS)
    assert (shown["credits_issued"], shown["paid"], shown["balance"]) == (30.0, 0.0, 70.0)
    fields = "amount,description,discount,contact{id},allocations{amount}"
    assert books.shown("credit_memos", memo["id"], fields) == {
        "amount": 30.0,
        "description": "Courtesy",
        "discount": False,
        "contact": {"id": client},
        "allocations": [{"amount": 30.0}],
    }
    row = books.listed("allocations", "description,parent{id,type}", parent_id=memo["id"])
    assert row == [{"description": "Courtesy", "parent": {"id": memo["id"], "type": "CreditMemo"}}]
    assert books.listed("allocations", parent_type="Payment") == []
    assert len(books.listed("allocations", parent_type="CreditMemo")) == 1
    assert [row["id"] for row in books.listed("credit_memos", contact_id=client)] == [memo["id"]]


def test_allocations_are_listed_by_date(books, client):
    number = books.bill(client, 100)
    for day in ("2026-10-09", "2026-10-03"):
        allocations = [{"bill": {"id": number}, "amount": 1}]
        books.screen("payments", contact={"id": client}, amount=1, date=day, allocations=allocations)
    assert [row["date"] for row in books.listed("allocations", "date")] == ["2026-10-03", "2026-10-09"]
    assert [row["date"] for row in books.listed("allocations", "date", order="id(asc)")] == ["2026-10-09", "2026-10-03"]
    page = books.api.get("/allocations?limit=1").json()
    assert "offset=1" in page["meta"]["paging"]["next"]


def test_payment_distributions_are_a_permission_of_their_own(live, books, client):
    books.pay(client, books.bill(client, 5), 5)
    with live.client(permissions={"Billing": "write"}) as limited:
        assert limited.get("/bills").status_code == 200
        assert limited.get("/allocations").status_code == limited.get("/credit_memos").status_code == 403
    with live.client(permissions={"Payment distributions": "read"}) as limited:
        row = limited.get("/allocations?fields=amount,bill{id},source_bank_account{id}").json()["data"][0]
        assert row == {"amount": 5.0, "bill": {"redacted": True}, "source_bank_account": None}
        assert limited.get("/bills").status_code == 403


def test_interest_raises_a_bill_until_it_is_deleted(books, client):
    number = books.bill(client, 100)
    charge = books.screen("interest_charges", bill={"id": number}, total=1.5, description="October")
    shown = books.shown("bills", number, "total,due,sub_total,interest{total,balance}")
    assert shown == {"total": 101.5, "due": 101.5, "sub_total": 100.0, "interest": {"total": 1.5, "balance": 1.5}}
    rows = books.listed("interest_charges", "total,description,bill{id},balances{interest_amount,type}", bill_id=number)
    assert rows[0]["balances"] == [{"interest_amount": 1.5, "type": "Client"}]
    assert len(books.listed("interest_charges", **{"exclude_ids[]": charge["id"]})) == 0
    assert books.api.get(f"/interest_charges/{charge['id']}").status_code == 404
    assert books.api.delete(f"/interest_charges/{charge['id']}").status_code == 204
    assert books.shown("bills", number, "total") == {"total": 100.0}


def test_interest_of_a_paid_bill_stays(books, client):
    number = books.bill(client, 100)
    charge = books.screen("interest_charges", bill={"id": number}, total=1.5)
    books.pay(client, number, 101.5)
    assert books.api.delete(f"/interest_charges/{charge['id']}").status_code == 403


def test_lists_of_bills_can_be_narrowed(books, client, matter):
    old = books.bill(client, 10, matters=(matter,), issued_at="2026-08-01", due_at="2026-08-31")
    new = books.bill(books.client("Other"), 30, issued_at="2026-11-01")
    draft = books.bill(client, 20, state="draft", issued_at="2026-10-01", number="DR-7")
    gone = books.bill(client, 20, state="deleted", issued_at="2026-10-01")

    def ids(**query):
        return [row["id"] for row in books.listed("bills", **query)]

    assert ids() == [old, new, draft]
    assert ids(state="deleted") == [gone]
    assert ids(state="awaiting_payment") == [old, new]
    assert ids(status="overdue") == ids(overdue_only="true") == [old]
    assert ids(status="all") == ids(overdue_only="false") == ids()
    assert ids(client_id=client) == [old, draft]
    assert ids(matter_id=matter) == [old]
    assert ids(matter_id="null") == [new, draft]
    assert ids(due_at="2026-08-31") == ids(due_before="2026-09-01") == ids(issued_before="2026-08-02") == [old]
    assert ids(issued_after="2026-10-01") == ids(due_after="2026-11-30") == [new]
    assert ids(bill_number="DR-7") == ids(query="7") == [draft]
    assert ids(order="balance(desc)") == [new, draft, old]
    assert ids(order="client_name(desc)") == [new, old, draft]
    assert ids(order="matter_display_number(desc)")[0] == old
    assert ids(type="trust") == []
    assert ids(type="revenue") == ids()
    assert books.api.get("/bills", params={"state": "unpaid"}).status_code == 400
    assert books.api.get("/bills", params={"query": "DR"}).status_code == 400


def test_bills_are_found_by_the_attorney_of_their_matter(books, client, matter):
    me = books.api.get("/users/who_am_i").json()["data"]["id"]
    books.api.patch(f"/matters/{matter}", json={"data": {"responsible_attorney": {"id": me}}})
    one, other = books.bill(client, 1, matters=(matter,)), books.bill(client, 1)
    assert [row["id"] for row in books.listed("bills", responsible_attorney_id=me)] == [one]
    assert [row["id"] for row in books.listed("bills", responsible_attorney_id="null")] == [other]
    assert books.listed("bills", originating_attorney_id=me) == []


def test_a_bill_can_be_seen_as_a_page(books, client):
    number = books.bill(client, 12.5, number="<7>")
    answer = books.api.get(f"/bills/{number}/preview.json")
    assert answer.headers["content-type"].startswith("text/html")
    assert "Bill &lt;7&gt;" in answer.text
    assert "12.50" in answer.text
    assert books.api.get("/bills/1/preview.json").status_code == 404


def test_lines_of_a_draft_are_changed_and_deleted(books, client, matter):
    number = books.bill(client, 100, 40, matters=(matter,), state="draft")
    first, second = [row["id"] for row in books.listed("line_items", bill_id=number)]
    changes = {
        "quantity": 2.5,
        "price": 60,
        "note": "More",
        "kind": "Product",
        "group_ordering": 3,
        "date": "2026-10-10",
    }
    fields = "quantity,price,total,kind,note,group_ordering,date,matter{id}"
    answer = books.api.patch(f"/line_items/{first}", params={"fields": fields}, json={"data": changes})
    assert answer.json()["data"] == {
        "quantity": 2.5,
        "price": 60.0,
        "total": 150.0,
        "kind": "Expense",
        "note": "More",
        "group_ordering": 3,
        "date": "2026-10-10",
        "matter": {"id": matter},
    }
    assert books.shown("bills", number, "total") == {"total": 190.0}
    assert books.api.get(f"/line_items/{first}").status_code == 404
    assert books.api.delete(f"/line_items/{second}").status_code == 204
    assert books.shown("bills", number, "total") == {"total": 150.0}


def test_lines_of_an_issued_bill_change_until_something_is_paid(books, client):
    bill = books.bill(client, 10)
    line = books.listed("line_items", bill_id=bill)[0]["id"]
    assert patched(books, "line_items", line, price=12) == 200
    assert books.shown("bills", bill, "balance,state") == {"balance": 12.0, "state": "awaiting_payment"}
    books.pay(client, bill, 1)
    assert patched(books, "line_items", line, price=1) == 422
    assert books.api.delete(f"/line_items/{line}").status_code == 403
    assert books.listed("line_items", "price") == [{"price": 12.0}]


def test_lists_of_lines_can_be_narrowed(books, client, matter):
    number = books.bill(client, 1, 2, matters=(matter,), state="draft")
    other = books.bill(client, 3)
    ids = [row["id"] for row in books.listed("line_items")]
    assert len(ids) == 3

    def found(**query):
        return [row["id"] for row in books.listed("line_items", **query)]

    assert found(bill_id=other) == found(matter_id="null") == ids[2:]
    assert found(matter_id=matter) == found(bill_id=number) == ids[:2]
    assert found(query="WORK 1") == [ids[1]]
    assert found(**{"exclude_ids[]": [ids[0], ids[1]]}) == [ids[2]]
    assert found(kind="Expense") == []
    assert found(activity_id="null") == found(display="true") == found(group_ordering=0) == ids
    assert found(activity_id=1) == []


def test_clients_with_unpaid_bills_are_listed_with_what_they_owe(books, client, matter):
    first = books.bill(client, 100, matters=(matter,), issued_at="2026-09-01")
    second = books.bill(client, 50, issued_at="2026-10-01", due_at="2026-10-15")
    books.bill(client, 999, state="draft")
    books.bill(books.client("Paid up"), 10, state="void")
    books.pay(client, first, 30)
    fields = (
        "associated_matter_ids,last_payment_date,newest_issued_bill_due_date,total_outstanding_balance,"
        "outstanding_bills{id},contact{id,name},currency{code},pending_payments_total,reminders_enabled"
    )
    rows = books.listed("outstanding_client_balances", fields)
    assert rows == [
        {
            "associated_matter_ids": [matter],
            "last_payment_date": "2026-11-02",
            "newest_issued_bill_due_date": "2026-10-15",
            "total_outstanding_balance": 120.0,
            "outstanding_bills": [{"id": first}, {"id": second}],
            "contact": {"id": client, "name": "Ana Example"},
            "currency": {"code": "USD"},
            "pending_payments_total": 0.0,
            "reminders_enabled": False,
        }
    ]
    path = "outstanding_client_balances"
    assert books.listed(path, newest_bill_due_end_date="2026-10-15") == []
    assert len(books.listed(path, last_paid_start_date="2026-11-01", contact_id=client)) == 1
    assert books.listed(path, responsible_attorney_id=1) == []
    assert books.api.get(f"/{path}/{client}").status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"tax_rate": -1},
        {"tax_rate": 100.5},
        {"issued_at": None},
        {"state": "unpaid"},
        {"discount": {"type": "half"}},
        {"bill_theme": {}},
    ],
)
def test_what_a_bill_cannot_be(books, client, change):
    number = books.bill(client, 1, state="draft")
    before = books.shown("bills", number, "etag")
    assert patched(books, "bills", number, **change) == 422
    assert books.shown("bills", number, "etag") == before


def test_absurd_amounts_are_refused_or_counted_but_break_nothing(books, client):
    number = books.bill(client, 999_999_999_999_999, state="draft")
    line = books.listed("line_items", bill_id=number)[0]["id"]
    assert patched(books, "line_items", line, quantity=999_999_999_999_999) == 422
    discount = {"rate": 999_999_999_999_999, "type": "percentage"}
    assert patched(books, "bills", number, discount=discount, tax_rate=100) == 200
    assert books.shown("bills", number, "due,sub_total,taxable_sub_total")["due"] == 0.0
    data = {"type": "TimeEntry", "date": "2026-10-20", "quantity": 999_999_999_999_999, "price": 999_999_999_999_999}
    assert books.api.post("/activities", json={"data": data}).status_code == 422


def test_a_line_cannot_be_moved_onto_a_bill_with_payments(books, client):
    draft, issued = books.bill(client, 10, state="draft"), books.bill(client, 20)
    books.pay(client, issued, 1)
    line = books.listed("line_items", bill_id=draft)[0]["id"]
    assert patched(books, "line_items", line, bill={"id": issued}) == 422
    other = books.bill(client, state="draft")
    assert patched(books, "line_items", line, bill={"id": other}) == 200
    assert [books.shown("bills", each, "total")["total"] for each in (draft, other, issued)] == [0.0, 10.0, 20.0]


def test_a_client_who_owes_money_is_deleted_only_after_the_bill_is_void(books, client):
    number = books.bill(client, 100)
    assert books.api.delete(f"/contacts/{client}").status_code == 409
    assert books.api.delete(f"/bills/{number}").status_code == 204
    assert books.api.delete(f"/contacts/{client}").status_code == 204
