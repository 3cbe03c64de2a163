"""Whatever is received, paid, changed and taken back: balances are the sum of what moved, and bills add up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from clio_books import Books
from clio_live import RUNNING
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provisioner.sandbox.kernel import Journal

lawful = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
WHO = ("firm", "client", "matter")
amounts = st.integers(1, 200_000).map(lambda cents: cents / 100)
which = st.integers(0, 7)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("move"), which, amounts, st.sampled_from(WHO), st.sampled_from((1, -1))),
        st.tuples(st.just("change"), which, amounts, st.sampled_from(WHO), which),
        st.tuples(st.just("delete"), which),
        st.tuples(st.just("transfer"), which, amounts),
        st.tuples(st.just("bill"), amounts, amounts),
        st.tuples(st.just("pay"), which, amounts, st.sampled_from(("trust", "card"))),
        st.tuples(st.just("credit"), which, amounts),
        st.tuples(st.just("take back"), which),
        st.tuples(st.just("void"), which),
    ),
    max_size=14,
)


def exact(number: Any) -> Decimal:
    return Decimal(str(number))


@dataclass
class Firm:
    """Two bank accounts, a client and a matter, and what the steps made of them."""

    books: Books
    trust: int
    operating: int
    client: int
    matter: int
    free: list[int] = field(default_factory=list)  # transactions that belong to nothing else
    bills: list[int] = field(default_factory=list)
    payments: list[int] = field(default_factory=list)
    opening = Decimal("12.34")

    def owner(self, who: str) -> dict[str, Any]:
        links = {"firm": {}, "client": {"client": self.client}, "matter": {"matter": self.matter}}[who]
        return {name: {"id": number} for name, number in links.items()}

    def do(self, step: tuple[Any, ...]) -> None:
        getattr(self, step[0].replace(" ", "_"))(*step[1:])

    def account(self, number: int) -> int:
        return (self.trust, self.operating)[number % 2]

    def move(self, account: int, amount: float, who: str, sign: int) -> None:
        self.free.append(self.books.moved(self.account(account), sign * amount, **self.owner(who)))

    def change(self, number: int, amount: float, who: str, account: int) -> None:
        if self.free:
            data = {"amount": amount, "bank_account": {"id": self.account(account)}, **self.owner(who)}
            path = f"/bank_transactions/{self.free[number % len(self.free)]}"
            assert self.books.api.patch(path, json={"data": data}).status_code == 200

    def delete(self, number: int) -> None:
        if self.free:
            gone = self.free.pop(number % len(self.free))
            assert self.books.api.delete(f"/bank_transactions/{gone}").status_code == 204

    def transfer(self, number: int, amount: float) -> None:
        ends = [{"id": self.trust}, {"id": self.operating}]
        source, target = ends if number % 2 else reversed(ends)
        self.books.screen(
            "bank_transfers", source_account=source, destination_account=target, amount=amount, date="2026-10-09"
        )

    def bill(self, *prices: float) -> None:
        self.bills.append(self.books.bill(self.client, *prices, matters=(self.matter,)))

    def pay(self, number: int, amount: float, how: str) -> None:
        if self.bills:
            bill = self.bills[number % len(self.bills)]
            source = self.trust if how == "trust" else None
            self.tried(
                lambda: self.payments.append(self.books.pay(self.client, bill, amount, source, self.operating)["id"])
            )

    def credit(self, number: int, amount: float) -> None:
        if self.bills:
            rows = [{"bill": {"id": self.bills[number % len(self.bills)]}, "amount": amount}]
            contact = {"id": self.client}
            self.tried(lambda: self.books.screen("credit_memos", contact=contact, amount=amount, allocations=rows))

    def take_back(self, number: int) -> None:
        if self.payments:
            payment = self.payments.pop(number % len(self.payments))
            self.books.change("payments", payment, voided_at="2026-11-02T00:00:00Z")

    def void(self, number: int) -> None:
        if self.bills:
            bill = self.bills[number % len(self.bills)]
            has_payments = self.seen_bill(bill)["paid"] + self.seen_bill(bill)["credits_issued"] > 0
            answer = self.books.api.delete(f"/bills/{bill}")
            assert answer.status_code in ({403} if has_payments else {204, 403})

    def tried(self, act: Any) -> None:
        """A payment may be refused; what is refused changes nothing."""
        before = self.everything()
        try:
            act()
        except ValueError:
            assert self.everything() == before

    def seen_bill(self, bill: int) -> Any:
        return self.books.shown("bills", bill, "id,state,total,due,paid,credits_issued,balance")

    def everything(self) -> Any:
        tables = ("bank_accounts", "bank_transactions", "bills", "allocations", "credit_memos")
        return [self.books.listed(table, "id,etag,updated_at") for table in tables]


@pytest.fixture
def new_firm(live, clio):
    def make() -> Firm:
        books = Books(live, clio)
        client = books.client()
        trust, operating = books.account(), books.account("Operating", balance=float(Firm.opening))
        return Firm(books, trust, operating, client, books.matter(client))

    return make


def transactions(firm: Firm, account: int) -> Any:
    fields = "funds_in,funds_out,current_account_balance,client{id},matter{id},bill{id}"
    return firm.books.listed("bank_transactions", fields, bank_account_id=account)


def net(row: Any) -> Decimal:
    return exact(row["funds_in"]) - exact(row["funds_out"])


@lawful
@given(todo=steps)
def test_an_accounts_balance_is_its_opening_and_what_moved(new_firm, todo):
    firm = new_firm()
    for step in todo:
        firm.do(step)
    for account, opening in ((firm.trust, Decimal(0)), (firm.operating, firm.opening)):
        rows = transactions(firm, account)
        shown = firm.books.shown("bank_accounts", account, "balance,bank_transactions_count")
        assert exact(shown["balance"]) == opening + sum(net(row) for row in rows)
        assert shown["bank_transactions_count"] == len(rows)
        assert not rows or exact(shown["balance"]) in {exact(row["current_account_balance"]) for row in rows}


@lawful
@given(todo=steps)
def test_balances_of_clients_and_matters_are_the_clients_money_in_the_accounts(new_firm, todo):
    firm = new_firm()
    for step in todo:
        firm.do(step)
    for owner, table, number in (("client", "contacts", firm.client), ("matter", "matters", firm.matter)):
        expected: dict[int, Decimal] = defaultdict(Decimal)
        for account in (firm.trust, firm.operating):
            for row in transactions(firm, account):
                is_revenue = row["bill"] is not None and row["funds_in"] > 0
                if row[owner] is not None and not is_revenue:
                    expected[account] += net(row)
        shown = firm.books.shown(table, number, "account_balances{id,balance}")["account_balances"]
        assert {row["id"]: exact(row["balance"]) for row in shown} == {a: b for a, b in expected.items() if b}


@lawful
@given(todo=steps)
def test_a_bills_balance_is_its_total_less_payments_and_credits(new_firm, todo):
    firm = new_firm()
    for step in todo:
        firm.do(step)
        for bill in firm.bills:
            shown = firm.seen_bill(bill)
            total, paid, credit, balance = (exact(shown[x]) for x in ("total", "paid", "credits_issued", "balance"))
            lines = firm.books.listed("line_items", "total", bill_id=bill)
            assert total == sum(exact(row["total"]) for row in lines)
            assert balance == (0 if shown["state"] == "void" else total - paid - credit)
            assert balance >= 0
            assert (shown["state"] == "paid") == (balance == 0 and shown["state"] != "void")
            valid = firm.books.listed("allocations", "amount", bill_id=bill, status="valid")
            assert sum(exact(row["amount"]) for row in valid) == paid + credit


@pytest.fixture
def running_books(live, running):
    return Books(live, running)


def test_the_firm_at_work_ties_out(running_books):
    books = running_books
    accounts = {row["name"]: row for row in books.listed("bank_accounts", "id,name,balance,bank_transactions_count")}
    trust, operating = accounts["IOLTA Trust Account"], accounts["Operating Account"]
    assert (trust["balance"], operating["balance"]) == (52350.0, 18240.55)
    held = books.listed("contacts", "account_balances{id,balance}")
    in_trust = [b["balance"] for row in held for b in row["account_balances"] if b["id"] == trust["id"]]
    assert sum(map(exact, in_trust)) == exact(trust["balance"]) - 100  # the firm's own, for bank charges
    assert all(b["id"] == trust["id"] for row in held for b in row["account_balances"])
    bills = {row["number"]: row for row in books.listed("bills", "number,state,total,paid,credits_issued,balance,kind")}
    assert {number: row["state"] for number, row in bills.items()} == {
        "1001": "paid",
        "1002": "awaiting_payment",
        "1003": "draft",
        "1004": "void",
        "1005": "awaiting_payment",
        "1006": "draft",
        "1007": "awaiting_payment",
    }
    for row in bills.values():
        left = exact(row["total"]) - exact(row["paid"]) - exact(row["credits_issued"])
        assert exact(row["balance"]) == (0 if row["state"] == "void" else left)
    fields = "amount,source_bank_account{type},bill{number}"
    from_trust = [row for row in books.listed("allocations", fields) if row["source_bank_account"]]
    assert from_trust == [{"amount": 1400.0, "source_bank_account": {"type": "Trust"}, "bill": {"number": "1001"}}]
    assert len(books.listed("bills", status="overdue")) == 1


def test_a_firm_with_money_survives_a_restart(live_with, tmp_path):
    tables = ("bank_accounts", "bank_transactions", "bills", "line_items", "allocations", "activities")
    journal = tmp_path / "journal.jsonl"
    live = live_with(journal=Journal(journal))
    with live.client(RUNNING) as client:
        books = Books(live, client)
        bill = next(row["id"] for row in books.listed("bills", "id,number") if row["number"] == "1003")
        assert client.patch(f"/bills/{bill}", json={"data": {"state": "awaiting_payment"}}).status_code == 200
        before = [books.listed(table, "id,etag,updated_at") for table in tables]
        live_with(journal=Journal(journal))
        assert [books.listed(table, "id,etag,updated_at") for table in tables] == before


def test_an_account_kept_before_there_were_transactions_goes_on_from_its_balance(live_with, tmp_path):
    path = tmp_path / "journal.jsonl"
    journal = Journal(path)
    live = live_with(journal=journal)
    with live.client() as client:
        number = Books(live, client).account(balance=10)
        journal.replace(without(entry, "opening_balance") for entry in list(journal.read()))
        assert b"opening_balance" not in path.read_bytes()
        books = Books(live_with(journal=Journal(path)), client)
        assert books.shown("bank_accounts", number, "balance") == {"balance": 10.0}
        books.moved(number, 2.5)
        assert books.shown("bank_accounts", number, "balance") == {"balance": 12.5}


def without(value: Any, name: str) -> Any:
    """The value with that key left out wherever it is."""
    if isinstance(value, dict):
        return {key: without(each, name) for key, each in value.items() if key != name}
    return [without(each, name) for each in value] if isinstance(value, list) else value


def test_an_online_payment_shows_what_it_paid(running_books):
    fields = "amount,state,allocations{amount,has_online_payment},bills{number},matters{id},bank_transaction{id,amount}"
    [payment] = running_books.listed("clio_payments/payments", fields)
    assert payment["allocations"] == [{"amount": 100.0, "has_online_payment": True}]
    assert payment["bills"] == [{"number": "1002"}]
    assert payment["bank_transaction"]["amount"] == payment["amount"] == 100.0
    number = payment["bank_transaction"]["id"]
    shown = running_books.shown("bank_transactions", number, "clio_payments_transaction,confirmation")
    assert shown == {"clio_payments_transaction": True, "confirmation": "CP-80017"}
    bills = {row["number"]: row["id"] for row in running_books.listed("bills", "id,number")}
    assert len(running_books.listed("clio_payments/payments", bill_id=bills["1002"])) == 1
    assert running_books.listed("clio_payments/payments", bill_id=bills["1001"]) == []
    assert running_books.listed("clio_payments/payments", state="failed") == []
