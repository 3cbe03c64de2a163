"""Bearer tokens: a replaced refresh token is stored before anything uses it, and no secret is ever shown."""

from __future__ import annotations

import base64
import logging
import traceback
from urllib.parse import parse_qs

import httpx
import pytest

from provisioner.cli.environment import _given
from provisioner.model.errors import StateProblem, VendorProblem
from provisioner.providers.oauth import Application, FixedToken, RenewableToken
from provisioner.render.documents import problem_document
from provisioner.render.problem_text import problem_text
from provisioner.state.tokens import TokenFile
from provisioner.workflows.connect import Connection, Credentials

QBO = Application("qbo", "https://qbo.test/oauth2/v1/tokens/bearer", "client-id", "CANARY-secret", basic_auth=True)
CLIO = Application("clio", "https://clio.test/oauth/token", "client-id", "CANARY-secret", basic_auth=False)
GIVEN = "CANARY-refresh-0"


class Service:
    """A token service that gives access tokens CANARY-access-1, 2 ... and, when it ``rotates``, new refresh tokens."""

    def __init__(self, *, rotates=True):
        self.rotates = rotates
        self.asked = []

    def __call__(self, url, **options):
        request = httpx.Request("POST", url, data=options["data"], headers=options["headers"])
        form = {key: value[0] for key, value in parse_qs(request.content.decode()).items()}
        self.asked.append((form, options.get("auth"), options["timeout"]))
        number = len(self.asked)
        body = {"access_token": f"CANARY-access-{number}", "expires_in": 3600}
        if self.rotates:
            body["refresh_token"] = f"CANARY-refresh-{number}"
        return httpx.Response(200, json=body, request=request)


class Memory:
    """A token store that keeps a diary."""

    def __init__(self, diary=None):
        self.tokens = {}
        self.diary = diary if diary is not None else []

    def get(self, key):
        return self.tokens.get(key)

    def put(self, key, token):
        self.diary.append(f"stored {token}")
        self.tokens[key] = token

    def check(self):
        self.diary.append("checked")


@pytest.fixture
def service(monkeypatch):
    found = Service()
    monkeypatch.setattr("httpx.post", found)
    return found


def answering(monkeypatch, response):
    def post(url, **_):
        if isinstance(response, Exception):
            raise response
        return response

    monkeypatch.setattr("httpx.post", post)


def test_nothing_is_asked_before_a_token_is_needed_and_then_once(service):
    tokens = RenewableToken(QBO, GIVEN, Memory())
    assert service.asked == []
    assert tokens.access() == tokens.access() == "CANARY-access-1"
    assert len(service.asked) == 1


def test_intuit_is_asked_with_basic_authorization_and_clio_with_a_form(service):
    RenewableToken(QBO, GIVEN, Memory()).access()
    RenewableToken(CLIO, GIVEN, Memory()).access()
    (first, basic, limit), (second, none, _) = service.asked
    assert first == {"grant_type": "refresh_token", "refresh_token": GIVEN}
    assert basic == ("client-id", "CANARY-secret")
    assert second == {**first, "client_id": "client-id", "client_secret": "CANARY-secret"}
    assert none is None
    assert limit


def test_a_replaced_token_is_stored_before_the_new_access_token_is_handed_out(service):
    store = Memory()
    tokens = RenewableToken(QBO, GIVEN, store)
    store.diary.append(f"used {tokens.access()}")
    store.diary.append(f"used {tokens.renew()}")
    assert store.diary == [
        "checked",
        "stored CANARY-refresh-1",
        "used CANARY-access-1",
        "checked",
        "stored CANARY-refresh-2",
        "used CANARY-access-2",
    ]
    assert [form["refresh_token"] for form, *_ in service.asked] == [GIVEN, "CANARY-refresh-1"]


def test_the_next_run_goes_on_with_the_newest_token(service, tmp_path):
    RenewableToken(QBO, GIVEN, TokenFile(tmp_path / "tokens.json")).access()
    RenewableToken(QBO, GIVEN, TokenFile(tmp_path / "tokens.json")).access()
    assert [form["refresh_token"] for form, *_ in service.asked] == [GIVEN, "CANARY-refresh-1"]


def test_a_token_set_anew_by_the_user_wins_over_what_is_stored(service):
    store = Memory()
    RenewableToken(QBO, GIVEN, store).access()
    RenewableToken(QBO, "CANARY-another", store).access()
    assert service.asked[1][0]["refresh_token"] == "CANARY-another"


def test_both_vendors_keep_their_tokens_apart(service):
    store = Memory()
    RenewableToken(QBO, GIVEN, store).access()
    RenewableToken(CLIO, GIVEN, store).access()
    assert len(store.tokens) == 2
    assert service.asked[1][0]["refresh_token"] == GIVEN


def test_a_token_that_stays_is_not_written_down(service):
    service.rotates = False
    store = Memory()
    tokens = RenewableToken(CLIO, GIVEN, store)
    tokens.renew()
    tokens.renew()
    assert store.tokens == {}


def test_where_no_token_could_be_stored_none_is_asked_for(service):
    """The vendor would replace the one we have, and the new one would be lost."""
    store = Memory()

    def refuse():
        raise StateProblem("The token file cannot be written")

    store.check = refuse
    with pytest.raises(StateProblem):
        RenewableToken(QBO, GIVEN, store).access()
    assert service.asked == []


@pytest.mark.parametrize("application", [QBO, CLIO], ids=lambda each: each.system)
@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(400, json={"error": "invalid_grant", "error_description": f"Incorrect token {GIVEN}"}),
        httpx.Response(401, json={"error": "invalid_client"}),
        httpx.Response(200, json={"token_type": "bearer"}),
        httpx.Response(200, json=["odd"]),
    ],
    ids=str,
)
def test_a_refusal_names_the_variables_to_set_and_no_secret(monkeypatch, application, response):
    answering(monkeypatch, response)
    store = Memory()
    with pytest.raises(VendorProblem) as caught:
        RenewableToken(application, GIVEN, store).access()
    problem = caught.value
    prefix = f"PROVISIONER_{application.system.upper()}"
    for name in ("REFRESH_TOKEN", "CLIENT_ID", "CLIENT_SECRET", "ACCESS_TOKEN"):
        assert f"{prefix}_{name}" in problem.fix
    assert_nothing_leaks(problem, store)


@pytest.mark.parametrize("application", [QBO, CLIO], ids=lambda each: each.system)
@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(200, json=None),
        httpx.Response(429, json={"error": "slow_down"}),
        httpx.Response(500, text=f"<html>{GIVEN}</html>"),
        httpx.Response(503, json={"error": "unavailable"}),
        httpx.ConnectError("no route"),
        httpx.ReadTimeout("slow"),
        httpx.InvalidURL("odd"),
    ],
    ids=str,
)
def test_a_token_service_in_trouble_is_no_reason_to_connect_again(monkeypatch, application, response):
    answering(monkeypatch, response)
    store = Memory()
    with pytest.raises(VendorProblem) as caught:
        RenewableToken(application, GIVEN, store).access()
    assert "onnect again" not in caught.value.fix
    assert "run the same command again" in caught.value.fix.lower()
    assert ".test" in caught.value.detail
    assert_nothing_leaks(caught.value, store)


def assert_nothing_leaks(problem, store):
    assert problem.stops_run
    everything = "".join(traceback.format_exception(problem)) + str(problem_document(problem))
    everything += "".join(text.plain for text in problem_text(problem))
    assert "CANARY" not in everything
    assert store.tokens == {}


@pytest.mark.parametrize("said", ["Token revoked", "Token revoked."])
def test_the_vendors_own_words_are_kept_and_end_with_one_full_stop(monkeypatch, said):
    answering(monkeypatch, httpx.Response(400, json={"error": "invalid_grant", "error_description": said}))
    with pytest.raises(VendorProblem) as caught:
        RenewableToken(QBO, GIVEN, Memory()).access()
    assert caught.value.detail == "The token service answered: Token revoked."


def test_a_fixed_token_cannot_be_renewed():
    tokens = FixedToken("clio", "CANARY-access")
    assert tokens.access() == "CANARY-access"
    with pytest.raises(VendorProblem) as caught:
        tokens.renew()
    assert "PROVISIONER_CLIO_REFRESH_TOKEN" in caught.value.fix
    assert "CANARY" not in str(caught.value.__dict__)


def test_no_secret_is_in_the_representation_of_anything_that_holds_one(monkeypatch):
    for name in ("ACCESS_TOKEN", "REFRESH_TOKEN", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.setenv(f"PROVISIONER_QBO_{name}", f"CANARY-{name}")
    given = _given("QBO")
    assert given.client_secret == "CANARY-CLIENT_SECRET"
    holders = [
        given,
        Connection("live", given, given),
        Credentials("https://x.test", "CANARY", "CANARY", "CANARY", "CANARY"),
        QBO,
        FixedToken("qbo", "CANARY"),
        RenewableToken(QBO, "CANARY", Memory()),
    ]
    assert [repr(each) for each in holders if "CANARY" in repr(each) or "CANARY" in str(each)] == []


def test_no_secret_goes_into_a_log_while_requests_fail(quickbooks, clio, service, caplog):
    caplog.set_level(logging.DEBUG)
    for fake in (quickbooks(lambda _: (503, "x")), clio(lambda _: (503, "x"))):
        tokens = RenewableToken(QBO, GIVEN, Memory())
        fake.tokens.access, fake.tokens.renew = tokens.access, tokens.renew
        with pytest.raises(VendorProblem) as caught:
            fake.reader().read([])
        assert "CANARY" not in "".join(traceback.format_exception(caught.value))
        header = {name.lower(): value for name, value in fake.sent[0].headers.items()}["authorization"]
        assert header.startswith("Bearer CANARY-access")
    basic = base64.b64encode(b"client-id:CANARY-secret").decode()
    logged = "".join(str(record.__dict__) for record in caplog.records)
    assert "CANARY" not in logged
    assert basic not in logged
