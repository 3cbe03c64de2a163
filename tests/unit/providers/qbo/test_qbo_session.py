"""What one request to QuickBooks goes through: retries, one renewal, a time limit, and the guard of readers."""

from __future__ import annotations

import logging
from itertools import pairwise

import pytest
import requests

from provisioner.engine.ports import Write
from provisioner.model.address import Address
from provisioner.model.change import Operation
from provisioner.model.errors import VendorProblem
from provisioner.providers.qbo import session
from provisioner.providers.qbo.resources.class_ import Class
from provisioner.providers.qbo.session import VendorThrottle, refuse_writes

MADE = {"BatchItemResponse": [{"bId": "0", "Class": {"Id": "71", "SyncToken": "0", "Name": "Litigation"}}]}
EXPIRED = {
    "warnings": None,
    "fault": {
        "error": [
            {"message": "message=AuthenticationFailed; errorCode=003200", "detail": "Token expired", "code": "3200"}
        ],
        "type": "AUTHENTICATION",
    },
    "time": 1436912876232,
}
THROTTLED = {
    "fault": {
        "error": [{"message": "message=ThrottleExceeded", "detail": "The request limit was reached.", "code": "3001"}],
        "type": "SERVICE",
    }
}
NEW = Write(Address("qbo", "class", "litigation"), Class(), Operation.CREATE, {"name": "Litigation"}, None)


def write(fake):
    return fake.write(NEW)[0]


def test_a_throttled_request_waits_a_minute_and_goes_out_again(quickbooks):
    fake = quickbooks((429, THROTTLED), MADE)
    assert write(fake).observed.id == "71"
    assert fake.waits == [60.0]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_error_is_tried_again_soon(quickbooks, status):
    fake = quickbooks((status, "<html>Sorry</html>"), MADE)
    assert write(fake).observed.id == "71"
    assert len(fake.waits) == 1
    assert 0 < fake.waits[0] < 20


@pytest.mark.parametrize(
    "error",
    [
        requests.ConnectionError("reset"),
        requests.ReadTimeout("late"),
        requests.ConnectTimeout("late"),
        requests.exceptions.ChunkedEncodingError("cut in the middle"),
        requests.exceptions.ContentDecodingError("half a gzip"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_request_without_a_whole_answer_is_tried_again(quickbooks, error):
    fake = quickbooks(error, MADE)
    assert write(fake).observed.id == "71"
    assert len(fake.sent) == 2


@pytest.mark.parametrize("failure", [(500, "oops"), (504, ""), requests.ReadTimeout("late"), (401, EXPIRED)], ids=str)
def test_every_retry_of_a_write_is_the_same_request_with_the_same_request_id(quickbooks, failure):
    """QuickBooks answers a repeated request id with the first answer, so a lost answer never makes a second object."""
    fake = quickbooks(failure, (503, "busy"), (429, THROTTLED), MADE)
    assert write(fake).observed.id == "71"
    for one, two in pairwise(fake.sent):
        assert (one.url, one.body) == (two.url, two.body)
    assert fake.sent[0].url.params["requestid"] == "run-1"
    assert fake.sent[0].url.params["minorversion"] == "75"


def test_each_batch_has_a_request_id_of_its_own(quickbooks):
    fake = quickbooks(MADE, MADE)
    writer = fake.writer()
    for number in (1, 2):
        writer.send(writer.prepare([NEW], f"run-{number}", ""))
    assert [sent.url.params["requestid"] for sent in fake.sent] == ["run-1", "run-2"]


def test_after_five_attempts_it_gives_up_and_says_so(quickbooks):
    fake = quickbooks(lambda _: requests.ConnectionError("HTTPSConnectionPool(host='qbo.test'): Max retries exceeded"))
    problem = write(fake).problem
    assert len(fake.sent) == 5
    assert {sent.url.params["requestid"] for sent in fake.sent} == {"run-1"}
    assert problem.stops_run
    assert problem.detail == "No connection to qbo.test, or it was cut."
    assert "nothing is done twice" in problem.fix


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (requests.exceptions.SSLError("bad"), "certificate"),
        (requests.exceptions.ProxyError("bad"), "proxy"),
        (requests.ReadTimeout("bad"), "did not answer in time"),
        (requests.exceptions.ChunkedEncodingError("bad"), "broke off"),
        (requests.exceptions.InvalidURL("No host supplied"), "No host supplied"),
    ],
)
def test_why_there_is_no_answer_is_said_plainly(quickbooks, error, said):
    assert said in write(quickbooks(lambda _: error)).problem.detail


def test_throttled_for_minutes_stops_the_run(quickbooks):
    fake = quickbooks(lambda _: (429, THROTTLED))
    problem = write(fake).problem
    assert fake.waits == [60.0] * 4
    assert (problem.code, problem.status, problem.stops_run) == ("3001", 429, True)
    assert problem.fix == "QuickBooks is limiting requests. Wait a minute and run the same command again."


def test_an_expired_token_is_renewed_once(quickbooks):
    fake = quickbooks((401, EXPIRED), MADE)
    assert write(fake).observed.id == "71"
    assert [sent.headers["Authorization"] for sent in fake.sent] == ["Bearer T1", "Bearer T2"]


def test_a_second_401_is_a_problem_that_stops_the_run(quickbooks):
    fake = quickbooks((401, EXPIRED), (401, EXPIRED))
    problem = write(fake).problem
    assert len(fake.sent) == 2
    assert (problem.code, problem.stops_run) == ("3200", True)
    assert "Token expired" in problem.detail


@pytest.mark.parametrize("failure", [(500, "x"), requests.ConnectionError("x")], ids=["500", "no connection"])
def test_trouble_after_the_renewal_is_retried_too(quickbooks, failure):
    fake = quickbooks((401, EXPIRED), failure, MADE)
    assert write(fake).observed.id == "71"
    assert fake.tokens.number == 2


def test_no_connection_after_the_renewal_is_a_problem_and_no_traceback(quickbooks):
    answers = iter([(401, EXPIRED)])
    fake = quickbooks(lambda _: next(answers, requests.ConnectionError("x")))
    assert "No connection" in write(fake).problem.detail


def test_a_long_pause_is_explained_on_standard_error(quickbooks, caplog):
    with caplog.at_level(logging.WARNING):
        write(quickbooks((429, THROTTLED), requests.ReadTimeout("late"), MADE))
    assert [record.message for record in caplog.records] == [
        "No proper answer (HTTP 429); trying again in 60 seconds.",
        "No proper answer (ReadTimeout); trying again in a moment.",
    ]


def test_intuits_reference_is_in_the_problem(quickbooks):
    fault = {"Fault": {"Error": [{"Message": "m", "Detail": "d", "code": "2020"}], "type": "ValidationFault"}}
    fake = quickbooks((400, fault, {"intuit_tid": "1-abc"}))
    assert write(fake).problem.detail == "It answered 2020: d (Intuit's reference for this request: 1-abc)"


def test_requests_are_counted_retries_included(quickbooks):
    fake = quickbooks((500, ""), MADE)
    writer = fake.writer()
    writer.send(writer.prepare([NEW], "run-1", ""))
    assert writer.calls == 2


READS = [
    ("GET", "https://qbo.test/v3/company/9341/cdc", None),
    ("GET", "https://qbo.test/v3/company/9341/account/35", None),
    ("POST", "https://qbo.test/v3/company/9341/query", "SELECT * FROM Account"),
    ("POST", "https://qbo.test/v3/company/9341/batch", '{"BatchItemRequest": [{"bId": "1", "Query": "SELECT"}]}'),
]
WRITES = [
    ("POST", "https://qbo.test/v3/company/9341/account", "{}"),
    ("POST", "https://qbo.test/v3/company/9341/account?operation=delete", "{}"),
    ("DELETE", "https://qbo.test/v3/company/9341/account/1", None),
    ("POST", "https://qbo.test/v3/company/9341/batch", '{"BatchItemRequest": [{"bId": "1", "operation": "create"}]}'),
    (
        "POST",
        "https://qbo.test/v3/company/9341/batch",
        '{"BatchItemRequest": [{"bId": "1", "Query": "SELECT"}, {"bId": "2", "Query": "x", "operation": "update"}]}',
    ),
    ("POST", "https://qbo.test/v3/company/9341/preferences", "{}"),
]


@pytest.mark.parametrize(("method", "url", "data"), READS)
def test_a_reader_may_read(method, url, data):
    refuse_writes(method, url, data)


@pytest.mark.parametrize(("method", "url", "data"), WRITES)
def test_a_readers_session_sends_nothing_that_writes(quickbooks, method, url, data):
    fake = quickbooks(MADE)
    guarded = fake.reader()._company.session
    with pytest.raises(AssertionError, match="a planner tried to write"):
        guarded.request(method, url, data=data)
    assert fake.sent == []


def test_even_a_readers_own_client_cannot_write(quickbooks):
    fake = quickbooks(MADE)
    with pytest.raises(AssertionError, match="a planner tried to write"):
        fake.reader()._company.batch([{"bId": "0", "operation": "create", "Class": {"Name": "x"}}])
    assert fake.sent == []


class Limiter:
    """Takes note of what is asked of it, as pyrate-limiter's does."""

    made: list

    def __init__(self, rates):
        self.rates = rates if isinstance(rates, list) else [rates]
        self.asked = []
        type(self).made.append(self)

    def try_acquire(self, name="pyrate", weight=1, blocking=True, timeout=-1):  # noqa: FBT002 - the library's signature
        self.asked.append((name, blocking, timeout))
        return True


@pytest.fixture
def limiters(monkeypatch):
    Limiter.made = []
    monkeypatch.setattr("pyrate_limiter.Limiter", Limiter)
    return Limiter.made


def test_the_budget_is_intuits(limiters):
    VendorThrottle()
    rates = [sorted((rate.limit, rate.interval) for rate in limiter.rates) for limiter in limiters]
    assert rates == [[(10, 1_000), (500, 60_000)], [(40, 60_000)]]


def test_a_batch_counts_as_a_request_and_as_a_batch_and_waits_as_long_as_it_takes(limiters):
    throttle = VendorThrottle()
    throttle.acquire("request")
    throttle.acquire("batch")
    assert [limiter.asked for limiter in limiters] == [[("request", True, -1)] * 2, [("batch", True, -1)]]


def test_the_real_limiter_lets_the_first_ten_requests_of_a_second_through(monkeypatch):
    slept = []
    monkeypatch.setattr("pyrate_limiter.limiter.sleep", slept.append)
    throttle = VendorThrottle()
    for _ in range(10):
        throttle.acquire("batch")
    assert slept == []


def test_every_request_asks_the_budget_first_under_its_kind(quickbooks):
    asked = []
    fake = quickbooks((500, ""), MADE)
    writer = fake.writer()
    writer._company.session._throttle = type("T", (), {"acquire": lambda _, name: asked.append(name)})()
    writer.send(writer.prepare([NEW], "run-1", ""))
    assert asked == ["batch", "batch"]


def test_a_problem_while_renewing_comes_through(quickbooks):
    fake = quickbooks((401, EXPIRED))

    def refuse():
        raise VendorProblem("The connection to QuickBooks does not work")

    fake.tokens.renew = refuse
    assert write(fake).problem.summary == "The connection to QuickBooks does not work"


def test_text_goes_out_as_utf8_whatever_the_machine_speaks(quickbooks):
    fake = quickbooks(MADE)
    fake.write(Write(NEW.address, NEW.type, NEW.operation, {"name": "Müller & 株式会社"}, None))
    assert fake.sent[0].body["BatchItemRequest"][0]["Class"]["Name"] == "Müller & 株式会社"


def test_a_redirect_is_not_followed_with_the_token(quickbooks):
    fake = quickbooks((302, "", {"Location": "https://elsewhere.test/"}))
    problem = write(fake).problem
    assert "qbo.test answered 302 and pointed to elsewhere.test." in problem.detail
    assert (problem.stops_run, problem.maybe_done, len(fake.sent)) == (True, False, 1)


def test_the_time_limit_is_longer_than_the_services_own():
    assert session.READ_SECONDS > 120
