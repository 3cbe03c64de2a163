"""How connections stand: what ends when, what is worth a warning, and what renews itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from provisioner.config.load import load
from provisioner.providers.oauth import Grant
from provisioner.state.tokens import TokenFile
from provisioner.workflows.catalog import registry
from provisioner.workflows.connect import Connection, Credentials
from provisioner.workflows.logins import place_of
from provisioner.workflows.standing import days, standings, warnings

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIVE = Connection("live", Credentials(), Credentials())
DAY = timedelta(days=1)


@pytest.fixture
def firm(tmp_path):
    systems = {"quickbooks": {"company_id": "9341"}, "clio": {"account_name": "Harbor"}}
    (tmp_path / "firm.yaml").write_text(json.dumps({"version": 1, "firm": {"name": "Harbor"}, "systems": systems}))
    return load(tmp_path, registry().sections, registry().extensions, cwd=tmp_path).firm


@pytest.fixture
def tokens(tmp_path):
    return TokenFile(tmp_path / "tokens.json")


def keep(firm, tokens, system, **ends):
    grant = Grant("R", "A", "app", "S", system, **{name: NOW + left for name, left in ends.items()})
    tokens.put(place_of(firm, LIVE, system).key, grant.record())


def quickbooks(firm, tokens, connection=LIVE):
    return standings(firm, connection, tokens, NOW)[0]


def test_nobody_has_logged_in(firm, tokens):
    for each in standings(firm, LIVE, tokens, NOW):
        assert (each.source, each.status, each.ends) == ("none", "fail", ())
        assert each.place.command("login") in each.advice
    assert warnings(firm, LIVE, tokens, NOW) == [], "the command itself ends with that problem"


def test_a_connection_with_months_left_needs_no_advice(firm, tokens):
    keep(firm, tokens, "qbo", access_ends=DAY / 24, refresh_ends=100 * DAY, consent_ends=1000 * DAY)
    found = quickbooks(firm, tokens)
    assert (found.source, found.status, found.advice) == ("file", "pass", "")
    assert [(each.what, each.renews) for each in found.ends] == [
        ("access token", True),
        ("refresh token", True),
        ("consent", False),
    ]


def test_an_access_token_that_has_ended_is_no_news(firm, tokens):
    keep(firm, tokens, "qbo", access_ends=-DAY, refresh_ends=99 * DAY, consent_ends=1000 * DAY)
    assert (quickbooks(firm, tokens).status, quickbooks(firm, tokens).advice) == ("pass", "")


@pytest.mark.parametrize(("left", "warned"), [(14 * DAY, True), (14 * DAY + timedelta(seconds=1), False)])
def test_a_consent_is_warned_of_fourteen_days_ahead(firm, tokens, left, warned):
    keep(firm, tokens, "qbo", refresh_ends=100 * DAY, consent_ends=left)
    found = quickbooks(firm, tokens)
    assert found.status == "pass"
    assert bool(found.advice) is warned
    assert len(warnings(firm, LIVE, tokens, NOW)) == int(warned)
    if warned:
        assert "2026-12-06, in 14 days" in found.advice
        assert "provisioner auth login quickbooks" in found.advice


def test_a_refresh_token_near_its_end_is_renewed_by_use_so_that_a_plan_does_not_warn_of_it(firm, tokens):
    keep(firm, tokens, "qbo", refresh_ends=3 * DAY, consent_ends=1000 * DAY)
    assert "any plan" in quickbooks(firm, tokens).advice
    assert warnings(firm, LIVE, tokens, NOW) == []


def test_a_consent_near_its_end_is_told_before_a_refresh_token(firm, tokens):
    keep(firm, tokens, "qbo", refresh_ends=3 * DAY, consent_ends=5 * DAY)
    assert quickbooks(firm, tokens).advice.startswith("The consent")
    assert len(warnings(firm, LIVE, tokens, NOW)) == 1


@pytest.mark.parametrize("over", ["refresh_ends", "consent_ends"])
def test_what_has_ended_fails_and_says_what_to_run(firm, tokens, over):
    ends = {"refresh_ends": 100 * DAY, "consent_ends": 1000 * DAY, over: timedelta()}
    keep(firm, tokens, "qbo", **ends)
    found = quickbooks(firm, tokens)
    assert found.status == "fail"
    assert "ended on 2026-11-22" in found.advice
    assert "provisioner auth login quickbooks" in found.advice


def test_clios_refresh_token_never_ends(firm, tokens):
    keep(firm, tokens, "clio", access_ends=-DAY)
    found = standings(firm, LIVE, tokens, NOW)[1]
    assert (found.status, found.advice) == ("pass", "")


@pytest.mark.parametrize("name", ["access_token", "refresh_token"])
def test_of_a_token_in_the_environment_nobody_knows_the_end(firm, tokens, name):
    given = Credentials(**{name: "CANARY"})
    found = quickbooks(firm, tokens, Connection("live", given, given))
    assert (found.source, found.status) == ("environment", "unknown")
    assert f"PROVISIONER_QBO_{name.upper()}" in found.advice
    assert "CANARY" not in repr(found)


def test_the_sandbox_is_warned_of_nothing(firm, tokens):
    keep(firm, tokens, "qbo", consent_ends=DAY)
    assert warnings(firm, Connection("sandbox", Credentials(), Credentials()), tokens, NOW) == []


def test_a_firm_without_clio_has_one_connection(tmp_path, tokens):
    systems = {"quickbooks": {"company_id": "9341"}}
    (tmp_path / "firm.yaml").write_text(json.dumps({"version": 1, "firm": {"name": "Harbor"}, "systems": systems}))
    firm = load(tmp_path, registry().sections, registry().extensions, cwd=tmp_path).firm
    assert [each.place.system for each in standings(firm, LIVE, tokens, NOW)] == ["qbo"]


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(seconds=-1), "ended"),
        (timedelta(), "ended"),
        (timedelta(seconds=5), "1 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=99, hours=23), "99 days"),
    ],
)
def test_time_left_is_said_in_the_unit_people_count_it_in(left, said):
    assert days(left) == said
