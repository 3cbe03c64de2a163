"""Each kind of fault as two clients see it over a real socket, and whether the request was carried out."""

from __future__ import annotations

import itertools
import json
import logging
import socket
import time
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx
import pytest
import requests

from provisioner.sandbox.kernel import FirmSeed
from provisioner.sandbox.server import Twin, running

SEED = FirmSeed()
COMPANY = f"/v3/company/{SEED.company_id}"
WRITES = {"only": "writes"}


class Web:
    """Both vendors, spoken to with httpx or with requests."""

    def __init__(self, base, twin):
        self.base, self.twin = base, twin
        self.connect()

    def connect(self):
        self.tokens = self.twin.credentials(SEED)

    def load(self, *rules, seed=0):
        answer = httpx.post(f"{self.base}/_sandbox/faults", json={"seed": seed, "rules": list(rules)})
        assert answer.status_code == 200, answer.text

    def send(self, client, vendor, name="Fees", timeout=20.0, **params):
        """One create, by ``client``, of an account at QuickBooks or an expense category at Clio."""
        path = f"{COMPANY}/account" if vendor == "qbo" else "/api/v4/expense_categories"
        body = (
            {"Name": name, "AccountType": "Income"}
            if vendor == "qbo"
            else {"data": {"name": name, "entry_type": "hard_cost"}}
        )
        headers = {"Authorization": f"Bearer {self.tokens[f'{vendor}_access_token']}"}
        options = {"json": body, "headers": headers, "params": params, "timeout": timeout}
        send = httpx.post if client == "httpx" else requests.post
        if client == "requests":
            options["allow_redirects"] = False
        return send(self.base + path, **options)

    def made(self, vendor, name="Fees"):
        """How many objects of this name there are."""
        if vendor == "qbo":
            (company,) = self.twin.qbo.companies.values()
            return sum(row.values["Name"] == name for row in company.tables["Account"].rows.values())
        (account,) = self.twin.clio._store.accounts.values()
        return sum(row["name"] == name for row in account.tables.get("expense_categories", {}).values())

    def batch(self, *names, **params):
        items = [
            {"bId": str(place), "operation": "create", "Account": {"Name": name, "AccountType": "Income"}}
            for place, name in enumerate(names, 1)
        ]
        headers = {"Authorization": f"Bearer {self.tokens['qbo_access_token']}"}
        body = {"BatchItemRequest": items}
        answer = httpx.post(f"{self.base}{COMPANY}/batch", json=body, headers=headers, params=params)
        return {each["bId"]: each for each in answer.json()["BatchItemResponse"]}

    @property
    def last(self):
        return self.twin.log.entries[-1]

    def fired(self):
        return [rule["fired"] for rule in httpx.get(f"{self.base}/_sandbox/faults").json()["rules"]]


@pytest.fixture(scope="module")
def served():
    twin = Twin()
    with running(twin) as base:
        yield base, twin


@pytest.fixture
def web(served, caplog):
    base, twin = served
    twin.reset(SEED)
    twin.log.clear()
    yield Web(base, twin)
    twin.faults.clear()
    assert not [each for each in caplog.records if each.levelno >= logging.WARNING and "uvicorn" in each.name]


@pytest.fixture(params=["httpx", "requests"])
def client(request):
    return request.param


@pytest.fixture(params=["qbo", "clio"])
def vendor(request):
    return request.param


CUT = (httpx.RemoteProtocolError, httpx.ReadError, requests.ConnectionError, requests.exceptions.ChunkedEncodingError)
LATE = (httpx.ReadTimeout, requests.ReadTimeout)


@pytest.mark.parametrize(
    ("kind", "params", "trouble", "timeout", "committed"),
    [
        ("cut_before", {}, CUT, 20, False),
        ("cut_after", {}, CUT, 20, True),
        ("cut_mid_body_after", {}, CUT, 20, True),
        ("cut_mid_body_after", {"share": 0}, CUT, 20, True),
        ("cut_mid_body_after", {"share": 1}, CUT, 20, True),
        ("hang_before", {}, LATE, 0.1, False),
        ("hang_after", {}, LATE, 0.1, True),
        ("hang_before", {"seconds": 0}, CUT, 20, False),
        ("hang_after", {"seconds": 0.01}, CUT, 20, True),
    ],
)
def test_no_whole_answer_comes(web, client, vendor, kind, params, trouble, timeout, committed):
    web.load({"vendor": vendor, "kind": kind, "params": params})
    with pytest.raises(trouble):
        web.send(client, vendor, timeout=timeout)
    assert web.made(vendor) == committed
    assert (web.last["fault"], web.last["committed"]) == (kind, committed)
    assert web.last["status"] == (None if kind != "cut_mid_body_after" else 200 if vendor == "qbo" else 201)
    assert web.last["body"]
    assert web.send(client, vendor, name="Costs").status_code in (200, 201)
    assert web.fired() == [1]
    assert not {"fault", "committed"} & set(web.last)


@pytest.mark.parametrize(("when", "committed"), [("before", False), ("after", True)])
@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("body", ["json", "html", "text", "empty"])
def test_server_errors(web, client, vendor, when, committed, status, body):
    web.load({"vendor": vendor, "kind": f"error_{when}", "params": {"status": status, "body": body}})
    answer = web.send(client, vendor)
    assert answer.status_code == status
    assert web.made(vendor) == committed
    assert (web.last["status"], web.last["committed"]) == (status, committed)
    if body == "json":
        assert set(answer.json()) == ({"Fault", "time"} if vendor == "qbo" else {"error"})
    else:
        assert (answer.text == "") == (body == "empty")
        assert answer.text.startswith("<html>") == (body == "html")


def test_quickbooks_throttles_in_its_other_spelling_and_without_retry_after(web, client):
    web.load({"vendor": "qbo", "kind": "throttle_before"})
    answer = web.send(client, "qbo")
    assert (answer.status_code, "retry-after" in answer.headers) == (429, False)
    (error,) = answer.json()["fault"]["error"]
    assert (error["code"], web.made("qbo"), web.last["committed"]) == ("3001", 0, False)


def test_clio_throttles_with_retry_after_and_its_window(web, client):
    web.load({"vendor": "clio", "kind": "throttle_before"})
    answer = web.send(client, "clio")
    assert (answer.status_code, answer.headers["retry-after"], answer.headers["x-ratelimit-remaining"]) == (
        429,
        "60",
        "0",
    )
    assert set(answer.json()["error"]) == {"type", "message"}
    assert web.made("clio") == 0


@pytest.mark.parametrize(("wait", "seen"), [(None, None), (7, "7"), (0, "0")])
def test_retry_after_can_be_chosen(web, client, vendor, wait, seen):
    web.load({"vendor": vendor, "kind": "throttle_before", "params": {"retry_after": wait}})
    answer = web.send(client, vendor)
    assert (answer.status_code, answer.headers.get("retry-after")) == (429, seen)


def test_a_body_that_breaks_off_inside_a_complete_answer(web, client, vendor):
    web.load({"vendor": vendor, "kind": "truncated_after", "params": {"share": 0.7}})
    answer = web.send(client, vendor)
    assert len(answer.content) == int(answer.headers["content-length"])
    with pytest.raises(ValueError, match=r"."):
        answer.json()
    assert (web.made(vendor), web.last["committed"]) == (1, True)


def test_a_page_for_people(web, client, vendor):
    web.load({"vendor": vendor, "kind": "not_json_after"})
    answer = web.send(client, vendor)
    assert (answer.status_code, answer.text[:6], web.made(vendor)) == (200, "<html>", 1)


def test_nothing_in_the_answer(web, client, vendor):
    web.load({"vendor": vendor, "kind": "empty_after"})
    answer = web.send(client, vendor)
    assert (answer.status_code, answer.content, web.made(vendor)) == (200, b"", 1)


def test_a_fault_in_an_answer_of_200(web, client):
    web.load({"kind": "fault_200_before"})
    answer = web.send(client, "qbo")
    assert (answer.status_code, answer.json()["Fault"]["type"], web.made("qbo")) == (200, "SystemFault", 0)


def test_an_answer_in_tiny_pieces_is_the_right_answer(web, client, vendor):
    web.load({"vendor": vendor, "kind": "drip_after", "params": {"bytes": 50, "pause": 0.001}})
    answer = web.send(client, vendor)
    assert answer.json()
    assert (web.made(vendor), web.last["fault"]) == (1, "drip_after")


@pytest.mark.parametrize("declared", [True, False])
def test_an_answer_that_is_far_too_long(web, client, vendor, declared):
    web.load({"vendor": vendor, "kind": "oversized_after", "params": {"mebibytes": 3, "declared": declared}})
    answer = web.send(client, vendor)
    assert len(answer.content) > 3 * 2**20
    assert ("content-length" in answer.headers) == declared
    assert answer.json()
    assert web.made(vendor) == 1


def test_a_redirect_to_another_host_keeps_path_and_query(web, client):
    web.load({"kind": "redirect_before", "params": {"to": "https://elsewhere.invalid", "status": 307}})
    answer = web.send(client, "qbo", requestid="1")
    assert answer.status_code == 307
    assert answer.headers["location"] == f"https://elsewhere.invalid{COMPANY}/account?requestid=1"
    assert web.made("qbo") == 0


def test_an_access_token_ends_and_is_refreshed(web, client, vendor):
    web.load({"vendor": vendor, "kind": "expire_access", "nth": 2})
    assert web.send(client, vendor, "First").status_code in (200, 201)
    assert web.send(client, vendor).status_code == 401
    assert (web.last["fault"], web.last["committed"]) == ("expire_access", False)
    assert web.send(client, vendor).status_code == 401
    assert refresh(web, vendor).status_code == 200
    assert web.send(client, vendor).status_code in (200, 201)
    assert web.made(vendor) == 1


def test_a_connection_ends_for_good(web, client, vendor):
    web.load({"vendor": vendor, "kind": "revoke_connection"})
    assert web.send(client, vendor).status_code == 401
    answer = refresh(web, vendor)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    web.connect()
    assert web.send(client, vendor).status_code in (200, 201)


def test_a_refresh_can_fail_as_well(web, vendor):
    web.load({"vendor": "oauth", "kind": "error_before", "params": {"status": 503}})
    answer = refresh(web, vendor)
    assert (answer.status_code, answer.json()["error"]) == (503, "server_error")
    assert "body" not in web.last
    assert refresh(web, vendor).status_code == 200


@pytest.mark.parametrize("kind", ["expire_access", "revoke_connection", "throttle_before"])
def test_an_oauth_server_meets_the_faults_of_its_vendor(web, vendor, kind):
    web.load({"vendor": "oauth", "kind": kind})
    assert refresh(web, vendor).status_code == {"expire_access": 200, "revoke_connection": 400}.get(kind, 429)


def test_ended_tokens_stay_ended_in_a_twin_that_starts_again(tmp_path, vendor):
    twin = Twin(tmp_path)
    tokens = twin.credentials(SEED)
    twin.vendors[vendor].end_tokens(refresh_too=False)
    for _ in range(2):
        twin = Twin(tmp_path)
        with running(twin) as base:
            again = Web(base, twin)
            again.tokens = tokens
            assert again.send("httpx", vendor).status_code == 401
        twin.reset(SEED)
    with running(twin) as base:
        again = Web(base, twin)
        again.tokens = tokens
        assert refresh(again, vendor).status_code == 200
        assert again.send("httpx", vendor).status_code in (200, 201)


def refresh(web, vendor):
    """Renew the access token as the vendor wants it."""
    path = "/oauth2/v1/tokens/bearer" if vendor == "qbo" else "/oauth/token"
    app = {"client_id": web.tokens["client_id"], "client_secret": web.tokens["client_secret"]}
    form = {"grant_type": "refresh_token", "refresh_token": web.tokens[f"{vendor}_refresh_token"], **app}
    answer = httpx.post(web.base + path, data=form)
    if answer.status_code == 200:
        web.tokens[f"{vendor}_access_token"] = answer.json()["access_token"]
    return answer


@pytest.mark.parametrize("seconds", [1800, -7200])
def test_the_vendors_clock_goes_wrong_in_headers_and_objects(web, client, vendor, seconds):
    before = web.twin.clock.now()
    web.load({"vendor": vendor, "kind": "skew_clock", "params": {"seconds": seconds}})
    answer = web.send(client, vendor)
    date = parsedate_to_datetime(answer.headers["date"])
    assert abs((date - before).total_seconds() - seconds) < 60
    web.twin.clock.advance(-seconds)
    text = answer.json()["Account"]["MetaData"]["CreateTime"] if vendor == "qbo" else clio_created(web)
    assert abs((datetime.fromisoformat(text) - before).total_seconds() - seconds) < 60


def clio_created(web):
    (account,) = web.twin.clio._store.accounts.values()
    return next(r["created_at"] for r in account.tables.get("expense_categories", {}).values() if r["name"] == "Fees")


def test_every_answer_has_the_date_of_the_twins_clock_once(web):
    web.twin.clock.advance(86_400 * 40)
    try:
        for path in ("/_sandbox/", "/nowhere", "/api/v4/nowhere", f"{COMPANY}/account"):
            answer = httpx.get(web.base + path)
            (date,) = answer.headers.get_list("date")
            assert abs((parsedate_to_datetime(date) - web.twin.clock.now()).total_seconds()) < 60
    finally:
        web.twin.clock.advance(-86_400 * 40)


def test_chosen_items_of_a_batch_fail_and_the_others_are_carried_out(web):
    web.load({"kind": "fail_items", "params": {"items": [1, 3], "code": 5010}})
    answers = web.batch("A", "B", "C", "D", requestid="one")
    assert {place: "Fault" in each for place, each in answers.items()} == {"1": True, "2": False, "3": True, "4": False}
    assert answers["3"]["Fault"]["Error"][0]["code"] == "5010"
    assert [web.made("qbo", name) for name in "ABCD"] == [0, 1, 0, 1]
    assert (web.last["fault"], web.last["committed"], web.last["status"]) == ("fail_items", True, 200)
    assert web.batch("A", "B", "C", "D", requestid="one") == answers  # asked again by its id, the answer is the same
    assert "Fault" not in web.batch("A")["1"]


@pytest.mark.parametrize("code", [610, 5010, 6000, 6240, 10000])
def test_a_request_for_one_object_is_item_1(web, client, code):
    web.load({"kind": "fail_items", "params": {"code": code}})
    answer = web.send(client, "qbo")
    assert answer.json()["Fault"]["Error"][0]["code"] == str(code)
    assert web.made("qbo") == 0


def test_items_that_are_not_there_do_not_fail(web):
    web.load({"kind": "fail_items", "params": {"items": [5]}})
    assert "Fault" not in web.batch("A")["1"]
    assert web.fired() == [0]
    assert "fault" not in web.last


def test_the_plans_ceiling_is_reached_in_the_middle_of_a_batch_and_stays(web, client):
    web.load({"kind": "account_ceiling", "params": {"first": 4}})
    assert not any("Fault" in each for each in web.batch("A", "B").values())
    answers = web.batch("C", "D", "E")
    assert [("Fault" in answers[place]) for place in "123"] == [False, True, True]
    assert "250 active accounts" in answers["2"]["Fault"]["Error"][0]["Detail"]
    assert web.send(client, "qbo").status_code == 400
    assert web.fired() == [2]
    httpx.delete(f"{web.base}/_sandbox/faults")
    assert web.send(client, "qbo").status_code == 200


def test_a_read_can_be_told_from_a_write(web):
    web.load({"vendor": "qbo", "only": "writes", "kind": "error_before"})
    headers = {"Authorization": f"Bearer {web.tokens['qbo_access_token']}"}
    query = {"BatchItemRequest": [{"bId": "1", "Query": "select * from Account"}]}
    assert httpx.post(f"{web.base}{COMPANY}/batch", json=query, headers=headers).status_code == 200
    assert httpx.get(f"{web.base}{COMPANY}/account/1", headers=headers).status_code in (200, 400)
    assert web.send("httpx", "qbo").status_code == 500


def test_the_order_of_things_that_a_script_says(web):
    web.load(
        {"vendor": "qbo", "nth": [2, 4], "kind": "error_before"},
        {"vendor": "qbo", "after": 5, "times": 2, "kind": "error_before", "params": {"status": 503}},
        {"vendor": "clio", "kind": "error_before"},
    )
    statuses = [web.send("httpx", "qbo", name=f"A{number}").status_code for number in range(9)]
    assert statuses == [200, 500, 200, 500, 200, 503, 503, 200, 200]
    assert web.fired() == [2, 2, 0]


def test_chances_fall_as_the_seed_says(web):
    names = map(str, itertools.count())

    def statuses(seed):
        web.load({"vendor": "clio", "times": 0, "chance": 0.5, "kind": "error_before"}, seed=seed)
        return [web.send("httpx", "clio", name=next(names)).status_code for _ in range(12)]

    first = statuses(1)
    assert set(first) == {201, 500}
    assert statuses(1) == first
    assert statuses(2) != first


def test_a_lost_answer_is_asked_for_again_by_its_request_id(web, client):
    web.load({"vendor": "qbo", "kind": "cut_after"})
    with pytest.raises(CUT):
        web.send(client, "qbo", requestid="abc")
    assert web.send(client, "qbo", requestid="abc").status_code == 200
    assert web.made("qbo") == 1


def test_a_request_that_never_came_through_is_carried_out_later(web, client):
    web.load({"vendor": "qbo", "kind": "cut_before"})
    with pytest.raises(CUT):
        web.send(client, "qbo", requestid="abc")
    assert web.send(client, "qbo", requestid="abc").status_code == 200
    assert web.made("qbo") == 1


def test_a_connection_that_stays_open_survives_the_faults_of_others(web):
    """A cut closes one connection only; the client's next request opens another."""
    web.load({"vendor": "clio", "nth": 2, "kind": "cut_before"})
    headers = {"Authorization": f"Bearer {web.tokens['clio_access_token']}"}
    with httpx.Client(base_url=web.base, headers=headers) as lasting:
        assert lasting.get("/api/v4/users/who_am_i").status_code == 200
        with pytest.raises(CUT):
            lasting.get("/api/v4/users/who_am_i")
        assert lasting.get("/api/v4/users/who_am_i").status_code == 200


@pytest.mark.parametrize("kind", ["hang_before", "hang_after", "drip_after"])
def test_nobody_waits_at_the_end_for_an_answer_that_hangs(kind, caplog):
    twin = Twin()
    twin.faults.load({"rules": [{"vendor": "clio", "kind": kind, "params": {"pause": 60} if "drip" in kind else {}}]})
    with running(twin) as base:
        waiting = socket.create_connection(("127.0.0.1", int(base.rpartition(":")[2])))
        waiting.sendall(b"GET /api/v4/nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        while not twin.log.entries and not ("drip" in kind and twin.faults.rules[0].fired):
            time.sleep(0.002)
        began = time.monotonic()
    assert time.monotonic() - began < 1.5  # the server gives a request that is under way two seconds
    with waiting:
        assert b"}" not in waiting.recv(10_000)
    assert not caplog.records


def test_a_client_that_has_gone_is_not_waited_for(web):
    """The hang ends with its client: the server's connections are all closed."""
    web.load({"vendor": "clio", "kind": "hang_before"})
    with pytest.raises(LATE):
        web.send("httpx", "clio", timeout=0.05)
    assert web.send("httpx", "clio").status_code == 201


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ({"rule": []}, "Unknown: rule. Possible: seed, rules."),
        ({"seed": "7"}, "seed must be a whole number."),
        ({"rules": {}}, "rules must be a list"),
        ({"rules": [1]}, "Rule 1: it must be an object."),
        (
            {"rules": [{"kind": "cut_after"}, {"kind": "explode"}]},
            "Rule 2: there is no kind 'explode'. The kinds are: ",
        ),
        ({"rules": [{"kind": "cut_after", "every": 2}]}, "Rule 1: unknown: every."),
        ({"rules": [{"kind": "cut_after", "vendor": "xero"}]}, "vendor must be one of qbo, clio, oauth."),
        ({"rules": [{"kind": "fail_items", "vendor": "clio"}]}, "fail_items can only happen at qbo."),
        ({"rules": [{"kind": "cut_after", "only": "batches"}]}, "only must be one of reads, writes."),
        ({"rules": [{"kind": "cut_after", "nth": 0}]}, "nth must be a whole number from 1 on."),
        ({"rules": [{"kind": "cut_after", "nth": [1, True]}]}, "nth must be a whole number from 1 on."),
        ({"rules": [{"kind": "cut_after", "after": -1}]}, "after must be"),
        ({"rules": [{"kind": "cut_after", "times": 1.5}]}, "times must be"),
        ({"rules": [{"kind": "cut_after", "chance": 2}]}, "chance must be a number from 0 to 1."),
        ({"rules": [{"kind": "cut_after", "chance": "1"}]}, "chance must be"),
        ({"rules": [{"kind": "cut_after", "chance": []}]}, "chance must be"),
        ({"rules": [{"kind": "cut_after", "path": "^("}]}, "path is no regular expression"),
        ({"rules": [{"kind": "cut_after", "path": 1}]}, "path must be a text"),
        ({"rules": [{"kind": "cut_after", "method": 1}]}, "method must be a text"),
        ({"rules": [{"kind": "cut_after", "params": []}]}, "params must be an object."),
        ({"rules": [{"kind": "cut_after", "params": {"seconds": 1}}]}, "cut_after has no parameter 'seconds'"),
        ({"rules": [{"kind": "hang_after", "params": {"seconds": -1}}]}, "seconds of hang_after must be"),
        ({"rules": [{"kind": "hang_after", "params": {"seconds": "1"}}]}, "seconds of hang_after must be"),
        ({"rules": [{"kind": "hang_after", "params": {"seconds": []}}]}, "seconds of hang_after must be"),
        ({"rules": [{"kind": "error_after", "params": {"status": 400}}]}, "status of error_after must be 500, 502,"),
        ({"rules": [{"kind": "redirect_before", "params": {"to": "elsewhere"}}]}, "to of redirect_before must be"),
        ({"rules": [{"kind": "redirect_before", "params": {"to": "http://[a"}}]}, "to of redirect_before must be"),
        ({"rules": [{"kind": "fail_items", "params": {"items": [0]}}]}, "items of fail_items must be"),
        ({"rules": [{"kind": "throttle_before", "params": {"retry_after": "soon"}}]}, "retry_after of throttle_before"),
    ],
)
def test_a_script_that_cannot_be_understood_changes_nothing(web, script, sentence):
    web.load({"vendor": "qbo", "kind": "cut_after"})
    answer = httpx.post(f"{web.base}/_sandbox/faults", content=json.dumps(script))
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]
    assert [rule["kind"] for rule in httpx.get(f"{web.base}/_sandbox/faults").json()["rules"]] == ["cut_after"]


def test_the_script_can_be_seen_and_cleared(web):
    web.load({"kind": "hang_after", "method": "post", "path": "^/api/v4/expense", "nth": [3]}, seed=4)
    shown = httpx.get(f"{web.base}/_sandbox/faults").json()
    (rule,) = shown["rules"]
    assert (shown["seed"], rule["method"], rule["nth"], rule["times"], rule["seen"]) == (4, "POST", [3], 1, 0)
    assert rule["params"] == {"seconds": 300}
    assert set(shown["kinds"]["hang_after"]) == {"about", "params"}
    web.send("httpx", "clio")
    assert httpx.get(f"{web.base}/_sandbox/faults").json()["rules"][0]["seen"] == 1
    assert httpx.delete(f"{web.base}/_sandbox/faults").json()["rules"] == []
