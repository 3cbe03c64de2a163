"""A plan as a bookkeeper reads it: short when there is nothing to do, with reason and effect when there is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.model.address import Address
from provisioner.model.resource import Binding, Refresh
from provisioner.render.plan_text import plan_text

FEES = {"name": "Fees", "type": "Income", "detail_type": "ServiceFeeIncome", "number": "4000"}
LIVE_FEES = {
    "Id": "45",
    "SyncToken": "0",
    "Name": "Fees",
    "AcctNum": "4000",
    "AccountType": "Income",
    "AccountSubType": "ServiceFeeIncome",
    "MetaData": {"LastUpdatedTime": "2026-02-01T10:00:00-08:00"},
}
ADDRESS = Address("qbo", "account", "fees")


def text_of(report, **options):
    return [text.plain for text in plan_text(report.plan, report.check.lines, **options)]


def test_ten_thousand_resources_with_nothing_to_do_take_less_than_twenty_lines(plan_for):
    names = [f"Expense {number:05}" for number in range(10_000)]
    accounts = {f"e{n}": {"name": name, "type": "Expense", "detail_type": "Travel"} for n, name in enumerate(names)}
    live = [
        {"Id": str(n), "SyncToken": "0", "Name": name, "AccountType": "Expense", "AccountSubType": "Travel"}
        for n, name in enumerate(names)
    ]
    addresses = [Address("qbo", "account", f"e{n}") for n in range(10_000)]
    bindings = {each: Binding(each, str(n), {}) for n, each in enumerate(addresses)}
    text = text_of(plan_for({"accounts": accounts}, {"Account": live}, bindings=bindings))
    assert len(text) < 20
    assert "No changes. QuickBooks and Clio match firm.yaml." in text


def test_a_new_account_is_shown_by_number_and_name_under_its_part_of_the_books(plan_for):
    text = text_of(plan_for({"accounts": {"fees": FEES}}))
    assert text[text.index("Income") + 1].split("  ")[1].strip() == "+ 4000 Fees"
    assert "Plan: 1 to add, 0 to change, 0 to retire; 0 unchanged." in text
    requests = "Requests: 1 QuickBooks for this plan; applying it takes 2 QuickBooks and 0 Clio"
    assert any(line.startswith(requests) for line in text)


@pytest.mark.parametrize(
    ("last", "reason"),
    [
        ({"name": "Old"}, "the file changed; "),
        ({"name": "Fees"}, "drift: somebody changed it live; "),
        ({"name": "Older"}, "conflict: the file and somebody live both changed it; "),
        (None, ""),
    ],
)
def test_a_change_says_before_after_why_and_where(plan_for, last, reason):
    live = {"Account": [{**LIVE_FEES, "Name": "Old"}]}
    report = plan_for({"accounts": {"fees": FEES}}, live, bindings={ADDRESS: Binding(ADDRESS, "45", last)})
    place = report.plan.changes[0].desired.place_of("name")
    text = text_of(report)
    assert f'      name: "Old" -> "Fees"   {reason}{place}' in text
    assert any("gets another name; its history stays." in line for line in text)
    drifted = reason.startswith(("drift", "conflict"))
    assert ("      last changed in QuickBooks: 2026-02-01T10:00:00-08:00" in text) is drifted


def test_a_name_from_a_vendor_cannot_write_a_line_of_its_own(plan_for):
    evil = "Fees\nPlan: FAKE\x1b[2J\u202e"
    text = text_of(plan_for({"accounts": {"fees": FEES}}, {"Account": [{**LIVE_FEES, "Name": evil}]}))
    assert all("\n" not in line and line.isprintable() for line in text)
    assert not any(line.startswith("Plan: FAKE") for line in text)


def test_a_step_for_a_person_is_numbered_with_its_proof(plan_for):
    text = text_of(plan_for({"classes": {"litigation": {"name": "Litigation"}}}, classes="none"))
    assert [line.strip()[:2] for line in text if line.startswith("      ")][:3] == ["1.", "2.", "3."]
    assert any(line.strip().startswith("Keep as proof: ") for line in text)
    assert "1 step only a person can do, for 1 entry." in text


def test_resources_that_wait_for_one_step_share_its_instructions(plan_for):
    text = text_of(plan_for({"classes": {key: {"name": key} for key in "abcdef"}}, classes="none"))
    assert "  ! Classes: a, b, c, d and 2 more" in text
    assert sum(line.strip().startswith("1. ") for line in text) == 1
    assert "1 step only a person can do, for 6 entries." in text


def test_what_the_file_no_longer_declares_is_named_and_left(plan_for):
    gone = {each: Binding(each, each.key, {}) for each in (Address("qbo", "account", f"x{n}") for n in range(7))}
    text = text_of(plan_for({}, bindings=gone))
    assert any(line.startswith("No longer managed, and left as they are: ") and "and 3 more" in line for line in text)


def test_in_brief_what_is_added_is_named_on_one_line(plan_for):
    accounts = {f"e{n}": {"name": f"E{n}", "type": "Expense", "detail_type": "Travel"} for n in range(9)}
    text = text_of(plan_for({"accounts": accounts}), brief=True)
    assert "  +   9  E0, E1, E2, E3 and 5 more" in text
    assert not any(line.startswith("  + E") for line in text)


def test_the_last_lines_say_how_quickbooks_was_read_when_only_changes_were_asked_for(plan_for):
    report = plan_for({"accounts": {"fees": FEES}})
    since = replace(report.plan, refresh=Refresh(since="2026-11-01T12:00:00+00:00"))
    text = text_of(replace(report, plan=since))
    said = text.index("QuickBooks: read changes since 2026-11-01 12:00:00 UTC.")
    assert text[said + 1].startswith("Requests: ")
    assert not any("read changes" in line for line in text_of(report))
