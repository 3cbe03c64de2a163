"""Whose money is in trust, as Clio's lists tell it: pages, ids, amounts, what is hidden, and days of transactions."""

from __future__ import annotations

from decimal import Decimal

import pytest

from provisioner.model.errors import VendorProblem
from provisioner.model.funds import CONTACT, MATTER, Held
from provisioner.providers.clio.client import ClioReader
from provisioner.providers.clio.funds import Collector, last_days, since

ME = {"data": {"id": 1, "name": "Ana", "account": {"id": 2, "name": "Harbor"}}}
BILLING = {"data": {"id": 3, "currency": "USD", "use_utbms_codes": False}}
IOLTA = {"id": 55, "name": "IOLTA Trust", "type": "Trust", "balance": Decimal("2500.5"), "currency_id": 1}


def page(rows, following=""):
    return {"data": rows, "meta": {"paging": {"next": following} if following else {}}}


def contact(number, **more):
    return {"id": number, "name": "Ann Smith", "account_balances": [IOLTA], **more}


def matter(number, **more):
    named = {
        "display_number": "00081-Smith",
        "description": "Smith v. Oak",
        "client": {"id": 7001, "name": "Ann Smith"},
    }
    return {"id": number, **named, "account_balances": [IOLTA], **more}


def reader(fake, *holders):
    return fake._mounted(ClioReader(fake.access(), holders))


def test_clients_and_matters_are_read_page_by_page_and_counted(clio):
    following = "https://clio.test/api/v4/contacts.json?page_token=abc"
    fake = clio(ME, BILLING, page([contact(7001)], following), page([contact(7002)]), page([matter(81)]))
    snapshot = reader(fake, CONTACT, MATTER).read([])
    funds = snapshot.funds
    assert list(funds.holders[CONTACT]) == ["7001", "7002"]
    assert funds.holders[CONTACT]["7001"].held == (Held("55", "IOLTA Trust", "Trust", Decimal("2500.5")),)
    assert funds.holders[MATTER]["81"]._replace(held=()) == (
        "81",
        "Ann Smith",
        (),
        "00081-Smith",
        "Smith v. Oak",
        "7001",
    )
    assert (snapshot.calls, snapshot.calls_in_full, funds.hidden) == (5, 2, False)
    asked = fake.sent[2].url.params
    assert (asked["client_only"], asked["limit"]) == ("true", "200")
    assert asked["fields"] == "id,name,account_balances{id,name,type,balance}"
    assert "client{id,name}" in fake.sent[4].url.params["fields"]


def test_who_does_not_ask_is_told_nothing(clio):
    fake = clio(ME, BILLING)
    assert reader(fake).read([]).funds is None
    assert len(fake.sent) == 2


@pytest.mark.parametrize("hidden", [{"redacted": True}, [{"redacted": True}]])
def test_hidden_balances_are_no_empty_ones(clio, hidden):
    fake = clio(ME, BILLING, page([contact(7001), contact(7002, account_balances=hidden)]))
    funds = reader(fake, CONTACT).read([]).funds
    assert funds.hidden
    assert funds.holders[CONTACT]["7002"].held == ()


@pytest.mark.parametrize("none", [None, [], [{**IOLTA, "balance": 0}]])
def test_nothing_in_the_account_is_nothing_held(none):
    collector = Collector()
    collector.take(CONTACT, [contact(1, account_balances=none)])
    assert collector.funds.holders[CONTACT]["1"].held == ()
    assert not collector.funds.hidden


@pytest.mark.parametrize(
    "row",
    [
        {"name": "No id"},
        {"id": None},
        {"id": True},
        contact(1, name=5),
        contact(1, account_balances=5),
        contact(1, account_balances=[5]),
        contact(1, account_balances=[{**IOLTA, "balance": "much"}]),
        contact(1, account_balances=[{**IOLTA, "balance": None}]),
        contact(1, account_balances=[{**IOLTA, "balance": True}]),
        contact(1, account_balances=[{**IOLTA, "balance": Decimal("NaN")}]),
        contact(1, account_balances=[{**IOLTA, "balance": Decimal("1e400")}]),
    ],
)
def test_what_is_no_client_ends_in_plain_words(row):
    with pytest.raises(VendorProblem, match="did not answer properly"):
        Collector().take(CONTACT, [row])


def test_an_amount_is_in_cents_whatever_reckoning_left_behind_them():
    rows = [{**IOLTA, "balance": Decimal("0.30000000000000004")}, {**IOLTA, "balance": Decimal("-1E-12")}]
    collector = Collector()
    collector.take(CONTACT, [contact(1, account_balances=rows)])
    assert [str(each.amount) for each in collector.funds.holders[CONTACT]["1"].held] == ["0.30"]


@pytest.mark.parametrize(("kind", "row", "noun"), [(CONTACT, contact(1), "client"), (MATTER, matter(1), "matter")])
def test_one_who_comes_twice_means_that_the_list_changed_meanwhile(kind, row, noun):
    collector = Collector()
    collector.take(kind, [row])
    with pytest.raises(VendorProblem) as caught:
        collector.take(kind, [row])
    assert f"the same {noun} twice" in caught.value.detail


def test_transactions_are_asked_for_by_account_and_since_a_month_before_the_first_day(clio):
    rows = [
        {"id": 1, "date": "2026-08-03", "client": {"id": 7001}, "matter": {"id": 7001}},
        {"id": 2, "date": "2026-08-01", "client": {"id": 7001}, "matter": None},
        {"id": 3, "date": "2026-08-09", "client": None, "matter": None},
    ]
    fake = clio(page(rows))
    movements, calls = reader(fake).movements("55", "2026-08-04")
    assert movements == {"contact:7001": "2026-08-03", "matter:7001": "2026-08-03"}
    assert calls == len(fake.sent) == 1
    asked = fake.sent[0].url.params
    assert (asked["bank_account_id"], asked["updated_since"]) == ("55", "2026-07-04T00:00:00Z")


def test_the_latest_day_counts_whatever_the_order():
    days = {}
    rows = [{"date": day, "client": {"id": 1}} for day in ("2026-01-02", "2026-03-01", "2026-02-01", None)]
    last_days(rows, days)
    assert days == {"contact:1": "2026-03-01"}
    assert since("2026-01-15") == "2025-12-15T00:00:00Z"
