"""Intuit's OAuth endpoints on the twin."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from provisioner.sandbox.kernel import FirmSeed

CLIENT = ("sandbox-client-id", "sandbox-client-secret")
APP = "http://localhost:9999/callback"


@pytest.fixture
def endpoints(company):
    return httpx.get(f"{company.base}/.well-known/openid_sandbox_configuration/").json()


def consent(endpoints, **changes):
    asked = {
        "client_id": CLIENT[0],
        "redirect_uri": APP,
        "response_type": "code",
        "state": "s 1",
        "scope": "x",
    } | changes
    return httpx.get(endpoints["authorization_endpoint"], params=asked)


def exchange(endpoints, auth=CLIENT, **form):
    return httpx.post(endpoints["token_endpoint"], data=form, auth=auth)


def code_of(answer):
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]


@pytest.mark.parametrize("name", ["openid_sandbox_configuration", "openid_configuration"])
@pytest.mark.parametrize("slash", ["", "/"])
def test_discovery_points_back_at_the_twin(company, name, slash):
    document = httpx.get(f"{company.base}/.well-known/{name}{slash}").json()
    assert document["token_endpoint"] == f"{company.base}/oauth2/v1/tokens/bearer"
    for key in ("issuer", "authorization_endpoint", "revocation_endpoint", "userinfo_endpoint", "jwks_uri"):
        assert document[key].startswith(company.base)


def test_consent_is_given_at_once_and_opens_the_company(company, endpoints):
    back = consent(endpoints)
    assert back.status_code == 302
    sent = parse_qs(urlsplit(back.headers["location"]).query)
    assert back.headers["location"].startswith(APP + "?")
    assert (sent["state"], sent["realmId"]) == (["s 1"], [company.realm])
    form = {"grant_type": "authorization_code", "code": code_of(back), "redirect_uri": APP}
    tokens = exchange(endpoints, **form).json()
    assert (tokens["expires_in"], tokens["x_refresh_token_expires_in"]) == (3600, 8726400)
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert httpx.get(f"{company.url}/preferences", headers=headers).status_code == 200
    assert httpx.get(endpoints["userinfo_endpoint"], headers=headers).json()["email"] == "bookkeeper@example.com"
    assert exchange(endpoints, **form).json()["error"] == "invalid_grant", "a code is good once"


def test_consent_for_a_chosen_company(company, endpoints):
    company.twin.qbo.ensure(FirmSeed(company_id="9130000000000009"))
    back = consent(endpoints, realmId=company.realm)
    assert f"realmId={company.realm}" in back.headers["location"]
    assert consent(endpoints, realmId="1").status_code == 400


@pytest.mark.parametrize(
    "changes", [{"client_id": "someone"}, {"response_type": "token"}, {"redirect_uri": "javascript:alert(1)"}]
)
def test_consent_is_refused_for(endpoints, changes):
    assert consent(endpoints, **changes).status_code == 400


def test_codes_end_after_ten_minutes_and_stick_to_their_address(company, endpoints):
    late, elsewhere = code_of(consent(endpoints)), code_of(consent(endpoints))
    answer = exchange(endpoints, grant_type="authorization_code", code=elsewhere, redirect_uri=APP + "/other")
    assert answer.json()["error"] == "invalid_grant"
    company.twin.clock.advance(600)
    answer = exchange(endpoints, grant_type="authorization_code", code=late, redirect_uri=APP)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_refresh_tokens_rotate_and_old_ones_end_a_day_later(company, endpoints):
    first = company.twin.qbo.tokens(FirmSeed())["refresh_token"]
    answer = exchange(endpoints, grant_type="refresh_token", refresh_token=first)
    second = answer.json()["refresh_token"]
    assert second != first
    company.twin.clock.advance(86_399)
    third = exchange(endpoints, grant_type="refresh_token", refresh_token=first).json()["refresh_token"]
    assert third not in (first, second)
    company.twin.clock.advance(1)
    refused = exchange(endpoints, grant_type="refresh_token", refresh_token=first)
    assert refused.status_code == 400
    assert refused.json() == {
        "error": "invalid_grant",
        "error_description": "Incorrect or invalid refresh token",
    }
    assert exchange(endpoints, grant_type="refresh_token", refresh_token=second).status_code == 200


def test_using_the_new_refresh_token_ends_those_before_it_at_once(company, endpoints):
    first = company.twin.qbo.tokens(FirmSeed())["refresh_token"]
    second = exchange(endpoints, grant_type="refresh_token", refresh_token=first).json()["refresh_token"]
    assert exchange(endpoints, grant_type="refresh_token", refresh_token=second).status_code == 200
    refused = exchange(endpoints, grant_type="refresh_token", refresh_token=first)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")


def test_a_refresh_token_ends_after_its_days(company, endpoints):
    token = company.twin.qbo.tokens(FirmSeed())["refresh_token"]
    company.twin.clock.advance(8_726_400)
    assert exchange(endpoints, grant_type="refresh_token", refresh_token=token).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("auth", [None, ("sandbox-client-id", "wrong"), ("someone", "sandbox-client-secret")])
def test_wrong_client_keys(company, endpoints, auth):
    token = company.twin.qbo.tokens(FirmSeed())["refresh_token"]
    answer = exchange(endpoints, auth=auth, grant_type="refresh_token", refresh_token=token)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_client_keys_may_come_in_the_form(company, endpoints):
    token = company.twin.qbo.tokens(FirmSeed())["refresh_token"]
    form = {"grant_type": "refresh_token", "refresh_token": token, "client_id": CLIENT[0]}
    assert exchange(endpoints, None, **form, client_secret="wrong").status_code == 401
    assert exchange(endpoints, None, **form).status_code == 401
    assert exchange(endpoints, None, **form, client_secret=CLIENT[1]).status_code == 200


def hard_end(endpoints, token):
    return httpx.post(
        endpoints["token_endpoint"],
        data={"grant_type": "refresh_token", "refresh_token": token},
        auth=CLIENT,
        headers={"x-include-refresh-token-hard-expires-in": "true"},
    ).json()


def test_consent_ends_after_five_years(company, endpoints):
    token = company.twin.qbo.tokens(FirmSeed())["refresh_token"]
    plain = exchange(endpoints, grant_type="refresh_token", refresh_token=token).json()
    assert "x_refresh_token_hard_expires_in" not in plain, "only for a client that asks"
    token, days = plain["refresh_token"], 5 * 365
    for left in range(days - 73, 0, -73):
        company.twin.clock.advance(73 * 86_400)
        answer = hard_end(endpoints, token)
        assert answer["x_refresh_token_hard_expires_in"] // 86_400 in (left - 1, left)
        token = answer["refresh_token"]
    company.twin.clock.advance(73 * 86_400)
    assert hard_end(endpoints, token)["error"] == "invalid_grant"


def test_the_key_document_is_there(endpoints):
    assert httpx.get(endpoints["jwks_uri"]).json() == {"keys": []}


def test_unknown_grant_types(endpoints):
    assert exchange(endpoints, grant_type="password").json()["error"] == "unsupported_grant_type"


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
def test_revoking_either_token_ends_both(company, endpoints, which):
    tokens = company.twin.qbo.tokens(FirmSeed())
    answer = httpx.post(endpoints["revocation_endpoint"], json={"token": tokens[which]}, auth=CLIENT)
    assert (answer.status_code, answer.text) == (200, "")
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert httpx.get(f"{company.url}/preferences", headers=headers).status_code == 401
    answer = exchange(endpoints, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert answer.status_code == 400
    again = httpx.post(endpoints["revocation_endpoint"], json={"token": tokens[which]}, auth=CLIENT)
    assert again.status_code == 400


def test_every_answer_can_be_traced_and_none_is_cached(company, endpoints):
    for answer in (consent(endpoints), consent(endpoints, client_id="x"), exchange(endpoints, grant_type="password")):
        assert answer.headers["intuit_tid"]
        assert answer.headers["cache-control"] == "no-store"
