"""Logging in and out: nothing is kept that does not fit, and nothing lingers that was to go."""

from __future__ import annotations

import json
from types import SimpleNamespace

import httpx
import pytest
from token_fakes import Desk

from provisioner.model.errors import ConfigProblem, StateProblem, UnsafePlan, UsageProblem, VendorProblem
from provisioner.model.resource import Snapshot
from provisioner.providers.oauth import Grant
from provisioner.state.vault import RING, SECRETS, Vault
from provisioner.workflows import auth
from provisioner.workflows.connect import Connection, Credentials

REDIRECT = "http://localhost:8913/callback"


@pytest.fixture
def firm(tmp_path):
    systems = {
        "quickbooks": {"company_id": "9341", "company_name": "Harbor"},
        "clio": {"account_name": "Harbor", "region": "eu"},
    }
    (tmp_path / "firm.yaml").write_text(json.dumps({"version": 1, "firm": {"name": "Harbor"}, "systems": systems}))
    return tmp_path


@pytest.fixture
def desk(monkeypatch):
    return Desk().install(monkeypatch)


@pytest.fixture
def reads(monkeypatch):
    """What the vendor shows with the new token: a title, or a problem."""
    shown = SimpleNamespace(title="Harbor", problem=None, tokens=[])

    def systems(_, connection, __):
        def read(types):
            assert types == []
            if shown.problem:
                raise shown.problem
            return Snapshot("qbo", "9341", shown.title, {}, {}, 1)

        shown.tokens += [connection.qbo.access_token, connection.clio.access_token]
        return SimpleNamespace(reader=lambda _: SimpleNamespace(read=read))

    monkeypatch.setattr(auth, "Systems", systems)
    return shown


def account(firm, system="qbo", **given):
    usual = Credentials(**given)
    return auth.account(firm, system, Connection("live", usual, usual))


def begun(firm, system="qbo", **given):
    return auth.begin(account(firm, system, **given), "app", "CANARY-secret", REDIRECT)


def finish(login, **changes):
    answer = {"code": "CANARY-code", "state": login.state, "realmId": "9341", **changes}
    return auth.finish(login, {name: value for name, value in answer.items() if value is not None}, in_keyring=False)


def kept(firm):
    path = firm / ".provisioner" / "tokens.json"
    return json.loads(path.read_text()) if path.exists() else {}


@pytest.mark.parametrize("system", ["qbo", "clio"])
def test_the_tokens_are_tried_and_then_kept_with_all_that_renews_them(firm, desk, reads, system):
    done = finish(begun(firm, system))
    assert done.title == "Harbor"
    assert "CANARY-access-1" in reads.tokens
    ((key, record),) = kept(firm).items()
    assert key.startswith(f"{system}:login:")
    grant = Grant.parse(record)
    assert (grant.client_id, grant.client_secret) == ("app", "CANARY-secret")
    assert (grant.access_token, grant.refresh_token) == ("CANARY-access-1", "CANARY-refresh-1")
    assert grant.access_ends is not None
    assert "CANARY" not in repr(done) + repr(begun(firm, system))


def test_every_login_has_a_state_of_its_own_that_cannot_be_guessed(firm):
    states = {begun(firm).state for _ in range(20)}
    assert len(states) == 20
    assert min(map(len, states)) >= 40


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"state": "forged"}, UsageProblem),
        ({"state": None}, UsageProblem),
        ({"state": "\u2026"}, UsageProblem),
        ({"code": None}, UsageProblem),
        ({"code": ""}, UsageProblem),
        ({"realmId": "1111"}, UnsafePlan),
        ({"realmId": None}, UnsafePlan),
        ({"realmId": "9341 "}, UnsafePlan),
        ({"error": "access_denied"}, VendorProblem),
        ({"error": "access_denied", "code": None}, VendorProblem),
    ],
    ids=str,
)
def test_an_answer_that_does_not_fit_is_not_redeemed(firm, desk, reads, changes, kind):
    login = begun(firm)
    with pytest.raises(kind) as caught:
        finish(login, **changes)
    assert "Nothing was stored." in caught.value.detail
    assert caught.value.command.startswith("provisioner auth login quickbooks")
    assert (desk.asked, kept(firm)) == ([], {})
    assert "CANARY" not in str(caught.value.__dict__)


def test_the_error_of_a_stranger_is_not_believed(firm, desk, reads):
    with pytest.raises(UsageProblem, match="does not belong"):
        finish(begun(firm), state="forged", error="access_denied")


@pytest.mark.parametrize(
    ("system", "title", "problem", "kind"),
    [
        ("qbo", "Another", None, UnsafePlan),
        ("clio", "Another", None, UnsafePlan),
        ("qbo", "Harbor", VendorProblem("no", status=401), UnsafePlan),
        ("qbo", "Harbor", VendorProblem("no", status=403), UnsafePlan),
        ("clio", "Harbor", VendorProblem("down", status=503), VendorProblem),
    ],
)
def test_a_permission_for_another_account_is_taken_back_and_not_kept(firm, desk, reads, system, title, problem, kind):
    reads.title, reads.problem = title, problem
    with pytest.raises(kind):
        finish(begun(firm, system))
    assert kept(firm) == {}
    assert [each.url.rpartition("/")[2] for each in desk.asked][1:] == ["revoke" if system == "qbo" else "deauthorize"]


def test_a_permission_that_cannot_be_kept_is_taken_back(firm, desk, reads, monkeypatch):
    def full(*_, **__):
        raise StateProblem("The token file cannot be written")

    monkeypatch.setattr(Vault, "put", full)
    with pytest.raises(StateProblem):
        finish(begun(firm))
    assert desk.asked[-1].url.endswith("/revoke")


def test_one_that_cannot_be_taken_back_does_not_hide_why(firm, desk, reads):
    reads.title = "Another"
    login = begun(firm)
    desk.answer = lambda asked: (
        httpx.Response(200, json={"access_token": "A", "refresh_token": "R", "expires_in": 1})
        if asked.form.get("code")
        else httpx.ConnectError("gone")
    )
    with pytest.raises(UnsafePlan, match="not the firm's"):
        finish(login)


@pytest.mark.parametrize(("given", "name"), [("access_token", "ACCESS"), ("refresh_token", "REFRESH")])
def test_a_variable_that_hides_the_login_is_named(firm, desk, reads, given, name):
    assert finish(begun(firm, **{given: "x"})).hidden_by == f"PROVISIONER_QBO_{name}_TOKEN"
    assert finish(begun(firm)).hidden_by == ""


@pytest.mark.parametrize(
    ("text", "code", "fits"),
    [
        ("http://localhost:8913/callback?code=C&state={state}&realmId=9341", "C", True),
        ("  http://localhost:8913/callback?code=C&state={state}&realmId=9341#x \n", "C", True),
        ("localhost:8913/callback?code=C&state={state}&realmId=9341", "C", True),
        ("http://[::1/callback?code=C&state={state}&realmId=9341", "C", True),
        ("?code=C&state={state}&realmId=9341", "C", True),
        ("C", "C", True),
        (" C\n", "C", True),
        ("http://localhost:8913/callback", "", False),
        ("", "", False),
        ("http://localhost:8913/callback?code=C&state=forged&realmId=9341", "C", False),
        ("http://localhost:8913/callback?code=C&state={state}&realmId=1", "C", False),
    ],
)
def test_what_is_pasted_is_the_address_or_the_code(firm, desk, reads, text, code, fits):
    login = begun(firm)
    answer = login.pasted(text.format(state=login.state))
    assert answer.get("code", "") == code
    if fits:
        assert auth.finish(login, answer, in_keyring=False).title == "Harbor"
    else:
        with pytest.raises((UsageProblem, UnsafePlan)):
            auth.finish(login, answer, in_keyring=False)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, ("app", "CANARY-secret")),
        ({"client_id": "other", "client_secret": "theirs"}, ("other", "theirs")),
        ({"client_id": "app"}, ("app", "CANARY-secret")),
        ({"client_id": "other"}, ("other", "")),
    ],
)
def test_the_keys_are_those_of_the_environment_else_of_the_login_before(firm, desk, reads, given, found):
    assert account(firm).client() == ("", "")
    finish(begun(firm))
    assert account(firm, **given).client() == found


def test_a_keyring_that_cannot_be_opened_does_not_keep_one_from_logging_in_anew(firm, desk, reads):
    finish(begun(firm))
    held = account(firm)
    record = held.vault.file.record(held.place.key)
    secrets = {name: value for name, value in record.items() if name not in SECRETS}
    held.vault.file.put(held.place.key, {**secrets, RING: "an entry that is not there"})
    assert account(firm).client() == ("app", "")
    finish(begun(firm))
    assert RING not in account(firm).vault.file.record(held.place.key)
    assert account(firm).client() == ("app", "CANARY-secret")


def test_a_vendor_the_firm_does_not_use_is_a_usage_problem(tmp_path):
    systems = {"quickbooks": {"company_id": "9341"}}
    (tmp_path / "firm.yaml").write_text(json.dumps({"version": 1, "firm": {"name": "Harbor"}, "systems": systems}))
    with pytest.raises(UsageProblem, match="no Clio account"):
        account(tmp_path, "clio")


def test_a_firm_file_that_cannot_be_read_is_a_config_problem(tmp_path):
    (tmp_path / "firm.yaml").write_text("version: 1\n")
    with pytest.raises(ConfigProblem) as caught:
        account(tmp_path)
    assert caught.value.command == f"provisioner validate {tmp_path}"


@pytest.mark.parametrize("system", ["qbo", "clio"])
def test_logging_out_ends_it_at_the_vendor_first(firm, desk, reads, system):
    finish(begun(firm, system))
    assert auth.logout(account(firm, system)).trouble == ""
    assert kept(firm) == {}
    last = desk.asked[-1]
    if system == "qbo":
        assert json.loads(last.body) == {"token": "CANARY-refresh-1"}
    else:
        assert last.form == {"token": "CANARY-access-2"}, "an access token that was good a moment ago"


@pytest.mark.parametrize("system", ["qbo", "clio"])
@pytest.mark.parametrize("status", [400, 401])
def test_what_was_over_at_the_vendor_is_simply_forgotten(firm, desk, reads, system, status):
    finish(begun(firm, system))
    desk.answer = lambda _: httpx.Response(status, json={"error": "invalid_grant"})
    assert auth.logout(account(firm, system)).trouble == ""
    assert kept(firm) == {}


@pytest.mark.parametrize("system", ["qbo", "clio"])
@pytest.mark.parametrize("answer", [httpx.ConnectError("CANARY"), httpx.Response(503)], ids=["away", "down"])
def test_what_the_vendor_did_not_confirm_is_forgotten_and_said(firm, desk, reads, system, answer):
    finish(begun(firm, system))
    desk.answer = lambda _: answer
    done = auth.logout(account(firm, system))
    assert "token service" in done.trouble
    assert "CANARY" not in done.trouble
    assert kept(firm) == {}


def test_a_locked_keyring_does_not_keep_one_from_logging_out(firm, desk, reads):
    finish(begun(firm))
    held = account(firm)
    record = held.vault.file.record(held.place.key)
    held.vault.file.put(held.place.key, {**record, RING: "an entry that is not there"})
    assert "keyring" in auth.logout(account(firm)).trouble
    assert kept(firm) == {}


def test_nobody_can_log_out_twice(firm, desk):
    with pytest.raises(UsageProblem, match="no connection"):
        auth.logout(account(firm))
