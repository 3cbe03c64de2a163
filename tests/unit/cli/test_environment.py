"""How a run reaches the vendors: both ways are explained, and no token goes anywhere unsafe."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest

from provisioner.cli.environment import accepted, connection, today, user
from provisioner.model.errors import UsageProblem

FIRM = Path("harbor")


@pytest.fixture
def tokens(monkeypatch):
    for system in ("QBO", "CLIO"):
        monkeypatch.setenv(f"PROVISIONER_{system}_ACCESS_TOKEN", f"CANARY-{system}")


def refused(path=FIRM, **options):
    with pytest.raises(UsageProblem) as caught, connection(path, sandbox=False, **options):
        pass
    return caught.value


def test_without_credentials_both_ways_forward_are_told():
    problem = refused(Path("my firms/harbor"))
    for system in ("QBO", "CLIO"):
        assert f"PROVISIONER_{system}_" in problem.detail
    for name in ("REFRESH_TOKEN", "CLIENT_ID", "CLIENT_SECRET", "ACCESS_TOKEN"):
        assert f"PROVISIONER_QBO_{name}" in problem.detail
    assert problem.command.splitlines() == [
        "provisioner plan 'my firms/harbor' --sandbox",
        "provisioner auth login quickbooks 'my firms/harbor'",
    ]


@pytest.mark.parametrize("verb", ["plan", "apply", "drift"])
def test_every_live_command_tells_them_in_both_forms(provisioner, firm, verb):
    ended = provisioner(verb, firm)
    assert (ended.code, ended.out) == (64, "")
    assert "There is no connection to QuickBooks and Clio" in ended.err
    ended = provisioner(verb, firm, "--format", "json")
    assert (ended.code, ended.err) == (64, "")
    assert "--sandbox" in ended.document["error"]["command"]


def test_a_firm_with_clio_and_no_token_for_it_is_told_so_before_anything_is_sent(provisioner, firm, monkeypatch):
    monkeypatch.setenv("PROVISIONER_QBO_ACCESS_TOKEN", "CANARY")
    monkeypatch.setenv("PROVISIONER_QBO_BASE_URL", "http://127.0.0.1:9")
    sent = []
    monkeypatch.setattr("requests.Session.request", lambda *_, **__: sent.append(1))
    ended = provisioner("plan", firm, "--format", "json")
    assert ended.code == 64
    assert ended.document["error"]["summary"] == "There is no connection to Clio"
    assert sent == []
    assert "PROVISIONER_CLIO_REFRESH_TOKEN" in ended.document["error"]["fix"]
    assert ended.document["error"]["command"] == "provisioner auth login clio harbor"


def test_blanks_around_a_variable_do_not_matter_and_an_empty_one_is_none(monkeypatch):
    monkeypatch.setenv("PROVISIONER_QBO_ACCESS_TOKEN", "   ")
    refused()
    monkeypatch.setenv("PROVISIONER_QBO_ACCESS_TOKEN", " CANARY\n")
    with connection(FIRM, sandbox=False) as reached:
        assert reached.qbo.access_token == "CANARY"
        assert (reached.environment, reached.limits) == ("live", True)


UNSAFE = [
    "http://quickbooks.example.com",
    "http://127.0.0.1.example.com:80",
    "http://localhost@example.com",
    "http://10.0.0.1:8765",
    "ftp://127.0.0.1",
    "quickbooks.example.com",
    "127.0.0.1:8765",
    "https://",
    "https://user:CANARY-password@example.com",
    "http://[::1",
]


@pytest.mark.parametrize("system", ["QBO", "CLIO"])
@pytest.mark.parametrize("url", UNSAFE)
def test_an_unsafe_address_is_refused_without_repeating_what_may_be_secret(tokens, monkeypatch, system, url):
    monkeypatch.setenv(f"PROVISIONER_{system}_BASE_URL", url)
    problem = refused()
    assert "CANARY" not in str(problem.__dict__)
    assert problem.fix


@pytest.mark.parametrize(
    ("url", "limits"), [("http://127.0.0.1:8765", False), ("https://quickbooks.api.intuit.com", True)]
)
def test_limits_can_be_switched_off_for_a_twin_on_this_machine_only(tokens, monkeypatch, url, limits):
    monkeypatch.setenv("PROVISIONER_QBO_BASE_URL", url)
    monkeypatch.setenv("PROVISIONER_LIMITS", "off")
    with connection(FIRM, sandbox=False) as reached:
        assert reached.limits is limits


@pytest.mark.parametrize(
    ("url", "environment", "limits"),
    [
        ("http://127.0.0.1:8765", "127.0.0.1:8765", True),
        ("http://localhost:8765/", "localhost:8765", True),
        ("http://[::1]:8765", "[::1]:8765", True),
        ("https://sandbox-quickbooks.api.intuit.com", "sandbox-quickbooks.api.intuit.com", True),
    ],
)
def test_a_safe_address_names_the_environment(tokens, monkeypatch, url, environment, limits):
    monkeypatch.setenv("PROVISIONER_QBO_BASE_URL", url)
    with connection(FIRM, sandbox=False) as reached:
        assert (reached.environment, reached.limits) == (environment, limits)
        assert "CANARY" not in repr(reached)


def test_a_scenario_belongs_to_the_sandbox(tokens):
    assert refused(scenario="empty").summary == "--scenario goes with --sandbox"


@pytest.mark.parametrize(("given", "day"), [("2026-01-31", "2026-01-31"), ("2024-02-29", "2024-02-29")])
def test_a_plan_can_be_made_for_another_day(given, day):
    assert today(given) == day


@pytest.mark.parametrize("given", ["2026-02-30", "tomorrow", "", "01/31/2026", "0001-01-01", "9999-12-31"])
def test_what_is_no_day_is_a_usage_problem(given):
    with pytest.raises(UsageProblem):
        today(given)


@pytest.mark.parametrize("error", [KeyError("uid not found"), OSError("no name"), ImportError("pwd")], ids=repr)
def test_a_user_without_a_name_is_no_reason_to_stop(monkeypatch, error):
    def fail():
        raise error

    monkeypatch.setattr(getpass, "getuser", fail)
    assert user() == "unknown"


@pytest.mark.parametrize("scope", ["brake:qbo", "brake:clio", "capacity:qbo", "unprotect:qbo.account.iolta_bank"])
def test_a_waiver_of_a_finding_is_taken(scope):
    assert accepted([scope]) == {scope}


@pytest.mark.parametrize("scope", ["nonsense", "brake:quickbooks", "brake", "unprotect:iolta", "force", ""])
def test_a_waiver_of_nothing_is_refused(scope):
    with pytest.raises(UsageProblem) as refused:
        accepted([scope])
    assert "brake:qbo" in refused.value.detail
