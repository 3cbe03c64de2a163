"""No secret is anywhere but in the token file: not printed, written, logged, in a traceback or in the process list."""

from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from acceptance_tools import SMALL
from canary_tools import files, left_behind, sightings, spellings
from credential_tools import SYSTEMS, Office

from provisioner.sandbox.server import Twin, running

SECRET = "CANARY/client+secret="
PASSWORD = "CANARY-database-password"
ODD = "CANARY-token-with\nanother-line"
DATABASE = f"postgresql://keeper:{PASSWORD}@127.0.0.1:9/none"
BODY = """accounts:
  fees: { name: Fees, type: Income, detail_type: ServiceFeeIncome, number: "4000" }
  advanced: { name: Advanced costs, type: Other Current Asset, detail_type: OtherCurrentAssets, number: "1300" }
"""
CRASH = """
from provisioner.providers import token_service
from provisioner.cli.main import main
import {module}
def crash(*given, **named):
    raise RuntimeError("this is a bug")
{name} = crash
main()
"""
CRASHES = {
    "token_service": "token_service.refresh",
    "httpx": "httpx.Client.build_request",
    "requests": "requests.Session.send",
}


@pytest.fixture
def office(small, tmp_path, monkeypatch):
    for module in ("qbo", "clio"):
        monkeypatch.setattr(f"provisioner.sandbox.{module}.oauth.CLIENT_SECRET", SECRET)
    (tmp_path / "home").mkdir()
    twin = Twin(seed=SMALL)
    with running(twin) as url:
        found = Office(small(BODY, clio=True), tmp_path / "home", url, twin)
        found.app["CLIENT_SECRET"] = SECRET
        yield found


class Canaries:
    """Every secret that came up."""

    def __init__(self, office):
        self.office = office
        self.known = {"client secret": SECRET, "database password": PASSWORD, "odd token": ODD[:17]}

    def add(self):
        """Take in the secrets that are kept now, and the codes that were handed out."""
        for system in SYSTEMS.values():
            login = self.office.login_of(system)
            self.known |= {
                f"{system} {name} {login[name][:12]}": login[name] for name in ("access_token", "refresh_token")
            }
        self.known |= {f"code {number}": code for number, code in enumerate(self.office.codes)}

    @property
    def spelled(self):
        """All of them in every spelling."""
        return {name: spellings(value, self.office.app["CLIENT_ID"]) for name, value in self.known.items()}


def work(office, canaries):
    """A working day: log in, look, plan, apply, renew, and everything that can go wrong on the way."""
    firm, plan_file = office.firm, office.firm / "saved.plan"
    for vendor in SYSTEMS:
        assert office.login(vendor).code == 0
    canaries.add()
    for words in (
        ("auth", "status", firm),
        ("auth", "status", firm, "--format", "json"),
        ("doctor", firm, "--online"),
        ("validate", firm),
        ("plan", firm, "--format", "json"),
        ("plan", firm, "--out", plan_file),
        ("apply", plan_file, "--auto-approve"),
        ("drift", firm),
    ):
        assert office.run(*words).code == 0, office.ended[-1]
    office.outdate()
    assert office.run("plan", firm).code == 0
    canaries.add()
    office.login("quickbooks", lambda back: back.replace("state=", "state=x"))
    for module, name in CRASHES.items():
        office.outdate()
        program = ("-c", CRASH.format(module=module if module != "token_service" else "sys", name=name))
        crashed = office.run("plan", firm, program=program)
        assert crashed.code == 70, name
        assert "RuntimeError: this is a bug" in crashed.err
    odd = office.run("plan", firm, PROVISIONER_QBO_ACCESS_TOKEN=ODD)
    assert odd.code == 64
    canaries.add()
    for words in (("plan", firm), ("doctor", firm), ("apply", firm, "--auto-approve"), ("auth", "status", firm)):
        office.run(*words, PROVISIONER_STATE=DATABASE)
    revoke_all(office)
    office.outdate()
    failed = office.run("plan", firm)
    assert failed.code == 1
    assert "does not work" in failed.err
    office.run("plan", firm, "--format", "json")
    office.run("auth", "login", "quickbooks", firm, "--port", "0", PROVISIONER_QBO_BASE_URL=f"https://x:{PASSWORD}@y")
    canaries.add()


def revoke_all(office):
    """End both connections at the vendors, behind the program's back."""
    keys = (office.app["CLIENT_ID"], SECRET)
    token = office.login_of("qbo")["refresh_token"]
    assert httpx.post(f"{office.url}/v2/oauth2/tokens/revoke", json={"token": token}, auth=keys).status_code == 200
    access = office.login_of("clio")["access_token"]
    header = {"Authorization": f"Bearer {access}"}
    assert httpx.post(f"{office.url}/oauth/deauthorize", data={"token": access}, headers=header).status_code == 200


def test_no_secret_is_seen_anywhere_and_a_planted_one_is(office, tmp_path):
    canaries = Canaries(office)
    work(office, canaries)
    assert len(canaries.known) >= 3 + 6 + 2, "tokens of logins and of renewals, and codes"
    assert stat.S_IMODE(office.tokens.stat().st_mode) & 0o077 == 0
    everything = left_behind(office)
    state = [place for place in everything if "state.sqlite3" in place]
    assert state, "the state's bytes are looked at"
    if Path("/proc/self/task").exists():
        assert b"provisioner plan" in everything["the process list"]
    assert sightings(canaries.spelled, everything) == []
    assert plant_everywhere(office, canaries, tmp_path) == []


def plant_everywhere(office, canaries, tmp_path):
    """Where a planted secret is overlooked: this search must be able to fail."""
    secret = office.login_of("qbo")["refresh_token"]
    overlooked = []

    def check(where):
        seen = sightings(canaries.spelled, left_behind(office))
        if not any(where in each for each in seen):
            overlooked.append(where)

    (office.home / "deep").mkdir()
    (office.home / "deep" / "debug.log").write_text(f"Authorization: Bearer {secret}")
    check("debug.log")
    with sqlite3.connect(office.firm / ".provisioner" / "state.sqlite3") as database:
        database.execute("CREATE TABLE planted (text)")
        database.execute("INSERT INTO planted VALUES (?)", (secret,))
        database.commit()
        check("state.sqlite3")
    database.close()
    (office.firm / f"{secret}.txt").touch()
    check(f"{secret}.txt")
    office.twin.log.add({"vendor": "oauth", "query": {"refresh_token": secret}})
    check("request log")
    office.run(program=("-c", f"import sys; sys.stderr.write('{secret}')"))
    check("stderr")
    if Path("/proc/self/task").exists():
        with subprocess.Popen([sys.executable, "-c", "input()", secret], stdin=subprocess.PIPE) as process:  # noqa: S603 - our own
            with office.watch.over(process.pid):
                pass
            process.communicate(b"\n")
        check("process list")
    return overlooked


@pytest.mark.parametrize("spelling", sorted(spellings(SECRET, "sandbox-client-id")))
def test_every_spelling_of_a_secret_is_found(tmp_path, spelling):
    (tmp_path / "file").write_bytes(b"before " + spelling + b" after")
    assert sightings({"secret": spellings(SECRET, "sandbox-client-id")}, files(tmp_path)) != []
    assert (
        sightings({"secret": spellings(SECRET, "sandbox-client-id")}, files(tmp_path, spared=[tmp_path / "file"])) == []
    )


def test_a_secret_in_an_answer_of_a_vendor_does_not_come_back_in_json(office):
    """What a program reads from a failed command is as clean as what a person reads."""
    canaries = Canaries(office)
    for vendor in SYSTEMS:
        assert office.login(vendor).code == 0
    canaries.add()
    revoke_all(office)
    office.outdate()
    ended = office.run("plan", office.firm, "--format", "json")
    assert ended.json["error"]["command"].startswith("provisioner auth login ")
    assert sightings(canaries.spelled, {"stdout": json.dumps(ended.json).encode()}) == []
