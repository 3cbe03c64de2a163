"""Clio over HTTP: pages as Clio names them, creates never repeated, versions, limits, and the guard of readers."""

from __future__ import annotations

import time
from decimal import Decimal

import httpx
import pytest

from provisioner.engine.ports import Write
from provisioner.model.address import Address
from provisioner.model.change import Operation
from provisioner.model.errors import VendorProblem
from provisioner.providers.clio.client import WAITS, ClioReader, ReadOnly
from provisioner.workflows.catalog import registry

BANK = registry()["clio.bank_account"]
TYPES = registry().of("clio")
ME = {"data": {"id": 1, "name": "Ana", "account": {"id": 2, "name": "Harbor & Pine LLP"}}}
BILLING = {"data": {"id": 3, "currency": "USD", "use_utbms_codes": True}}
EMPTY = {"data": [], "meta": {"paging": {}, "records": 0}}
ADDRESS = Address("clio", "bank_account", "operating")
NEW = Write(ADDRESS, BANK, Operation.CREATE, {"name": "Operating", "type": "Operating"}, None)
LIVE = BANK.observe({"id": 7, "etag": '"v1"', "name": "Operating", "type": "Operating", "currency": "USD"})
CHANGED = Write(ADDRESS, BANK, Operation.UPDATE, {"institution": "First Example"}, LIVE)
MADE = (201, {"data": {"id": 7, "etag": '"v2"', "name": "Operating", "type": "Operating"}})
NO_TOKEN = (401, {"error": {"type": "UnauthorizedError", "message": "User is not authorized"}})
NO_DATA = ["", "<html>", "null", "[]", "{}", '{"data": null}', '{"data": 5}']
OLD_TOKEN = (401, {"error": "invalid_token", "error_description": "The access token provided is expired."})


def write(fake, what=NEW):
    return fake.write(what)


def test_a_refresh_asks_who_we_are_for_the_settings_and_for_each_list_once(clio):
    fake = clio(ME, BILLING, *[EMPTY] * len(TYPES))
    snapshot = fake.reader().read(TYPES)
    assert (snapshot.tenant, snapshot.title) == ("Harbor & Pine LLP", "Harbor & Pine LLP")
    assert snapshot.facts == {"currency": "USD", "utbms": True}
    assert snapshot.calls == len(fake.sent) == 2 + len(TYPES)
    paths = [sent.path for sent in fake.sent]
    assert paths[:2] == ["users/who_am_i.json", "settings/billing.json"]
    assert paths[2:] == [f"{kind.path}.json" for kind in TYPES]
    assert {sent.headers["x-api-version"] for sent in fake.sent} == {"4.0.13"}
    assert fake.sent[2].url.params["limit"] == "200"


def test_every_field_that_is_compared_is_asked_for(clio):
    for kind in TYPES:
        fake = clio(ME, BILLING, EMPTY)
        fake.reader().read([kind])
        asked = fake.sent[2].url.params["fields"]
        assert {"id", "etag", *(each.key for each in kind.wire.values())} <= set(asked.replace("{", ",").split(","))


def test_pages_are_followed_exactly_as_clio_names_them(clio):
    following = "https://clio.test/api/v4/bank_accounts.json?fields=id%2Cetag&limit=200&page_token=BAh7%2BC%3D%3D&x=a+b"
    row = {"id": 1, "etag": '"a"', "name": "One"}
    fake = clio(
        ME,
        BILLING,
        {"data": [row], "meta": {"paging": {"next": following}}},
        {"data": [{**row, "id": 2}], "meta": {"paging": {"previous": "x"}}},
    )
    snapshot = fake.reader().read([BANK])
    assert [each.id for each in snapshot.objects[BANK.kind]] == ["1", "2"]
    assert str(fake.sent[3].url) == following


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.test/api/v4/bank_accounts.json?page_token=x",
        "https://clio.test.evil.test/api/v4/bank_accounts.json",
        "https://clio.test@evil.test/api/v4/bank_accounts.json",
        "http://clio.test/api/v4/bank_accounts.json",
        "/api/v4/bank_accounts.json",
    ],
)
def test_a_page_on_another_host_is_never_asked_for_with_our_token(clio, elsewhere):
    fake = clio(ME, BILLING, {"data": [], "meta": {"paging": {"next": elsewhere}}})
    with pytest.raises(VendorProblem) as caught:
        fake.reader().read([BANK])
    assert "another host" in caught.value.detail
    assert len(fake.sent) == 3


def test_amounts_are_read_exactly(clio):
    text = '{"data": [{"id": 1, "etag": "x", "name": "n", "rate": {"amount": 350.10, "type": "Custom"}}]}'
    snapshot = clio(ME, BILLING, text).reader().read([registry()["clio.activity_description"]])
    assert snapshot.objects["clio.activity_description"][0].fields["rate"] == Decimal("350.10")


@pytest.mark.parametrize("failure", [httpx.ConnectError("refused"), httpx.ConnectTimeout("late")], ids=repr)
def test_a_create_that_clio_cannot_have_seen_is_sent_again(clio, failure):
    fake = clio(failure, MADE)
    assert write(fake).observed.id == "7"
    assert len(fake.sent) == 2


def test_a_create_that_clio_turned_away_waits_as_long_as_clio_says(clio):
    fake = clio((429, {"error": {"type": "RateLimited"}}, {"Retry-After": "23"}), MADE)
    assert write(fake).observed.id == "7"
    assert fake.waits == [23.0]


def test_without_a_time_it_waits_a_minute(clio):
    fake = clio((429, ""), MADE)
    assert write(fake).observed.id == "7"
    assert fake.waits == [60.0]


def test_a_limit_that_holds_for_minutes_stops_the_run(clio):
    problem = write(clio(lambda _: (429, {"error": {"type": "x", "message": "y"}}, {"Retry-After": "1"}))).problem
    assert (problem.status, problem.stops_run) == (429, True)


@pytest.mark.parametrize("failure", [(503, "x"), httpx.ReadTimeout("late"), httpx.DecodingError("half")], ids=repr)
def test_reads_are_tried_again(clio, failure):
    fake = clio(failure, ME, BILLING, EMPTY)
    assert fake.reader().read([BANK]).calls == 4


def test_no_connection_at_all_is_said_plainly(clio):
    problem = write(clio(lambda _: httpx.ConnectError("[Errno 111] Connection refused"))).problem
    assert problem.summary == "Clio cannot be reached"
    assert problem.stops_run


def test_an_update_names_the_version_that_was_read(clio):
    fake = clio((200, MADE[1]))
    write(fake, CHANGED)
    assert (fake.sent[0].method, fake.sent[0].path) == ("PATCH", "bank_accounts/7.json")
    assert fake.sent[0].headers["if-match"] == '"v1"'
    assert fake.sent[0].body == {"data": {"institution": "First Example"}}


def test_a_create_names_no_version(clio):
    fake = clio(MADE)
    write(fake)
    assert "if-match" not in fake.sent[0].headers


def test_a_version_that_has_moved_on_says_that_somebody_changed_it(clio):
    problem = write(clio((412, {"error": {"type": "PreconditionFailed", "message": "stale"}})), CHANGED).problem
    assert problem.code == "412"
    assert problem.fix == "Somebody changed it in Clio a moment ago. Run plan again to see the new state."
    assert not problem.stops_run


@pytest.mark.parametrize("refusal", [NO_TOKEN, OLD_TOKEN], ids=["error object", "error text"])
def test_a_refused_token_is_renewed_once(clio, refusal):
    fake = clio(refusal, MADE)
    assert write(fake).observed.id == "7"
    assert [sent.headers["authorization"] for sent in fake.sent] == ["Bearer T1", "Bearer T2"]


@pytest.mark.parametrize(
    ("refusal", "said"),
    [(NO_TOKEN, "UnauthorizedError: User is not authorized"), (OLD_TOKEN, "The access token provided is expired.")],
)
def test_a_second_401_is_a_problem_in_clios_own_words(clio, refusal, said):
    fake = clio(refusal, refusal)
    problem = write(fake).problem
    assert problem.detail == f"It answered 401 to POST /api/v4/bank_accounts.json: {said}"
    assert problem.stops_run
    assert len(fake.sent) == 2


@pytest.mark.parametrize("status", [400, 403, 404, 409, 410, 422])
def test_other_refusals_have_advice(clio, status):
    problem = write(clio((status, {"error": {"type": "T", "message": "two\nlines"}}))).problem
    assert problem.detail.endswith("T: two lines")
    assert problem.fix.endswith(".")
    assert problem.stops_run is (status in {403, 410})


@pytest.mark.parametrize("body", NO_DATA)
def test_a_success_without_data_is_a_problem_and_never_a_traceback(clio, body):
    result = write(clio(lambda _: (201, body)))
    assert (result.problem.summary, result.unknown) == ("Clio did not answer properly", True)
    with pytest.raises(VendorProblem, match="did not answer properly"):
        clio((200, body)).reader().read([BANK])


def test_an_empty_refusal_is_still_a_sentence(clio):
    assert write(clio((400, ""))).problem.detail.endswith("no explanation")


def test_a_used_up_window_is_waited_for_before_the_next_request(clio):
    reset = int(time.time()) + 30
    full = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(reset)}
    fake = clio((200, ME, full), BILLING, EMPTY)
    fake.reader().read([BANK])
    assert 0 < fake.slept[0] <= 30


def test_a_window_with_room_is_not_waited_for(clio):
    room = {"X-RateLimit-Remaining": "1", "X-RateLimit-Reset": str(int(time.time()) + 30)}
    fake = clio((200, ME, room), BILLING, EMPTY)
    fake.reader().read([BANK])
    assert fake.slept == []


def test_a_wait_is_never_longer_than_the_window(clio):
    far = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 86_400)}
    fake = clio((200, ME, far), BILLING, EMPTY)
    fake.reader().read([BANK])
    assert fake.slept[0] == 60.0


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE", "OPTIONS"])
def test_a_readers_client_sends_nothing_but_get(clio, method):
    fake = clio(MADE)
    account = fake.reader()._account
    assert isinstance(account._http, ReadOnly)
    with pytest.raises(AssertionError, match="a planner tried to write"):
        account.send(method, "bank_accounts.json", body={})
    assert fake.sent == []


def test_a_reader_has_nothing_public_that_writes(clio):
    reader = clio().reader()
    assert {name for name in dir(reader) if not name.startswith("_")} == {"system", "read", "movements"}
    assert not {name for name in vars(ClioReader) if "write" in name.lower()}


def test_a_proxy_of_the_network_is_used(monkeypatch, clio):
    """A transport of our own would make httpx forget HTTPS_PROXY."""
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test:3128")
    http = ClioReader(clio().access())._account._http
    assert http._transport_for_url(httpx.URL("https://app.clio.com")) is not http._transport


@pytest.mark.parametrize("what", [NEW, CHANGED])
def test_a_balance_is_a_mistake_of_ours_and_is_not_sent(clio, monkeypatch, what):
    monkeypatch.setattr(type(BANK), "body", lambda *_, **__: {"name": "x", "balance": 5})
    fake = clio(MADE)
    with pytest.raises(AssertionError, match="would state an amount"):
        write(fake, what)
    assert fake.sent == []


def test_no_bank_account_body_ever_holds_a_balance():
    live = BANK.observe({"id": 7, "etag": "x", "name": "n", "type": "Trust", "balance": 52350})
    for observed in (None, live):
        assert "balance" not in BANK.body({"name": "m", "type": "Trust", "default": True}, observed, active=None)


def test_type_and_currency_are_sent_only_when_the_account_is_made():
    fields = {"name": "m", "type": "Trust", "currency": "USD"}
    assert BANK.body(fields, None, active=None).keys() == {"name", "type", "currency"}
    assert BANK.body(fields, LIVE, active=None).keys() == {"name"}


def test_a_request_that_cannot_be_sent_is_not_repeated(clio):
    fake = clio(httpx.LocalProtocolError("Illegal header value b'Bearer '"))
    assert write(fake).problem.fix == "Check the network, then run the same command again."
    assert len(fake.sent) == 1


SINCE = "2026-11-22T12:00:00+00:00"
BEFORE, AFTER = "2026-11-22T11:59:59Z", "2026-11-22T12:00:01Z"
LOST = [
    *[(status, "x") for status in (408, 500, 502, 503, 504, 520, 524)],
    *[kind("cut") for kind in (httpx.ReadTimeout, httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)],
    httpx.DecodingError("half a gzip"),
    *[(201, body) for body in NO_DATA],
    (201, {"data": {"name": "Operating"}}),
]


LOOKS = ["GET"] * len(WAITS)


class Account:
    """A Clio account with bank accounts. ``fates`` of its writes, in turn: kept or not, and what it answers."""

    def __init__(self, *fates, rows=()):
        self.fates = list(fates)
        self.rows = list(rows)

    def __call__(self, sent):
        if sent.method == "GET":
            number = sent.path.removesuffix(".json").rpartition("/")[2]
            return {"data": next((row for row in self.rows if str(row["id"]) == number), self.rows)}
        kept, answer = self.fates.pop(0) if self.fates else (True, None)
        row = self.kept(sent) if kept else None
        return (201, {"data": row}) if answer is None else answer

    def kept(self, sent):
        if sent.method == "POST":
            row = bank(1 + max((each["id"] for each in self.rows), default=6))
            self.rows.append(row)
        else:
            (row,) = self.rows
            if sent.headers["if-match"] != row["etag"]:
                return row
            row["etag"] += "'"
        row.update(sent.body["data"])
        return row


def bank(number, created_at=AFTER, **fields):
    usual = {"name": "Operating", "type": "Operating", "institution": None}
    return {"id": number, "etag": '"v1"', "created_at": created_at, **usual, **fields}


def methods(fake):
    return [sent.method for sent in fake.sent]


@pytest.mark.parametrize("answer", LOST, ids=str)
def test_a_create_whose_answer_is_lost_is_looked_for_and_not_sent_again(clio, answer):
    account = Account((True, answer))
    fake = clio(account)
    assert fake.write(NEW, SINCE).observed.id == "7"
    assert methods(fake) == ["POST", "GET"]
    assert len(account.rows) == 1


@pytest.mark.parametrize("answer", LOST, ids=str)
def test_a_create_that_was_lost_on_its_way_is_sent_again_once_it_was_looked_for(clio, answer):
    account = Account((False, answer), (False, answer))
    fake = clio(account)
    assert fake.write(NEW, SINCE).observed.id == "7"
    assert methods(fake) == ["POST", *LOOKS, "POST", *LOOKS, "POST"]
    assert len(account.rows) == 1


@pytest.mark.parametrize("looks", range(1, len(WAITS)))
def test_a_create_that_clio_carries_out_late_is_found_and_not_sent_again(clio, looks):
    """A gateway gives up before Clio does."""
    account = Account((False, (504, "")))
    fake = clio(account)
    writer = fake.writer()
    request = writer.prepare([NEW], "run-1", SINCE)

    def late(_):
        if methods(fake).count("GET") == looks:
            account.kept(fake.sent[0])

    writer._pause = late
    assert writer.send(request)[0].observed.id == "7"
    assert methods(fake).count("POST") == 1
    assert len(account.rows) == 1


def test_an_update_of_ours_that_is_carried_out_late_is_no_refusal(clio):
    """It is sent again under the old version while the first sending is carried out."""
    account = Account(
        (False, (504, "")), (False, (412, {"error": {"type": "T", "message": "outdated"}})), rows=[bank(7)]
    )
    fake = clio(account)
    writer = fake.writer()

    def late(_):
        if methods(fake).count("PATCH") == 2:
            account.kept(fake.sent[0])

    writer._pause = late
    result = writer.send(writer.prepare([CHANGED], "run-1", SINCE))[0]
    assert result.observed.fields["institution"] == "First Example"
    assert methods(fake) == ["PATCH", *LOOKS, "PATCH", "GET"]


def test_an_update_that_somebody_else_came_before_is_refused_however_often_it_was_sent(clio):
    outdated = (412, {"error": {"type": "T", "message": "outdated"}})
    fake = clio(Account((False, (504, "")), (False, outdated), rows=[bank(7, name="Theirs")]))
    result = fake.write(CHANGED, SINCE)
    assert (result.observed, result.unknown, result.problem.status) == (None, False, 412)


def test_an_older_one_of_the_same_name_is_not_taken_for_the_lost_one(clio):
    account = Account((True, (504, "")), rows=[bank(3, BEFORE)])
    assert clio(account).write(NEW, SINCE).observed.id == "4"
    account = Account((False, (504, "")), rows=[bank(3, BEFORE)])
    assert clio(account).write(NEW, SINCE).observed.id == "4"
    assert len(account.rows) == 2


def test_of_two_that_it_may_be_neither_is_chosen_and_nothing_more_is_sent(clio):
    fake = clio(Account((True, (504, "")), rows=[bank(3)]))
    result = fake.write(NEW, SINCE)
    assert (result.observed, result.unknown) == (None, True)
    assert "records 3, 4 " in result.problem.detail
    assert "Delete all but one of them" in result.problem.fix
    assert methods(fake) == ["POST", "GET"]


def test_the_one_that_is_exactly_as_asked_is_the_lost_one(clio):
    fake = clio(Account((True, (504, "")), rows=[bank(3, type="Trust")]))
    assert fake.write(NEW, SINCE).observed.id == "4"


def test_what_this_run_made_itself_is_not_taken_for_the_lost_one(clio):
    account = Account((True, None), (False, (504, "")))
    writer = clio(account).writer()
    ids = [writer.send(writer.prepare([NEW], f"run-{number}", SINCE))[0].observed.id for number in (1, 2)]
    assert ids == ["7", "8"]


def test_while_clio_does_not_answer_at_all_a_lost_create_stays_unknown_and_is_not_sent_again(clio):
    fake = clio(lambda _: (503, "down"))
    result = fake.write(NEW, SINCE)
    assert (result.observed, result.unknown, result.problem.stops_run) == (None, True, True)
    assert methods(fake).count("POST") == 1
    assert result.problem.fix.endswith("Run the same command again: it looks for the record first.")


def test_a_create_that_is_lost_three_times_is_unknown_and_was_looked_for_each_time(clio):
    fake = clio(Account(*[(False, (504, ""))] * 3))
    result = fake.write(NEW, SINCE)
    assert (result.observed, result.unknown) == (None, True)
    assert methods(fake) == ["POST", *LOOKS] * 3


def test_before_it_looks_it_gives_clio_longer_and_longer(clio):
    fake = clio(Account((False, (504, ""))))
    fake.write(NEW, SINCE)
    assert fake.pauses == sorted(fake.pauses) == list(WAITS)
    assert sum(WAITS) >= 20, "as long as Clio may be at work"
    fake = clio(Account())
    fake.write(NEW, SINCE)
    assert fake.pauses == [], "without trouble nobody waits"


@pytest.mark.parametrize("answer", LOST, ids=str)
def test_an_update_whose_answer_is_lost_is_looked_for_and_not_sent_again(clio, answer):
    fake = clio(Account((True, answer), rows=[bank(7)]))
    assert fake.write(CHANGED, SINCE).observed.fields["institution"] == "First Example"
    assert [(sent.method, sent.path) for sent in fake.sent] == [
        ("PATCH", "bank_accounts/7.json"),
        ("GET", "bank_accounts/7.json"),
    ]


@pytest.mark.parametrize("answer", LOST, ids=str)
def test_an_update_that_was_lost_on_its_way_is_sent_again_with_the_same_version(clio, answer):
    fake = clio(Account((False, answer), rows=[bank(7)]))
    assert fake.write(CHANGED, SINCE).observed.fields["institution"] == "First Example"
    assert methods(fake) == ["PATCH", *LOOKS, "PATCH"]
    assert [sent.headers["if-match"] for sent in fake.sent if sent.method == "PATCH"] == ['"v1"', '"v1"']


def test_a_refusal_is_known_and_not_looked_for(clio):
    for status in (400, 401, 403, 404, 409, 412, 422, 429):
        fake = clio(lambda _, status=status: (status, {"error": {"type": "T", "message": "m"}}, {"Retry-After": "0"}))
        assert not fake.write(CHANGED, SINCE).unknown
        assert set(methods(fake)) == {"PATCH"}
        assert fake.pauses == []


def test_every_request_is_counted_those_of_looking_included(clio):
    fake = clio(Account((False, (504, ""))))
    writer = fake.writer()
    writer.send(writer.prepare([NEW], "run-1", SINCE))
    assert writer.calls == len(fake.sent) == 2 + len(WAITS)


def test_the_vendors_own_time_of_reading_is_kept(clio):
    date = {"Date": "Sun, 22 Nov 2026 12:00:00 GMT"}
    assert clio((200, ME, date), BILLING, EMPTY).reader().read([BANK]).read_at == SINCE
    assert clio(ME, BILLING, EMPTY).reader().read([BANK]).read_at == ""
