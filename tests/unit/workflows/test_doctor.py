"""doctor: each check answers pass, fail or unknown, and what is wrong is said with what to do."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from provisioner.model.errors import ConfigProblem
from provisioner.providers.oauth import Grant
from provisioner.state.store import open_state, state_path
from provisioner.state.tokens import TokenFile
from provisioner.workflows import doctor as workflow
from provisioner.workflows.check import check
from provisioner.workflows.connect import Connection, Credentials
from provisioner.workflows.doctor import doctor
from provisioner.workflows.logins import place_of
from provisioner.workflows.plan import session

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIVE = Connection("live", Credentials(), Credentials())


@pytest.fixture
def firm(tmp_path, monkeypatch):
    monkeypatch.delenv("PROVISIONER_STATE", raising=False)
    monkeypatch.setattr(workflow, "keyring_name", lambda: None)
    systems = {"quickbooks": {"company_id": "9341", "company_name": "Harbor"}}
    (tmp_path / "firm.yaml").write_text(json.dumps({"version": 1, "firm": {"name": "Harbor"}, "systems": systems}))
    grant = Grant("R", "A", "app", "S", "qbo", access_ends=NOW + timedelta(hours=1))
    _, found = check(tmp_path)
    TokenFile(tmp_path / ".provisioner" / "tokens.json").put(place_of(found, LIVE, "qbo").key, grant.record())
    return tmp_path


def answers(firm, connection=LIVE, **options):
    return {each.name: each for each in doctor(firm, connection, NOW, **{"online": False, **options})}


def statuses(firm):
    return {name: each.status for name, each in answers(firm).items()}


def test_a_firm_that_is_ready_passes_and_what_was_not_looked_at_is_unknown(firm):
    assert statuses(firm) == {
        **dict.fromkeys(["Python", "firm file", "folder", "private files", "state", "QuickBooks"], "pass"),
        **dict.fromkeys(["keyring", "variables"], "pass"),
        "clock": "unknown",
    }


def test_an_old_python_fails(firm, monkeypatch):
    monkeypatch.setattr(workflow, "OLDEST_PYTHON", (9, 9))
    assert answers(firm)["Python"].status == "fail"


def test_a_firm_file_with_errors_fails_and_the_rest_is_still_looked_at(firm):
    (firm / "firm.yaml").write_text("version: 1\nfirm: {}\n")
    found = answers(firm)
    assert found["firm file"].fix == f"Run: provisioner validate {firm}"
    assert found["connections"].status == "unknown"
    assert found["folder"].status == "pass"


def test_no_firm_at_all_is_a_problem_of_the_command(tmp_path):
    with pytest.raises(ConfigProblem):
        doctor(tmp_path / "nowhere", LIVE, NOW, online=False)


def test_files_that_others_may_read_fail_with_the_command_that_closes_them(firm):
    path = firm / ".provisioner" / "tokens.json"
    path.chmod(0o640)
    found = answers(firm)["private files"]
    assert (found.status, found.fix) == ("fail", f"Run: chmod 600 {path}")


def test_where_there_are_no_file_modes_nobody_knows(firm, monkeypatch):
    monkeypatch.setattr(workflow, "HAS_MODES", False)
    assert answers(firm)["private files"].status == "unknown"


def test_a_folder_that_cannot_be_written_fails(firm, monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(workflow.tempfile, "TemporaryFile", refuse)
    assert "Permission denied" in answers(firm)["folder"].text


def test_a_state_is_opened_and_its_lock_looked_at(firm):
    with open_state(state_path(firm)) as store:
        assert answers(firm)["lock"].text == "Nobody applies this firm now."
        _, ready = session(firm, LIVE, store)
        with store.alone(ready.scope, "ann@harbor", datetime.now(UTC)):
            assert "ann@harbor" in answers(firm)["lock"].text


def test_a_state_that_is_damaged_fails(firm):
    with open_state(state_path(firm)):
        pass
    state_path(firm).write_bytes(b"nonsense" * 1000)
    found = answers(firm)["state"]
    assert found.status == "fail"
    assert found.fix


def test_a_store_of_an_unknown_kind_fails_without_its_address(firm, monkeypatch):
    monkeypatch.setenv("PROVISIONER_STATE", "mysql://keeper:CANARY@host/db")
    found = answers(firm)
    assert found["state"].status == "fail"
    assert "CANARY" not in str(found)
    assert found["variables"].text == "PROVISIONER_STATE"


def test_a_connection_that_is_missing_or_over_fails_and_one_that_ends_soon_says_so(firm):
    tokens = TokenFile(firm / ".provisioner" / "tokens.json")
    (key,) = tokens.records()
    for ends, status, said in (
        (NOW - timedelta(days=1), "fail", "ended on"),
        (NOW + timedelta(days=3), "pass", "in 3 days"),
    ):
        tokens.put(key, Grant("R", "A", consent_ends=ends).record())
        found = answers(firm)["QuickBooks"]
        assert (found.status, said in found.fix) == (status, True)
    tokens.drop(key)
    assert answers(firm)["QuickBooks"].status == "fail"


def test_a_token_of_the_environment_is_unknown_and_not_shown(firm):
    given = Credentials(refresh_token="CANARY")
    found = answers(firm, Connection("live", given, given))
    assert found["QuickBooks"].status == "unknown"
    assert "CANARY" not in str(found)


def test_a_keyring_is_named(firm, monkeypatch):
    monkeypatch.setattr(workflow, "keyring_name", lambda: "a ring")
    assert answers(firm)["keyring"].text == "a ring"


def test_of_variables_only_the_names_are_shown(firm, monkeypatch):
    monkeypatch.setenv("PROVISIONER_QBO_CLIENT_SECRET", "CANARY")
    found = answers(firm)
    assert found["variables"].text == "PROVISIONER_QBO_CLIENT_SECRET"
    assert "CANARY" not in str(found)


@pytest.mark.parametrize(
    ("theirs", "status"),
    [
        ("Sun, 22 Nov 2026 12:00:00 GMT", "pass"),
        ("Sun, 22 Nov 2026 12:01:00 GMT", "pass"),
        ("Sun, 22 Nov 2026 12:01:01 GMT", "fail"),
        ("Sun, 22 Nov 2026 11:58:00 GMT", "fail"),
        ("Sun, 22 Nov 2026 12:00:00 -0000", "pass"),
        ("", "unknown"),
        ("yesterday", "unknown"),
    ],
)
def test_clocks_are_compared_only_online(firm, monkeypatch, theirs, status):
    asked = []
    monkeypatch.setattr(workflow, "vendor_time", lambda url: asked.append(url) or theirs)
    assert answers(firm)["clock"].status == "unknown"
    assert asked == []
    assert answers(firm, online=True)["clock of QuickBooks"].status == status
    assert asked == ["https://quickbooks.api.intuit.com"]


def test_a_vendor_that_cannot_be_reached_says_nothing_about_the_clock(firm, monkeypatch):
    def fail(_):
        raise OSError("ConnectError")

    monkeypatch.setattr(workflow, "vendor_time", fail)
    assert answers(firm, online=True)["clock of QuickBooks"].status == "unknown"
