"""Logging in and out, and renewing tokens: processes of their own against the twins over real HTTP."""

from __future__ import annotations

import stat
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from acceptance_tools import SMALL
from credential_tools import COMPANY, SYSTEMS, Office, with_query

from provisioner.sandbox.server import Twin, running

BODY = """accounts:
  fees: { name: Fees, type: Income, detail_type: ServiceFeeIncome, number: "4000" }
"""
BOTH = pytest.mark.parametrize("vendor", list(SYSTEMS))


@pytest.fixture
def office(small, tmp_path):
    (tmp_path / "home").mkdir()
    twin = Twin(seed=SMALL)
    with running(twin) as url:
        yield Office(small(BODY, clio=True), tmp_path / "home", url, twin)


def logged_in(office, *vendors):
    office.enter(SMALL, *vendors)
    return office


def test_a_login_is_kept_for_its_owner_alone_and_used_by_the_commands_after_it(office):
    for vendor in SYSTEMS:
        ended = office.login(vendor)
        assert (ended.code, "Connected to" in ended.out, "Small LLP" in ended.out) == (0, True, True), ended.err
    assert stat.S_IMODE(office.tokens.stat().st_mode) == 0o600
    kept = {system: office.login_of(system) for system in SYSTEMS.values()}
    assert {each["client_secret"] for each in kept.values()} == {"sandbox-client-secret"}
    assert {system for system, each in kept.items() if "consent_ends" in each} == {"qbo"}
    office.twin.log.clear()
    assert office.run("plan", office.firm, "--detailed-exitcode").code == 2
    assert office.run("apply", office.firm, "--auto-approve").code == 0
    assert office.run("plan", office.firm, "--detailed-exitcode").code == 0
    assert office.asked() == 0, "the access token of the login is good for more than one command"


def test_a_browser_is_opened_without_our_variables_in_its_environment(office, tmp_path):
    said = tmp_path / "browser.txt"
    script = tmp_path / "browser.py"
    script.write_text(
        "import os, sys, urllib.request, pathlib\n"
        "text = chr(10).join([*sys.argv, *os.environ, *os.environ.values()])\n"
        f"pathlib.Path({str(said)!r}).write_text(text)\n"
        "urllib.request.urlopen(sys.argv[1]).read()\n"
    )
    ended = office.run(
        *("auth", "login", "quickbooks", office.firm, "--port", "0"), BROWSER=f"{sys.executable} {script} %s"
    )
    assert ended.code == 0, ended.err
    told = said.read_text()
    assert "/connect/oauth2?" in told
    assert "PROVISIONER_" not in told
    assert "sandbox-client-secret" not in told


@BOTH
def test_another_state_is_refused_and_nothing_is_kept(office, vendor):
    ended = office.login(vendor, lambda back: with_query(back, state="forged"))
    assert ended.code == 64
    assert "does not belong to this login" in ended.err
    assert f"provisioner auth login {vendor}" in ended.err
    assert office.asked() == 0, "the code was not redeemed"
    assert not office.tokens.exists()


@BOTH
def test_a_declined_consent_is_said_and_nothing_is_kept(office, vendor):
    ended = office.login(vendor, lambda back: with_query(back, code=None, error="access_denied"))
    assert ended.code == 1
    assert "Consent was declined" in ended.err
    assert not office.tokens.exists()


@pytest.mark.parametrize(("realm", "named"), [("9130350000000099", "9130350000000099"), (None, "unknown")])
def test_consent_for_another_company_is_refused_by_both_numbers(office, realm, named):
    ended = office.login("quickbooks", lambda back: with_query(back, realmId=realm))
    assert ended.code == 1
    assert COMPANY in ended.err
    assert named in ended.err
    assert office.asked() == 0
    assert not office.tokens.exists()


def test_another_clio_account_is_refused_by_both_names_and_its_permission_taken_back(office):
    office.twin.ensure(replace(SMALL, clio_account_name="Another LLP"))
    ended = office.login("clio")
    assert ended.code == 1
    assert "'Small LLP'" in ended.err
    assert "'Another LLP'" in ended.err
    assert not office.tokens.exists()
    assert office.asked("/oauth/deauthorize") == 1


def test_another_quickbooks_company_behind_a_pasted_code_is_refused_and_its_permission_taken_back(office):
    """A code alone says nothing about the company, so the company itself is asked."""
    office.twin.ensure(replace(SMALL, company_id="9130350000000099", company_name="Another LLP"))
    ended = pasted(office, "quickbooks", lambda _: office.codes[-1])
    assert ended.code == 1
    assert COMPANY in ended.err
    assert not office.tokens.exists()
    assert office.asked("/v2/oauth2/tokens/revoke") == 1


def pasted(office, vendor, text, *options):
    words = ("auth", "login", vendor, office.firm, "--paste", *options)
    process = office.start(*words)
    address = process.stdout.readline()
    back = office.consent(address.strip())
    return office.finish(process, *words, stdin=text(back) + "\n", out=address)


@BOTH
@pytest.mark.parametrize("what", ["address", "code"])
def test_what_the_browser_was_sent_to_can_be_pasted(office, vendor, what):
    ended = pasted(office, vendor, lambda back: back if what == "address" else office.codes[-1])
    assert ended.code == 0, ended.err
    assert office.login_of(SYSTEMS[vendor])["refresh_token"]


def test_apps_that_must_come_back_to_an_https_address_can_be_used(office):
    ended = pasted(office, "quickbooks", str, "--redirect-uri", "https://harbor.example/callback")
    assert ended.code == 0, ended.err
    assert "redirect_uri=https%3A%2F%2Fharbor.example%2Fcallback" in ended.out


def test_keys_that_are_wrong_are_refused(office):
    ended = office.login("quickbooks", str, PROVISIONER_QBO_CLIENT_SECRET="CANARY-wrong")
    assert ended.code == 1
    assert "CANARY" not in ended.err
    assert not office.tokens.exists()


def test_the_keys_of_the_login_before_are_used_again(office):
    logged_in(office, "quickbooks")
    office.app = {}
    before = office.login_of("qbo")
    assert office.login("quickbooks").code == 0
    assert office.login_of("qbo")["refresh_token"] != before["refresh_token"]


def test_without_keys_and_without_a_terminal_they_are_named(office):
    office.app = {}
    ended = office.run("auth", "login", "quickbooks", office.firm, "--port", "0")
    assert ended.code == 64
    assert "PROVISIONER_QBO_CLIENT_ID" in ended.err


def test_a_renewed_token_is_kept_and_the_keys_of_the_login_are_enough(office):
    logged_in(office)
    office.app = {}
    before = office.login_of("qbo")
    office.outdate()
    assert office.run("plan", office.firm).code == 0
    after = office.login_of("qbo")
    assert office.asked() == 2
    assert after["refresh_token"] != before["refresh_token"]
    assert datetime.fromisoformat(after["access_ends"]) > datetime.now(UTC)
    assert after["consent_ends"] >= before["consent_ends"][:19]
    assert office.login_of("clio")["refresh_token"], "Clio sends none with a renewal, and the first one stays good"


def test_a_token_that_the_vendor_ended_early_is_renewed(office):
    logged_in(office)
    office.twin.clock.advance(7200)
    assert office.run("plan", office.firm).code == 0
    assert office.asked("/oauth2/v1/tokens/bearer") == 1


def test_two_processes_that_renew_at_once_both_work_and_the_newest_token_is_kept(office):
    logged_in(office)
    office.outdate()
    running_now = [office.start("plan", office.firm) for _ in range(2)]
    assert [office.finish(each, "plan").code for each in running_now] == [0, 0]
    assert office.asked("/oauth2/v1/tokens/bearer") == 1, "whoever comes second takes what the first one got"
    assert office.asked("/oauth/token") == 1
    office.outdate()
    assert office.run("plan", office.firm).code == 0


def test_two_processes_with_a_token_of_the_environment_both_work(office):
    given = office.twin.credentials(SMALL)
    more = {f"PROVISIONER_{each}_REFRESH_TOKEN": given[f"{each.lower()}_refresh_token"] for each in ("QBO", "CLIO")}
    running_now = [office.start("plan", office.firm, **more) for _ in range(2)]
    assert [office.finish(each, "plan").code for each in running_now] == [0, 0]
    assert office.run("plan", office.firm, **more).code == 0


def test_what_the_environment_gives_wins(office):
    logged_in(office)
    office.change("qbo", access_token="nonsense", refresh_token="nonsense")
    assert office.run("plan", office.firm).code == 1
    token = office.twin.credentials(SMALL)["qbo_access_token"]
    assert office.run("plan", office.firm, PROVISIONER_QBO_ACCESS_TOKEN=token).code == 0


def test_a_refresh_token_that_has_ended_names_the_command_to_run(office):
    logged_in(office)
    office.twin.clock.advance(timedelta(days=102).total_seconds())
    office.outdate("qbo")
    ended = office.run("plan", office.firm)
    assert ended.code == 1
    assert "The connection to QuickBooks does not work" in ended.err
    assert f"provisioner auth login quickbooks {office.firm}" in ended.err
    assert office.login_of("qbo")["refresh_token"] not in ended.err


@BOTH
def test_logout_ends_the_connection_at_the_vendor_and_forgets_it(office, vendor):
    logged_in(office)
    held = office.login_of(SYSTEMS[vendor])
    assert accepted(office, vendor, held)
    ended = office.run("auth", "logout", vendor, office.firm)
    assert (ended.code, "has ended there" in ended.out) == (0, True), ended.err
    assert not accepted(office, vendor, held)
    assert held["refresh_token"] not in office.tokens.read_text()
    assert office.run("auth", "logout", vendor, office.firm).code == 64
    assert f"auth login {vendor}" in office.run("plan", office.firm).err


def accepted(office, vendor, held):
    """Whether the vendor takes the refresh token; what it gives for it is not kept."""
    form = {"grant_type": "refresh_token", "refresh_token": held["refresh_token"]}
    keys = (office.app["CLIENT_ID"], office.app["CLIENT_SECRET"])
    path = "/oauth2/v1/tokens/bearer" if vendor == "quickbooks" else "/oauth/token"
    return httpx.post(f"{office.url}{path}", data=form, auth=keys).status_code == 200


@BOTH
def test_logout_forgets_also_when_the_vendor_cannot_be_reached_and_says_so(office, vendor):
    logged_in(office)
    held = office.login_of(SYSTEMS[vendor])
    office.tokens.write_text(office.tokens.read_text().replace(office.url.split("//")[1], "127.0.0.1:9"))
    away = {f"PROVISIONER_{SYSTEMS[vendor].upper()}_BASE_URL": "http://127.0.0.1:9"}
    ended = office.run("auth", "logout", vendor, office.firm, **away)
    assert ended.code == 1
    assert "may still work there" in ended.out
    assert held["refresh_token"] not in office.tokens.read_text()


def test_a_login_at_another_host_is_named_when_the_one_wanted_is_missing(office):
    logged_in(office)
    ended = office.run("plan", office.firm, PROVISIONER_QBO_BASE_URL="http://127.0.0.1:9")
    assert ended.code == 64
    assert f"There is a login for {COMPANY} at {office.url.split('//')[1]}" in ended.err


def test_status_says_without_a_network_when_what_ends(office):
    logged_in(office)
    ended = office.run("auth", "status", office.firm, "--format", "json")
    assert ended.code == 0
    quickbooks, clio = ended.json["connections"]
    assert [each["what"] for each in quickbooks["ends"]] == ["access token", "refresh token", "consent"]
    assert [each["days_left"] for each in quickbooks["ends"]] == [0, 100, 1824]
    assert [(each["what"], each["days_left"]) for each in clio["ends"]] == [("access token", 29)]
    assert office.asked() == 0
    assert not {"access_token", "refresh_token", "client_secret"} & quickbooks.keys()


def test_status_and_doctor_fail_without_a_connection(office):
    logged_in(office, "quickbooks")
    assert office.run("auth", "status", office.firm).code == 1
    ended = office.run("doctor", office.firm, "--format", "json")
    assert ended.code == 1
    failed = [each for each in ended.json["checks"] if each["status"] == "fail"]
    assert [each["name"] for each in failed] == ["Clio"]
    assert "provisioner auth login clio" in failed[0]["fix"]


def test_doctor_passes_on_a_firm_that_is_ready_and_compares_clocks_only_when_asked(office):
    logged_in(office)
    assert office.run("apply", office.firm, "--auto-approve").code == 0
    office.twin.log.clear()
    offline = office.run("doctor", office.firm, "--format", "json")
    assert offline.code == 0, offline.out
    assert {each["name"]: each["status"] for each in offline.json["checks"]}["clock"] == "unknown"
    assert office.twin.log.entries == []
    online = office.run("doctor", office.firm, "--online", "--format", "json")
    assert online.code == 0, online.out
    clocks = [each["status"] for each in online.json["checks"] if each["name"].startswith("clock")]
    assert clocks == ["pass", "pass"]


KILLED = """
import os
from provisioner.cli.main import main
from provisioner.state.vault import Vault
Vault.put = lambda *given, **named: os._exit(9)
main()
"""


def test_a_process_that_is_killed_with_a_new_token_in_hand_loses_no_connection(office):
    logged_in(office)
    office.outdate()
    before = office.login_of("qbo")["refresh_token"]
    assert office.run("plan", office.firm, program=("-c", KILLED)).code == 9
    assert office.asked("/oauth2/v1/tokens/bearer") + office.asked("/oauth/token") >= 1
    assert office.login_of("qbo")["refresh_token"] == before
    assert office.run("plan", office.firm).code == 0
