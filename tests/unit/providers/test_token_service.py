"""The OAuth endpoints: each vendor is asked its own way, certificates are verified, answers are checked and bounded."""

from __future__ import annotations

import base64
import json
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from token_fakes import CLIO, GIVEN, QBO, SECRET, Desk

from provisioner.model.errors import VendorProblem
from provisioner.providers import token_service
from provisioner.providers.token_service import (
    INTUIT,
    LARGEST,
    Application,
    Endpoints,
    Service,
    consent_address,
    endpoints,
    redeem,
    refresh,
    revoke,
    vendor_time,
)

QBO_APP = Application(QBO, "client-id", SECRET)
CLIO_APP = Application(CLIO, "client-id", SECRET)
BOTH = pytest.mark.parametrize("application", [QBO_APP, CLIO_APP], ids=lambda each: each.service.system)
BASIC = "Basic " + base64.b64encode(f"client-id:{SECRET}".encode()).decode()
GOOD = {"token_type": "bearer", "access_token": "A", "refresh_token": "R", "expires_in": 3600}


@pytest.fixture
def desk(monkeypatch):
    return Desk().install(monkeypatch)


def answering(desk, body, status=200):
    desk.answer = lambda _: httpx.Response(status, json=body)


@pytest.mark.parametrize(
    "base", ["https://quickbooks.api.intuit.com", "https://sandbox-quickbooks.api.intuit.com/", "https://x.intuit.com"]
)
def test_intuits_endpoints_are_the_same_for_companies_and_sandbox_companies(base):
    assert endpoints("qbo", base) == INTUIT


@pytest.mark.parametrize("base", ["https://intuit.com.example.org", "https://notintuit.com", "http://127.0.0.1:8765/"])
def test_a_host_that_is_not_intuits_has_its_own(base):
    assert endpoints("qbo", base).token == f"{base.rstrip('/')}/oauth2/v1/tokens/bearer"
    assert endpoints("qbo", base).revoke == f"{base.rstrip('/')}/v2/oauth2/tokens/revoke"


def test_clios_endpoints_are_those_of_its_region():
    base = "https://eu.app.clio.com"
    assert endpoints("clio", base) == Endpoints(
        f"{base}/oauth/authorize", f"{base}/oauth/token", f"{base}/oauth/deauthorize"
    )


def test_the_consent_address_asks_each_vendor_its_own_way():
    asked = {
        app.service.system: parse_qs(urlsplit(consent_address(app, "http://localhost:1/callback", "s&t")).query)
        for app in (QBO_APP, CLIO_APP)
    }
    usual = {
        "client_id": ["client-id"],
        "response_type": ["code"],
        "redirect_uri": ["http://localhost:1/callback"],
        "state": ["s&t"],
    }
    assert asked["qbo"] == {**usual, "scope": ["com.intuit.quickbooks.accounting"]}
    assert asked["clio"] == {**usual, "redirect_on_decline": ["true"]}


def test_intuit_is_asked_with_basic_authorization_and_clio_with_a_form(desk):
    refresh(QBO_APP, GIVEN)
    refresh(CLIO_APP, GIVEN)
    first, second = desk.asked
    form = {"grant_type": "refresh_token", "refresh_token": GIVEN}
    assert (first.url, first.form, first.headers["Authorization"]) == (QBO.endpoints.token, form, BASIC)
    assert first.headers["x-include-refresh-token-hard-expires-in"] == "true"
    assert (second.url, second.form) == (
        CLIO.endpoints.token,
        {**form, "client_id": "client-id", "client_secret": SECRET},
    )
    assert "Authorization" not in second.headers


@BOTH
def test_a_code_is_redeemed_with_the_address_it_came_to(desk, application):
    redeem(application, "CODE", "http://localhost:1/callback")
    sent = desk.asked[0].form
    assert sent["grant_type"] == "authorization_code"
    assert (sent["code"], sent["redirect_uri"]) == ("CODE", "http://localhost:1/callback")


def test_the_lives_that_intuit_states_are_read(desk):
    more = {"x_refresh_token_expires_in": "8726400", "x_refresh_token_hard_expires_in": 157_680_000, "scope": "a b"}
    answering(desk, {**GOOD, **more})
    answer = refresh(QBO_APP, GIVEN)
    assert (answer.access_life, answer.refresh_life, answer.consent_life) == (3600, 8_726_400, 157_680_000)
    assert answer.scope == "a b"


@pytest.mark.parametrize("life", [None, True, -1, 1.5, "", "x", "-5", "9" * 400, 10**12, [], {}], ids=repr)
def test_a_life_that_is_no_number_of_seconds_is_unknown(desk, life):
    answering(desk, {**GOOD, "expires_in": life, "x_refresh_token_expires_in": life, "scope": life})
    answer = refresh(QBO_APP, GIVEN)
    assert (answer.access_life, answer.refresh_life) == (None, None)


BAD_TOKENS = ["", None, 7, ["A"], {"a": 1}, "with blank", "line\nbreak", "héllo", "\x00", "x" * 9000]


@pytest.mark.parametrize("token", BAD_TOKENS, ids=lambda each: repr(each)[:20])
def test_an_access_token_that_could_not_be_sent_is_refused(desk, token):
    answering(desk, {**GOOD, "access_token": token})
    with pytest.raises(VendorProblem, match="did not answer properly"):
        refresh(QBO_APP, GIVEN)


@pytest.mark.parametrize("token", [each for each in BAD_TOKENS if each], ids=lambda each: repr(each)[:20])
def test_a_refresh_token_that_could_not_be_sent_is_refused(desk, token):
    answering(desk, {**GOOD, "refresh_token": token})
    with pytest.raises(VendorProblem, match="did not answer properly"):
        refresh(QBO_APP, GIVEN)


@pytest.mark.parametrize("kind", ["mac", "dpop", 7])
def test_a_token_that_is_no_bearer_token_is_refused(desk, kind):
    answering(desk, {**GOOD, "token_type": kind})
    with pytest.raises(VendorProblem):
        refresh(QBO_APP, GIVEN)


@pytest.mark.parametrize("kind", ["bearer", "Bearer", "BEARER", None])
def test_how_bearer_is_written_does_not_matter(desk, kind):
    answering(desk, {**GOOD, "token_type": kind})
    assert refresh(QBO_APP, GIVEN).access_token == "A"


@BOTH
def test_a_login_needs_a_refresh_token(desk, application):
    desk.rotates = False
    with pytest.raises(VendorProblem, match="did not answer properly"):
        redeem(application, "CODE", "http://localhost:1/callback")


def test_a_refused_code_is_not_repeated(desk):
    answering(desk, {"error": "invalid_grant", "error_description": "The code CANARY-code was used"}, 400)
    with pytest.raises(VendorProblem) as caught:
        redeem(QBO_APP, "CANARY-code", "http://localhost:1/callback")
    assert caught.value.detail == "The token service answered: The code ... was used."
    assert caught.value.command == QBO.reconnect


def test_long_words_of_a_vendor_are_cut(desk):
    answering(desk, {"error": "x" * 100_000}, 400)
    with pytest.raises(VendorProblem) as caught:
        refresh(QBO_APP, GIVEN)
    assert len(caught.value.detail) < 400


def test_an_answer_is_read_up_to_a_limit(desk):
    read = []

    def endless():
        while True:
            read.append(1)
            yield b" " * 65_536

    desk.answer = lambda _: httpx.Response(200, content=endless())
    with pytest.raises(VendorProblem, match="did not answer properly") as caught:
        refresh(QBO_APP, GIVEN)
    assert "too large" in caught.value.detail
    assert len(read) <= LARGEST // 65_536 + 2


def test_a_packed_answer_is_not_unpacked(desk):
    """A few bytes could become gigabytes; none is asked for, and one that comes is not read as an answer."""
    import gzip  # noqa: PLC0415 - in this test only

    packed = gzip.compress(json.dumps(GOOD).encode())
    desk.answer = lambda _: httpx.Response(200, content=iter([packed]), headers={"Content-Encoding": "gzip"})
    with pytest.raises(VendorProblem, match="did not answer properly"):
        refresh(QBO_APP, GIVEN)
    assert desk.asked[0].headers["Accept-Encoding"] == "identity"


def test_a_drip_of_bytes_ends_in_time(desk, monkeypatch):
    clock = iter(range(0, 10_000, 7))
    monkeypatch.setattr(token_service.time, "monotonic", lambda: next(clock))
    desk.answer = lambda _: httpx.Response(200, content=(b" " for _ in range(10_000)))
    with pytest.raises(VendorProblem, match="cannot be reached") as caught:
        refresh(QBO_APP, GIVEN)
    assert "too long" in caught.value.detail


@pytest.mark.parametrize("body", [b"[" * 100_000, b"\xff\xfe", b"NaN", b'"text"', b"1" * 10_000])
def test_what_is_no_object_is_no_answer(desk, body):
    desk.answer = lambda _: httpx.Response(200, content=body)
    with pytest.raises(VendorProblem, match="did not answer properly"):
        refresh(QBO_APP, GIVEN)


def test_intuit_revokes_the_refresh_token(desk):
    answering(desk, {})
    assert revoke(QBO_APP, "R", "A") is True
    asked = desk.asked[0]
    assert (asked.url, json.loads(asked.body)) == (QBO.endpoints.revoke, {"token": "R"})
    assert asked.headers["Authorization"] == BASIC


def test_clio_ends_the_connection_of_the_access_token(desk):
    answering(desk, {})
    assert revoke(CLIO_APP, "R", "A") is True
    asked = desk.asked[0]
    assert (asked.url, asked.form) == (CLIO.endpoints.revoke, {"token": "A"})
    assert asked.headers["Authorization"] == "Bearer A"


@BOTH
@pytest.mark.parametrize(("status", "error"), [(400, "invalid_request"), (401, "invalid_token")])
def test_a_connection_that_was_over_is_over(desk, application, status, error):
    answering(desk, {"error": error}, status)
    assert revoke(application, "R", "A") is False


@BOTH
@pytest.mark.parametrize(("status", "error"), [(500, ""), (429, ""), (302, ""), (404, ""), (401, "invalid_client")])
def test_an_end_that_is_not_certain_is_a_problem(desk, application, status, error):
    answering(desk, {"error": error}, status)
    with pytest.raises(VendorProblem):
        revoke(application, "R", "A")


def test_a_host_on_this_machine_is_reached_without_a_proxy(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://proxy.example.com:3128")
    with token_service._client("http://127.0.0.1:1/x") as local, token_service._client("https://a.example") as far:
        assert not any(local._mounts.values())
        assert any(far._mounts.values())


@pytest.mark.parametrize("host", ["http://example.com", "http://127.0.0.1.example.com", "http://10.0.0.1", "ftp://x"])
def test_no_token_leaves_this_machine_unencrypted(host):
    application = Application(Service("qbo", endpoints("qbo", host)), "client-id", SECRET)
    with pytest.raises(AssertionError, match="unencrypted") as caught:
        refresh(application, GIVEN)
    assert "CANARY" not in str(caught.value)


def test_the_vendors_time_is_the_date_of_any_answer(desk):
    desk.answer = lambda _: httpx.Response(404, headers={"Date": "Sun, 22 Nov 2026 12:00:00 GMT"})
    assert vendor_time("https://qbo.test") == "Sun, 22 Nov 2026 12:00:00 GMT"
    desk.answer = lambda _: httpx.Response(200)
    assert vendor_time("https://qbo.test") == ""
    desk.answer = lambda _: httpx.ConnectError("CANARY")
    with pytest.raises(OSError, match="ConnectError"):
        vendor_time("https://qbo.test")
