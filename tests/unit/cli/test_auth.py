"""auth on the command line: keys are asked for where somebody can answer, and what is said is safe to show."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from provisioner.cli import auth as command
from provisioner.providers.oauth import Grant
from provisioner.state.tokens import TokenFile

HOST = "quickbooks.api.intuit.com"


@pytest.fixture
def person(monkeypatch):
    """Somebody at a terminal who answers what is asked."""
    asked = []

    def prompt(text, **options):
        asked.append((text, options.get("hide_input", False)))
        return " CANARY-typed\n"

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(command.typer, "prompt", prompt)
    return asked


def keep(firm, **ends):
    grant = Grant("R", "A", "app", "CANARY-secret", "qbo", **ends)
    TokenFile(firm / ".provisioner" / "tokens.json").put(f"qbo:login:{HOST}:9341", grant.record())


def test_the_keys_are_asked_for_and_the_secret_is_not_shown(person):
    account = SimpleNamespace(client=lambda: ("", ""), place=SimpleNamespace(name="QuickBooks", system="qbo"))
    assert command._client(account) == ("CANARY-typed", "CANARY-typed")
    assert [hidden for _, hidden in person] == [False, True]


def test_only_what_is_not_known_is_asked_for(person):
    account = SimpleNamespace(client=lambda: ("app", ""), place=SimpleNamespace(name="QuickBooks", system="qbo"))
    assert command._client(account) == ("app", "CANARY-typed")
    assert len(person) == 1


def test_programs_that_are_started_do_not_inherit_our_variables_which_then_come_back(monkeypatch):
    monkeypatch.setenv("PROVISIONER_QBO_CLIENT_SECRET", "CANARY")
    with command._without_our_variables():
        assert not [name for name in os.environ if name.startswith("PROVISIONER_")]
    assert os.environ["PROVISIONER_QBO_CLIENT_SECRET"] == "CANARY"


@pytest.mark.parametrize(
    ("there", "keep_in", "used"), [(True, "auto", True), (False, "auto", False), (True, "file", False)]
)
def test_the_keyring_is_used_where_there_is_one_unless_a_file_is_wanted(monkeypatch, there, keep_in, used):
    monkeypatch.setattr("provisioner.state.vault.keyring_name", lambda: "ring" if there else None)
    assert command._wants_keyring(command.Keep(keep_in)) is used


def test_a_keyring_that_is_wanted_and_not_there_is_a_usage_problem(provisioner, firm, monkeypatch):
    monkeypatch.setattr("provisioner.state.vault.keyring_name", lambda: None)
    ended = provisioner("auth", "login", "quickbooks", firm, "--keep", "keyring")
    assert ended.code == 64
    assert "--keep file" in ended.err


def test_another_address_to_come_back_to_needs_paste(provisioner, firm):
    ended = provisioner("auth", "login", "quickbooks", firm, "--redirect-uri", "https://harbor.example")
    assert (ended.code, "--paste" in ended.err) == (64, True)


@pytest.mark.parametrize(
    "words", [("login", "xero"), ("login",), ("logout", "quickbooks"), ("login", "clio", "x", "--port", "-1")]
)
def test_what_cannot_be_understood_is_a_usage_error(provisioner, words):
    assert provisioner("auth", *words).code == 64


@pytest.mark.parametrize("verb", ["login", "logout"])
def test_an_unsafe_address_is_refused_here_too(provisioner, firm, monkeypatch, verb):
    monkeypatch.setenv("PROVISIONER_QBO_BASE_URL", "http://user:CANARY@example.com")
    ended = provisioner("auth", verb, "quickbooks", firm)
    assert (ended.code, "CANARY" in ended.err) == (64, False)


def test_status_names_each_connection_and_shows_no_secret(provisioner, firm):
    keep(
        firm, access_ends=datetime.now(UTC) + timedelta(minutes=30), consent_ends=datetime.now(UTC) + timedelta(days=3)
    )
    ended = provisioner("auth", "status", firm)
    assert ended.code == 1
    assert f"QuickBooks: 9341 at {HOST} - logged in; kept in a file" in ended.out
    assert "renewed by itself" in ended.out
    assert "The consent for QuickBooks ends on" in ended.out
    assert "Clio: Harbor at app.clio.com - not connected" in ended.out
    assert "CANARY" not in ended.out + ended.err


def test_status_as_json_can_be_read_by_a_program(provisioner, firm):
    keep(firm, consent_ends=datetime.now(UTC) + timedelta(days=3, hours=1))
    ended = provisioner("auth", "status", firm, "--format", "json")
    quickbooks, clio = ended.document["connections"]
    assert (quickbooks["source"], quickbooks["status"], quickbooks["ends"][0]["days_left"]) == ("file", "pass", 3)
    assert (clio["source"], clio["status"], clio["ends"]) == ("none", "fail", [])
    assert "CANARY" not in ended.out


def test_a_name_that_would_act_on_the_terminal_is_shown_and_does_nothing(provisioner, firm):
    text = (
        (firm / "firm.yaml")
        .read_text()
        .replace('"account_name": "Harbor"', '"account_name": "Har\\u202ebor\\u001b[2J"')
    )
    (firm / "firm.yaml").write_text(text)
    ended = provisioner("auth", "status", firm)
    assert "Clio: Har" in ended.out
    assert not {"\u202e", "\x1b"} & set(ended.out)


def test_logging_out_of_what_was_given_in_the_environment_is_not_possible(provisioner, firm, monkeypatch):
    monkeypatch.setenv("PROVISIONER_QBO_REFRESH_TOKEN", "CANARY")
    ended = provisioner("auth", "logout", "quickbooks", firm)
    assert (ended.code, "CANARY" in ended.err) == (64, False)
