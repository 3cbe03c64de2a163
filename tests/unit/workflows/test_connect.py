"""Reaching the vendors: one budget and one token a run, and never a company that is not the firm's."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from provisioner.config.load import load
from provisioner.model.errors import UnsafePlan, UsageProblem, VendorProblem
from provisioner.model.resource import Snapshot
from provisioner.providers.oauth import FixedToken, RenewableToken
from provisioner.providers.qbo.session import NoThrottle, VendorThrottle
from provisioner.providers.token_service import INTUIT
from provisioner.state.tokens import TokenFile
from provisioner.workflows.catalog import registry
from provisioner.workflows.connect import Connection, Credentials, Systems, refresh

SYSTEMS = {"quickbooks": {"company_id": "9341", "company_name": "Harbor & Pine LLP"}}
CLIO = {"account_name": "Harbor & Pine LLP", "region": "eu"}
LIVE = Credentials(refresh_token="r", client_id="i", client_secret="s")
FIXED = Credentials("http://127.0.0.1:1", access_token="a")


@pytest.fixture
def firm(tmp_path):
    def make(**clio):
        document = {
            "version": 1,
            "firm": {"name": "Harbor"},
            "systems": {**SYSTEMS, **({"clio": clio} if clio else {})},
        }
        (tmp_path / "firm.yaml").write_text(json.dumps(document))
        found = load(tmp_path, registry().sections, registry().extensions, cwd=tmp_path).firm
        assert found is not None
        return found

    return make


def systems(firm, connection, tmp_path):
    return Systems(firm, connection, TokenFile(tmp_path / "tokens.json"))


def test_reader_and_writer_share_one_budget_and_one_token(firm, tmp_path):
    reached = systems(firm(**CLIO), Connection("live", LIVE, LIVE), tmp_path)
    reader, again, writer = reached.reader("qbo"), reached.reader("qbo"), reached.writer("qbo")
    sessions = [each._company.session for each in (reader, again, writer)]
    assert len({id(each._throttle) for each in sessions}) == 1
    assert isinstance(sessions[0]._throttle, VendorThrottle)
    assert len({id(each._tokens) for each in sessions}) == 1
    accounts = [each._account._access.tokens for each in (reached.reader("clio"), reached.writer("clio"))]
    assert accounts[0] is accounts[1]


def test_a_sandbox_without_limits_has_no_budget(firm, tmp_path):
    reached = systems(firm(), Connection("sandbox", FIXED, FIXED, limits=False), tmp_path)
    assert isinstance(reached.reader("qbo")._company.session._throttle, NoThrottle)


def test_real_services_are_reached_at_their_own_addresses_by_region(firm, tmp_path):
    reached = systems(firm(**CLIO), Connection("live", LIVE, LIVE), tmp_path)
    qbo, clio = reached.reader("qbo")._company, reached.reader("clio")._account
    assert qbo._base == "https://quickbooks.api.intuit.com/v3/company/9341"
    assert qbo.session._tokens._service.endpoints == INTUIT
    assert clio._base == "https://eu.app.clio.com"
    assert clio._access.tokens._service.endpoints.token == "https://eu.app.clio.com/oauth/token"


def test_a_base_url_is_used_for_tokens_too(firm, tmp_path):
    given = Credentials("http://127.0.0.1:8765/", refresh_token="r", client_id="i", client_secret="s")
    reached = systems(firm(**CLIO), Connection("x", given, given), tmp_path)
    urls = [
        reached.reader("qbo")._company.session._tokens._service.endpoints.token,
        reached.reader("clio")._account._access.tokens._service.endpoints.token,
    ]
    assert urls == ["http://127.0.0.1:8765/oauth2/v1/tokens/bearer", "http://127.0.0.1:8765/oauth/token"]


@pytest.mark.parametrize(("given", "kind"), [(FIXED, FixedToken), (LIVE, RenewableToken)], ids=["access", "refresh"])
def test_an_access_token_is_used_as_it_is_and_a_refresh_token_is_renewed(firm, tmp_path, given, kind):
    reached = systems(firm(), Connection("x", given, given), tmp_path)
    assert isinstance(reached.reader("qbo")._company.session._tokens, kind)


@pytest.mark.parametrize("system", ["qbo", "clio"])
def test_no_token_is_a_usage_problem_that_names_both_ways(firm, tmp_path, system):
    reached = systems(firm(**CLIO), Connection("x", Credentials(), Credentials()), tmp_path)
    for make in (reached.reader, reached.writer):
        with pytest.raises(UsageProblem) as caught:
            make(system)
        assert f"PROVISIONER_{system.upper()}_REFRESH_TOKEN" in caught.value.fix
        assert caught.value.command.startswith("provisioner auth login ")


class Reading:
    """Systems whose readers answer at once; QuickBooks and Clio under these names."""

    def __init__(self, qbo="Harbor & Pine LLP", clio="Harbor & Pine LLP"):
        self.titles = {"qbo": qbo, "clio": clio}
        self.names = ["qbo", "clio"]
        self.is_sandbox = False
        self.asked = {}

    def reader(self, system):
        def read(types, expected=0):
            self.asked[system] = expected
            if isinstance(self.titles[system], Exception):
                raise self.titles[system]
            return Snapshot(system, "9341", self.titles[system], {}, {}, 1)

        return SimpleNamespace(system=system, read=read)


@pytest.mark.parametrize("title", ["Harbor & Pine LLP", "  harbor &  PINE llp "])
def test_blanks_and_case_of_a_company_name_do_not_matter(firm, title):
    found = refresh(firm(**CLIO), Reading(title, title), {"qbo": [], "clio": []})
    assert set(found) == {"qbo", "clio"}


@pytest.mark.parametrize(
    ("names", "what"), [({"qbo": "Another LLP"}, "QuickBooks company"), ({"clio": "Another LLP"}, "Clio account")]
)
def test_another_company_is_refused_by_name(firm, names, what):
    with pytest.raises(UnsafePlan) as caught:
        refresh(firm(**CLIO), Reading(**names), {"qbo": [], "clio": []})
    assert caught.value.summary == f"This is not the firm's {what}"
    assert "'Another LLP'" in caught.value.detail


def test_a_vendor_that_fails_is_the_problem_of_the_run(firm):
    with pytest.raises(VendorProblem, match="down"):
        refresh(firm(**CLIO), Reading(clio=VendorProblem("Clio is down")), {"qbo": [], "clio": []})


def test_only_what_was_asked_for_is_read(firm):
    assert set(refresh(firm(**CLIO), Reading(), {"qbo": []})) == {"qbo"}
