"""Where connections are and what their tokens come from: the environment first, then the login of just that account."""

from __future__ import annotations

import pytest
from token_fakes import Desk, Memory

from provisioner.model.errors import UsageProblem
from provisioner.providers.oauth import FixedToken, Grant, RenewableToken
from provisioner.state.tokens import TokenFile
from provisioner.workflows.connect import Credentials
from provisioner.workflows.logins import Place, bearer, has_login, not_connected

HERE = Place("qbo", "https://quickbooks.api.intuit.com", "9341", "my firms/harbor/firm.yaml")
LOGIN = {"refresh_token": "R", "client_id": "app", "client_secret": "S", "company": "9341", "host": HERE.host}


@pytest.fixture
def store(tmp_path):
    return TokenFile(tmp_path / "tokens.json")


def test_a_place_has_a_key_of_its_own_for_each_vendor_host_and_account():
    places = [
        HERE,
        Place("clio", "https://app.clio.com", "9341", "firm.yaml"),
        Place("qbo", "https://sandbox-quickbooks.api.intuit.com", "9341", "firm.yaml"),
        Place("qbo", "https://quickbooks.api.intuit.com", "9342", "firm.yaml"),
    ]
    assert len({each.key for each in places}) == len(places)


def test_blanks_and_case_of_an_account_name_do_not_matter():
    names = ["Harbor & Pine LLP", " harbor &  PINE llp "]
    assert len({Place("clio", "https://app.clio.com", each, "firm.yaml").key for each in names}) == 1


def test_a_command_can_be_copied_whatever_the_folder_is_called():
    assert HERE.command("login") == "provisioner auth login quickbooks 'my firms/harbor'"


def test_what_the_environment_gives_wins_over_a_login(store):
    store.put(HERE.key, LOGIN)
    assert isinstance(bearer(HERE, Credentials(access_token="A"), store), FixedToken)
    assert bearer(HERE, Credentials(refresh_token="G"), store)._holder.newest().refresh_token == "G"
    assert bearer(HERE, Credentials(), store)._holder.newest().refresh_token == "R"


def test_a_login_carries_the_keys_it_was_made_with(store, monkeypatch):
    desk = Desk().install(monkeypatch)
    store.put(HERE.key, LOGIN)
    tokens = bearer(HERE, Credentials(client_id="other", client_secret="other"), store)
    assert isinstance(tokens, RenewableToken)
    assert tokens.access() == "CANARY-access-1"
    assert desk.asked[0].headers["Authorization"] == "Basic YXBwOlM="  # app:S
    kept = Grant.parse(store.record(HERE.key))
    assert (kept.refresh_token, kept.access_token, kept.client_secret) == ("CANARY-refresh-1", "CANARY-access-1", "S")


def test_a_login_that_is_gone_when_it_is_to_be_renewed_is_said(store, monkeypatch):
    Desk().install(monkeypatch)
    store.put(HERE.key, LOGIN)
    tokens = bearer(HERE, Credentials(), store)
    store.drop(HERE.key)
    with pytest.raises(UsageProblem, match="There is no connection to QuickBooks"):
        tokens.access()
    assert store.record(HERE.key) is None


@pytest.mark.parametrize("store_of", [lambda store: store, lambda _: Memory(), lambda _: None])
def test_without_either_both_ways_are_said(store, store_of):
    problem = not_connected(HERE, store_of(store))
    assert problem.command == HERE.command("login")
    assert "PROVISIONER_QBO_REFRESH_TOKEN" in problem.fix
    assert "--sandbox" in problem.fix


def test_a_login_of_another_company_is_not_used_but_named(store):
    store.put(Place("qbo", HERE.base_url, "1111", "firm.yaml").key, {**LOGIN, "company": "1111"})
    with pytest.raises(UsageProblem) as caught:
        bearer(HERE, Credentials(), store)
    assert f"There is a login for 1111 at {HERE.host}" in caught.value.detail


@pytest.mark.parametrize("name", ["access_token", "refresh_token"])
@pytest.mark.parametrize("token", ["CANARY with blank", "CANARY\nline", "CANARY\x00", "CANARY-\u2026", "CANARY" * 2000])
def test_a_token_that_could_not_be_sent_is_refused_without_repeating_it(store, name, token):
    with pytest.raises(UsageProblem) as caught:
        bearer(HERE, Credentials(**{name: token}), store)
    assert name.upper() in caught.value.summary
    assert "CANARY" not in str(caught.value.__dict__)


def test_asking_whether_anybody_has_logged_in_makes_no_folder(tmp_path):
    assert not has_login(tmp_path, "qbo")
    assert list(tmp_path.iterdir()) == []


def test_a_login_is_found_from_the_folder_and_from_the_file_in_it(tmp_path):
    TokenFile(tmp_path / ".provisioner" / "tokens.json").put(HERE.key, LOGIN)
    assert has_login(tmp_path, "qbo")
    assert has_login(tmp_path / "firm.yaml", "qbo")
    assert not has_login(tmp_path, "clio")


def test_a_token_of_the_environment_is_no_login(tmp_path):
    TokenFile(tmp_path / ".provisioner" / "tokens.json").put("qbo:0123", "R")
    assert not has_login(tmp_path, "qbo")
