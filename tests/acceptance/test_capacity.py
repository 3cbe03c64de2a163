"""More client ledgers than the company's QuickBooks plan takes: said before anything is sent, with the ways out."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from acceptance_tools import SMALL, is_write, vendor_requests

from provisioner.providers.qbo.chart import SYSTEM_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from provisioner.sandbox.server import Twin

BODY = """
accounts:
  operating: {{ name: Operating, type: Bank, detail_type: Checking }}
  bank: {{ name: IOLTA Trust, type: Bank, detail_type: TrustAccounts, clio: {{ name: IOLTA, type: Trust }} }}
  liability: {{ name: Client Trust, type: Other Current Liability, detail_type: TrustAccountsLiabilities }}
trust:
  iolta:
    kind: iolta
    jurisdiction: US-CA
    bank: bank
    liability: liability
    ledgers: {{ method: {method}, per: client, from: {source} }}
"""
OWN = 3
"""Accounts of the firm file beside the ledgers."""
CLIENTS = 300


def body(*, method: str = "sub_accounts", source: str = "clio") -> str:
    return BODY.format(method=method, source=source)


def listed(count: int) -> str:
    return "".join(f"  c{number}: {{ name: Client {number}, trust: [iolta] }}\n" for number in range(count))


def crowd(twin: Twin, count: int) -> None:
    """So many clients of Clio, each with money in trust."""
    twin.clio.edit({"resource": "bank_accounts", "create": {"name": "IOLTA", "type": "Trust", "currency": "USD"}})
    twin.clio.edit({"resource": "contacts", "crowd": {"count": count, "bank_account": "IOLTA", "date": "2026-01-15"}})


def accounts(twin: Twin) -> dict[str, dict[str, Any]]:
    return {str(content["Name"]): content for kind, _, content in twin.qbo.objects() if kind == "Account"}


def finding(document: dict[str, Any], code: str) -> dict[str, Any]:
    (found,) = [each for each in document["findings"] if each["code"] == code]
    return dict(found)


def codes(document: dict[str, Any]) -> set[str]:
    return {each["code"] for each in document["findings"] if each["code"].startswith(("SAF", "SYS"))}


@pytest.fixture
def at_clio(small, live) -> Iterator[Callable[..., tuple[Path, Twin]]]:
    """A firm whose clients are those of Clio, on an edition of QuickBooks."""
    with ExitStack() as stack:

        def make(edition: str, *, method: str = "sub_accounts") -> tuple[Path, Twin]:
            twin = stack.enter_context(live(replace(SMALL, edition=edition)))
            crowd(twin, CLIENTS)
            return small(body(method=method), edition=edition, clio=True), twin

        yield make


def test_on_plus_300_clients_of_clio_stop_the_plan_with_the_ways_out(cli, at_clio):
    folder, twin = at_clio("plus")
    now = sum(bool(each["Active"]) for each in accounts(twin).values())
    planned = cli("plan", folder, "--format", "json")
    assert planned.code == 1
    found = finding(planned.json, "SAF109")
    after = found["what"].partition("would have ")[2].split(" ")[0]
    uncounted = now + OWN + CLIENTS - int(after)
    assert 0 <= uncounted <= 5
    assert f"QuickBooks Plus takes 250: {now - uncounted} now, {OWN + CLIENTS} added by this plan." in found["what"]
    assert (
        f"`method: customers` (or `clio_only`), which needs no account for each: {int(after) - CLIENTS} acc"
        in found["fix"]
    )
    assert "Move the company to Advanced, which has no limit." in found["fix"]
    assert planned.json["summary"]["create"] >= CLIENTS
    applied = cli("apply", folder, "--auto-approve", "-q")
    assert applied.code == 1
    assert not [entry for entry in vendor_requests(twin, "qbo") if is_write(entry)]


def test_on_advanced_the_same_firm_applies(cli, at_clio):
    folder, twin = at_clio("advanced")
    applied = cli("apply", folder, "--auto-approve", "-q")
    assert applied.code == 0, applied.out + applied.err
    assert sum(bool(each.get("Description")) for each in accounts(twin).values()) >= CLIENTS
    assert not codes(cli("plan", folder, "--format", "json").json)


@pytest.mark.parametrize("method", ["customers", "clio_only"])
def test_another_method_is_a_way_out(cli, at_clio, method):
    folder, twin = at_clio("plus", method=method)
    applied = cli("apply", folder, "--auto-approve", "-q")
    assert applied.code == 0, applied.out + applied.err
    assert len(accounts(twin)) < 100


def test_300_listed_clients_on_plus_are_found_in_the_file_with_the_numbers(cli, small, live):
    with live() as twin:
        folder = small(body(source="listed"), clio=True, clients=listed(CLIENTS))
        planned = cli("plan", folder, "--format", "json")
        assert planned.code == 1
        assert finding(planned.json, "SYS202")["what"] == (
            "This file leads to 303 accounts, client ledgers included; QuickBooks Plus takes 250. "
            "300 of them are client ledgers; with `method: customers` 3 accounts would remain."
        )
        assert not vendor_requests(twin, "qbo")


def test_what_quickbooks_reports_counts_more_than_what_the_file_says(cli, small, live):
    with live() as twin:
        folder = small(body(source="listed"), edition="advanced", clio=True, clients=listed(CLIENTS))
        planned = cli("plan", folder, "--format", "json")
        assert planned.code == 1
        assert codes(planned.json) == {"SAF109", "SAF113"}
        assert finding(planned.json, "SAF113")["what"] == (
            "The firm file says QuickBooks Advanced; the company is on QuickBooks Plus."
        )
        twin.qbo.edit({"entity": "CompanyInfo", "set": {"edition": "advanced"}})
        assert not codes(cli("plan", folder, "--format", "json").json)


def test_a_full_company_takes_a_new_client_once_another_is_closed_in_the_same_apply(cli, small, live):
    """QuickBooks refuses account 251, so what is made inactive goes first."""
    with live() as twin:
        folder = small(body(source="listed"), clio=True, clients=listed(20))
        assert cli("apply", folder, "--auto-approve", "-q").code == 0
        active = [each for each in accounts(twin).values() if each["Active"]]
        counted = [each for each in active if each["AccountSubType"] not in SYSTEM_KINDS.values()]
        for number in range(250 - len(counted)):
            new = {"Name": f"Old {number}", "AccountType": "Expense", "AccountSubType": "Travel"}
            twin.qbo.edit({"entity": "Account", "create": new})
        files = (folder / "firm.yaml").read_text()
        more = 'retired:\n  accounts:\n    old: { name: "Old 0" }\n'
        (folder / "firm.yaml").write_text(files + more)
        (folder / "clients.yaml").write_text("version: 1\nclients:\n" + listed(21))
        applied = cli("apply", folder, "--auto-approve", "--format", "json")
        assert applied.code == 0, applied.out + applied.err
        assert accounts(twin)["Client 20 (c20)"]["Active"]
        assert not accounts(twin)["Old 0 (deleted)"]["Active"]
