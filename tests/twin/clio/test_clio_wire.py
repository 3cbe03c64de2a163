"""Headers and refusals: etags, versions, the two 401s, permissions, rate limits, unknown paths."""

from __future__ import annotations

import httpx
import pytest

UNAUTHORIZED = {"error": {"type": "UnauthorizedError", "message": "User is not authorized"}}


@pytest.fixture
def area(clio):
    made = clio.post("/practice_areas", json={"data": {"name": "Tax"}})
    return f"/practice_areas/{made.json()['data']['id']}"


@pytest.mark.parametrize("path", ["/users/who_am_i.json", "/settings/billing.json", "/practice_areas/{id}.json"])
def test_a_single_record_carries_its_etag_and_date(clio, path):
    first = clio.get("/practice_areas").json()["data"][0]["id"]
    answer = clio.get(path.format(id=first))
    assert answer.headers["ETag"] == answer.json()["data"]["etag"]
    assert answer.headers["Last-Modified"] == "Mon, 02 Nov 2026 15:30:00 GMT"


def test_answers_to_writes_carry_the_new_etag(clio):
    made = clio.post("/practice_areas", json={"data": {"name": "Tax"}})
    assert made.headers["ETag"] == made.json()["data"]["etag"]
    changed = clio.patch(f"/practice_areas/{made.json()['data']['id']}", json={"data": {"name": "Taxes"}})
    assert changed.headers["ETag"] == changed.json()["data"]["etag"] != made.headers["ETag"]


def test_a_patch_that_changes_nothing_keeps_etag_and_date(clio, clock, area):
    before = clio.get(area).headers
    clock.advance(60)
    after = clio.patch(area, json={"data": {"name": "Tax"}}).headers
    assert (after["ETag"], after["Last-Modified"]) == (before["ETag"], before["Last-Modified"])


def test_lists_carry_no_etag(clio):
    assert "ETag" not in clio.get("/practice_areas").headers


@pytest.mark.parametrize("form", ["{}", 'W/{}, "other"', '"other", {}'])
def test_a_record_the_client_has_is_not_sent_again(clio, area, form):
    etag = clio.get(area).headers["ETag"]
    answer = clio.get(area, headers={"If-None-Match": form.format(etag)})
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", etag)
    assert clio.get(area, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Mon, 02 Nov 2026 15:30:00 GMT", 304),
        ("Mon, 02 Nov 2026 10:30:00 -0500", 304),
        ("Mon, 02 Nov 2026 15:30:00 -0000", 304),
        ("Mon, 02 Nov 2026 15:29:59 GMT", 200),
        ("2026-11-02", 200),
        ("nonsense", 200),
        ("Mon, 02 Nov 99999999999999999999 15:30:00 GMT", 200),
    ],
)
def test_a_record_unchanged_since_is_not_sent_again(clio, area, since, status):
    assert clio.get(area, headers={"If-Modified-Since": since}).status_code == status


def test_the_etag_decides_before_the_date(clio, area):
    headers = {"If-None-Match": '"other"', "If-Modified-Since": "Mon, 02 Nov 2026 15:30:00 GMT"}
    assert clio.get(area, headers=headers).status_code == 200


def test_a_patch_on_an_old_etag_is_refused_and_changes_nothing(clio, area):
    etag = clio.get(area).headers["ETag"]
    assert clio.patch(area, json={"data": {"code": "T"}}, headers={"If-Match": etag}).status_code == 200
    refused = clio.patch(area, json={"data": {"code": "U"}}, headers={"If-Match": etag})
    assert (refused.status_code, set(refused.json()["error"])) == (412, {"type", "message"})
    assert clio.get(area + "?fields=code").json() == {"data": {"code": "T"}}


@pytest.mark.parametrize("header", [None, "", "Bearer", "Basic abc", "abc"])
def test_no_usable_authorization_header_is_one_401(live, header):
    headers = {} if header is None else {"Authorization": header}
    answer = httpx.get(live.base_url + "/api/v4/bank_accounts", headers=headers)
    assert (answer.status_code, answer.json()) == (401, UNAUTHORIZED)
    assert not [name for name in answer.headers if name.startswith("x-")]


def test_a_token_that_is_not_good_is_the_other_401(live):
    answer = httpx.get(live.base_url + "/api/v4/bank_accounts", headers={"Authorization": "Bearer abc"})
    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_token"
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    assert "X-RateLimit-Limit" not in answer.headers


def test_an_access_token_ends_after_thirty_days(clio, clock):
    clock.advance(30 * 86400 - 1)
    assert clio.get("/bank_accounts").status_code == 200
    clock.advance(1)
    assert clio.get("/bank_accounts").json()["error"] == "invalid_token"


def test_a_token_reaches_its_own_account_only(clio, running):
    theirs = running.get("/bank_accounts").json()["data"][0]["id"]
    assert clio.get("/bank_accounts").json()["data"] == []
    assert clio.get(f"/bank_accounts/{theirs}").status_code == 404
    assert clio.patch(f"/bank_accounts/{theirs}", json={"data": {"name": "x"}}).status_code == 404
    assert clio.delete(f"/bank_accounts/{theirs}").status_code == 404
    names = [
        each.get("/users/who_am_i?fields=account{name}").json()["data"]["account"]["name"] for each in (clio, running)
    ]
    assert names == ["Sandbox Law Firm", "Running Law Firm"]


def test_permissions_of_the_app_limit_what_a_token_may_do(live):
    with live.client(permissions={"Accounting": "read", "Users": "read"}) as client:
        assert client.get("/bank_accounts").status_code == 200
        body = {"data": {"name": "x", "type": "Trust", "currency": "USD"}}
        refused = [client.post("/bank_accounts", json=body), client.get("/expense_categories")]
        assert [answer.status_code for answer in refused] == [403, 403]
        assert {answer.json()["error"]["type"] for answer in refused} == {"ForbiddenError"}


def test_an_association_the_app_may_not_read_is_redacted(live):
    with live.client(permissions={"Activities": "write"}) as client:
        fields = "groups,currency{code},name"
        path = f"/activity_descriptions?fields={fields}"
        made = client.post(path, json={"data": {"name": "x", "currency": {"id": 1}}}).json()["data"]
    assert made == {"groups": {"redacted": True}, "currency": {"redacted": True}, "name": "x"}


@pytest.mark.parametrize("version", ["4.0.4", "4.0.9", "4.0.11", "4.0.13"])
def test_a_version_still_served_is_the_one_answered(clio, version):
    assert clio.get("/users", headers={"X-API-VERSION": version}).headers["X-API-VERSION"] == version


def test_the_newest_version_is_the_default(clio, area):
    assert clio.get("/users").headers["X-API-VERSION"] == "4.0.13"
    assert clio.delete(area).headers["X-API-VERSION"] == "4.0.13"


@pytest.mark.parametrize("version", ["4.0.3", "4.0.14", "4", "", "latest"])
def test_a_version_no_longer_served_is_gone(clio, version):
    answer = clio.get("/users", headers={"X-API-VERSION": version})
    assert (answer.status_code, set(answer.json()["error"])) == (410, {"type", "message"})
    assert "X-API-VERSION" not in answer.headers


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/nothing.json",
        "/journal_entries.json",
        "/bank_accounts/1/2.json",
        "/bank_accounts/.json",
        "/users//",
        "/settings",
    ],
)
def test_a_path_clio_does_not_have_is_not_found(clio, method, path):
    answer = clio.request(method, path)
    assert answer.status_code == 404
    if method != "HEAD":
        assert set(answer.json()["error"]) == {"type", "message"}


def test_a_path_clio_does_not_have_is_not_found_without_a_token_too(live):
    assert httpx.get(live.base_url + "/api/v4/nothing").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"), [("OPTIONS", "/bank_accounts"), ("PUT", "/bank_accounts/1"), ("DELETE", "/users")]
)
def test_a_method_clio_does_not_take_is_not_found(clio, method, path):
    assert clio.request(method, path).status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "abc", "1.5", "9" * 30, "9" * 5000, "%00", "who_am_i"])
def test_an_id_that_is_none_is_not_found(clio, number):
    assert clio.get(f"/bank_accounts/{number}.json").status_code == 404
    assert clio.get(f"/bank_accounts/{number}").status_code == 404


def test_fifty_requests_a_minute_for_each_token(live_with, clock):
    live = live_with("vendor")
    with live.client() as first, live.client() as second:
        answers = [first.get("/users") for _ in range(50)]
        assert [answer.headers["X-RateLimit-Remaining"] for answer in answers] == [str(n) for n in range(49, -1, -1)]
        assert {answer.headers["X-RateLimit-Limit"] for answer in answers} == {"50"}
        clock.advance(20)
        refused = first.get("/users")
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "40")
        assert refused.headers["X-RateLimit-Remaining"] == "0"
        assert int(refused.headers["X-RateLimit-Reset"]) - clock.now().timestamp() <= 41
        assert set(refused.json()["error"]) == {"type", "message"}
        assert second.get("/users").status_code == 200
        clock.advance(40)
        assert first.get("/users").status_code == 200


def test_refused_requests_count_too(live_with):
    with live_with("vendor").client() as client:
        answers = [client.get("/nothing") for _ in range(51)]
    assert [answers[0].status_code, answers[-1].status_code] == [404, 429]


def test_without_limits_the_headers_are_still_sent(clio):
    answers = [clio.get("/users") for _ in range(60)]
    assert {answer.status_code for answer in answers} == {200}
    assert {"x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"} <= set(answers[0].headers)
