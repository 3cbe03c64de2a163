"""OAuth as Clio does it: codes of ten minutes, refresh tokens that stay good, and an account bound to each token."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

APP = {"client_id": "sandbox-client-id", "client_secret": "sandbox-client-secret"}
BACK = "https://app.example/callback"


@pytest.fixture
def web(live):
    with httpx.Client(base_url=live.base_url) as client:
        yield client


def authorize(web, **changes):
    query = {"response_type": "code", "client_id": APP["client_id"], "redirect_uri": BACK, "state": "s&1", **changes}
    return web.get("/oauth/authorize", params={name: value for name, value in query.items() if value is not None})


def code_of(answer):
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]


def trade(web, code, **changes):
    form = {**APP, "grant_type": "authorization_code", "code": code, "redirect_uri": BACK, **changes}
    return web.post("/oauth/token", data=form)


def refresh(web, token, **changes):
    return web.post("/oauth/token", data={**APP, "grant_type": "refresh_token", "refresh_token": token, **changes})


def works(web, token):
    answer = web.get("/api/v4/users/who_am_i.json", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code == 200


def test_authorize_approves_at_once_and_brings_the_state_back(web):
    answer = authorize(web, redirect_on_decline="true")
    assert answer.status_code == 302
    address = urlsplit(answer.headers["location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == BACK
    assert parse_qs(address.query)["state"] == ["s&1"]


def test_a_redirect_address_keeps_its_own_query(web):
    answer = authorize(web, redirect_uri=BACK + "?firm=1", state=None)
    assert answer.headers["location"].startswith(BACK + "?firm=1&code=")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"client_id": "other"}, 401),
        ({"redirect_uri": None}, 400),
        ({"redirect_uri": "/callback"}, 400),
        ({"redirect_uri": "javascript:alert(1)"}, 400),
        ({"redirect_uri": "http://["}, 400),
        ({"redirect_uri": "http://a/\r\nx: y"}, 400),
    ],
)
def test_a_request_nobody_can_be_sent_back_from_is_refused(web, changes, status):
    answer = authorize(web, **changes)
    assert answer.status_code == status
    assert set(answer.json()) == {"error", "error_description"}


def test_another_response_type_is_sent_back_as_an_error(web):
    assert "error=unsupported_response_type" in authorize(web, response_type="token").headers["location"]


def test_the_approval_page_shows_a_native_apps_user_the_code(web, live):
    approval = live.base_url + "/oauth/approval"
    location = authorize(web, redirect_uri=approval).headers["location"]
    code = parse_qs(urlsplit(location).query)["code"][0]
    assert code in web.get(location).text
    assert trade(web, code, redirect_uri=approval).status_code == 200
    assert "<script>" not in web.get("/oauth/approval?code=<script>").text


def test_a_code_becomes_tokens_of_thirty_days(web):
    answer = trade(web, code_of(authorize(web)))
    assert answer.status_code == 200
    tokens = answer.json()
    assert set(tokens) == {"token_type", "access_token", "expires_in", "refresh_token"}
    assert (tokens["token_type"], tokens["expires_in"]) == ("bearer", 2592000)
    assert works(web, tokens["access_token"])


def test_a_code_is_good_once_and_for_ten_minutes(web, clock):
    code = code_of(authorize(web))
    assert trade(web, code).status_code == 200
    assert trade(web, code).json()["error"] == "invalid_grant"
    code = code_of(authorize(web))
    clock.advance(600)
    assert (trade(web, code).status_code, trade(web, code).json()["error"]) == (400, "invalid_grant")


def test_another_redirect_address_is_an_invalid_grant(web):
    answer = trade(web, code_of(authorize(web)), redirect_uri=BACK + "/")
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize("changes", [{"client_id": "x"}, {"client_secret": "x"}, {"client_secret": ""}])
def test_the_wrong_app_is_an_invalid_client(web, changes):
    answer = trade(web, code_of(authorize(web)), **changes)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_a_refresh_token_stays_good_and_is_not_sent_again(web, clock):
    tokens = trade(web, code_of(authorize(web))).json()
    for _ in range(3):
        clock.advance(2592000)
        answer = refresh(web, tokens["refresh_token"])
        assert answer.status_code == 200
        assert set(answer.json()) == {"token_type", "access_token", "expires_in"}
        assert works(web, answer.json()["access_token"])
    assert not works(web, tokens["access_token"])


def test_an_access_token_refreshes_nothing(web):
    tokens = trade(web, code_of(authorize(web))).json()
    answer = refresh(web, tokens["access_token"])
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert not works(web, tokens["refresh_token"])


def test_the_app_may_name_itself_in_a_basic_header(web):
    keys = (APP["client_id"], APP["client_secret"])
    form = {"grant_type": "refresh_token", "refresh_token": trade(web, code_of(authorize(web))).json()["refresh_token"]}
    assert web.post("/oauth/token", data=form, auth=keys).status_code == 200
    assert web.post("/oauth/token", data=form, auth=(keys[0], "wrong")).status_code == 401
    assert web.post("/oauth/token", data=form, headers={"Authorization": "Basic ?"}).status_code == 401


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/plain", b'{"grant_type":"x"}'),
        ("", b'{"grant_type":"x"}'),
        ("application/json", b"[]"),
        ("application/json", b"{"),
        ("application/json", b"[" * 100_000),
    ],
)
def test_the_token_endpoint_takes_forms_and_json_objects_only(web, content_type, body):
    answer = web.post("/oauth/token", content=body, headers={"Content-Type": content_type})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_the_token_endpoint_takes_json(web):
    token = trade(web, code_of(authorize(web))).json()["refresh_token"]
    body = {**APP, "grant_type": "refresh_token", "refresh_token": token, "extra": 1}
    assert works(web, web.post("/oauth/token", json=body).json()["access_token"])


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/oauth/token"), ("PUT", "/oauth/authorize"), ("GET", "/oauth/x")]
)
def test_what_is_no_oauth_endpoint_is_a_404_in_the_usual_shape(web, method, path):
    answer = web.request(method, path)
    assert (answer.status_code, set(answer.json()["error"])) == (404, {"type", "message"})


def test_another_grant_type_is_not_supported(web):
    answer = web.post("/oauth/token", data={**APP, "grant_type": "password"})
    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")


def test_deauthorize_ends_a_connection(web):
    tokens = trade(web, code_of(authorize(web))).json()
    other = trade(web, code_of(authorize(web))).json()
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    answer = web.post("/oauth/deauthorize", data={"token": tokens["access_token"]}, headers=headers)
    assert (answer.status_code, answer.content) == (200, b"")
    assert not works(web, tokens["access_token"])
    assert refresh(web, tokens["refresh_token"]).status_code == 400
    assert works(web, other["access_token"])


def test_deauthorize_without_a_body_ends_the_connection_of_its_header(web):
    token = trade(web, code_of(authorize(web))).json()["access_token"]
    assert web.post("/oauth/deauthorize", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert not works(web, token)


def test_deauthorize_needs_a_token_that_is_good(web):
    assert web.post("/oauth/deauthorize", data={"token": "x"}).status_code == 401


def test_the_browser_is_signed_in_to_the_account_made_ready_last(web):
    token = trade(web, code_of(authorize(web))).json()["access_token"]
    path = "/api/v4/users/who_am_i?fields=account{name}"
    account = web.get(path, headers={"Authorization": f"Bearer {token}"}).json()["data"]["account"]
    assert account == {"name": "Sandbox Law Firm"}


@pytest.mark.parametrize(
    ("host", "is_good"),
    [
        ("app.clio.com", True),
        ("APP.clio.com:443", True),
        ("eu.app.clio.com", False),
        ("ca.app.clio.com", False),
        ("au.app.clio.com", False),
        ("clio.example", True),
    ],
)
def test_a_token_is_good_at_the_host_of_its_own_region_only(web, host, is_good):
    tokens = trade(web, code_of(authorize(web))).json()
    headers = {"Authorization": f"Bearer {tokens['access_token']}", "Host": host}
    answer = web.get("/api/v4/users/who_am_i.json", headers=headers)
    assert (answer.status_code == 200, answer.json().get("error")) == (is_good, None if is_good else "invalid_token")
    form = {**APP, "grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    again = web.post("/oauth/token", data=form, headers={"Host": host})
    assert (again.status_code == 200, again.json().get("error")) == (is_good, None if is_good else "invalid_grant")
