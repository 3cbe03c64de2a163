"""Bearer tokens: a new one is kept before anything uses it, one process renews at a time, and no secret is shown."""

from __future__ import annotations

import base64
import logging
import traceback
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from token_fakes import CLIO, GIVEN, QBO, SECRET, Desk, Memory

from provisioner.cli.environment import _given
from provisioner.model.errors import StateProblem, VendorProblem
from provisioner.providers.oauth import FixedToken, GivenGrant, Grant, RenewableToken
from provisioner.providers.token_service import Answer, Application
from provisioner.render.documents import problem_document
from provisioner.render.problem_text import problem_text
from provisioner.state.tokens import TokenFile
from provisioner.workflows.connect import Connection, Credentials

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def desk(monkeypatch):
    return Desk().install(monkeypatch)


def given(service=QBO, token=GIVEN, store=None, now=lambda: NOON):
    held = Grant(token, "", "client-id", SECRET, service.system)
    return RenewableToken(service, GivenGrant(held, Memory() if store is None else store), now)


class Kept:
    """A login in memory, as several processes would share it."""

    def __init__(self, grant, diary=None):
        self.grant = grant
        self.diary = diary if diary is not None else []
        self.meanwhile = lambda: None

    def glance(self):
        return replace(self.grant, refresh_token="", client_secret="")

    def newest(self):
        return self.grant

    def keep(self, before, after):
        self.diary.append(f"kept {after.access_token}")
        self.grant = after

    def check(self):
        self.diary.append("checked")

    def alone(self):
        self.meanwhile()
        return Memory(self.diary).alone("x")


def login(**values):
    usual = {"client_id": "app", "client_secret": SECRET, "system": "qbo", "consented": NOON}
    return Grant(**{"refresh_token": GIVEN, **usual, **values})


def test_nothing_is_asked_before_a_token_is_needed_and_then_once(desk):
    tokens = given()
    assert desk.asked == []
    assert tokens.access() == tokens.access() == "CANARY-access-1"
    assert len(desk.asked) == 1


def test_a_replaced_token_is_stored_before_the_new_access_token_is_handed_out(desk):
    store = Memory()
    tokens = given(store=store)
    store.diary.append(f"used {tokens.access()}")
    store.diary.append(f"used {tokens.renew()}")
    assert store.diary == [
        *("alone", "checked", "stored CANARY-refresh-1", "done", "used CANARY-access-1"),
        *("alone", "checked", "stored CANARY-refresh-2", "done", "used CANARY-access-2"),
    ]
    assert [each.form["refresh_token"] for each in desk.asked] == [GIVEN, "CANARY-refresh-1"]


def test_the_next_run_goes_on_with_the_newest_token(desk, tmp_path):
    given(store=TokenFile(tmp_path / "tokens.json")).access()
    given(store=TokenFile(tmp_path / "tokens.json")).access()
    assert [each.form["refresh_token"] for each in desk.asked] == [GIVEN, "CANARY-refresh-1"]
    assert "access" not in (tmp_path / "tokens.json").read_text(), "who sets variables decides what is on this machine"


def test_a_token_set_anew_by_the_user_wins_over_what_is_stored(desk):
    store = Memory()
    given(store=store).access()
    given(token="CANARY-another", store=store).access()
    assert desk.asked[1].form["refresh_token"] == "CANARY-another"


def test_both_vendors_keep_their_tokens_apart(desk):
    store = Memory()
    given(store=store).access()
    given(CLIO, store=store).access()
    assert len(store.tokens) == 2
    assert desk.asked[1].form["refresh_token"] == GIVEN


def test_a_token_that_stays_is_not_written_down(desk):
    desk.rotates = False
    store = Memory()
    tokens = given(CLIO, store=store)
    tokens.renew()
    tokens.renew()
    assert store.tokens == {}


def test_where_no_token_could_be_stored_none_is_asked_for(desk):
    """The vendor would replace the one we have, and the new one would be lost."""
    store = Memory()

    def refuse():
        raise StateProblem("The token file cannot be written")

    store.check = refuse
    with pytest.raises(StateProblem):
        given(store=store).access()
    assert desk.asked == []


def test_a_kept_access_token_is_used_until_shortly_before_its_end(desk):
    kept = Kept(login(access_token="kept", access_ends=NOON + timedelta(minutes=10)))
    clock = [NOON]
    tokens = RenewableToken(QBO, kept, lambda: clock[0])
    assert tokens.access() == "kept"
    clock[0] += timedelta(minutes=7, seconds=59)
    assert tokens.access() == "kept"
    assert desk.asked == []
    assert kept.diary == []
    clock[0] += timedelta(seconds=1)
    assert tokens.access() == "CANARY-access-1"
    assert kept.grant.access_token == "CANARY-access-1"


def test_a_token_of_an_unknown_life_is_used_in_this_run_and_not_in_the_next(desk):
    desk.more = {"expires_in": None}
    kept = Kept(login())
    tokens = RenewableToken(QBO, kept, lambda: NOON)
    assert tokens.access() == tokens.access() == "CANARY-access-1"
    assert RenewableToken(QBO, kept, lambda: NOON).access() == "CANARY-access-2"


def test_a_kept_token_that_the_vendor_refuses_is_renewed(desk):
    kept = Kept(login(access_token="refused", access_ends=NOON + timedelta(hours=1)))
    tokens = RenewableToken(QBO, kept, lambda: NOON)
    assert tokens.access() == "refused"
    assert tokens.renew() == "CANARY-access-1"


@pytest.mark.parametrize("first", ["access", "renew"])
def test_what_another_process_has_renewed_meanwhile_is_taken(desk, first):
    """Asking again would replace the token that the other one is using."""
    kept = Kept(login(access_token="old", access_ends=NOON if first == "access" else NOON + timedelta(hours=1)))
    theirs = login(access_token="theirs", access_ends=NOON + timedelta(hours=1), refresh_token="CANARY-theirs")
    tokens = RenewableToken(QBO, kept, lambda: NOON)
    if first == "renew":
        assert tokens.access() == "old"
    kept.meanwhile = lambda: setattr(kept, "grant", theirs)
    assert getattr(tokens, first)() == "theirs"
    assert desk.asked == []


def test_the_newest_refresh_token_is_asked_with_even_if_another_process_stored_it(desk):
    kept = Kept(login())
    kept.meanwhile = lambda: setattr(kept, "grant", login(refresh_token="CANARY-newest"))
    RenewableToken(QBO, kept, lambda: NOON).access()
    assert desk.asked[0].form["refresh_token"] == "CANARY-newest"


def test_the_ends_follow_what_the_service_says():
    grant = login().renewed(Answer("a", "r2", 3600, 8_726_400, 1_000_000, "scope"), NOON)
    assert (grant.refresh_token, grant.scope, grant.obtained) == ("r2", "scope", NOON)
    assert grant.access_ends == NOON + timedelta(hours=1)
    assert grant.refresh_ends == NOON + timedelta(days=101)
    assert grant.consent_ends == NOON + timedelta(seconds=1_000_000)
    again = grant.renewed(Answer("b", "", 3600), NOON + timedelta(days=1))
    assert (again.refresh_token, again.scope) == ("r2", "scope")
    assert again.consent_ends == grant.consent_ends, "what is not said again has not changed"
    assert again.refresh_ends is None


def test_a_consent_at_intuit_ends_after_five_years_at_the_latest_and_at_clio_never():
    assert login().renewed(Answer("a", "", 3600), NOON).consent_ends == NOON + timedelta(days=1825)
    assert login(system="clio").renewed(Answer("a", "", 3600), NOON).consent_ends is None


def test_a_grant_can_be_written_down_and_read_again():
    grant = login(access_token="a", host="h", company="c").renewed(Answer("a", "r", 60, 70, 80, "s"), NOON)
    assert Grant.parse(grant.record()) == grant
    assert all(isinstance(value, str) for value in grant.record().values())


@pytest.mark.parametrize("damaged", ["", "yesterday", "2026-11-22", "2026-11-22T12:00:00", "9" * 50])
def test_an_instant_that_cannot_be_read_is_none(damaged):
    assert Grant.parse({"access_token": "a", "access_ends": damaged}).access_ends is None


REFUSALS = [
    httpx.Response(400, json={"error": "invalid_grant", "error_description": f"Incorrect token {GIVEN} {SECRET}"}),
    httpx.Response(401, json={"error": "invalid_client"}),
]
TROUBLE = [
    httpx.Response(200, json=None),
    httpx.Response(200, json={"token_type": "bearer"}),
    httpx.Response(200, json=["odd"]),
    httpx.Response(200, text="<html>"),
    httpx.Response(302, headers={"Location": "https://elsewhere.test/"}),
    httpx.Response(404, text="<html>no such page</html>"),
    httpx.Response(429, json={"error": "slow_down"}),
    httpx.Response(500, text=f"<html>{GIVEN}</html>"),
    httpx.Response(503, json={"error": "unavailable"}),
    httpx.ConnectError(f"no route {GIVEN}"),
    httpx.ReadTimeout("slow"),
    httpx.InvalidURL("odd"),
]


@pytest.mark.parametrize("service", [QBO, CLIO], ids=lambda each: each.system)
@pytest.mark.parametrize("response", REFUSALS, ids=str)
def test_a_refusal_names_the_command_and_the_variables_and_no_secret(desk, service, response):
    desk.answer = lambda _: response
    store = Memory()
    with pytest.raises(VendorProblem) as caught:
        given(service, store=store).access()
    problem = caught.value
    prefix = f"PROVISIONER_{service.system.upper()}"
    for name in ("REFRESH_TOKEN", "CLIENT_ID", "CLIENT_SECRET", "ACCESS_TOKEN"):
        assert f"{prefix}_{name}" in problem.fix
    assert problem.command == service.reconnect
    assert problem.code == "auth"
    assert_nothing_leaks(problem, store)


@pytest.mark.parametrize("service", [QBO, CLIO], ids=lambda each: each.system)
@pytest.mark.parametrize("response", TROUBLE, ids=str)
def test_a_token_service_in_trouble_is_no_reason_to_connect_again(desk, service, response):
    desk.answer = lambda _: response
    store = Memory()
    with pytest.raises(VendorProblem) as caught:
        given(service, store=store).access()
    assert "onnect again" not in caught.value.fix
    assert "run the same command again" in caught.value.fix.lower()
    assert ".test" in caught.value.detail
    assert len(desk.asked) == 1, "no redirect was followed"
    assert_nothing_leaks(caught.value, store)


def assert_nothing_leaks(problem, store):
    assert problem.stops_run
    everything = "".join(traceback.format_exception(problem)) + str(problem_document(problem))
    everything += "".join(text.plain for text in problem_text(problem))
    assert "CANARY" not in everything
    assert store.tokens == {}


@pytest.mark.parametrize("said", ["Token revoked", "Token revoked."])
def test_the_vendors_own_words_are_kept_and_end_with_one_full_stop(desk, said):
    desk.answer = lambda _: httpx.Response(400, json={"error": "invalid_grant", "error_description": said})
    with pytest.raises(VendorProblem) as caught:
        given().access()
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
    read = _given("QBO")
    assert read.client_secret == "CANARY-CLIENT_SECRET"
    holders = [
        read,
        Connection("live", read, read),
        Credentials("https://x.test", "CANARY", "CANARY", "CANARY", "CANARY"),
        Application(QBO, "app", "CANARY"),
        Answer("CANARY", "CANARY", 1),
        Grant("CANARY", "CANARY", "app", "CANARY"),
        FixedToken("qbo", "CANARY"),
        GivenGrant(Grant("CANARY"), Memory()),
        given(),
    ]
    assert [repr(each) for each in holders if "CANARY" in repr(each) or "CANARY" in str(each)] == []


def test_no_secret_goes_into_a_log_while_requests_fail(quickbooks, clio, desk, caplog):
    caplog.set_level(logging.DEBUG)
    for fake in (quickbooks(lambda _: (503, "x")), clio(lambda _: (503, "x"))):
        tokens = given()
        fake.tokens.access, fake.tokens.renew = tokens.access, tokens.renew
        with pytest.raises(VendorProblem) as caught:
            fake.reader().read([])
        assert "CANARY" not in "".join(traceback.format_exception(caught.value))
        header = {name.lower(): value for name, value in fake.sent[0].headers.items()}["authorization"]
        assert header.startswith("Bearer CANARY-access")
    basic = base64.b64encode(f"client-id:{SECRET}".encode()).decode()
    logged = "".join(str(record.__dict__) for record in caplog.records)
    assert "CANARY" not in logged
    assert basic not in logged
