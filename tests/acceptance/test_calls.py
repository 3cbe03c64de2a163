"""Calls are the currency: how many requests plan and apply make, counted in the twin's own log."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from acceptance_tools import SMALL, is_write, vendor_requests

from provisioner.cli.twin import seed

if TYPE_CHECKING:
    from provisioner.sandbox.server import Twin


def chart(count: int, *, parent: bool = False) -> str:
    lines = ["accounts:\n"]
    if parent:
        lines.append("  top: { name: Top, type: Expense, detail_type: OfficeExpenses }\n")
    under = ", parent: top" if parent else ""
    lines += [
        f"  a{i}: {{ name: Account {i}, type: Expense, detail_type: OfficeExpenses{under} }}\n" for i in range(count)
    ]
    return "".join(lines)


def test_the_plan_of_an_ordinary_firm_takes_one_request_and_six_guards_included(cli, configs, live):
    firm = configs / "harbor-pine"
    with live(seed(firm, "intuit-sample")) as twin:
        document = cli("plan", firm, "--format", "json", "-q").json
        assert len(vendor_requests(twin, "qbo")) == 1
        assert len(vendor_requests(twin, "clio")) <= 6
    assert document["api_calls"] == {"qbo": 1, "clio": 6}


@pytest.mark.parametrize(("accounts", "items", "calls"), [(999, 0, 2), (999, 600, 2), (1000, 600, 2), (1001, 600, 3)])
def test_a_big_company_is_read_completely_with_the_predicted_calls(cli, small, live, accounts, items, calls):
    with live(replace(SMALL, edition="advanced")) as twin:
        last = fill(twin, accounts, items)
        entry = f"accounts:\n  last: {{ name: {last}, type: Expense, detail_type: OfficeExpenses }}\n"
        firm = small(entry, edition="advanced")
        twin.log.clear()
        document = cli("plan", firm, "--format", "json", "-q").json
        made = len(vendor_requests(twin, "qbo"))
    assert document["summary"]["adopt"] == 1  # the very last account was seen
    assert document["api_calls"]["qbo"] == made == calls


def fill(twin: Twin, accounts: int, items: int) -> str:
    """Add accounts and items up to these counts; the name of the last account."""
    (company,) = twin.qbo.health()["companies"]
    made: dict[str, Any] = {}
    for number in range(company["objects"]["Account"], accounts):
        create = {"Name": f"A{number}", "AccountType": "Expense", "AccountSubType": "OfficeExpenses"}
        made = twin.qbo.edit({"entity": "Account", "create": create})
    for number in range(company["objects"]["Item"], items):
        create = {"Name": f"I{number}", "Type": "Service", "IncomeAccountRef": {"value": made["Id"]}}
        twin.qbo.edit({"entity": "Item", "create": create})
    return str(made["Name"])


def test_a_thousand_sub_accounts_take_at_most_36_writes(cli, small, live):
    firm = small(chart(1000, parent=True), edition="advanced")
    with live(replace(SMALL, edition="advanced")) as twin:
        planned = cli("plan", firm, "--format", "json", "-q").json
        twin.log.clear()
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        requests = vendor_requests(twin, "qbo")
        assert len([entry for entry in requests if is_write(entry)]) <= 36
        reads_before = planned["api_calls"]["qbo"]
        assert abs(len(requests) - reads_before - planned["apply_budget"]["qbo"]) <= 1
        twin.log.clear()
        again = cli("plan", firm, "--detailed-exitcode", "-q")
        assert again.code == 0
        assert len(again.out.splitlines()) < 20


def test_every_request_of_a_plan_is_a_read(cli, configs, live):
    firm = configs / "redwood-injury"
    with live(seed(firm, "intuit-sample")) as twin:
        cli("plan", firm, "-q")
        cli("drift", firm, "-q")
        assert twin.log.entries
        assert not [entry for entry in twin.log.entries if is_write(entry)]
