"""Bank transactions and what follows from them: balances of accounts, of clients and of matters."""

from __future__ import annotations

import pytest
from clio_books import Books


@pytest.fixture
def books(live, clio):
    return Books(live, clio)


LEDGER = "date,amount,funds_in,funds_out,current_account_balance"


def test_a_deposit_and_a_withdrawal_move_the_balance_and_are_counted(books):
    account = books.account(balance=10.5)
    books.moved(account, 3000)
    books.moved(account, -500.25, date="2026-10-02")
    rows = books.listed("bank_transactions", LEDGER, bank_account_id=account)
    assert [(row["funds_in"], row["funds_out"], row["current_account_balance"]) for row in rows] == [
        (3000.0, 0.0, 3010.5),
        (0.0, 500.25, 2510.25),
    ]
    shown = books.shown("bank_accounts", account, "balance,bank_transactions_count")
    assert shown == {"balance": 2510.25, "bank_transactions_count": 2}


def test_the_running_balance_goes_by_date(books):
    account = books.account()
    late = books.moved(account, 100, date="2026-10-31")
    early = books.moved(account, 40, date="2026-10-01")
    balance = "current_account_balance"
    assert books.shown("bank_transactions", late, balance) == {balance: 140.0}
    assert books.shown("bank_transactions", early, balance) == {balance: 40.0}


def test_a_new_balance_is_a_new_etag(books):
    account = books.account()
    before = books.shown("bank_accounts", account, "etag")
    books.moved(account, 1)
    assert books.shown("bank_accounts", account, "etag") != before


def test_a_transaction_can_be_moved_changed_and_deleted(books):
    one, other = books.account(), books.account("Operating")
    number = books.moved(one, 100)
    path = f"/bank_transactions/{number}"
    body = {"data": {"bank_account": {"id": other}, "amount": -30}}
    changed = books.api.patch(path, params={"fields": "bank_account_id,funds_out"}, json=body).json()["data"]
    assert changed == {"bank_account_id": other, "funds_out": 30.0}
    assert [books.shown("bank_accounts", each, "balance")["balance"] for each in (one, other)] == [0.0, -30.0]
    assert books.api.delete(path).status_code == 204
    assert books.api.delete(path).status_code == 404
    assert books.shown("bank_accounts", other, "balance,bank_transactions_count") == {
        "balance": 0.0,
        "bank_transactions_count": 0,
    }


def test_money_of_a_matter_is_its_clients_too(books):
    client = books.client()
    matter = books.matter(client)
    account = books.account(balance=99)
    books.moved(account, 2500, matter={"id": matter})
    books.moved(account, 100, client={"id": client})
    books.moved(account, 7)
    fields = "account_balances{id,balance,type,name,currency_id}"
    row = {"id": account, "type": "Trust", "name": "Trust", "currency_id": 1}
    assert books.shown("matters", matter, fields) == {"account_balances": [{**row, "balance": 2500.0}]}
    assert books.shown("contacts", client, fields) == {"account_balances": [{**row, "balance": 2600.0}]}
    assert len(books.listed("bank_transactions", client_id=client)) == 2
    assert len(books.listed("bank_transactions", matter_id=matter)) == 1


def test_no_money_is_no_row(books):
    client = books.client()
    account = books.account()
    books.moved(account, 5, client={"id": client})
    books.moved(account, -5, client={"id": client})
    assert books.shown("contacts", client, "account_balances{id}") == {"account_balances": []}


def test_a_client_other_than_the_matters_is_refused(books):
    matter = books.matter(books.client())
    data = {"bank_account": {"id": books.account()}, "amount": 1, "date": "2026-10-01", "matter": {"id": matter}}
    answer = books.api.post("/bank_transactions", json={"data": {**data, "client": {"id": books.client("Other")}}})
    assert answer.status_code == 422
    assert books.listed("bank_transactions") == []


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"amount": None}, 422),
        ({"amount": "x"}, 422),
        ({"date": None}, 422),
        ({"date": "2026-02-30"}, 422),
        ({"bank_account": None}, 422),
        ({"bank_account": {}}, 422),
        ({"bank_account": {"id": 1}}, 404),
        ({"client": {"id": 1}}, 404),
        ({"matter": {"id": 1}}, 404),
        ({"currency": "XXX"}, 422),
    ],
)
def test_what_a_transaction_needs(books, change, status):
    data = {"bank_account": {"id": books.account()}, "amount": 1, "date": "2026-10-01"}
    assert books.api.post("/bank_transactions", json={"data": {**data, **change}}).status_code == status
    if change[next(iter(change))] is None:
        del data[next(iter(change))]
        assert books.api.post("/bank_transactions", json={"data": data}).status_code == status


def test_what_is_not_said_of_a_transaction_is_filled_in(books):
    number = books.moved(books.account("Operating"), -12)
    fields = "type,currency,currency_id,exchange_rate,transaction_type,clio_payments_transaction,read_only_confirmation"
    assert books.shown("bank_transactions", number, fields) == {
        "type": "asset",
        "currency": "USD",
        "currency_id": 1,
        "exchange_rate": 1.0,
        "transaction_type": "withdrawal",
        "clio_payments_transaction": False,
        "read_only_confirmation": False,
    }


def test_texts_of_a_transaction_are_kept(books):
    texts = {"source": "Ana", "confirmation": "chk 1", "description": "Retainer", "transaction_type": "wire"}
    number = books.moved(books.account(), 1, bank_account_transaction_type="trust_interest", **texts)
    assert books.shown("bank_transactions", number, ",".join(texts)) == texts


def test_lists_of_transactions_can_be_narrowed(books):
    trust, operating = books.account(), books.account("Operating")
    first, second = books.moved(trust, 1), books.moved(operating, 2)

    def ids(**query):
        return [row["id"] for row in books.listed("bank_transactions", **query)]

    assert ids(type="liability") == [first]
    assert ids(type="asset") == [second]
    assert ids(bank_account_id=operating) == [second]
    assert ids(unreconciled_only="true") == [first, second]
    books.change("bank_transactions", first, is_reconciled=True)
    assert ids(unreconciled_only="true") == [second]
    assert ids(order="amount(desc)") == [second, first]
    assert ids(order="whatever") == [first, second]
    assert books.api.get("/bank_transactions?type=trust").status_code == 400


def test_an_account_with_transactions_cannot_be_deleted_and_one_without_can(books):
    account = books.account()
    number = books.moved(account, 1)
    assert books.api.delete(f"/bank_accounts/{account}").status_code == 403
    books.api.delete(f"/bank_transactions/{number}")
    assert books.api.delete(f"/bank_accounts/{account}").status_code == 204


def test_a_transfer_takes_from_one_account_and_gives_to_the_other(books):
    client = books.client()
    source, target = books.account(), books.account("Operating")
    books.moved(source, 80, client={"id": client})
    ends = {"source_account": {"id": source}, "destination_account": {"id": target}}
    made = books.screen("bank_transfers", amount=30, date="2026-10-05", client={"id": client}, **ends)
    fields = "amount,date,source_account{id},destination_account{id},client{id}"
    assert books.shown("bank_transfers", made["id"], fields) == {
        "amount": 30.0,
        "date": "2026-10-05T00:00:00+00:00",
        "source_account": {"id": source},
        "destination_account": {"id": target},
        "client": {"id": client},
    }
    assert [books.shown("bank_accounts", each, "balance")["balance"] for each in (source, target)] == [50.0, 30.0]
    half = books.listed("bank_transactions", bank_account_id=target)[0]["id"]
    assert books.api.patch(f"/bank_transactions/{half}", json={"data": {"amount": 1}}).status_code == 422
    assert books.api.patch(f"/bank_transactions/{half}", json={"data": {}}).status_code == 200
    assert books.api.delete(f"/bank_transactions/{half}").status_code == 403
    for method, path in (("GET", ""), ("POST", ""), ("PATCH", f"/{made['id']}"), ("DELETE", f"/{made['id']}")):
        assert books.api.request(method, f"/bank_transfers{path}").status_code == 404


def test_a_transfer_to_the_same_account_is_refused(books):
    account = {"id": books.account()}
    with pytest.raises(ValueError, match="transfer"):
        books.screen("bank_transfers", amount=1, date="2026-10-05", source_account=account, destination_account=account)


def test_a_removed_transfer_takes_both_halves_along(books):
    source, target = books.account(), books.account("Operating")
    ends = {"source_account": {"id": source}, "destination_account": {"id": target}}
    made = books.screen("bank_transfers", amount=30, date="2026-10-05", **ends)
    books.live.twin.edit(
        {"resource": "bank_transfers", "account": "Sandbox Law Firm", "id": made["id"], "delete": True}
    )
    assert books.listed("bank_transactions") == []
    assert books.shown("bank_accounts", source, "balance") == {"balance": 0.0}


def test_without_accounting_balances_are_redacted_and_transactions_forbidden(live, books):
    client = books.client()
    books.moved(books.account(), 5, client={"id": client})
    with live.client(permissions={"Contacts": "read", "Billing": "read"}) as limited:
        shown = limited.get(f"/contacts/{client}?fields=account_balances{{id,balance}}").json()["data"]
        assert shown == {"account_balances": {"redacted": True}}
        assert limited.get("/bank_transactions").status_code == 403
    with live.client(permissions={"Accounting": "read"}) as reader:
        rows = reader.get("/bank_transactions?fields=amount,client{id,name}").json()["data"]
        assert rows == [{"amount": 5.0, "client": {"redacted": True}}]
        assert reader.post("/bank_transactions", json={"data": {}}).status_code == 403


def test_a_balance_set_in_the_web_screens_moves_the_opening(books):
    account = books.account(balance=10)
    books.moved(account, 5)
    assert books.change("bank_accounts", account, balance=100)["balance"] == 100
    books.moved(account, 1)
    assert books.shown("bank_accounts", account, "balance") == {"balance": 101.0}


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"amount": 40}, (40.0, 0.0, "deposit")),
        ({"amount": -40}, (0.0, 40.0, "withdrawal")),
        ({"amount": 40, "transaction_type": "withdrawal"}, (0.0, 40.0, "withdrawal")),
        ({"amount": -40, "transaction_type": "withdrawal"}, (0.0, 40.0, "withdrawal")),
        ({"amount": 40, "bank_account_transaction_type": "bank_charge"}, (0.0, 40.0, "withdrawal")),
        ({"amount": 40, "bank_account_transaction_type": "trust_interest"}, (40.0, 0.0, "deposit")),
    ],
)
def test_an_amount_has_no_sign_and_goes_in_or_out_by_sign_or_type(books, change, shown):
    account = books.account(balance=100)
    number = books.moved(account, **change)
    row = books.shown("bank_transactions", number, "amount,funds_in,funds_out,transaction_type")
    assert (row["funds_in"], row["funds_out"], row["transaction_type"]) == shown
    assert row["amount"] == 40.0
    assert books.shown("bank_accounts", account, "balance") == {"balance": 100.0 + shown[0] - shown[1]}


def test_a_withdrawal_stays_one_when_its_shown_amount_is_written_back(books):
    account = books.account(balance=100)
    number = books.moved(account, -40)
    amount = books.shown("bank_transactions", number, "amount")["amount"]
    assert books.api.patch(f"/bank_transactions/{number}", json={"data": {"amount": amount}}).status_code == 200
    assert books.shown("bank_accounts", account, "balance") == {"balance": 60.0}
