"""``status`` as a user meets it, over HTTP: every declared value with what makes it true, in every form."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest
from acceptance_tools import vendor_requests

from provisioner.engine.enforcement import declared
from provisioner.model.source import dotted
from provisioner.sandbox.kernel import FirmSeed
from provisioner.workflows.check import check

HARBOR = FirmSeed(
    company_id="9341453908059321",
    company_name="Harbor & Pine LLP",
    clio_account_name="Harbor & Pine LLP",
    edition="plus",
)
TODAY = "2026-11-23"
SMALL_FIRM = """accounts:
  operating: { name: Operating, type: Bank, detail_type: Checking }
  trust_bank: { name: IOLTA, type: Bank, detail_type: TrustAccounts }
  trust_owed: { name: Client Trust, type: Other Current Liability, detail_type: TrustAccountsLiabilities }
trust:
  iolta:
    kind: iolta
    jurisdiction: US-CA
    bank: trust_bank
    liability: trust_owed
    ledgers: { method: sub_accounts, per: client, from: listed, parent_postable: false }
    policy: { negative_balances: never }
payments:
  check: { name: Check, route: operating }
"""
CLIENTS = '  obrien: { name: Siobhan OBrien, id: "1", clio_contact: "7001", trust: [iolta] }\n'


def lines(document):
    return {each["path"]: each for each in document["enforcement"]}


def test_every_declared_value_of_a_shipped_firm_is_in_one_line(cli, configs, live):
    firm = configs / "harbor-pine"
    with live(HARBOR) as twin:
        cli("apply", firm, "--auto-approve", "-q")
        twin.log.clear()
        answer = cli("status", firm, "--format", "json", "-q", "--as-of", TODAY)
        assert len(vendor_requests(twin, "qbo")) == 1
        assert {entry["method"] for entry in vendor_requests(twin, "clio")} == {"GET"}
    document = answer.json
    found = [value for each in document["enforcement"] for value in each["values"]]
    loaded = check(firm)[1]
    assert sorted(found) == sorted(dotted(path) for path in declared(loaded))
    assert document["counts"]["provisioned"] > 300
    assert not [each for each in document["enforcement"] if each["state"] == "unenforced"]
    by_path = lines(document)
    fees = by_path["accounts.hourly_fees"]
    assert (fees["how"], fees["status"], fees["addresses"]) == ("provisioned", "pass", ["qbo.account.hourly_fees"])
    assert fees["since"]
    assert fees["by"]
    assert by_path["systems.quickbooks.company_id"]["how"] == "observed"
    route = by_path["payments.check.route"]
    assert (route["how"], route["state"]) == ("unknown", "open")
    assert by_path["payments.check"]["values"] == ["payments.check.name", "payments.check.kind"]


def test_what_is_confirmed_counts_until_it_expires(cli, configs, live):
    firm = configs / "harbor-pine"
    said = cli("attest", firm, "--all", "--yes", "--by", "ana", "--on", TODAY, "--as-of", TODAY, "--note", "Looked.")
    assert (firm / "attestations.yaml").is_file(), said.err
    later = (date.fromisoformat(TODAY) + timedelta(days=120)).isoformat()
    with live(HARBOR):
        cli("apply", firm, "--auto-approve", "-q")
        now = cli("status", firm, "--format", "json", "-q", "--as-of", TODAY).json
        then = cli("status", firm, "--format", "json", "-q", "--as-of", later).json
        text = cli("status", firm, "-q", "--as-of", later).out
    contacts = lines(now)["sync.contacts"]
    assert (contacts["how"], contacts["status"], contacts["by"]) == ("attested", "pass", "Ana Ruiz")
    assert contacts["since"] == TODAY
    feeds = lines(then)["sync.bank_feeds"]
    assert (feeds["how"], feeds["status"], feeds["state"]) == ("attested", "unknown", "lapsed")
    assert "Confirmed once, but that does not count any more" in text


def test_live_data_that_says_otherwise_fails_whatever_was_confirmed(cli, small, live):
    firm = small(SMALL_FIRM, clients=CLIENTS)
    with live() as twin:
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        fine = cli("status", firm, "--format", "json", "-q")
        twin.qbo.edit({"entity": "Account", "name": "Client Trust", "set": {"CurrentBalance": "-100.00"}})
        parent = cli("status", firm, "-q")
        twin.qbo.edit({"entity": "Account", "name": "Client Trust", "set": {"CurrentBalance": "0.00"}})
        twin.qbo.edit({"entity": "Account", "name": "Siobhan OBrien (1)", "set": {"CurrentBalance": "25.00"}})
        ledger = cli("status", firm, "-q")
        twin.qbo.edit({"entity": "Account", "name": "Siobhan OBrien (1)", "set": {"CurrentBalance": "-25.00"}})
        healthy = cli("status", firm, "-q")
    assert (fine.code, fine.json["failed"]) == (0, False)
    assert parent.code == 1
    assert "100.00 stands on the liability itself, on no client's ledger." in " ".join(parent.out.split())
    assert ledger.code == 1
    assert "below zero: Siobhan OBrien (1) by 25.00." in " ".join(ledger.out.split())
    assert healthy.code == 0


def test_a_client_whose_ledger_is_made_is_provisioned_with_all_that_is_listed(cli, small, live):
    firm = small(SMALL_FIRM, clients=CLIENTS)
    with live():
        cli("apply", firm, "--auto-approve", "-q")
        found = lines(cli("status", firm, "--format", "json", "-q").json)
    client = found["clients.obrien"]
    assert (client["how"], client["status"]) == ("provisioned", "pass")
    assert set(client["values"]) == {f"clients.obrien.{key}" for key in ("name", "id", "clio_contact", "trust")}
    assert found["trust.iolta.ledgers.method"]["how"] == "tool"


def test_a_change_that_is_planned_is_not_yet_so_and_no_failure(cli, small, live):
    firm = small(SMALL_FIRM)
    with live():
        answer = cli("status", firm, "-q")
        document = cli("status", firm, "--format", "json", "-q").json
    assert answer.code == 0
    assert "Not yet so: apply changes it" in answer.out
    assert {each["state"] for each in document["enforcement"] if each["how"] == "provisioned"} == {"planned"}


@pytest.mark.parametrize("form", ["html", "markdown", "csv"])
def test_the_pages_hold_every_line(cli, small, live, form):
    firm = small(SMALL_FIRM)
    with live():
        document = cli("status", firm, "--format", "json", "-q").json
        page = cli("status", firm, "--format", form, "-q")
    assert page.code == 0
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(page.out.removeprefix("\ufeff"))))
        assert len([row for row in rows if row["row"] == "line"]) == len(document["enforcement"])
    for each in document["enforcement"]:
        assert each["path"] in page.out


def test_offline_needs_no_connection_and_calls_nothing_so_that_only_live_data_shows(cli, configs, monkeypatch):
    for system in ("QBO", "CLIO"):
        monkeypatch.delenv(f"PROVISIONER_{system}_BASE_URL", raising=False)
    answer = cli("status", configs / "harbor-pine", "--offline", "--format", "json", "--as-of", TODAY)
    document = json.loads(answer.out)
    assert answer.code == 0
    assert (document["environment"], document["tenants"], document["api_calls"]) == ("", {}, {})
    states = {each["state"] for each in document["enforcement"] if each["how"] == "provisioned"}
    assert states == {"unseen"}
    assert not (configs / "harbor-pine" / ".provisioner").exists()
    text = cli("status", configs / "harbor-pine", "--offline", "--all", "-q").out
    assert "Nothing was read live" in text


def test_a_file_with_errors_is_shown_with_its_errors(cli, small):
    firm = small("accounts:\n  fees: { title: Fees }\n")
    answer = cli("status", firm, "--offline", "-q")
    assert answer.code == 1
    assert "title" in answer.out
    document = cli("status", firm, "--offline", "--format", "json").json
    assert (document["valid"], document["enforcement"]) == (False, [])
    assert cli("status", firm, "--offline", "--format", "html").code == 1


def test_a_report_as_a_page_tells_whose_books_were_looked_at(cli, small, live):
    firm = small(SMALL_FIRM)
    with live():
        page = cli("status", firm, "--format", "html", "-q").out
    assert "Small LLP" in page
    assert "What makes the settings of Small LLP true" in page
