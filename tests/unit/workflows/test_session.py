"""What a run knows before it reads anything: the firm, its resources, whose bindings are meant, where state is kept."""

from __future__ import annotations

import json

import pytest

from provisioner.cli.environment import now
from provisioner.cli.twin import started
from provisioner.model.errors import ConfigProblem
from provisioner.state.store import Scope, open_state
from provisioner.workflows.apply import Doing, apply
from provisioner.workflows.connect import Connection, Credentials
from provisioner.workflows.plan import Options, firm_folder, plan, session, state_file

BANK = {
    "name": "Operating",
    "type": "Bank",
    "detail_type": "Checking",
    "clio": {"name": "Operating", "type": "Operating"},
}
NOWHERE = Connection("sandbox", Credentials(access_token="a"), Credentials(access_token="a"), limits=False)


@pytest.fixture
def firm(tmp_path):
    def make(*, clio, **sections):
        systems = {"quickbooks": {"company_id": "9341"}, **({"clio": {"account_name": "Harbor"}} if clio else {})}
        document = {"version": 1, "firm": {"name": "Harbor"}, "systems": systems, "accounts": {"op": BANK}, **sections}
        (tmp_path / "firm.yaml").write_text(json.dumps(document))
        return tmp_path

    return make


def test_bindings_are_those_of_this_environment_company_and_clio_account(firm):
    path = firm(clio=True)
    with open_state(state_file(path)) as store:
        _, ready = session(path, NOWHERE, store)
    assert ready.scope == Scope("sandbox", {"qbo": "9341", "clio": "us:Harbor"})
    assert {each.address.system for each in ready.desired} == {"qbo", "clio"}


def test_a_firm_without_clio_has_no_clio_resources_and_can_be_applied(firm):
    """What is declared for Clio all the same is not planned, bound or protected."""
    path = firm(clio=False, protect=["accounts.op"])
    with started(path, "empty") as (url, tokens), open_state(state_file(path)) as store:
        reached = Connection("sandbox", Credentials(url, tokens["qbo_access_token"]), Credentials(), limits=False)
        report = apply(path, reached, store, Options("2026-11-01"), Doing("ana", now, confirm=lambda _: True))
        assert not report.failed
        after = plan(path, reached, store, Options("2026-11-01"))
        assert after.plan.pending == ()
        _, ready = session(path, reached, store)
        assert {str(each): binding.protected for each, binding in ready.bindings().items()} == {"qbo.account.op": True}


def test_types_of_clio_that_nobody_uses_are_not_read(firm):
    path = firm(clio=True)
    with open_state(state_file(path)) as store:
        _, ready = session(path, NOWHERE, store)
        types = ready.types({})
    assert [each.kind for each in types["clio"]] == ["clio.bank_account"]
    assert {"qbo.account", "qbo.preferences"} < {each.kind for each in types["qbo"]}


def test_an_error_in_the_file_stops_before_anything_is_reached(firm):
    path = firm(clio=True, products={"h": {"name": "Hourly", "income": "nothing"}})
    with open_state(state_file(path)) as store:
        report, ready = session(path, NOWHERE, store)
        assert (report.failed, ready) == (True, None)
        assert plan(path, NOWHERE, store, Options("2026-11-01")).plan is None


def test_a_firm_is_a_folder_or_its_file(firm):
    path = firm(clio=False)
    assert firm_folder(path) == firm_folder(path / "firm.yaml") == path


def test_nothing_is_made_beside_a_firm_that_is_not_there(tmp_path):
    with pytest.raises(ConfigProblem):
        state_file(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_firm_folder_can_be_planned_with_its_state_elsewhere(firm, monkeypatch, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "state.sqlite3"
    path = firm(clio=True)
    monkeypatch.setenv("PROVISIONER_STATE", str(elsewhere))
    with open_state(state_file(path)) as store:
        session(path, NOWHERE, store)
    assert [each.name for each in path.iterdir()] == ["firm.yaml"]
    assert elsewhere.exists()
