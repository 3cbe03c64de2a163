"""Reading a company in few requests, writing it in batches, and every odd answer turned into a problem for people."""

from __future__ import annotations

import inspect
import re
from decimal import Decimal

import pytest
import requests

from provisioner.engine.ports import Write
from provisioner.model.address import Address
from provisioner.model.change import Operation
from provisioner.model.errors import VendorProblem
from provisioner.model.resource import Remote
from provisioner.providers.qbo import errors
from provisioner.providers.qbo.base import POSTING
from provisioner.providers.qbo.client import QboReader
from provisioner.workflows.catalog import registry

TYPES = registry().of("qbo")
ACCOUNT, CLASS = registry()["qbo.account"], registry()["qbo.class"]
INFO = {"CompanyName": "Harbor & Pine LLP", "NameValue": [{"Name": "OfferingSku", "Value": "QuickBooks Online Plus"}]}
PREFERENCES = {
    "AccountingInfoPrefs": {"ClassTrackingPerTxnLine": True, "UseAccountNumbers": True, "BookCloseDate": "2026-09-30"}
}


class Company:
    """A company that answers queries as QuickBooks does, at most ``room`` objects in one answer."""

    def __init__(self, room=1000, **tables):
        self.tables = tables
        self.room = room

    def __call__(self, request):
        left = self.room
        answers = []
        for item in request.body["BatchItemRequest"]:
            answer, used = self.query(item["Query"], left)
            left -= used
            answers.append({"bId": item["bId"], **answer})
        return {"BatchItemResponse": answers, "time": "2026-11-01T00:00:00.000-08:00"}

    def query(self, text, left):
        if text == "SELECT COUNT(*) FROM Department WHERE Active = true":
            return {"QueryResponse": {"totalCount": len(self.tables.get("Department", ()))}}, 0
        found = re.fullmatch(
            r"SELECT (\*|COUNT\(\*\)) FROM (\w+)( WHERE Active IN \(true, false\))?"
            r"(?: ORDERBY Id STARTPOSITION (\d+) MAXRESULTS (\d+))?",
            text,
        )
        assert found, text
        what, entity, everything, start, count = found.groups()
        if entity in {"CompanyInfo", "Preferences"}:
            return {"QueryResponse": {entity: [INFO if entity == "CompanyInfo" else PREFERENCES]}}, 1
        assert everything, "inactive objects have to be asked for"
        rows = self.tables.get(entity, [])
        if what != "*":
            return {"QueryResponse": {"totalCount": len(rows)}}, 0
        page = rows[int(start) - 1 : int(start) - 1 + int(count)]
        if len(page) > left:
            error = {"Message": "Result set too big", "Detail": "too big", "code": "10100"}
            return {"Fault": {"Error": [error], "type": "ValidationFault"}}, 0
        return {"QueryResponse": {entity: page} if page else {}}, len(page)


def accounts(count):
    return [{"Id": str(n), "SyncToken": "0", "Name": f"A{n}", "Active": n % 7 > 0} for n in range(1, count + 1)]


def test_a_small_company_is_read_in_one_request(quickbooks):
    fake = quickbooks(
        Company(Account=accounts(3), Class=[{"Id": "5000000000000007280", "SyncToken": "0", "Name": "L"}])
    )
    snapshot = fake.reader().read(TYPES)
    assert (len(fake.sent), snapshot.calls) == (1, 1)  # the company's settings too
    assert (snapshot.tenant, snapshot.title) == ("9341", "Harbor & Pine LLP")
    known = {name: value for name, value in snapshot.facts.items() if value is not None}
    assert known == {
        "edition": "plus",
        "class_tracking": "per_line",
        "account_numbers": True,
        "closed_through": "2026-09-30",
        "locations": False,
        "locations_in_use": 0,
    }
    assert [each.remote for each in snapshot.objects["qbo.class"]] == [Remote("qbo.class", "5000000000000007280")]
    assert set(snapshot.objects) == {each.kind for each in TYPES}


@pytest.mark.parametrize("expected", [0, 2500])
@pytest.mark.parametrize("count", [0, 1, 997, 998, 999, 1000, 1001, 2500])
def test_every_object_is_read_exactly_once_whatever_does_not_fit(quickbooks, count, expected):
    fake = quickbooks(Company(Account=accounts(count), Class=accounts(3)))
    snapshot = fake.reader().read(TYPES, expected)
    assert [each.id for each in snapshot.objects["qbo.account"]] == [str(n) for n in range(1, count + 1)]
    assert len(snapshot.objects["qbo.class"]) == 3
    assert snapshot.calls == len(fake.sent) <= 1 + -(-count // 1000) + (not expected)


def test_a_slice_that_was_refused_is_read_on_from_where_it_starts(quickbooks):
    fake = quickbooks(Company(room=250, Account=accounts(240), Class=accounts(30)))
    snapshot = fake.reader().read(TYPES, 1000)
    assert [each.id for each in snapshot.objects["qbo.account"]] == [str(n) for n in range(1, 241)]


def test_half_a_list_is_no_list(quickbooks):
    class Shrinking(Company):
        def query(self, text, left):
            answer, used = super().query(text, left)
            return (answer, used) if "COUNT" not in text else ({"QueryResponse": {"totalCount": 5}}, 0)

    fake = quickbooks(Shrinking(Account=accounts(3)))
    with pytest.raises(VendorProblem, match="did not send everything") as caught:
        fake.reader().read([ACCOUNT])
    assert caught.value.detail == "It sent 3 of 5 Account objects."


def test_amounts_are_read_exactly(quickbooks):
    row = '{"Id": "1", "SyncToken": "0", "Name": "A", "CurrentBalanceWithSubAccounts": 1234567890123.10}'
    text = (
        '{"BatchItemResponse": [{"bId": "info", "QueryResponse": {}}, {"bId": "prefs", "QueryResponse": {}},'
        ' {"bId": "n-Account", "QueryResponse": {"totalCount": 1}},'
        f' {{"bId": "Account-0", "QueryResponse": {{"Account": [{row}]}}}}]}}'
    )
    snapshot = quickbooks(text).reader().read([ACCOUNT])
    assert snapshot.objects["qbo.account"][0].balance == Decimal("1234567890123.10")


def test_a_reader_has_nothing_public_but_its_name_and_what_reads(quickbooks):
    names = {name for name, _ in inspect.getmembers(quickbooks().reader()) if not name.startswith("_")}
    assert names == {"system", "read", "read_changes", "customers", "calls"}
    assert not {name for name in vars(QboReader) if "write" in name.lower()}


@pytest.mark.parametrize(
    "answer",
    [
        {"BatchItemResponse": []},
        {"BatchItemResponse": None},
        {},
        {"time": "now"},
        [],
        None,
        "null",
        "17",
        '"text"',
        "<html>maintenance</html>",
        "",
        {"Fault": {}},
        {"Fault": {"Error": []}},
        {"Fault": {"Error": [{"code": "abc"}]}},
        {"Fault": {"Error": [{"Message": "m", "code": "2020"}]}},
        {"Fault": {"Error": "odd"}},
        {"Fault": "odd"},
        {"fault": {"error": [], "type": "SERVICE"}},
        {"fault": {"error": [{"message": "m", "detail": "d", "code": "3100"}]}},
        (403, {"fault": {"error": [{"message": "m", "code": "3100"}], "type": "SERVICE"}}),
        (404, "not found"),
        (400, {}),
        (200, {"BatchItemResponse": [{"bId": "info", "Fault": {"Error": [{"Message": "m", "code": "3100"}]}}]}),
    ],
    ids=str,
)
def test_an_odd_answer_is_a_problem_and_never_a_traceback(quickbooks, answer):
    with pytest.raises(VendorProblem) as caught:
        quickbooks(lambda _: answer).reader().read(TYPES)
    assert caught.value.summary
    assert caught.value.detail
    assert caught.value.fix
    results = quickbooks(lambda _: answer).write(new("a"), new("b"))
    assert len(results) == 2
    assert all(each.problem is not None and each.problem.fix for each in results)


def new(key):
    return Write(Address("qbo", "class", key), CLASS, Operation.CREATE, {"name": key}, None)


def test_a_fault_is_understood_in_both_spellings():
    error = {"Message": "Stale Object Error", "Detail": "root finished first", "code": "5010", "element": ""}
    capital = {"Fault": {"Error": [error], "type": "ValidationFault"}, "time": "now"}
    small = {"fault": {"error": [{"message": "Stale Object Error", "detail": "root finished first", "code": "5010"}]}}
    said = ("5010", "Stale Object Error", "root finished first")
    assert errors.fault_in(capital) == (*said, "ValidationFault")
    assert errors.fault_in(small) == (*said, "")


def test_a_fault_inside_a_200_fails_the_whole_batch(quickbooks):
    fault = {"Fault": {"Error": [{"Message": "An application error", "Detail": "", "code": "10000"}]}}
    results = quickbooks(fault).write(new("a"), new("b"))
    assert [(each.problem.code, each.problem.detail) for each in results] == [
        ("10000", "It answered 10000: An application error")
    ] * 2


def test_items_fail_one_by_one_with_quickbookss_own_code_and_words(quickbooks):
    said = "The name supplied already exists. : Another account is already using this \\nname."
    fault = {"Error": [{"Message": "Duplicate Name", "Detail": said, "code": "6240"}], "type": "ValidationFault"}
    answer = {
        "BatchItemResponse": [
            {"bId": "2", "Class": {"Id": "73", "SyncToken": "0", "Name": "c"}},
            {"bId": "0", "Fault": fault},
            {"bId": "3"},
        ]
    }
    first, second, third, fourth = quickbooks(lambda _: answer).write(*map(new, "abcd"))
    assert first.problem.code == "6240"
    assert first.problem.detail.endswith("Another account is already using this name.")
    assert first.problem.fix.startswith("Another one already has this name")
    assert not first.problem.stops_run
    assert second.problem.summary == fourth.problem.summary == "QuickBooks did not answer properly"
    assert third.observed.id == "73"


@pytest.mark.parametrize("code", sorted(errors.STOPS_RUN))
def test_after_these_codes_nothing_else_can_succeed(code):
    assert errors.problem(errors.Fault(code, "m", "")).stops_run


@pytest.mark.parametrize("code", sorted(errors.ADVICE))
def test_advice_is_a_sentence(code):
    assert errors.problem(errors.Fault(code, "m", "")).fix.endswith(".")


@pytest.mark.parametrize(("status", "stops"), [(200, False), (401, True), (403, True), (404, False), (503, True)])
def test_an_unreadable_answer_stops_the_run_when_the_next_would_fail_too(status, stops):
    assert errors.unreadable(status, "<html>").stops_run is stops


def test_a_batch_carries_short_names_and_a_short_request_id(quickbooks):
    """With a request id QuickBooks takes at most 36 characters for it and 10 for each name of an item."""
    fake = quickbooks(lambda _: {"BatchItemResponse": []})
    writer = fake.writer()
    writer.send(writer.prepare([new(f"c{n}") for n in range(writer.batch_size)], "x" * 80, ""))
    assert writer.batch_size == 30
    assert len(fake.sent[0].url.params["requestid"]) == 36
    assert all(len(item["bId"]) <= 10 for item in fake.sent[0].body["BatchItemRequest"])


@pytest.mark.parametrize("key", sorted(POSTING))
@pytest.mark.parametrize("kind", [each.kind for each in TYPES])
def test_a_key_that_posts_is_never_sent(quickbooks, kind, key):
    """Whatever is live: what QuickBooks sends of such a key is not echoed to it."""
    type_ = registry()[kind]
    observed = type_.observe({"Id": "1", "SyncToken": "0", "Name": "n", key: 5})
    wanted = {"name": "m", "description": "", "basis": "cash"}
    fields = {name: value for name, value in wanted.items() if name in type_.fields}
    fake = quickbooks(lambda _: {"BatchItemResponse": []})
    fake.write(Write(Address("qbo", kind[4:], "a"), type_, Operation.UPDATE, fields, observed))
    assert key not in fake.sent[0].body["BatchItemRequest"][0][type_.entity]


def test_a_body_that_posts_is_a_mistake_of_ours_and_is_not_sent(quickbooks, monkeypatch):
    monkeypatch.setattr(type(CLASS), "body", lambda *_, **__: {"Name": "x", "OpeningBalance": 5})
    fake = quickbooks({"BatchItemResponse": []})
    with pytest.raises(AssertionError, match="would post an amount"):
        fake.write(new("a"))
    assert fake.sent == []


def test_an_inactive_object_is_known_by_its_own_name():
    seen = ACCOUNT.observe({"Id": "1", "Name": "Old (deleted)", "Active": False})
    assert (seen.fields["name"], seen.active) == ("Old", False)
    assert ACCOUNT.observe({"Id": "1", "Name": "Old (deleted)"}).fields["name"] == "Old (deleted)"


def test_passing_values_fit_every_limit_and_differ():
    for type_ in TYPES:
        names = {
            type_.passing_value("name", type_.observe({"Id": str(number), "Name": "A name like another" * 3}))
            for number in (71, 5000000000000007280)
        }
        assert len(names) == 2
        assert all(len(name) <= (100 if type_.kind == "qbo.account" else 31) for name in names)
    assert len(ACCOUNT.passing_value("number", ACCOUNT.observe({"Id": "12345678", "Name": "A"}))) <= 7


def made(number, name):
    return {"bId": str(number), "Class": {"Id": f"7{number}", "SyncToken": "0", "Name": name}}


def fault(number, code="6000", kind="ValidationFault"):
    return {"bId": str(number), "Fault": {"Error": [{"Message": "m", "Detail": "d", "code": code}], "type": kind}}


WHOLE = {"BatchItemResponse": [made(0, "a"), made(1, "b")]}
UNUSABLE = [
    (200, '{"BatchItemResponse": [{"bId": "0", "Cla'),
    (200, "<html>maintenance</html>"),
    (200, ""),
    (200, {"BatchItemResponse": []}),
    (200, {"BatchItemResponse": [made(1, "b")]}),
    (200, {"BatchItemResponse": [{"bId": "0", "Class": {"Name": "a"}}, made(1, "b")]}),
    (200, {"BatchItemResponse": [fault(0, "10000", "SystemFault"), made(1, "b")]}),
    (200, {"Fault": {"Error": [{"Message": "An application error", "code": "10000"}], "type": "SystemFault"}}),
]


@pytest.mark.parametrize("answer", UNUSABLE, ids=range(len(UNUSABLE)))
def test_an_unusable_answer_is_asked_for_again_with_the_same_id_and_body(quickbooks, answer):
    fake = quickbooks(answer, WHOLE)
    assert [each.observed.id for each in fake.write(new("a"), new("b"))] == ["70", "71"]
    first, second = fake.sent
    assert (first.url, first.body) == (second.url, second.body)
    assert first.url.params["requestid"] == "run-1"


@pytest.mark.parametrize("answer", UNUSABLE, ids=range(len(UNUSABLE)))
def test_after_three_unusable_answers_what_was_not_told_is_unknown(quickbooks, answer):
    fake = quickbooks(lambda _: answer)
    first, second = fake.write(new("a"), new("b"))
    assert len(fake.sent) == 3
    assert (first.unknown, first.observed, bool(first.problem.fix)) == (True, None, True)
    told = isinstance(answer[1], dict) and made(1, "b") in answer[1].get("BatchItemResponse", [])
    assert (second.unknown, second.observed is not None) == (not told, told)


@pytest.mark.parametrize("failure", [requests.ConnectionError("cut"), requests.ReadTimeout("late"), (503, "busy")])
def test_a_write_whose_answer_never_comes_is_unknown(quickbooks, failure):
    fake = quickbooks(lambda _: failure)
    assert [each.unknown for each in fake.write(new("a"), new("b"))] == [True, True]
    assert len({(str(sent.url), str(sent.body)) for sent in fake.sent}) == 1


@pytest.mark.parametrize("status", [301, 302, 401, 403, 404, 413, 429])
@pytest.mark.parametrize("body", ["<html>", {"fault": {"error": [{"message": "m", "code": "3100"}]}}], ids=str)
def test_what_quickbooks_turned_away_was_not_carried_out(quickbooks, status, body):
    (result,) = quickbooks(lambda _: (status, body)).write(new("a"))
    assert (result.observed, result.unknown) == (None, False)


def test_a_fault_that_is_an_answer_is_not_asked_for_again(quickbooks):
    fake = quickbooks({"BatchItemResponse": [fault(0, "6240"), made(1, "b")]})
    first, second = fake.write(new("a"), new("b"))
    assert (first.problem.code, first.unknown, second.observed.id) == ("6240", False, "71")
    assert len(fake.sent) == 1


@pytest.mark.parametrize("code", ["5010", "6240"])
@pytest.mark.parametrize(
    "lost", [requests.ConnectionError("cut"), (503, "busy"), (200, "<html>maintenance</html>")], ids=str
)
def test_a_refusal_that_an_earlier_sending_explains_is_not_believed(quickbooks, lost, code):
    """As when it was carried out, its answer was lost, and QuickBooks has forgotten the request id."""
    fake = quickbooks(lost, {"BatchItemResponse": [fault(0, code), fault(1, "6000")]})
    first, second = fake.write(new("a"), new("b"))
    assert (first.problem.code, first.unknown) == (code, True)
    assert (second.problem.code, second.unknown) == ("6000", False)
    assert len(fake.sent) == 2


def test_a_fault_of_the_system_is_not_told_as_a_refusal(quickbooks):
    (result,) = quickbooks(lambda _: {"BatchItemResponse": [fault(0, "10000", "SystemFault")]}).write(new("a"))
    assert (result.unknown, result.problem.summary) == (True, "QuickBooks did not answer properly")
    assert result.problem.fix == "Run the same command again: it finds out what was done, and nothing is done twice."


def test_an_update_is_prepared_with_what_finds_out_later_what_became_of_it(quickbooks):
    observed = CLASS.observe({"Id": "7", "SyncToken": "3", "Name": "Old"})
    write = Write(Address("qbo", "class", "a"), CLASS, Operation.UPDATE, {"name": "New"}, observed)
    fake = quickbooks()
    request = fake.writer().prepare([write], "run-1", "2026-11-22T12:00:00+00:00")
    (item,) = request.items
    assert (item.remote_id, item.version, item.fields) == ("7", "3", {"name": "New"})
    assert (item.body["Id"], item.body["SyncToken"], item.body["Name"]) == ("7", "3", "New")
    assert (request.system, request.since) == ("qbo", "2026-11-22T12:00:00+00:00")
    assert fake.sent == [], "preparing sends nothing"


def test_a_request_of_another_process_is_sent_as_it_was_written_down(quickbooks):
    request = quickbooks().writer().prepare([new("a"), new("b")], "run-1", "")
    fake = quickbooks(WHOLE)
    assert [each.observed.id for each in fake.writer().send(request)] == ["70", "71"]
    assert [item["Class"]["Name"] for item in fake.sent[0].body["BatchItemRequest"]] == ["a", "b"]


def test_the_vendors_own_time_of_reading_is_kept(quickbooks):
    company = Company()
    fake = quickbooks(lambda sent: (200, company(sent), {"Date": "Sun, 22 Nov 2026 12:00:00 GMT"}))
    assert fake.reader().read(TYPES).read_at == "2026-11-22T12:00:00+00:00"
    assert quickbooks(company).reader().read(TYPES).read_at == ""


def test_names_of_customers_are_read_a_thousand_at_a_time(quickbooks):
    def answer(sent):
        (item,) = sent.body["BatchItemRequest"]
        start = int(item["Query"].split("STARTPOSITION ")[1].split()[0])
        rows = [
            {"Id": str(number), "DisplayName": f"Client {number}"} for number in range(start, min(start + 1000, 1502))
        ]
        return {"BatchItemResponse": [{"bId": "names", "QueryResponse": {"Customer": rows} if rows else {}}]}

    fake = quickbooks(answer)
    names = fake.reader().customers()
    assert (len(names), names[0], names[-1]) == (1501, "Client 1", "Client 1501")
    assert len(fake.sent) == 2
    assert "Active = true" in fake.sent[0].body["BatchItemRequest"][0]["Query"]
