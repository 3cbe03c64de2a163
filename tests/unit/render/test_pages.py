"""A report as a page to sign, a comment, or a spreadsheet: what it says first, what it holds, how big it may get."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hostile import drift_report

from provisioner.engine.report import CheckReport, DriftReport, PlanReport
from provisioner.model.address import Address
from provisioner.model.finding import Finding, Level
from provisioner.model.resource import Binding
from provisioner.model.source import Place
from provisioner.render.html import html_text
from provisioner.render.markdown import LEFT_OUT, LIMIT, SHORTENED, markdown_text
from provisioner.render.page import check_page, drift_page, plan_page
from provisioner.render.table import COLUMNS, csv_text

FEES = {"name": "Fees", "type": "Income", "detail_type": "ServiceFeeIncome", "number": "4000"}
LIVE = {"Id": "45", "SyncToken": "0", "Name": "Old", "AcctNum": "4000", "AccountType": "Income"}
LIVE_FEES = {**LIVE, "AccountSubType": "ServiceFeeIncome"}
BANK = {"name": "IOLTA Trust", "type": "Bank", "detail_type": "TrustAccounts", "number": "1010"}
ADDRESS = Address("qbo", "account", "fees")
HASH = "ab" * 32


@pytest.fixture
def report(plan_for):
    """One account is made, one changed, one class waits for a person."""
    sections = {"accounts": {"fees": FEES, "trust": BANK}, "classes": {"litigation": {"name": "Litigation"}}}
    bindings = {ADDRESS: Binding(ADDRESS, "45", {"name": "Old"})}
    return plan_for(sections, {"Account": [LIVE_FEES]}, classes="none", bindings=bindings)


def many(plan_for, count, *, bound):
    """``count`` accounts that are already as declared, or are all to be made."""
    accounts = {f"e{n}": {"name": f"Expense {n:05}", "type": "Expense", "detail_type": "Travel"} for n in range(count)}
    live = [
        {
            "Id": str(n),
            "SyncToken": "0",
            "Name": f"Expense {n:05}",
            "AccountType": "Expense",
            "AccountSubType": "Travel",
        }
        for n in range(count)
    ]
    addresses = [Address("qbo", "account", f"e{n}") for n in range(count)]
    bindings = {each: Binding(each, str(n), {}) for n, each in enumerate(addresses)}
    if not bound:
        return plan_for({"accounts": accounts})
    return plan_for({"accounts": accounts}, {"Account": live}, bindings=bindings)


def text_of(html):
    """The words of a page, without its head."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<body>")[2]).split())


def test_the_page_has_all_that_a_signature_stands_for(report):
    text = text_of(html_text([plan_page(report, HASH, [("Ann Chen", "2026-11-30T10:00:00+00:00")])]))
    for said in (
        "Firm Harbor ",
        "QuickBooks company Harbor (company 9341)",
        "built-in practice systems, not the firm&#39;s books",
        f"Plan hash {HASH}",
        "Date Prepared by Reviewed by",
        "+ add 1010 IOLTA Trust ",
        "~ change 4000 Fees ",
        "name: &#34;Old&#34; &rarr; &#34;Fees&#34; the file changed",
        "It can be made inactive again; its history stays.",
        "Only a person can do this Classes Litigation",
        "Keep as proof: ",
        "No transaction, balance or history is ever changed, and nothing is ever deleted.",
        "Recorded approvals Ann Chen, 2026-11-30T10:00:00+00:00",
        f"Its hash is {HASH} ; the file to be applied must show the same one.",
        "Prepared by Name Signature Date Reviewed by Name Signature Date",
    ):
        assert said in text, said


def test_counts_come_first_and_changes_stand_under_their_part_of_the_books(report):
    text = text_of(html_text([plan_page(report)]))
    order = ["Plan for Harbor", "1 to add", "1 to change", "Firm Harbor", "Bank accounts", "Income", "Only a person"]
    places = [text.index(each) for each in order]
    assert places == sorted(places)


def test_without_a_saved_plan_there_is_no_hash_to_compare(report):
    assert "hash" not in text_of(html_text([plan_page(report)])).lower()


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(report):
    html = html_text([plan_page(report, HASH)])
    assert not re.search(r"<script|<link|<img|<iframe|@import|url\(|\bon\w+=|https?:", html)
    assert "default-src 'none'; style-src 'sha256-" in html


def test_ten_thousand_entries_with_nothing_to_do_make_a_page_of_less_than_200_kb(plan_for):
    page = plan_page(many(plan_for, 10_000, bound=True))
    assert len(html_text([page]).encode()) < 200_000
    assert len(markdown_text([page])) < 2_000
    assert "10,000 entries of the file are already as declared and will not be touched." in text_of(html_text([page]))


def test_the_verdict_and_the_counts_are_the_first_lines_of_a_comment(report):
    lines = markdown_text([plan_page(report, HASH)]).splitlines()
    assert lines[0] == "**Plan: 1 to add, 1 to change, 0 to retire; 0 unchanged.**"
    assert lines[2] == "1 to add, 1 to change, 0 to make inactive, 0 unchanged, 1 for a person to do."
    assert f"Plan hash: `{HASH}`" in lines
    assert '  - name: `"Old"` → `"Fees"` (the file changed)' in lines
    assert SHORTENED not in lines


def test_errors_stand_open_in_a_comment_and_the_rest_is_folded():
    place = Place("firm.yaml", 3, 1)
    findings = tuple(Finding("TRU103", "bad-name", level, "Wrong.", place=place) for level in Level)
    text = markdown_text([check_page(CheckReport("firm.yaml", "Harbor", findings, lambda _: None))])
    assert "<details open><summary>What must be corrected: 1</summary>" in text
    assert "<details><summary>Warnings: 1</summary>" in text
    assert text.startswith("**firm.yaml cannot be used.**")


def test_a_plan_too_long_for_a_comment_is_shortened_and_says_so(plan_for):
    text = markdown_text([plan_page(many(plan_for, 2_000, bound=False))])
    assert len(text) <= LIMIT
    assert text.splitlines()[0].startswith("**Plan: 2000 to add")
    assert text.splitlines()[4] == SHORTENED
    assert "- `+` add: 2,000" in text
    assert "`Expense 00009` and 1,990 more" in text
    assert LEFT_OUT not in text


def test_even_a_short_form_that_does_not_fit_ends_in_a_sentence(plan_for):
    finding = [Finding("TRU103", "bad-name", level, "word " * 400) for level in Level for _ in range(30)]
    report = many(plan_for, 3, bound=False)
    pages = [check_page(CheckReport(f"firm-{n}.yaml", "Harbor", tuple(finding), lambda _: None)) for n in range(40)]
    text = markdown_text([*pages, plan_page(report)])
    assert len(text) <= LIMIT
    assert LEFT_OUT in text
    assert text.count("**firm-") == 40


def test_a_spreadsheet_has_one_row_a_change_or_step_and_one_a_finding(report):
    text = csv_text([plan_page(report)])
    assert text.startswith('\ufeff"row","group",')
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["row"], row["what happens"], row["name"]) for row in rows[:3]] == [
        ("change", "add", "1010 IOLTA Trust"),
        ("change", "change", "4000 Fees"),
        ("step for a person", "a person must do this", "Litigation"),
    ]
    assert (rows[1]["before"], rows[1]["after"]) == ('name: "Old"', 'name: "Fees"')
    assert rows[2]["notes"].startswith("1. ")
    assert {row["row"] for row in rows[3:]} <= {"finding"}


def test_findings_that_stand_in_the_way_take_the_place_of_the_plan():
    finding = Finding("TRU103", "bad-name", Level.ERROR, "Wrong.", "Why.", "Fix.", Place("firm.yaml", 3, 1))
    page = plan_page(PlanReport(CheckReport("firm.yaml", "Harbor", (finding,), lambda _: None)))
    assert page.verdict == "firm.yaml cannot be used."
    assert "Wrong. Why. Fix." in text_of(html_text([page]))
    assert "Signatures" not in html_text([page])
    (row,) = csv.DictReader(io.StringIO(csv_text([page]).removeprefix("\ufeff"), newline=""))
    assert (row["row"], row["place"]) == ("finding", "firm.yaml:3:1")


def test_drift_has_a_page_too():
    assert "1 object of 1 changed live since the last apply." in text_of(html_text([drift_page(drift_report("Fees"))]))
    check = CheckReport("firm.yaml", "Harbor", (), lambda _: None)
    assert drift_page(DriftReport(check, (), 3)).verdict.startswith("No drift: 3 objects compared")
    assert drift_page(DriftReport(check)).verdict.startswith("This program has not applied anything here yet")


def test_the_hash_stands_on_every_sheet_and_only_a_hash_gets_there(report):
    assert f'content: "Plan hash {HASH}"' in html_text([plan_page(report, HASH)])
    for odd in (None, "abc", f"{HASH}'", '"} body { display: none } x {"'):
        assert 'content: "Plan hash' not in html_text([plan_page(report, odd)])
