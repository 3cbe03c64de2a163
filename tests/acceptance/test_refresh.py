"""``--refresh changes`` as a user meets it: one request for a big firm, the same plan, and words on how it was read."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from acceptance_tools import SMALL, vendor_requests

BIG = replace(SMALL, edition="advanced")
LEDGERS = 1500


def chart(count: int) -> str:
    return "accounts:\n" + "".join(
        f"  a{n}: {{ name: Ledger {n}, type: Expense, detail_type: OfficeExpenses }}\n" for n in range(count)
    )


def document(cli, *words):
    """A plan's document, without what tells how it was read."""
    found = cli("plan", *words, "--format", "json", "-q").json
    return found.pop("refresh"), found.pop("api_calls")["qbo"], found


def test_an_unchanged_big_firm_takes_one_request_and_gives_the_same_plan(cli, small, live, monkeypatch):
    firm = small(chart(LEDGERS), edition="advanced")
    with live(BIG) as twin:
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        twin.clock.advance(600)
        assert document(cli, firm, "--refresh", "changes")[:2] == ("full", 2)
        twin.log.clear()
        how, calls, plan = document(cli, firm, "--refresh", "changes")
        assert (how, calls, len(vendor_requests(twin, "qbo"))) == ("changes", 1, 1)
        assert vendor_requests(twin, "qbo")[0]["path"].endswith("/cdc")
        assert document(cli, firm) == ("full", 2, plan)
        assert plan["summary"]["no_op"] == LEDGERS


def test_what_a_person_changed_is_seen_by_plan_and_drift(cli, small, live):
    firm = small(chart(3))
    with live() as twin:
        cli("apply", firm, "--auto-approve", "-q")
        twin.clock.advance(600)
        cli("drift", firm, "--refresh", "changes", "-q")
        twin.qbo.edit({"entity": "Account", "name": "Ledger 1", "set": {"Name": "Lodger 1"}})
        drifted = cli("drift", firm, "--refresh", "changes", "-q")
        drift = cli("drift", firm, "--refresh", "changes", "-q", "--format", "json").json
        plan = cli("plan", firm, "--refresh", "changes", "-q").out
    assert drifted.code == 2
    assert re.search(r"QuickBooks: read changes since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.", drifted.out)
    assert (drift["refresh"], drift["api_calls"]["qbo"], drift["drift"][0]["name"]) == ("changes", 1, "Lodger 1")
    assert 'name: "Lodger 1" -> "Ledger 1"' in plan
    assert "QuickBooks: read changes since" in plan


def test_the_first_time_says_why_everything_was_read(cli, small, live):
    with live():
        said = cli("plan", small(chart(1)), "--refresh", "changes", "-q").out
    assert "QuickBooks: read in full, because no earlier reading of it is remembered." in said


def test_a_plain_plan_remembers_nothing_and_says_nothing_of_it(cli, small, live):
    firm = small(chart(1))
    with live():
        for _ in range(2):
            assert "QuickBooks: read" not in cli("plan", firm, "-q").out
        assert "read in full" in cli("plan", firm, "--refresh", "changes", "-q").out


@pytest.mark.parametrize("command", ["plan", "drift"])
def test_another_company_is_refused_and_not_remembered(cli, small, live, command):
    firm = small(chart(1))
    with live() as twin:
        cli("apply", firm, "--auto-approve", "-q")
        twin.clock.advance(600)
        cli(command, firm, "--refresh", "changes", "-q")
        twin.qbo.edit({"entity": "CompanyInfo", "set": {"CompanyName": "Another LLP"}})
        for _ in range(2):
            found = cli(command, firm, "--refresh", "changes", "-q")
            assert (found.code, "This is not the firm's QuickBooks company" in found.err) == (1, True)
        twin.qbo.edit({"entity": "CompanyInfo", "set": {"CompanyName": "Small LLP"}})
        assert cli(command, firm, "--refresh", "changes", "-q").code == 0


def test_apply_reads_everything_whatever_is_remembered(cli, small, live):
    firm = small(chart(1))
    with live() as twin:
        cli("plan", firm, "--refresh", "changes", "-q")
        twin.log.clear()
        assert cli("apply", firm, "--auto-approve", "-q").code == 0
        assert not [each for each in vendor_requests(twin, "qbo") if each["path"].endswith("/cdc")]
    assert cli("apply", firm, "--refresh", "changes").code == 64
