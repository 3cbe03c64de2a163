"""Settings that people confirm, from open to confirmed to expired or contradicted, on the twins over real HTTP."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import jsonschema
import pytest

from provisioner.cli import environment
from provisioner.workflows.documents import schemas

CLOSING = "qbo.setting.closing_date"
FEEDS = "qbo.setting.bank_feeds"
BODY = """
close: { locked_through: 2026-09-30 }
sync: { bank_feeds: quickbooks }
people: { ana: { name: Ana Ruiz, does: [prepares] } }
accounts:
  fees: { name: Fees, type: Income, detail_type: ServiceFeeIncome, number: "4010" }
"""
MATCH = "No changes. QuickBooks and Clio match"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Changes what day it is."""

    def set_to(day):
        monkeypatch.setattr(environment, "now", lambda: datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC))

    set_to("2026-11-20")
    return set_to


@pytest.fixture
def firm(small):
    return small(BODY)


def close_books(twin, day):
    twin.qbo.edit({"entity": "Preferences", "id": "1", "set": {"AccountingInfoPrefs": {"BookCloseDate": day}}})


def states(document):
    return {each["address"]: each["status"] for each in document["attestations"] if each["kind"] == "setting"}


def planned(cli, firm, *words):
    ended = cli("plan", firm, "--format", "json", *words)
    assert ended.code in {0, 2}, ended.out + ended.err
    jsonschema.validate(ended.json, schemas()["plan.v1.schema.json"])
    return states(ended.json)


def confirm(cli, firm, *words):
    ended = cli("attest", firm, *words, "--by", "ana")
    assert ended.code == 0, ended.out + ended.err


def test_a_plan_with_open_steps_never_ends_as_if_there_were_none(cli, firm, live):
    with live() as twin:
        close_books(twin, "2026-09-30")
        applied = cli("apply", firm, "--auto-approve")
        assert applied.code == 0
        assert "settings wait for a person" in applied.out.splitlines()[-1]
        assert "  ! QuickBooks (" in applied.out.partition("Apply complete!")[2]
        again = cli("plan", firm)
        assert MATCH in again.out
        waits = again.out.splitlines()[-1]
        assert waits.endswith(f"open. To confirm: provisioner attest {firm}")
        assert len(again.out.splitlines()) < 20
        count = int(waits.split()[0])
        document = cli("plan", firm, "--format", "json").json
        waiting = [each for each in document["attestations"] if each["status"] == "open"]
        assert document["summary"]["attest"] == len(waiting) == count
        assert all(each["instructions"] and each["evidence"] and each["checked_by"] for each in waiting)
        assert cli("plan", firm, "--detailed-exitcode").code == 0
        assert cli("plan", firm, "--detailed-exitcode", "--require-attested").code == 2
        for form in ("markdown", "html"):
            page = cli("plan", firm, "--format", form).out
            assert f"{count} settings wait for a person" in page
            assert all(each["instructions"][0][:20] in page for each in waiting)
        confirm(cli, firm, "--all", "--yes")
        settled = cli("plan", firm, "--detailed-exitcode", "--require-attested")
        assert settled.code == 0
        assert settled.out.splitlines()[-1] == f"{MATCH} {firm / 'firm.yaml'}."
        assert cli("plan", firm).out == cli("plan", firm).out == settled.out


def test_what_plans_see_by_themselves_nobody_has_to_confirm(cli, firm, live):
    with live() as twin:
        assert planned(cli, firm)[CLOSING] == "contradicted"
        close_books(twin, "2026-09-30")
        assert planned(cli, firm)[CLOSING] == "observed"
        close_books(twin, "2026-08-31")
        assert planned(cli, firm)[CLOSING] == "contradicted"
        assert "The closing date in QuickBooks is 2026-08-31" in cli("plan", firm).out


def test_what_is_seen_contradicts_what_was_confirmed(cli, firm, live):
    with live():
        confirm(cli, firm, CLOSING)
        told = cli("plan", firm, "--detailed-exitcode", "--require-attested")
        assert told.code == 2
        assert "attestations.yaml:7:3: warning ATT203 confirmed-but-seen-otherwise" in told.out
        assert "ana confirmed it on 2026-11-20. QuickBooks has no closing date." in told.out
        assert planned(cli, firm)[CLOSING] == "contradicted"


def test_a_confirmation_expires_and_validate_and_plan_say_so(cli, firm, live, today):
    confirm(cli, firm, FEEDS)
    document = cli("attest", firm, "--list", "--format", "json").json
    (expires,) = [each["expires"] for each in document["attestations"] if each["address"] == FEEDS]
    with live():
        assert planned(cli, firm)[FEEDS] == "attested"
        assert planned(cli, firm, "--as-of", expires)[FEEDS] == "attested"
        assert "ATT204" in cli("plan", firm, "--as-of", expires).out
        today("2027-11-20")
        assert planned(cli, firm)[FEEDS] == "expired"
        assert "ATT201 confirmation-expired" in cli("plan", firm).out
    checked = cli("validate", firm)
    assert checked.code == 0
    assert "ATT201" in checked.out
    assert "can be used: 1 warning" in checked.out


def test_only_what_changed_is_asked_again(cli, firm, live, today):
    with live() as twin:
        close_books(twin, "2026-09-30")
        confirm(cli, firm, "--all", "--yes")
        before = (firm / "attestations.yaml").read_text().replace("    by:", "    # by telephone\n    by:", 1)
        (firm / "attestations.yaml").write_text(before)
        text = (firm / "firm.yaml").read_text()
        (firm / "firm.yaml").write_text(text.replace("bank_feeds: quickbooks", "bank_feeds: none"))
        assert [address for address, each in planned(cli, firm).items() if each == "outdated"] == [FEEDS]
        today("2026-11-21")
        assert cli("attest", firm, "--all", "--yes", "--by", "ana", "--format", "json").json["confirmed"] == [FEEDS]
        after = (firm / "attestations.yaml").read_text()
        changed = [new for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
        assert [line.split(":")[0].strip() for line in changed] == ["says", "on", "expires"]
        assert not {*planned(cli, firm).values()} & {"open", "outdated", "expired", "contradicted"}


def test_a_saved_plan_does_not_depend_on_what_is_confirmed(cli, firm, live, tmp_path):
    with live():
        assert cli("plan", firm, "--out", tmp_path / "friday.plan").code == 0
        confirm(cli, firm, FEEDS)
        applied = cli("apply", tmp_path / "friday.plan")
        assert applied.code == 0, applied.out + applied.err
        assert "Apply complete!" in applied.out
        assert "settings wait for a person" in applied.out.splitlines()[-1]


def test_a_damaged_file_of_confirmations_stops_a_plan_before_anything_is_read(cli, firm, live):
    (firm / "attestations.yaml").write_text("version: 1\nattestations: []\n")
    with live() as twin:
        for verb in ("validate", "plan", "apply", "attest"):
            ended = cli(verb, firm)
            assert (ended.code, "attestations.yaml:2:" in ended.out) == (1, True), verb
        assert twin.log.entries == []


def test_sandbox_shows_what_is_confirmed_and_never_writes_it(cli, firm):
    ended = cli("attest", firm, FEEDS, "--by", "ana", "--sandbox")
    assert "Nothing was written" in ended.out
    assert not (firm / "attestations.yaml").exists()
    confirm(cli, firm, FEEDS)
    before = (firm / "attestations.yaml").read_bytes()
    assert states(json.loads(cli("plan", firm, "--sandbox", "--format", "json").out))[FEEDS] == "attested"
    assert cli("apply", firm, "--sandbox", "--auto-approve").code == 0
    assert (firm / "attestations.yaml").read_bytes() == before
